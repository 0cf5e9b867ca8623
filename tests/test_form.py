"""Forms are data: what is derived from form.yaml, and what is said of a wrong one."""

from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
import yaml
from helpers import FORM, ROOT, SHARED, SHIPPED, form

from gendoc.formfile import load
from gendoc.grid import grid
from gendoc.problem import Invalid

SMALL = """
id: small
version: "1.0"
name: 小表
title: "{{ organ }}{{ year }}年小表"
sections:
  - {id: text, kind: text}
  - {id: cases, title: 一、案件, kind: table}
tables:
  cases:
    columns: {a: 甲, b: 乙, total: {label: 计, sum: all}}
    rows: {first: 第一, second: 第二, total: {label: 合计, sum: all}}
checks:
  - {name: order, table: cases, for_each: column, holds: second <= first}
"""


TABLES = [(id_, table) for id_ in SHIPPED for table in form(id_).tables]


def cells(id_: str, table: str) -> list[dict[str, object]]:
    return [
        {"r": c.row, "c": c.column, "rs": c.rows, "cs": c.columns}
        | ({"key": c.key.removeprefix(f"{table}.")} if c.key else {"text": c.text})
        for c in grid(form(id_).tables[table]).cells
    ]


@pytest.mark.parametrize(("id_", "table"), TABLES)
def test_the_grid_of_each_table_is_as_printed(
    id_: str, table: str, same_as_file: Callable[[str, Path], None]
) -> None:
    lines = [json.dumps(cell, ensure_ascii=False) for cell in cells(id_, table)]
    expected = ROOT / "tests" / "expected" / id_ / f"{table}.grid.jsonl"
    same_as_file("\n".join(lines) + "\n", expected)


@pytest.mark.skipif(not SHARED.exists(), reason="the forms' facts are not at hand")
@pytest.mark.parametrize(("id_", "table"), [case for case in TABLES if "disclosure" in case[0]])
def test_the_grid_of_each_table_agrees_with_the_facts_cell_by_cell(id_: str, table: str) -> None:
    facts = printed_table(id_, table)
    wanted = [{"rs": 1, "cs": 1} | cell for cell in facts["cells"]]
    found = grid(form(id_).tables[table])
    assert [found.rows, found.columns] == facts["size"]
    assert sorted(cells(id_, table), key=by_place) == sorted(wanted, key=by_place)


def printed_table(id_: str, table: str) -> dict[str, Any]:
    """The facts of a table; the table of proceedings is the same in both forms, and given once."""
    known = {}
    for each in (FORM, id_):
        facts = yaml.safe_load((SHARED / "facts" / f"{each}.grid.yaml").read_text("utf-8"))
        known |= {name: facts for name, facts in facts["tables"].items() if "cells" in facts}
    found: dict[str, Any] = known[table]
    return found


def by_place(cell: dict[str, object]) -> tuple[object, object]:
    return cell["r"], cell["c"]


def test_a_total_of_totals_adds_up_along_its_row() -> None:
    figures = form().figures
    assert figures["applications.results.total.natural"].parts is not None
    assert len(figures["applications.results.total.natural"].parts) == 21
    total = figures["applications.results.total.total"].parts
    assert total is not None
    assert len(total) == 6


def test_a_group_reported_as_one_row_prints_as_one() -> None:
    table = form().tables["applications"]
    folded = table.collapsed(frozenset({"applications.results.other"}))
    assert grid(folded).rows == grid(table).rows - 2
    assert "applications.results.other.natural" in folded.figures
    assert "applications.results.other.misc.natural" not in folded.figures
    parts = folded.figures["applications.results.total.natural"].parts
    assert parts is not None
    assert "applications.results.other.natural" in parts


def made(folder: Path, text: str) -> Path:
    (folder / "small").mkdir(exist_ok=True)
    (folder / "small" / "form.yaml").write_text(text, "utf-8")
    return folder / "small"


def told(folder: Path, text: str) -> list[tuple[str, int | None]]:
    with pytest.raises(Invalid) as caught:
        load(made(folder, text))
    return [(problem.message, problem.line) for problem in caught.value.problems]


def test_a_small_form_is_read(tmp_path: Path) -> None:
    small = load(made(tmp_path, SMALL))
    assert list(small.figures) == [
        f"cases.{row}.{column}"
        for row in ("first", "second", "total")
        for column in ("a", "b", "total")
    ]
    assert [check.name for check in small.checks] == ["order"]


