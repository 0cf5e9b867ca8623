"""What lines of a form can be: answers, choices, what may be empty, formulas, repeated rows."""

from __future__ import annotations

import io
import json
from decimal import Decimal
from pathlib import Path

import pytest
from docx import Document
from helpers import project

from gendoc import build
from gendoc.build import Outcome
from gendoc.draft import text_templates, word_template
from gendoc.formfile import load
from gendoc.messages import advise
from gendoc.project import Project, find_form
from gendoc.skeleton import skeleton

SURVEY = """
id: survey
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
file_name: "{{ year }} {{ organ }}"
fields: {organ: 填报单位, head: 负责人, on: {label: 日期, type: date}}
sections:
  - {id: answers, kind: table}
  - {id: text, kind: text, required: false}
  - {id: signed, kind: fields, fields: [organ, head, on], in_line: true}
tables:
  answers:
    units: beside
    boxes: true
    rows:
      has: {label: 有没有, type: yes_no}
      group:
        label: 有的话
        empty_when: not has
        rows: {name: {label: 名称, type: text}, count: {label: 数量, unit: 个}}
      kinds: {label: 种类, type: choices, options: [甲, 乙, 丙]}
      kind: {label: 一种, type: choice, options: [甲, 乙]}
      page: {label: 网页, type: url, optional: true}
      code: {label: 编码, type: text, pattern: '[0-9]{3}', example: "012"}
      talk.days: {label: 天数, type: decimal, decimals: 1, unit: 天}
checks:
  - {name: long, table: answers, when: has, holds: group.count > 1, severity: warning}
  - {name: grown, table: answers, for_each: figure, holds: value <= last.value, severity: warning}
"""
ANSWERS = {
    "has": "是",
    "group": "{name: 某, count: 3}",
    "kinds": "[丙, 甲]",
    "kind": "乙",
    "page": "https://a.example/b?c=1",
    "code": '"007"',
    "talk": "{days: 2}",
}
RETURN = """
id: return
version: "1.0"
name: Return
language: en
title: ["{{ organ }}", "Return {{ year }}"]
numbering: "1."
sections:
  - {id: points, title: Points, kind: table}
  - {id: text, title: Text, kind: text, required: false}
tables:
  points:
    columns:
      town: {label: Town, type: text, optional: true}
      budget: {label: Budget, type: money, decimals: 2}
      spent: {label: Spent, type: money, decimals: 2}
      share: {label: Share, type: percent, decimals: 1, formula: 100 * spent / budget}
    rows:
      head: {label: Head office}
      branches:
        label: Branches
        in_key: false
        rows: {branch: {label: Branch, repeat: true}, rest: Others}
      total: {label: All, sum: all}
      left: {label: Left, formula: total * 2 - head, type: decimal}
checks:
  - {name: overspent, table: points, for_each: row, holds: spent <= budget}
  - {name: grown, table: points, for_each: row, holds: spent <= 2 * last.spent}
"""
BRANCH = """
    north: {name: "North & Co", town: Aa, budget: 10, spent: 5.5}
    south: [~, 30, 20]
"""
ROWS = "head: [~, 1, 1]\n  rest: [~, 0, 0]\n  branch:"


def at_hand(folder: Path, form: str) -> Path:
    """A project with one form of its own and its drafted templates."""
    id_ = form.split("id: ", 1)[1].split("\n", 1)[0]
    root = project(folder, {f"templates/{id_}/form.yaml": form})
    loaded = load(root / "templates" / id_)
    files = {**text_templates(loaded), "report.docx": word_template(loaded)}
    return project(root, {f"templates/{id_}/{name}": data for name, data in files.items()})


def survey(folder: Path, after: str = "", year: int = 2024, **changes: str | None) -> Outcome:
    root = at_hand(folder, SURVEY)
    answers = {key: value for key, value in {**ANSWERS, **changes}.items() if value is not None}
    lines = "".join(f"  {key}: {value}\n" for key, value in answers.items())
    text = f"form: survey\norgan: 某局\nyear: {year}\n{after}answers:\n{lines}"
    project(root, {f"data/{year}.yaml": text})
    return build.examine(root / "data" / f"{year}.yaml", Project(root))


