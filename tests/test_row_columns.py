"""Columns that print something of each row itself: its number, its code, its unit."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import docx
import pytest
from helpers import project

from gendoc import build
from gendoc.build import Outcome
from gendoc.draft import text_templates, word_template
from gendoc.formfile import load
from gendoc.importing import Imported, published
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


def read_back(folder: Path, form: str, entered: str, format_: str) -> str:
    """The report that is read of its own output, without a problem."""
    outcome = reported(folder, form, entered)
    assert outcome.report
    path = folder / f"printed.{'docx' if format_ == 'docx' else 'txt'}"
    path.write_bytes(rendered(outcome, format_))
    found = published(path, path.name, [outcome.report.form])
    assert found.problems == []
    return found.text()


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
    text = read_back(tmp_path, CODES, ENTERED, format_)
    for line in ("staff: {now: 3}", "spent: {now: 4.5}", "a: {now: 5}", "b: {now: 6}"):
        assert line in text


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
    text = read_back(tmp_path, NUMBERED, CASES, format_)
    for line in ("name: 甲局", "name: 某镇", "opened: 7", "closed: 8"):
        assert line in text


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


# -- read from documents of others ------------------------------------------------------------

GROWTH = """
id: own
version: "1.0"
name: Report
language: en
title: "{{ organ }} {{ year }} report"
sections: [{id: basics, title: Basic figures, kind: table}]
tables:
  basics:
    numbered: No.
    columns: {c: {label: Code, prints: code}, UNIT now: This year, before: Last year, g: Growth}
    rows:
      people: {label: People, code: "1", unit: persons}
      spent: {label: Spent, code: "2", unit: EUR ALSO}
      cars: {label: Cars, code: "3", unit: pcs}