@pytest.mark.parametrize(
    ("old", "new", "message", "line"),
    [
        ("name: 小表", "nam: 小表", "unknown-key", 4),
        ("name: 小表", "# none", "form-missing-key", 2),
        ("kind: text", "kind: prose", "form-value", 7),
        ("id: cases,", "id: case,", "form-unknown-table", 8),
        ("{label: 合计, sum: all}", "{label: 合计, sum: [frist]}", "form-unknown-row", 12),
        ("{label: 合计, sum: all}", "{label: 合计, sum: [xyz]}", "form-unknown-row/unknown", 12),
        ("second <= first", "second <= third", "form-name/unknown", 14),
        ("second <= first", "second <= firsy", "form-name", 14),
        ("second <= first", "second + first", "form-check-no-relation", 14),
        ("second <= first", "second ≤ first", "expression/sign", 14),
        ("second <= first", "second = first", "expression/sign", 14),
        ("name: 小表", "name：小表", "full-width-colon", 4),
        ("    rows: {", "    rows：{", "full-width-colon", 12),
        ("    rows: {", "    rows：\n      {", "full-width-colon", 12),
        ("first: 第一", "first：第一", "full-width-colon", 12),
        ("first: 第一", "first: {label：第一}", "full-width-colon", 12),
        ("second <= first", "second <= first()", "expression/not-allowed", 14),
        ("for_each: column", "for_each: cell", "form-value", 14),
        ("table: cases,", "table: casses,", "form-unknown-table", 14),
        ("{{ organ }}", "{{ organn }}", "form-name", 5),
        ("id: small", "id: large", "form-id", 2),
        ("id: small", "id: small@2", "form-id/characters", 2),
        ("first: 第一", "in: 第一", "form-key", 12),
        ("  cases:\n", "  year:\n", "form-reserved", 10),
        ("columns: {a: 甲", "columns: {a: {label: 甲, type: number}", "form-value", 11),
        ("    rows:", "    blocks: []\n    rows:", "form-blocks", 11),
        ("holds: second <= first", "forbids: ['(']", "form-check-pattern", 14),
        ("holds: second <= first", "forbids: [x], within: [txt]", "form-unknown-section", 14),
        ("holds: second", "differs: [text], holds: second", "form-check-kind", 14),
        ("second <= first", "1 == 2", "form-check-no-relation", 14),
        ("second <= first", "months > 1", "form-name/unknown", 14),
        ("table: cases, for_each: column", "for_each: column", "form-check-table", 14),
        ("sum: all}}\n    rows", "sum: []}}\n    rows", "form-sum", 11),
        ("sum: all}}\nchecks", "sum: [first, first]}}\nchecks", "form-sum", 12),
        ("first: 第一", "first: {label: 第一, type: text, total: true}", "form-sum", 11),
        ("first: 第一", "first: {label: 第一, in_key: false}", "form-line", 12),
        ("first: 第一", "first: {label: 第一, rows: {}}", "form-missing-key", 12),
        ("first: 第一", "first: {label: 第一, as_row: true}", "form-line", 12),
        ("first: 第一", "first: {label: ~}", "form-missing-key", 12),
        (
            "checks:\n",
            "checks:\n  - {name: order, table: cases, holds: first.a == 1}\n",
            "form-same-key",
            15,
        ),
        ("name: order", "name: wrong-total", "form-same-key", 14),
        ('"{{ organ }}{{ year }}年小表"', '"../{{ organ }}"', "unusable-name/title", 5),
        ('title: "{{ organ }}{{ year }}年小表"', "title: []", "form-missing-key", 2),
        ("tables:\n", "tables:\n  other: {rows: {a: 甲}}\n", "form-unused-table", 10),
        ("name: 小表", "name: 小表\nyears: {from: 2030, to: 2020}", "form-value", 5),
        ("name: 小表", "name: 小表\nnumbering: 甲", "form-value", 5),
        (
            "tables:\n",
            "fields: {f: {label: 数, type: count, options: [1]}}\ntables:\n",
            "form-options",
            9,
        ),
        ("second: 第二", "second: {label: 第二, decimals: 2}", "form-decimals", 12),
        ("{a: 甲,", "{a: {label: 甲, formula: 2 * b, decimals: 1},", "form-decimals", 11),
        ("name: 小表", "name: 小表\nlanguage: fr", "form-value", 5),
        ("name: 小表", "name: 小表\nlanguage: english", "form-value", 5),
        (
            "tables:\n",
            "fields: {f: {label: 号, pattern: '[0-9]+', example: A1}}\ntables:\n",
            "form-example",
            9,
        ),
        (
            "first: 第一",
            "first: {label: 第一, type: text, pattern: '[0-9]+', example: A1}",
            "form-example",
            12,
        ),
        (
            "checks:\n",
            "fields: {kind: {label: 类, type: choice, options: [primary]}}\nchecks:\n"
            "  - {name: x, forbids: [y], when: {kind: [primry]}}\n",
            "form-value",
            15,
        ),
        ("tables:\n", "tables: [a]\nx:\n", "form-wrong-type/mapping", 9),
        ("first: 第一", "first: [第一]", "form-wrong-type/mapping", 12),
    ],
)
def test_a_mistake_in_a_form_is_told_where_it_stands(
    tmp_path: Path, old: str, new: str, message: str, line: int
) -> None:
    assert old in SMALL
    assert (message, line) in told(tmp_path, SMALL.replace(old, new, 1))