def branches(folder: Path, branch: str = BRANCH, after: str = "", year: int = 2024) -> Outcome:
    root = at_hand(folder, RETURN)
    text = f"form: return\norgan: Org\nyear: {year}\npoints:\n  {ROWS}{branch}{after}"
    project(root, {f"data/{year}.yaml": text})
    return build.examine(root / "data" / f"{year}.yaml", Project(root))


def names(outcome: Outcome) -> list[tuple[str, str | None]]:
    return [(problem.message or problem.name, problem.key) for problem in outcome.problems]


def built(outcome: Outcome, format_: str) -> str:
    assert outcome.problems == []
    assert outcome.report
    (content,) = build.render(outcome.report, [format_]).values()
    if format_ != "docx":
        return content.decode()
    document = Document(io.BytesIO(content))
    rows = (row.cells for table in document.tables for row in table.rows)
    lines = [" | ".join(cell.text.strip() for cell in row) for row in rows]
    return "\n".join([*(p.text for p in document.paragraphs), *lines])


# -- answers ------------------------------------------------------------------------------------


@pytest.mark.parametrize("format_", ["txt", "docx"])
def test_answers_are_printed_as_boxes_with_units_and_days_in_words(
    tmp_path: Path, format_: str
) -> None:
    text = built(survey(tmp_path, "head: 张三\non: 2025-01-09\n"), format_)
    for words in ("■是 □否", "■甲 □乙 ■丙", "□甲 ■乙", "3个", "2.0天", "007", "负责人：张三"):
        assert words in text
    assert "填报单位：某局" in text
    assert "日期：2025年1月9日" in text


def test_answers_keep_their_types_as_json(tmp_path: Path) -> None:
    found = json.loads(built(survey(tmp_path), "json"))["tables"]["answers"]
    assert found["has"] is True
    assert found["kinds"] == ["甲", "丙"]
    assert (found["kind"], found["code"], found["group"]) == (
        "乙",
        "007",
        {"name": "某", "count": 3},
    )
    assert found["talk"] == {"days": "2.0"}


@pytest.mark.parametrize(
    ("key", "value", "message"),
    [
        ("has", "大概", "wrong-type/yes-no"),
        ("kinds", "[甲, 丁]", "wrong-choice"),
        ("kinds", "~", "not-filled-in/choices"),
        ("kind", "丙", "wrong-choice"),
        ("page", "www.a.example", "wrong-type/url"),
        ("page", "ftp://a.example", "wrong-type/url"),
        ("code", "12", "wrong-pattern"),
        ("talk", "{days: 2.25}", "too-many-digits/places"),
        ("kind", "[甲]", "wrong-type/text"),
    ],
)
def test_an_answer_of_another_kind_is_told(
    tmp_path: Path, key: str, value: str, message: str
) -> None:
    full = "answers.talk.days" if key == "talk" else f"answers.{key}"
    assert names(survey(tmp_path, **{key: value})) == [(message, full)]


@pytest.mark.parametrize("value", ["2024-2-3", "2024-02-30", "20240203", "3 Feb"])
def test_a_day_that_is_none_is_told(tmp_path: Path, value: str) -> None:
    assert names(survey(tmp_path, f"on: {value}\n")) == [("wrong-type/date", "on")]


def test_no_choice_of_several_is_an_empty_list_and_a_single_one_needs_no_list(
    tmp_path: Path,
) -> None:
    assert "□甲 □乙 □丙" in built(survey(tmp_path / "a", kinds="[]"), "txt")
    assert "□甲 ■乙 □丙" in built(survey(tmp_path / "b", kinds="乙"), "txt")


# -- what may be empty --------------------------------------------------------------------------


