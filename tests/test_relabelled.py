"""Labels and their order in a Word template, beside those of a form that was changed since."""

from __future__ import annotations

from pathlib import Path

import pytest
from helpers import ROOT, SHIPPED, project
from test_lines import RETURN, SURVEY, at_hand
from test_lint import TIERS, rewritten

from gendoc import build
from gendoc.draft import word_template
from gendoc.form import Form
from gendoc.formfile import load
from gendoc.lint import lint
from gendoc.problem import Bilingual, Problem
from gendoc.project import Found, Project, find_form

LETTERS = """
id: letters
version: "1.0"
name: 来信表
title: "{{ organ }}{{ year }}年来信表"
fields: {head: 负责人}
sections:
  - {id: overview, title: 一、总体情况, kind: text}
  - {id: cases, title: 二、来信, kind: table}
  - {id: signed, kind: fields, fields: [head]}
tables:
  cases:
    caption: 表1 来信
    above: 单位：件
    below: 注：含来访。
    corner: 项目
    columns: {persons: 个人, bodies: {label: 单位, columns: {firms: 企业, others: 其他}}}
    rows:
      received: 一、收到
      closed: {label: 二、办结, rows: {granted: 支持, refused: 不支持}}
"""


def after(folder: Path, *changes: tuple[str, str], form: str = LETTERS) -> list[Problem]:
    """What is told of a template whose form was changed after it was drafted."""
    root = at_hand(folder, form)
    for old, new in changes:
        assert old in form
        form = form.replace(old, new)
    id_ = form.split("id: ", 1)[1].split("\n", 1)[0]
    project(root, {f"templates/{id_}/form.yaml": form})
    path = root / "templates" / id_ / "report.docx"
    found = lint(find_form(id_, root), path, labels=True)
    assert lint(find_form(id_, root), path) == []
    assert all(problem.is_warning for problem in found)
    return found


def english(problem: Problem) -> str:
    where = problem.values["where"]
    assert isinstance(where, Bilingual)
    return where.en.split(" (")[0]


@pytest.mark.parametrize(
    ("old", "new", "message", "where", "said"),
    [
        ("一、收到", "一、收下", "row", "table 1, row 3, column 1", "一、收到"),
        ("granted: 支持", "granted: 同意", "row", "table 1, row 4, column 2", "支持"),
        ("个人", "自然人", "column", "table 1, row 1, column 3", "个人"),
        ("企业", "公司", "column", "table 1, row 2, column 4", "企业"),
        ("label: 单位", "label: 法人", "lacking", "table 1, row 3", "{{r.bodies.firms}}"),
        ("二、办结", "二、办完", "lacking", "table 1, row 4", "{{r.persons}}"),
        ("corner: 项目", "corner: 事项", "lacking", "table 1, row 3", "{{r.persons}}"),
        ("head: 负责人", "head: 单位负责人", "field", "paragraph 25", "负责人：{{ head }}"),
    ],
)
def test_a_label_that_the_form_has_no_more_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, message: str, where: str, said: str
) -> None:
    (problem,) = after(tmp_path, (old, new))
    assert problem.message == f"template-label/{message}"
    assert str(problem.values["label"]).endswith(new.split(": ")[-1])
    assert (english(problem), problem.values["text"]) == (where, said)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一、总体情况", "一、概况"),
        ("表1 来信", "表1 来信来访"),
        ("单位：件", "单位：封"),
        ("注：含来访。", "注：不含来访。"),
    ],
)
def test_a_text_of_the_form_that_stands_nowhere_is_told(tmp_path: Path, old: str, new: str) -> None:
    (problem,) = after(tmp_path, (old, new))
    assert (problem.message, problem.values["label"]) == ("template-label/text", new)


@pytest.mark.parametrize(
    ("old", "new"),
    [
        ("一、收到", "1.收 到"),
        ("一、收到", "收到"),
        ("一、总体情况", "（一）总体情况"),
        ("单位：件", "单位：　件"),
        ("不支持", "不 支持"),
    ],
)
def test_numbers_spaces_and_widths_make_no_other_label(tmp_path: Path, old: str, new: str) -> None:
    assert after(tmp_path, (old, new)) == []