"""
LABELS = ("", "People", "Spent", "Cars")
CODE = ("1", "2", "3")
NOW, BEFORE, MORE = ("5", "7", "9"), ("6", "8", "10"), ("1", "11", "12")


def table(*columns: tuple[str, ...]) -> list[tuple[str, ...]]:
    """The rows of a table with a header, of columns behind the labels of its rows."""
    return list(zip(LABELS, *columns, strict=True))


def barred(rows: list[tuple[str, ...]]) -> str:
    rule = "|-" * len(rows[0]) + "|"
    lines = ["| " + " | ".join(row) + " |" for row in rows]
    return "\n".join([lines[0], rule, *lines[1:]])


def parted(rows: list[tuple[str, ...]]) -> str:
    return "\n".join("\t".join(row) for row in rows)


def read(folder: Path, printed: str, *, unit: str = "", also: str = "") -> Imported:
    form = GROWTH.replace("UNIT ", unit).replace(" ALSO", also)
    root = project(folder, {"templates/own/form.yaml": form})
    text = f"City 2024 report\n\nBasic figures\n\n{printed}\n"
    project(root, {"a.md": text})
    return published(root / "a.md", "a.md", [load(root / "templates" / "own")])


def figures(found: Imported, row: str) -> dict[str, str]:
    start = f"basics.{row}."
    return {k.removeprefix(start): v for k, v in found.content.figures.items() if start in k}


def told(found: Imported) -> set[str]:
    return {problem.message or problem.name for problem in found.problems}


@pytest.mark.parametrize("drawn", [barred, parted])
@pytest.mark.parametrize("label", ["Plan", "Code", "No.", "Kept"])
def test_a_column_beside_the_figures_takes_the_place_of_none(
    tmp_path: Path, label: str, drawn: Callable[[list[tuple[str, ...]]], str]
) -> None:
    rows = table((label, *CODE), ("This year", *NOW), ("Last year", *BEFORE))
    found = read(tmp_path, drawn(rows))
    for row, now, before in zip(("people", "spent", "cars"), NOW, BEFORE, strict=True):
        read_here = figures(found, row)
        assert "g" not in read_here
        assert read_here in ({}, {"now": now, "before": before})
    assert "basics.people.g" in found.unread
    assert told(found) & {"not-read/columns", "not-read/short", "not-read/unsure"}


@pytest.mark.parametrize("at", range(5))
def test_a_column_of_codes_may_stand_anywhere_or_under_another_label(
    tmp_path: Path, at: int
) -> None:
    columns = [("This year", *NOW), ("Last year", *BEFORE), ("Growth", *MORE)]
    columns[at:at] = [("Code" if at else "Line", *CODE)] if at < 4 else []
    found = read(tmp_path, barred(table(*columns)))
    assert found.problems == []
    assert figures(found, "spent") == {"now": "7", "before": "8", "g": "11"}


UNITS = "u: {label: Unit, prints: unit}, "
WHOLE = (("This year", *NOW), ("Last year", *BEFORE), ("Growth", *MORE))


def in_units(unit: str, code: str = "2") -> str:
    codes, units = ("Code", "1", code, "3"), ("Unit", "persons", unit, "pcs")
    return barred(table(codes, units, *WHOLE))


def test_a_row_in_another_unit_is_not_read(tmp_path: Path) -> None:
    found = read(tmp_path, in_units("1000 EUR"), unit=UNITS)
    assert figures(found, "spent") == {}
    assert figures(found, "cars") == {"now": "9", "before": "10", "g": "12"}
    assert [problem.message for problem in found.problems] == ["not-read/unit"]
    assert "“7 1000 EUR” was not read" in found.text()
    assert set(found.unread) == {f"basics.spent.{column}" for column in ("now", "before", "g")}


def test_a_row_in_another_unit_that_the_form_knows_is_converted(tmp_path: Path) -> None:
    also = ", also_units: {1000 EUR: 1000}"
    found = read(tmp_path, in_units("1000 EUR"), unit=UNITS, also=also)
    assert found.problems == []
    assert figures(found, "spent") == {"now": "7000", "before": "8000", "g": "11000"}
    found = read(tmp_path, in_units("EUR"), unit=UNITS, also=also)
    assert figures(found, "spent") == {"now": "7", "before": "8", "g": "11"}


def test_the_unit_of_a_row_goes_before_that_of_a_line_above_the_table(tmp_path: Path) -> None:
    also = ", also_units: {1000 EUR: 1000}"
    found = read(tmp_path, f"(1000 EUR)\n\n{in_units('EUR')}", unit=UNITS, also=also)
    assert figures(found, "spent") == {"now": "7", "before": "8", "g": "11"}


@pytest.mark.parametrize(("code", "names"), [("02", set()), ("", set()), ("4", {"label-changed"})])
def test_another_code_on_a_row_is_told(tmp_path: Path, code: str, names: set[str]) -> None:
    found = read(tmp_path, in_units("EUR", code), unit=UNITS)
    assert {problem.name for problem in found.problems} == names
    assert figures(found, "spent") == {"now": "7", "before": "8", "g": "11"}


def test_no_row_of_a_text_is_read_by_its_place_below_anothers_label(tmp_path: Path) -> None:
    rows = table(("Code", *CODE), ("This year", *NOW), ("Last year", *BEFORE))
    rows[3] = ("", *rows[3])  # one row has another number of cells: its code is not told by place
    found = read(tmp_path, barred(rows).replace("|-|-|-|-|\n", ""))
    for row in ("people", "spent", "cars"):
        assert figures(found, row).get("now", "?") not in CODE
    assert "not-read/short" in told(found) or "not-read/unsure" in told(found)


@pytest.mark.parametrize("cut", [("", "Cars", "3", "9", "10"), ("", "Cars", "pcs", "9", "10")])
def test_a_row_that_lacks_cells_below_codes_and_units_is_not_read_by_their_number(
    tmp_path: Path, cut: tuple[str, ...]
) -> None:
    rows = table(("Code", *CODE), ("Unit", "persons", "EUR", "pcs"), *WHOLE)
    found = read(tmp_path, barred([*rows[:3], cut]), unit=UNITS)
    assert figures(found, "cars") == {}
    assert told(found) & {"not-read/short", "not-read/unsure"}