@pytest.mark.parametrize(
    ("column", "type_"),
    [
        ("formula: 100 * a / b", "decimal"),
        ("formula: 0.5 * a", "decimal"),
        ("formula: a - b", "integer"),
        ("formula: a * c", "decimal"),
        ("formula: 2 * d", "decimal"),
        ("formula: (2 * d) | round, type: count", "count"),
        ("formula: 100 * a / b, type: integer", "integer"),
        ("formula: 100 * a / b, type: percent", "percent"),
    ],
)
def test_what_a_formula_gives_is_not_rounded_unless_the_form_says_so(
    tmp_path: Path, column: str, type_: str
) -> None:
    more = "c: {label: 丙, type: money}, d: {label: 丁, formula: a / b}"
    text = SMALL.replace("b: 乙,", f"b: 乙, {more}, e: {{label: 戊, {column}}},")
    figures = load(made(tmp_path, text)).figures
    assert figures["cases.first.e"].type.value == type_
    assert figures["cases.total.e"].type.value == type_


def test_a_row_worked_out_by_division_is_not_rounded_either(tmp_path: Path) -> None:
    text = SMALL.replace(
        "second: 第二,", "second: 第二, rate: {label: 率, formula: second / first},"
    )
    assert load(made(tmp_path, text)).figures["cases.rate.a"].type.value == "decimal"


@pytest.mark.parametrize("unit", ["10万元", "100 km", "１０人", ".5 l"])
def test_a_unit_that_begins_with_a_digit_stands_behind_no_figure(tmp_path: Path, unit: str) -> None:
    text = SMALL.replace("second: 第二", f"second: {{label: 第二, unit: {unit}}}")
    assert load(made(tmp_path, text)).figures["cases.second.a"].unit == unit
    text = text.replace("  cases:\n", "  cases:\n    units: beside\n")
    assert told(tmp_path, text) == [("form-unit", 13)]


def test_a_total_leaves_out_the_lines_that_follow_it(tmp_path: Path) -> None:
    text = SMALL.replace(
        "total: {label: 合计, sum: all}", "total: {label: 合计, sum: all}, of: 其中"
    )
    parts = load(made(tmp_path, text)).figures["cases.total.a"].parts
    assert parts == ("cases.first.a", "cases.second.a")


def test_a_total_that_stands_first_adds_up_what_follows(tmp_path: Path) -> None:
    text = SMALL.replace("rows: {first", "rows: {all: {label: 总, sum: all}, first")
    text = text.replace(", total: {label: 合计, sum: all}}\nchecks", "}\nchecks")
    parts = load(made(tmp_path, text)).figures["cases.all.a"].parts
    assert parts == ("cases.first.a", "cases.second.a")


@pytest.mark.parametrize("kind", ["text", "date", "url", "yes_no", "choice, options: [是, 否]"])
def test_a_total_leaves_out_what_is_no_number(tmp_path: Path, kind: str) -> None:
    text = SMALL.replace("columns: {a", f"columns: {{k: {{label: 类, type: {kind}}}, a")
    assert load(made(tmp_path, text)).figures["cases.first.total"].parts == (
        "cases.first.a",
        "cases.first.b",
    )
    named = text.replace("sum: all}}\n    rows", "sum: [k, a]}}\n    rows")
    assert ("form-sum", 11) in told(tmp_path, named)


