"""What is asked for on a condition, and checks that have one: in rows, columns and fields."""

from __future__ import annotations

import re
from pathlib import Path

import pytest
from helpers import project

from gendoc import build
from gendoc.carry import carry_over, read_last
from gendoc.formfile import load
from gendoc.messages import say
from gendoc.problem import Bilingual, Invalid
from gendoc.project import Project, find_form
from gendoc.skeleton import skeleton

FORM = """
id: why
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
fields:
  kind: {label: 种类, type: choice, options: [甲, 其他], required: true}
  other: {label: 其他种类, required_when: kind == "其他", empty_when: kind != "其他"}
  from: {label: 起, type: date}
  to: {label: 止, type: date}
sections:
  - {id: cases, kind: table}
  - {id: shops, kind: table}
  - {id: reasons, title: 说明, kind: text, required: false}
tables:
  cases:
    columns:
      last: 上年
      this: 本年
      change: {label: 变化, type: percent, formula: 100 * (this - last) / last}
      why: {label: 原因, type: text, required_when: change > 10}
    rows: {a: 甲, b: 乙}
  shops:
    columns:
      built: {label: 建成年份, total: false}
      rate: {label: 占比, type: percent}
      size: {label: 面积, type: money}
      total: {label: 合计, type: money, sum: all}
      good: {label: 是否合格, type: yes_no}
      kinds: {label: 种类, type: choices, options: [甲, 乙]}
      note: {label: 备注, type: text, optional: true}
    rows:
      shop: {label: 店, repeat: true}
      sum: {label: 合计, sum: all}
checks:
  - {name: noted, table: shops, for_each: row, when: not good, holds: note != ""}
  - {name: reasoned, table: cases, for_each: row, when: change > 10, demands: [因为]}
  - {name: days, holds: from <= to}
  - {name: many, holds: shops.shop.count <= 2}
  - {name: sized, table: shops, for_each: row, holds: size < 100, severity: warning}
"""
REPORT = """form: why
organ: 某局
year: 2024
kind: {kind}
{fields}
cases:
  a: {{last: 100, this: {this}, why: {why}}}
  b: {{last: 100, this: 100}}
shops:
  shop:
{shops}
{after}
"""
SHOP = "    north: {built: 1990, rate: 40, size: 50, good: 是, kinds: [甲], note: ~}\n"


def told(
    folder: Path,
    *,
    form: str = FORM,
    kind: str = "甲",
    fields: str = "",
    this: int = 100,
    why: str = "~",
    shops: str = SHOP,
    after: str = "",
) -> list[tuple[str, str]]:
    """The problems of a report by name and key."""
    return [(p.name, p.key or "") for p in outcome(**locals()).problems]


def outcome(folder: Path, form: str, **values: object) -> build.Outcome:
    report = REPORT.format(**values)
    root = project(folder, {"templates/why/form.yaml": form, "data/a.yaml": report})
    return build.examine(root / "data" / "a.yaml", Project(root))


def test_a_report_in_order_has_nothing_to_tell(tmp_path: Path) -> None:
    assert told(tmp_path) == []


def test_a_cell_is_asked_for_where_its_row_says_so(tmp_path: Path) -> None:
    after = "reasons: 因为收得多。"
    assert told(tmp_path / "a", this=111, after=after) == [("not-filled-in", "cases.a.why")]
    assert told(tmp_path / "b", this=111, why="新增", after=after) == []
    assert told(tmp_path / "c", this=110, why="新增") == []


def test_a_field_is_asked_for_and_left_empty_on_a_condition(tmp_path: Path) -> None:
    assert told(tmp_path / "a", kind="其他") == [("missing-key", "other")]
    assert told(tmp_path / "b", kind="其他", fields="other: ~") == [("missing-key", "other")]
    assert told(tmp_path / "c", kind="其他", fields="other: 来访") == []
    assert told(tmp_path / "d", fields="other: 来访") == [("must-be-empty", "other")]