@pytest.mark.parametrize("group", [None, "~", "{name: ~, count: ~}", "{}", "{name: '', count: 0}"])
def test_what_must_be_empty_may_be_left_out_in_any_way(tmp_path: Path, group: str | None) -> None:
    outcome = survey(tmp_path, has="否", group=group)
    assert outcome.problems == []
    assert "有的话" in built(outcome, "docx")


def test_what_must_be_empty_and_is_not_is_a_warning_at_its_place(tmp_path: Path) -> None:
    outcome = survey(tmp_path, has="否")
    assert [(p.name, p.key, p.is_warning) for p in outcome.problems] == [
        ("must-be-empty", "answers.group.name", True),
        ("must-be-empty", "answers.group.count", True),
    ]


def test_what_need_not_be_empty_is_asked_for(tmp_path: Path) -> None:
    assert names(survey(tmp_path / "a", group=None)) == [("missing-figure", "answers.group")]
    assert names(survey(tmp_path / "b", group="{name: 某}")) == [
        ("missing-figure", "answers.group.count")
    ]
    assert names(survey(tmp_path / "c", group="{name: 某, count: ~}")) == [
        ("not-filled-in", "answers.group.count")
    ]


def test_an_unknown_answer_is_told_once_and_nothing_that_hangs_on_it(tmp_path: Path) -> None:
    assert names(survey(tmp_path, has="~", group=None)) == [("not-filled-in/yes-no", "answers.has")]


def test_an_optional_line_may_be_left_out_but_prose_cannot_print_it(tmp_path: Path) -> None:
    outcome = survey(tmp_path / "a", page=None)
    assert json.loads(built(outcome, "json"))["tables"]["answers"]["page"] is None
    text = survey(tmp_path / "b", 'text: "见{{ answers.page }}。"\n', page=None)
    assert [message for message, _ in names(text)] == ["expression/blank"]


# -- checks -------------------------------------------------------------------------------------


def test_a_check_without_a_source_names_none(tmp_path: Path) -> None:
    outcome = survey(tmp_path, group="{name: 某, count: 1}")
    (problem,) = outcome.problems
    for language in ("zh", "en"):
        told = advise(problem.message, language, **problem.values)
        assert told.endswith(("。", ".")), told


def test_a_check_is_made_only_when_its_condition_holds(tmp_path: Path) -> None:
    assert [n for n, _ in names(survey(tmp_path / "a", group="{name: 某, count: 1}"))] == [
        "relation/order"
    ]
    assert names(survey(tmp_path / "b", has="否", group=None)) == []


def test_a_check_for_each_figure_compares_every_number_with_last_years(tmp_path: Path) -> None:
    survey(tmp_path, year=2023, group="{name: 某, count: 2}", talk="{days: 2}")
    outcome = survey(tmp_path)
    assert [(p.name, p.key) for p in outcome.problems] == [("grown", "answers.group.count")]


# -- repeated rows and formulas -----------------------------------------------------------------


def test_a_report_gives_any_number_of_rows_and_totals_and_formulas_take_them_in(
    tmp_path: Path,
) -> None:
    outcome = branches(tmp_path)
    assert outcome.problems == []
    assert outcome.report
    figures = outcome.report.figures
    assert figures["points.branch.north.share"] == Decimal("55.0")
    assert figures["points.total.spent"] == Decimal("26.50")
    assert figures["points.total.share"] == Decimal("64.6")
    assert figures["points.left.budget"] == Decimal("81.00")
    assert "points.rest.share" in outcome.report.blank  # 0 divides
    assert "points.total.town" not in outcome.report.tables["points"].figures


def test_no_rows_at_all_add_up_to_what_stands_beside_them(tmp_path: Path) -> None:
    for number, none in enumerate((" 0\n", " {}\n")):
        outcome = branches(tmp_path / str(number), none)
        assert outcome.problems == []
        assert outcome.report
        assert outcome.report.figures["points.total.spent"] == Decimal("1.00")
        assert "North" not in built(outcome, "docx")