def test_totals_that_contain_one_another_are_told(tmp_path: Path) -> None:
    rows = "rows: {x: 甲, p: {label: 计, sum: [x, q]}, q: {label: 计, sum: [x, p]}}"
    text = SMALL.replace("rows: {first: 第一, second: 第二, total: {label: 合计, sum: all}}", rows)
    assert ("form-cycle", 11) in told(tmp_path, text.replace("second <= first", "x <= x"))


COLUMNS = "columns: {a: 甲, b: 乙, total: {label: 计, sum: all}}"
ROWS = "rows: {first: 第一, second: 第二, total: {label: 合计, sum: all}}"


def at(folder: Path, old: str, new: str) -> list[tuple[str, str, str]]:
    """All that is told of a form: its message, what stands at the place, and what it offers."""
    with pytest.raises(Invalid) as caught:
        load(made(folder, SMALL.replace(old, new)))
    return [
        (p.message, p.excerpt[(p.column or 0) - 1 :][:6], str(p.values.get("meant", "")))
        for p in caught.value.problems
    ]


@pytest.mark.parametrize(
    ("relation", "place", "meant"),
    [
        ("first == “是”", "“是”", '"'),
        ("2 * （first - second） > 1", "（first", "("),
        ("first ≥ second", "≥ seco", ">="),
        ("first >= 0 且 second >= 0", "且 seco", "and"),
        ("first>0或second>0", "或secon", "or"),
        ("first > 0 && second > 0", "&& sec", "and"),
        ("first > 0 || second > 0", "|| sec", "or"),
        ("first <= 3 and second = 2", "= 2}", "=="),
        ("second <= 100%", "100%}", "100"),
        ("second ‹= first", "‹= fir", "<="),
        ('\'"（" != "" and second ≠ first\'', "≠ firs", "!="),
        ("not (first × 2 > second)", "× 2 > ", "*"),
    ],
)
def test_a_sign_that_is_none_is_told_where_it_stands_with_what_to_write(
    tmp_path: Path, relation: str, place: str, meant: str
) -> None:
    ((message, found, offer),) = at(tmp_path, "second <= first", relation)
    assert (message, found.rstrip("}"), offer) == ("expression/sign", place[:6].rstrip("}"), meant)


def test_a_label_in_place_of_a_key_is_told_with_the_key(tmp_path: Path) -> None:
    with pytest.raises(Invalid) as caught:
        load(made(tmp_path, SMALL.replace("second <= first", "第二 <= last.第一")))
    told = [(p.message, p.values["found"], p.values["likely"]) for p in caught.value.problems]
    assert told == [("form-name", "第二", "second"), ("form-name", "last.第一", "last.first")]


@pytest.mark.parametrize(
    ("old", "new", "message", "place"),
    [
        ("first: 第一", "first: ", "form-missing-key/label", ", seco"),
        ("first: 第一", "first: {label:第一}", "full-width-colon", "label:"),
        ("first: 第一", "first: {label: 一: 二}", "yaml-syntax/mapping values", ": 二}, "),
        ("name: 小表", 'name: "小" 表', "yaml-syntax/behind-quote", "表"),
        ("name: 小表", "name:小表", "full-width-colon", "name:小"),
        ('title: "{{ organ }}', "title: {{ organ }}", "braces-unquoted", "{{ org"),
        ("name: 小表", "name: 小表\nyears: 2024", "form-value", "2024"),
        ("name: 小表", "name: 小表\nlanguage: en_US", "form-value", "en_US"),
        ("name: 小表", "name: 小表\nlanguage: en-AU1", "form-value", "en-AU1"),
        ("for_each: column", "for_each: columns", "form-value", "column"),
        ("sum: all}}\nchecks", "sum: first, second}}\nchecks", "unknown-key/comma", "second"),
        ("a: 甲", "a: {label: 甲, type: text, sum: all}", "form-line/type", "all}, "),
        ("a: 甲", "a: {label: 甲, type: date, formula: b}", "form-line/type", "b}, b:"),
        (ROWS, "rows: {r: {label: 行, repeat: true, rows: {a: 甲}}}", "form-line/repeat", "true, "),
        (
            f"{COLUMNS}\n    {ROWS}",
            "columns: {n: 数, name: 名}\n    rows: {r: {label: 行, repeat: true}}",
            "form-entity-name",
            "name: ",
        ),
        (COLUMNS, f"above: [左, 中, 右]\n    {COLUMNS}", "form-line-texts/side", "左, 中, "),
        (
            "a: 甲",
            "a: {label: 甲, type: choice, options: [省，市]}",
            "form-options/comma",
            "省，市]},",
        ),
        ("holds: second <= first", "forbids: ['x[0-9{2}']", "form-check-pattern", "'x[0-9"),
    ],
)
def test_a_slip_in_a_form_is_told_once_and_at_its_place(
    tmp_path: Path, old: str, new: str, message: str, place: str
) -> None:
    ((found, excerpt, _),) = at(tmp_path, old, new)
    assert (found[: len(message)], excerpt) == (message, place[:6])