def test_a_number_that_is_left_out_prints_nothing(tmp_path: Path) -> None:
    form = FORM.replace("  from: {", "  staff: {label: 人数, type: count}\n  from: {")
    form = form.replace("年小表", "年小表{{ staff }}")
    form = form.replace(
        "sections:", "sections:\n  - {id: head, kind: fields, fields: [staff, from]}"
    )
    fields = "{% for f in sections[0].fields %} {{ f.label }}={{ f.text }}{% endfor %}"
    template = "{{ title }} {{ staff }}" + fields
    project(tmp_path, {"templates/why/report.txt.j2": template})
    values = {**told.__kwdefaults__, "folder": tmp_path, "form": form}
    assert printed_text(**values) == "某局2024年小表  人数= 起=\n"
    values["fields"] = "staff: 0\nfrom: 2024-01-02"
    assert printed_text(**values) == "某局2024年小表0 0 人数=0 起=2024年1月2日\n"


def printed_text(**values: object) -> str:
    report = outcome(**values).report  # type: ignore[arg-type]
    assert report
    return build.render(report, ["txt"]).popitem()[1].decode()


def test_an_empty_text_counts_as_one_in_a_check(tmp_path: Path) -> None:
    bad = SHOP.replace("good: 是", "good: 否")
    assert told(tmp_path / "a", shops=bad) == [("noted", "shops.shop.north.note")]
    assert told(tmp_path / "b", shops=bad.replace("note: ~", "note: 待修")) == []


@pytest.mark.parametrize(
    ("row", "at"),
    [
        ("north: {name: 北店, built: 1990, rate: 40, size: 50, good: 否, kinds: []}", "north"),
        ("n: {name: 北店, built: 1990, rate: 4, size: 5, good: 否, kinds: [], note: ~}", "note"),
        ("北店: [1990, 40, 50, 否, [], ~]", "北店"),
    ],
)
def test_a_check_broken_by_what_is_left_empty_is_told_where_that_belongs(
    tmp_path: Path, row: str, at: str
) -> None:
    files = {
        "templates/why/form.yaml": FORM,
        "data/a.yaml": REPORT.format(
            kind="甲", fields="", this=100, why="~", shops=f"    {row}\n", after=""
        ),
    }
    root = project(tmp_path, {**files})
    (problem,) = build.examine(root / "data" / "a.yaml", Project(root)).problems
    assert problem.excerpt[(problem.column or 0) - 1 :].startswith(at)
    assert say(problem.message, "zh", **problem.values).startswith("北店不符合")
    assert say(problem.message, "en", **problem.values).startswith("北店: “")


def test_prose_is_demanded_where_a_condition_holds_in_any_row(tmp_path: Path) -> None:
    grown = {"this": 111, "why": "新增"}
    assert told(tmp_path / "a", **grown) == [("reasoned", "reasons")]
    assert told(tmp_path / "b", **grown, after="reasons: 略。") == [("reasoned", "reasons")]
    assert told(tmp_path / "c", **grown, after="reasons: 因为收得多。") == []
    assert told(tmp_path / "d", after="reasons: 略。") == []


def test_days_are_in_order(tmp_path: Path) -> None:
    assert told(tmp_path / "a", fields="from: 2024-02-01\nto: 2024-01-31") == [("days", "from")]
    assert told(tmp_path / "b", fields="from: 2024-01-31\nto: 2024-01-31") == []
    assert told(tmp_path / "c", fields="from: 2024-01-31") == []


def test_the_number_of_rows_is_a_figure_of_checks(tmp_path: Path) -> None:
    three = "".join(SHOP.replace("north", name) for name in ("north", "south", "west"))
    assert told(tmp_path, shops=three) == [("many", "shops.shop.count")]


def test_a_broken_order_is_told_with_its_sign(tmp_path: Path) -> None:
    shops = SHOP.replace("size: 50", "size: 100")
    (problem,) = outcome(**{**told.__kwdefaults__, "folder": tmp_path, "shops": shops}).problems
    words = say(problem.message, "en", **problem.values)
    assert words == "north: “size < 100” does not hold: 100, which is not < 100."


def test_answers_in_messages_are_words_of_the_reports_language(tmp_path: Path) -> None:
    form = FORM.replace('when: not good, holds: note != ""', 'holds: good or note != ""')
    shops = SHOP.replace("good: 是", "good: 否")
    values = {**told.__kwdefaults__, "folder": tmp_path, "shops": shops, "form": form}
    (problem,) = outcome(**values).problems
    assert problem.values["figures"] == Bilingual(
        "是否合格 = 否；备注 = “”", "是否合格 = 否; 备注 = “”"
    )