def test_a_label_over_two_lines_is_the_same(tmp_path: Path) -> None:
    root = at_hand(tmp_path, LETTERS)
    path = root / "templates/letters/report.docx"
    rewritten(path, "一、收到", "一、</w:t></w:r></w:p><w:p><w:r><w:t>收到")
    assert lint(find_form("letters", root), path, labels=True) == []


def test_words_of_ones_own_are_not_told_where_the_form_names_them(tmp_path: Path) -> None:
    new = ("received: 一、收到", "received: {label: 一、收下, also: [一、收到]}")
    assert after(tmp_path, new) == []


@pytest.mark.parametrize(
    ("old", "new", "what", "label"),
    [
        (
            "{granted: 支持, refused: 不支持}",
            "{refused: 不支持, granted: 支持}",
            "rows",
            "二、办结 › 不支持",
        ),
        ("{firms: 企业, others: 其他}", "{others: 其他, firms: 企业}", "columns", "单位 › 其他"),
    ],
)
def test_rows_and_columns_in_another_order_are_told_once(
    tmp_path: Path, old: str, new: str, what: str, label: str
) -> None:
    (problem,) = after(tmp_path, (old, new))
    assert problem.message == f"template-label/order-{what}"
    assert problem.values["label"] == label


def test_sections_in_another_order_are_told(tmp_path: Path) -> None:
    lines = LETTERS.split("\n")
    first, second = (line for line in lines if "kind: t" in line)
    swapped = (f"{first}\n{second}", f"{second}\n{first}")
    (problem,) = after(tmp_path, swapped)
    assert problem.message == "template-label/order-sections"
    assert (problem.values["label"], problem.values["other"]) == ("一、总体情况", "二、来信")


def test_many_are_summed_up(tmp_path: Path) -> None:
    names = [f"k{number}" for number in range(12)]
    rows = "\n".join(f"      {name}: 第{name}行" for name in names)
    form = LETTERS.split("    columns:")[0] + f"    columns: {{n: 数}}\n    rows:\n{rows}\n"
    found = after(tmp_path, *((f"第{name}行", f"新{name}行") for name in names), form=form)
    assert len(found) == 9
    assert (found[-1].message, found[-1].values["count"]) == ("template-label/more", 4)


def forms() -> list[Path]:
    own = ROOT.glob("examples/*/templates/*/form.yaml")
    return sorted(path.parent for path in own)


@pytest.mark.parametrize("folder", forms(), ids=lambda path: path.name)
def test_a_fresh_draft_says_all_that_its_form_does(tmp_path: Path, folder: Path) -> None:
    quiet(load(folder), tmp_path)


@pytest.mark.parametrize("id_", SHIPPED)
def test_a_shipped_template_says_all_that_its_form_does(tmp_path: Path, id_: str) -> None:
    quiet(load(ROOT / "templates" / id_), tmp_path)


@pytest.mark.parametrize("text", [RETURN, SURVEY, TIERS, LETTERS])
def test_a_draft_says_all_that_its_form_does(tmp_path: Path, text: str) -> None:
    id_ = text.split("id: ", 1)[1].split("\n", 1)[0]
    quiet(find_form(id_, at_hand(tmp_path, text)), tmp_path)


def quiet(form: Form, folder: Path) -> None:
    path = folder / "fresh.docx"
    path.write_bytes(word_template(form))
    assert lint(form, path, labels=True) == []


def test_a_build_does_not_tell_labels(tmp_path: Path) -> None:
    after(tmp_path, ("个人", "自然人"))
    report = "form: letters\norgan: 某局\nyear: 2024\noverview: 工作平稳。\nhead: 某人\n"
    report += "cases: {received: 0, closed: {granted: 0, refused: 0}}\n"
    project(tmp_path, {"data/a.yaml": report.replace(": 0", ": [0, 0, 0]")})
    found = Found(tmp_path / "data/a.yaml", Project(tmp_path))
    outcome = build.make(found, build.Plan(formats=("docx",)))
    assert outcome.problems == []
    assert outcome.written