def test_a_total_is_offered_names_that_it_can_add_up(tmp_path: Path) -> None:
    groups = "g: {label: 组, in_key: false, rows: {towns_all: 镇}}, towns: 村, "
    text = SMALL.replace("rows: {first", f"rows: {{{groups}first")
    with pytest.raises(Invalid) as caught:
        load(made(tmp_path, text.replace("sum: all}}\nchecks", "sum: [towns_al]}}\nchecks")))
    assert [p.values["likely"] for p in caught.value.problems] == ["towns_all"]


def test_a_line_that_hides_a_field_of_its_name_is_told(tmp_path: Path) -> None:
    text = SMALL.replace("tables:", "fields: {a: {label: 人数, type: count}}\ntables:")
    with pytest.raises(Invalid) as caught:
        load(made(tmp_path, text.replace("a: 甲", "a: {label: 甲, formula: a * 2}")))
    told = [(p.message, p.values["found"]) for p in caught.value.problems]
    assert told == [("form-cycle/field", "a")]


@pytest.mark.parametrize("tag", ["zh", "zh-Hans-CN", "en-US", "en-gb", "en-001"])
def test_a_language_may_name_its_region(tmp_path: Path, tag: str) -> None:
    text = SMALL.replace("name: 小表", f"name: 小表\nlanguage: {tag}")
    assert load(made(tmp_path, text)).language == tag


def test_all_mistakes_of_a_form_are_told_at_once(tmp_path: Path) -> None:
    text = SMALL.replace("kind: text", "kind: prose").replace(
        "sum: all}}\n    rows", "sum: [z]}}\n    rows"
    )
    assert len(told(tmp_path, text)) == 2


def test_what_is_wrong_around_a_table_hides_nothing_else(tmp_path: Path) -> None:
    text = SMALL.replace("{{ year }}", "{{ yeer }}").replace("second <= first", "secnd <= first")
    text = text.replace("b: 乙", "b: {label: 乙, formula: a + x}")
    above = '    above: [[a, b, c, d], ["x {{ orgn }}", "件"]]\n'
    text = text.replace("  cases:\n", f"  cases:\n{above}")
    (tmp_path / "small").mkdir()
    (tmp_path / "small" / "form.yaml").write_text(text, "utf-8")
    with pytest.raises(Invalid) as caught:
        load(tmp_path / "small")
    told = [(p.message, p.excerpt[(p.column or 0) - 1 :][:6]) for p in caught.value.problems]
    assert told == [
        ("form-name", "yeer }"),
        ("form-line-texts", "[a, b,"),
        ("form-name", "orgn }"),
        ("form-name/unknown", "x}, to"),
        ("form-name", "secnd "),
    ]


@pytest.mark.parametrize(
    ("field", "message"),
    [
        ("q: {label: Q, type: count, boxes: true}", "form-line/type"),
        ("q: {label: Q, type: text, unit: kg}", "form-line/type"),
        ("q: {label: Q, type: date, thousands: true}", "form-line/type"),
        ("q: {label: Q, type: count, decimals: 2}", "form-decimals"),
        ("q: {label: Q, type: count, unit: 100 km}", "form-unit"),
    ],
)
def test_a_field_has_nothing_that_its_type_cannot_have(
    tmp_path: Path, field: str, message: str
) -> None:
    text = 'id: f\nversion: "1.0"\nname: F\ntitle: F\nfields: {' + field + "}\n"
    text += "sections: [{id: s, kind: fields, fields: [q]}]\n"
    folder = tmp_path / "f"
    folder.mkdir()
    (folder / "form.yaml").write_text(text, "utf-8")
    with pytest.raises(Invalid) as told:
        load(folder)
    assert [problem.message for problem in told.value.problems] == [message]