def test_totals_leave_out_what_is_not_to_be_added(tmp_path: Path) -> None:
    two = SHOP + SHOP.replace("north", "south")
    report = outcome(**{**told.__kwdefaults__, "folder": tmp_path, "shops": two}).report
    assert report
    assert report.figures["shops.sum.size"] == 100
    assert report.figures["shops.shop.north.total"] == 50
    assert not report.has("shops.sum.built")
    assert not report.has("shops.sum.rate")
    form = FORM.replace(
        "rate: {label: 占比, type: percent}", "rate: {label: 占比, type: percent, total: true}"
    )
    values = {**told.__kwdefaults__, "folder": tmp_path / "b", "shops": two, "form": form}
    report = outcome(**values).report
    assert report
    assert report.figures["shops.sum.rate"] == 80


@pytest.mark.parametrize(
    ("old", "new", "messages"),
    [
        ('kind == "其他"', "kindd == 1 and nosuch", ["form-name", "form-name/unknown"]),
        ('holds: note != ""', 'holds: kinds == "甲"', ["expression/several"]),
        ('holds: note != ""', "holds: '\"丙\" in kinds'", ["expression/option"]),
        ('holds: note != ""', 'holds: \'"甲" not in kinds and "甲" in kinds\'', []),
        ("holds: from <= to", 'holds: from <= "2024-1-1"', ["expression/day"]),
        ("holds: from <= to", 'holds: from <= "2024-01-01"', []),
        ("holds: from <= to", "holds: from <= kind", ["expression/not-number"]),
        ('holds: note != ""', 'holds: good == "是"', ["expression/not-truth"]),
        (
            "formula: 100 * (this - last) / last",
            "formula: 100 * this / a.this",
            ["form-name"],
        ),
        (
            "holds: shops.shop.count <= 2",
            "holds: a + b == shops.shop.counts + cases.a.thiss",
            ["form-name/unknown", "form-name/unknown", "form-name", "form-name"],
        ),
        ("formula: 100 *", "formula: shops.sum.size *", []),
        (
            "type: percent, formula: 100 *",
            "type: integer, formula: shops.sum.size *",
            ["form-rounding"],
        ),
        ("options: [甲, 其他], ", "", ["form-options/none"]),
        ("options: [甲, 其他], ", "options: [], ", ["form-options/none"]),
        ("  cases:\n    columns", "  cases:\n    decimals: 2\n    type: count\n    columns", []),
        ("id: reasons", "id: organ", ["form-reserved"]),
        ("formula: 100 * (this - last) / last", "formula: change + 1", ["form-cycle"]),
    ],
)
def test_a_mistake_in_a_condition_is_told_when_the_form_is_read(
    tmp_path: Path, old: str, new: str, messages: list[str]
) -> None:
    assert old in FORM
    text = FORM.replace(old, new, 1)
    folder = project(tmp_path, {"templates/why/form.yaml": text}) / "templates" / "why"
    try:
        load(folder)
        found = []
    except Invalid as error:
        found = [problem.message for problem in error.problems]
    assert found == messages


def test_an_empty_form_file_is_told_in_the_words_of_forms(tmp_path: Path) -> None:
    folder = project(tmp_path, {"templates/why/form.yaml": "# nothing yet\n"}) / "templates" / "why"
    with pytest.raises(Invalid) as caught:
        load(folder)
    assert [problem.message for problem in caught.value.problems] == ["empty-file/form"]


def test_a_row_as_a_list_with_its_name_is_told(tmp_path: Path) -> None:
    shops = "    north: [北店, 1990, 40, 50, 是, [甲], ~]\n"
    (problem,) = outcome(**{**told.__kwdefaults__, "folder": tmp_path, "shops": shops}).problems
    assert problem.message == "wrong-length/name"


def test_an_empty_report_says_what_each_column_takes_and_what_may_be_empty(tmp_path: Path) -> None:
    project(tmp_path, {"templates/why/form.yaml": FORM})
    text = skeleton(find_form("why", tmp_path), "某局", 2024)
    assert "# 甲：上年 本年 原因（变化 > 10 时必填）" in text
    assert '# 其他种类（种类 == "其他" 时必填）\n' in text
    assert "good: ~   # 是否合格：是, 否\n" in text
    assert "note: ~   # 备注（可不填）\n" in text
    assert "\n# 说明\nreasons: ~\n" in text