@pytest.mark.parametrize("format_", ["txt", "docx", "flat"])
def test_repeated_rows_are_printed_under_their_names_in_the_order_of_the_report(
    tmp_path: Path, format_: str
) -> None:
    text = built(branches(tmp_path), format_)
    places = [
        text.index(words) for words in ("Head office", "North & Co", "south", "Others", "All")
    ]
    assert places == sorted(places)
    for words in ("55.0%", "5.50", "26.50", "64.6%"):
        assert words in text


def test_the_cells_beside_repeated_rows_are_truly_merged(tmp_path: Path) -> None:
    outcome = branches(tmp_path)
    assert outcome.report
    (content,) = build.render(outcome.report, ["docx"]).values()
    table = Document(io.BytesIO(content)).tables[0]
    cells = [row.cells[0] for row in table.rows]
    group = [cell for cell in cells if cell.text.strip() == "Branches"]
    assert len(group) == 3
    assert len({id(cell._tc) for cell in group}) == 1


def test_prose_names_repeated_rows_and_their_number(tmp_path: Path) -> None:
    prose = (
        "{{ points.branch.count }} branches; {{ points.branch.north.name }} spent "
        "{{ points.branch.north.spent }}, {{ points.branch.north.share }}%."
    )
    after = f'text: [{{heading: Use, text: "{prose}"}}]\n'
    assert "1. Use. 2 branches; North & Co spent 5.50, 55.0%." in built(
        branches(tmp_path, after=after), "txt"
    )


def test_a_check_for_each_row_is_made_for_repeated_rows_and_their_last_year(tmp_path: Path) -> None:
    branches(tmp_path, year=2023)
    changed = BRANCH.replace("30, 20", "30, 41").replace(
        "    south", "    west: [~, 9, 9]\n    south"
    )
    assert [(p.name, p.key) for p in branches(tmp_path, changed).problems] == [
        ("grown", "points.branch.south.spent"),
        ("overspent", "points.branch.south.spent"),
    ]


@pytest.mark.parametrize(
    ("branch", "told"),
    [
        ("", [("missing-figure", "points.branch")]),
        (" ~\n", [("not-filled-in", "points.branch")]),
        (" [1, 2]\n", [("wrong-type/entities", "points.branch")]),
        ("\n    n: {budget: 1}\n", [("missing-figure", "points.branch.n.spent")]),
        ("\n    n: [~, 1]\n", [("wrong-length", "points.branch.n")]),
        (
            "\n    n: {name: ~, budget: 1, spent: 1}\n",
            [("not-filled-in/text", "points.branch.n.name")],
        ),
        ("\n    n: {nam: N, budget: 1, spent: 1}\n", [("unknown-key", "points.branch.n.nam")]),
        ("\n    1st: [~, 1, 1]\n", [("bad-name", "points.branch.1st")]),
        ("\n    count: [~, 1, 1]\n", [("bad-name/taken", "points.branch.count")]),
        (
            "\n    n: {budget: 1, spent: 1, share: 99}\n",
            [("wrong-total/formula", "points.branch.n.share")],
        ),
    ],
)
def test_what_is_wrong_with_a_repeated_row_is_told(
    tmp_path: Path, branch: str, told: list[tuple[str, str]]
) -> None:
    text = branch if branch else "\n"
    outcome = branches(tmp_path, text)
    if not branch:
        root = tmp_path
        whole = (root / "data" / "2024.yaml").read_text("utf-8").replace("  branch:\n", "")
        project(root, {"data/2024.yaml": whole})
        outcome = build.examine(root / "data" / "2024.yaml", Project(root))
    assert names(outcome) == told


def test_an_empty_report_shows_one_row_of_each_repeated_one(tmp_path: Path) -> None:
    text = skeleton(find_form("return", at_hand(tmp_path, RETURN)), "Org", 2024)
    assert "  branch:" in text
    assert "    first:" in text
    assert "      name: ~" in text
    assert "share" not in text


def test_outputs_are_named_as_the_form_says(tmp_path: Path) -> None:
    outcome = survey(tmp_path)
    assert outcome.report
    assert list(build.render(outcome.report, ["json"])) == ["2024 某局.json"]
    assert outcome.report.title == "某局2024年小表"
