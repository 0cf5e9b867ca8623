"""Columns that print something of each row itself: its number, its code, its unit."""

from __future__ import annotations

import io
from pathlib import Path

import docx
import pytest
from helpers import project

from gendoc import build
from gendoc.build import Outcome
from gendoc.draft import text_templates, word_template
from gendoc.formfile import load
from gendoc.importing import published
from gendoc.lint import lint
from gendoc.problem import Invalid
from gendoc.project import Project

HEAD = """
id: own
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
sections: [{id: basics, title: 一、情况, kind: table}]
tables:
  basics:
"""
CODES = """
    corner: 指标
    columns:
      code: {label: 代码, prints: code}
      unit: {label: 计量单位, prints: unit}
      now: 本年
      last: {label: 上年, formula: last.now}
      all: {label: 合计, sum: all}
    rows:
      staff: {label: 人员, unit: 人, code: "01"}
      spent: {label: 支出, unit: 万元, code: "02", type: money}
      kinds: {label: 其中, rows: {a: {label: 甲类, unit: 个, code: "03"}, b: 乙类}}
"""
NUMBERED = """
    corner: 执法主体
    numbered: 序号
    columns: {opened: 立案, closed: 结案}
    rows:
      own: 本级
      g: {label: 县级, in_key: false, rows: {dept: {label: 部门, repeat: true}, sub: SUM}}
      town: {label: 乡镇, repeat: true}
      rest: 其他
      total: {label: 合计, sum: [own, sub, town, rest]}
""".replace("SUM", "{label: 小计, sum: all}")
ENTERED = "staff: 3, spent: 4.5, kinds: {a: [5], b: [6]}"
CASES = (
    "own: [1, 2], dept: {x: {name: 甲局, opened: 3, closed: 4}, y: {opened: 5, closed: 6}}, "
    "town: {z: {name: 某镇, opened: 7, closed: 8}}, rest: [1, 1]"
)


def reported(folder: Path, form: str, entered: str) -> Outcome:
    root = project(folder, {"templates/own/form.yaml": HEAD + form})
    own = load(root / "templates" / "own")
    files = {**text_templates(own), "report.docx": word_template(own)}
    text = f"form: own\norgan: 某县\nyear: 2024\nbasics: {{{entered}}}\n"
    project(root, {f"templates/own/{name}": data for name, data in files.items()})
    project(root, {"data/2024.yaml": text})
    assert lint(own, root / "templates/own/report.docx") == []
    return build.examine(root / "data" / "2024.yaml", Project(root))


def rendered(outcome: Outcome, format_: str) -> bytes:
    assert outcome.report, outcome.problems
    (content,) = build.render(outcome.report, [format_]).values()
    return content


def word_rows(outcome: Outcome) -> list[list[str]]:
    (table,) = docx.Document(io.BytesIO(rendered(outcome, "docx"))).tables
    return [[cell.text.strip() for cell in row.cells] for row in table.rows]


def test_codes_and_units_of_rows_stand_in_columns_of_their_own(tmp_path: Path) -> None:
    outcome = reported(tmp_path, CODES, ENTERED)
    assert word_rows(outcome) == [
        ["指标", "指标", "代码", "计量单位", "本年", "上年", "合计"],
        ["人员", "人员", "01", "人", "3", "", "3"],
        ["支出", "支出", "02", "万元", "4.5", "", "4.5"],
        ["其中", "甲类", "03", "个", "5", "", "5"],
        ["其中", "乙类", "", "", "6", "", "6"],
    ]
    text = rendered(outcome, "txt").decode()
    assert "| 支出        |  02  |   万元   |  4.5 |      |  4.5 |" in text


@pytest.mark.parametrize("format_", ["docx", "txt", "flat"])
def test_codes_and_units_are_told_from_figures_when_they_are_read_back(
    tmp_path: Path, format_: str
) -> None:
    outcome = reported(tmp_path, CODES, ENTERED)
    assert outcome.report
    path = tmp_path / f"printed.{'docx' if format_ == 'docx' else 'txt'}"
    path.write_bytes(rendered(outcome, format_))
    found = published(path, path.name, [outcome.report.form])
    assert found.problems == []
    for line in ("staff: {now: 3}", "spent: {now: 4.5}", "a: {now: 5}", "b: {now: 6}"):
        assert line in found.text()


def test_rows_are_numbered_where_they_are_entered_however_many_a_report_gives(
    tmp_path: Path,
) -> None:
    outcome = reported(tmp_path, NUMBERED, CASES)
    rows = word_rows(outcome)
    assert [row[:3] for row in rows] == [
        ["序号", "执法主体", "执法主体"],
        ["1", "本级", "本级"],
        ["2", "县级", "甲局"],
        ["3", "县级", "y"],
        ["", "县级", "小计"],
        ["4", "某镇", "某镇"],
        ["5", "其他", "其他"],
        ["", "合计", "合计"],
    ]
    drawn = rendered(outcome, "txt").decode().splitlines()
    assert [line.split("|")[1].strip() for line in drawn if line[:1] == "|"][1:] == [
        *("1", "2", "3", ""),
        *("4", "5", ""),
    ]


def test_lint_tells_codes_units_and_heads_that_the_form_has_changed(tmp_path: Path) -> None:
    reported(tmp_path, CODES, ENTERED)
    path = tmp_path / "templates/own"
    changed = CODES.replace("unit: 万元", "unit: 元").replace('"01"', '"11"')
    changed = changed.replace("label: 代码", "label: 指标代码").replace("人员", "人员数")
    (path / "form.yaml").write_text(HEAD + changed, "utf-8")
    told = [
        (p.message, p.values["label"]) for p in lint(load(path), path / "report.docx", labels=True)
    ]
    assert told == [
        ("template-label/row", "人员数"),
        ("template-label/lacking", "11"),
        ("template-label/lacking", "指标代码"),
        ("template-label/lacking", "元"),
    ]


@pytest.mark.parametrize("format_", ["docx", "txt", "flat"])
def test_numbers_of_rows_are_passed_over_when_they_are_read_back(
    tmp_path: Path, format_: str
) -> None:
    outcome = reported(tmp_path, NUMBERED, CASES)
    assert outcome.report
    path = tmp_path / f"printed.{'docx' if format_ == 'docx' else 'txt'}"
    path.write_bytes(rendered(outcome, format_))
    found = published(path, path.name, [outcome.report.form])
    assert found.problems == []
    for line in ("name: 甲局", "name: 某镇", "opened: 7", "closed: 8"):
        assert line in found.text()


@pytest.mark.parametrize(
    ("form", "message"),
    [
        (CODES.replace("prints: code", "prints: code, type: text"), "form-line/prints"),
        (CODES.replace("prints: unit", "prints: units"), "form-value"),
        (
            NUMBERED.replace("    columns", "    blocks: [{rows: {a: 甲}}]\n    columns"),
            "form-blocks",
        ),
    ],
)
def test_what_such_a_column_cannot_have_is_told(tmp_path: Path, form: str, message: str) -> None:
    with pytest.raises(Invalid) as told:
        reported(tmp_path, form, ENTERED)
    assert message in [problem.message or problem.name for problem in told.value.problems]