def test_what_is_written_into_a_gap_stands_alone_on_its_line(tmp_path: Path) -> None:
    form = FORM.replace("title: 说明, kind: text", "label: 说明, kind: text")
    project(tmp_path, {"templates/why/form.yaml": form})
    assert "\n# 说明\nreasons: ~\n" in skeleton(find_form("why", tmp_path), "某局", 2024)


def test_the_columns_of_each_row_are_told_where_rows_differ(tmp_path: Path) -> None:
    five = "{a: 甲, b: 乙, c: 丙, d: 丁, e: 戊}"
    form = FORM.replace(
        "  cases:\n    columns:\n",
        "  wide:\n    columns:\n"
        f"      x: {{label: 大, columns: {five}}}\n"
        f"      y: {{label: 小, columns: {five.replace('甲', '己')}}}\n"
        "    rows: {r: 行, s: 列}\n  cases:\n    columns:\n",
    ).replace("sections:\n", "sections:\n  - {id: wide, kind: table}\n")
    project(tmp_path, {"templates/why/form.yaml": form})
    text = skeleton(find_form("why", tmp_path), "某局", 2024)
    assert "x: [~, ~, ~, ~, ~]  # 大：甲 乙 丙 丁 戊" in text
    assert "y: [~, ~, ~, ~, ~]  # 小：己 乙 丙 丁 戊" in text


def test_repeated_rows_are_taken_over_from_last_year(tmp_path: Path) -> None:
    shops = SHOP.replace("{built", "{name: 北店, built") + SHOP.replace("north", "south")
    outcome(**{**told.__kwdefaults__, "folder": tmp_path, "shops": shops})
    last = read_last(tmp_path / "data" / "a.yaml", Project(tmp_path))
    carried = carry_over(last, last.report.form, 2025)
    text = skeleton(last.report.form, "某局", 2025, content=carried.content)
    assert re.search(r"\n    north: .*\n      name: 北店\n      built: ~", text)
    assert re.search(r"\n    south: .*\n      name: south\n      built: ~", text)
    assert "shops · 店" in carried.kept


def test_what_is_asked_for_is_told_with_its_condition_in_the_words_of_the_form(
    tmp_path: Path,
) -> None:
    project(tmp_path, {"templates/why/form.yaml": FORM})
    found = outcome(**{**told.__kwdefaults__, "folder": tmp_path, "kind": "其他"}).problems
    (problem,) = [one for one in found if one.key == "other"]
    assert problem.message == "missing-key/when"
    assert problem.values["when"] == Bilingual('种类 == "其他"', '种类 == "其他"')


def test_several_choices_are_taken_over_from_last_year(tmp_path: Path) -> None:
    form = FORM.replace(
        "fields:\n", "fields:\n  ways: {label: 方式, type: choices, options: [甲, 乙]}\n"
    )
    outcome(**{**told.__kwdefaults__, "folder": tmp_path, "form": form, "fields": "ways: [乙, 甲]"})
    last = read_last(tmp_path / "data" / "a.yaml", Project(tmp_path))
    carried = carry_over(last, last.report.form, 2025)
    assert carried.content.fields["ways"] == "[乙, 甲]"


@pytest.mark.parametrize(
    ("day", "problems"), [("2023-12-31", ["days"]), ("2024-01-01", []), ("~", [])]
)
def test_the_year_of_a_day_is_compared(tmp_path: Path, day: str, problems: list[str]) -> None:
    form = FORM.replace("holds: from <= to", "holds: from | year == year")
    found = told(tmp_path, form=form, fields=f"from: {day}\nto: 2024-12-31")
    assert [name for name, _ in found] == problems


def test_only_a_day_has_a_year(tmp_path: Path) -> None:
    form = FORM.replace("holds: from <= to", "holds: kind | year == year")
    project(tmp_path, {"why/form.yaml": form})
    with pytest.raises(Invalid) as caught:
        load(tmp_path / "why")
    assert [problem.message for problem in caught.value.problems] == ["expression/not-day"]


def test_the_numbers_that_a_condition_depends_on_are_told_with_it(tmp_path: Path) -> None:
    found = outcome(**{**told.__kwdefaults__, "folder": tmp_path, "this": 130}).problems
    (problem,) = [one for one in found if one.key == "cases.a.why"]
    assert problem.values["when"] == Bilingual("变化（为 30.00） > 10", "变化 (30.00) > 10")
