"""What a draft lays out: lines around tables, wide tables, amounts, boxed fields."""

from __future__ import annotations

import io
import json
import re
from pathlib import Path
from typing import Any

import docx
import pytest
from docx.enum.section import WD_ORIENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from helpers import project

from gendoc import build
from gendoc.draft import text_templates, word_template
from gendoc.formfile import load
from gendoc.importing import published
from gendoc.lint import lint
from gendoc.problem import Invalid
from gendoc.project import Project

HEAD = """
id: wide
version: "1.0"
name: 收支表
title: "{{ organ }}{{ year }}年收支表"
fields: {organ: 填报单位, on: {label: 填报日期, type: date, required: true}, phone: 电话}
sections:
  - {id: cover, kind: fields, fields: [organ, on, phone], boxed: true, in_line: true}
  - {id: money, title: 一、收支, kind: table}
  - {id: signed, kind: fields, fields: [on]}
tables:
  money:
"""
AROUND = """
    caption: 表1 收支情况
    above: [["填报单位：{{ organ }}", "{{ year }}年度", 单位：万元], 按权责发生制]
    below: |
      注：本表数据取自决算（{{ on }}）。
      不含其中项。
"""
LINES = """
    type: money
    rows: {tax: 税收, other: {label: 其他收入, decimals: 2}}
"""
ENTERED = "  tax: 12.5\n  other: 3\n"
FIGURES = ["12.5", "3.00"]


def made(folder: Path, text: str) -> Path:
    root = project(folder, {"templates/wide/form.yaml": text})
    form = load(root / "templates" / "wide")
    files = {**text_templates(form), "report.docx": word_template(form)}
    return project(root, {f"templates/wide/{name}": data for name, data in files.items()})


def built(folder: Path, text: str, entered: str, format_: str) -> bytes:
    root = made(folder, text)
    report = f"form: wide\norgan: 某局\nyear: 2024\non: 2025-01-09\nmoney:\n{entered}"
    project(root, {"data/2024.yaml": report})
    outcome = build.examine(root / "data" / "2024.yaml", Project(root))
    assert outcome.problems == []
    assert outcome.report
    (content,) = build.render(outcome.report, [format_]).values()
    return content


def word(folder: Path, text: str, entered: str = ENTERED) -> docx.document.Document:
    return docx.Document(io.BytesIO(built(folder, text, entered, "docx")))


def lines(columns: int, **more: str) -> str:
    """A table of numbered columns, those of `more` in front."""
    own = "".join(f"      {key}: {value}\n" for key, value in more.items())
    own += "".join(f"      c{n}: 第{n}项\n" for n in range(columns))
    return f"    columns:\n{own}    rows: {{a: 甲}}\n"


# -- around a table -------------------------------------------------------------------------


def test_the_text_has_the_lines_around_a_table_as_wide_as_it_is(tmp_path: Path) -> None:
    text = built(tmp_path, HEAD + AROUND + LINES, ENTERED, "txt").decode()
    assert "\n".join(text.split("\n")[8:20]) == (
        "   表1 收支情况\n"
        "填报单位：某局  2024年度  单位：万元\n"
        "       按权责发生制\n"
        "+----------+------+\n"
        "| 税收     | 12.5 |\n"
        "+----------+------+\n"
        "| 其他收入 | 3.00 |\n"
        "+----------+------+\n"
        "注：本表数据取自决算（2025年1月9日）。\n"
        "不含其中项。\n"
        "\n"
        "填报日期：2025年1月9日"
    )


def test_flat_text_and_data_have_the_lines_around_a_table(tmp_path: Path) -> None:
    flat = built(tmp_path, HEAD + AROUND + LINES, ENTERED, "flat").decode()
    assert "表1 收支情况\n填报单位：某局　　2024年度　　单位：万元\n按权责发生制\n\t税收\n" in flat
    data = json.loads(built(tmp_path, HEAD + AROUND + LINES, ENTERED, "json"))
    assert data["around"]["money"]["caption"] == "表1 收支情况"
    assert data["around"]["money"]["above"][0] == ["填报单位：某局", "2024年度", "单位：万元"]
    assert data["fields"] == {"on": "2025-01-09", "phone": None}


def test_the_word_file_has_the_caption_centred_and_a_lone_unit_at_the_right(tmp_path: Path) -> None:
    document = word(tmp_path, HEAD + "    caption: 表1\n    above: 单位：元" + LINES)
    caption, unit = (p for p in document.paragraphs if p.text in ("表1", "单位：元"))
    assert caption.style.paragraph_format.alignment == WD_ALIGN_PARAGRAPH.CENTER
    assert (unit.style.name, unit.alignment) == ("Table Note", WD_ALIGN_PARAGRAPH.RIGHT)
    several = word(tmp_path, HEAD + AROUND + LINES)
    assert "填报单位：某局\t2024年度\t单位：万元" in [p.text for p in several.paragraphs]
    assert "注：本表数据取自决算（2025年1月9日）。" in [p.text for p in several.paragraphs]


@pytest.mark.parametrize("format_", ["docx", "txt", "flat"])
def test_the_lines_around_a_table_are_not_read_back_as_prose(tmp_path: Path, format_: str) -> None:
    above = '    caption: 表1 收支情况\n    above: [["{{ organ }}", 单位：万元]]\n'
    content = built(tmp_path, HEAD + above + LINES, ENTERED, format_)
    path = tmp_path / f"out.{'docx' if format_ == 'docx' else 'txt'}"
    path.write_bytes(content)
    found = published(path, path.name, [load(tmp_path / "templates" / "wide")], "某局", 2024)
    assert "表1" not in found.text()
    assert "单位：万元" not in found.text()


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("{{ year }}年度", "{{ yaer }}年度", "form-name"),
        ("单位：万元]", "单位：万元, 四, 五]", "form-line-texts"),
        ("{{ on }}", "{{ money.tax }}", "form-title/unknown"),
    ],
)
def test_lines_that_cannot_be_printed_are_told(
    tmp_path: Path, old: str, new: str, message: str
) -> None:
    with pytest.raises(Invalid) as caught:
        made(tmp_path, (HEAD + AROUND + LINES).replace(old, new))
    assert [problem.message for problem in caught.value.problems] == [message]


# -- pages and columns ----------------------------------------------------------------------


def orientations(document: docx.document.Document) -> list[WD_ORIENT]:
    return [section.orientation for section in document.sections]


def test_a_table_that_an_upright_page_cannot_hold_lies_on_its_side(tmp_path: Path) -> None:
    entered = "  a: [" + ", ".join(["1"] * 16) + "]\n"
    upright, side = WD_ORIENT.PORTRAIT, WD_ORIENT.LANDSCAPE
    document = word(tmp_path, HEAD + lines(16), entered)
    assert orientations(document) == [upright, side]
    assert lint(load(tmp_path / "templates/wide"), tmp_path / "templates/wide/report.docx") == []
    for more, wanted in (("false", [upright]), ("true", [upright, side])):
        document = word(tmp_path, HEAD + f"    landscape: {more}\n" + lines(16), entered)
        assert orientations(document) == wanted
    every = HEAD.replace("version:", "landscape: true\nversion:")
    assert orientations(word(tmp_path / "every", every + LINES)) == [side]


def test_columns_are_as_wide_as_what_they_hold(tmp_path: Path) -> None:
    columns = lines(2, on="{label: 日期, type: date}", at="{label: 日期, type: date}", x="又")
    document = word(tmp_path, HEAD + columns, "  a: [2024-12-30, 2024-12-30, 1, 2, 3]\n")
    (_, day, _, count, *_) = (column.width for column in document.tables[1].columns)
    # 14 half-width characters of 10.5 pt and the quarters between digits and Chinese.
    assert day.pt > 14 * 5.25 + 4 * 10.5 / 4
    assert count < day
    assert document.tables[1].rows[1].cells[1].text == "2024年12月30日"


def test_labels_of_groups_of_four_characters_stay_whole_where_there_is_room(
    tmp_path: Path,
) -> None:
    groups = "p: {label: 行政处罚, rows: {a: 警告, b: 罚款}}, q: {label: 行政强制, rows: {c: 查封}}"
    columns = "    landscape: true\n    columns: {n: 件数, m: 其中}\n"
    text = f"{HEAD}{columns}    rows: {{{groups}}}\n"
    entered = "  p: {a: [1, 1], b: [2, 1]}\n  q: {c: [3, 1]}\n"
    document = word(tmp_path, text, entered)
    (group, *_) = (column.width for column in document.tables[1].columns)
    assert group.pt > 4 * 10.5


def test_a_crowded_table_has_room_for_every_word_before_it_has_for_seven_digits(
    tmp_path: Path,
) -> None:
    form = HEAD.replace("id: wide", "id: wide\nlanguage: en") + "    thousands: true\n"
    heads = ["Request withdrawn", "Other"]
    own = "".join(f"      c{n}: {heads[n % 2]}\n" for n in range(15))
    document = word(tmp_path, form + f"    columns:\n{own}    rows: {{a: First}}\n", "  0\n")
    withdrawn = [column.width.twips for column in document.tables[1].columns][1::2]
    # “withdrawn” takes 791 in bold Arial of 8 points, the margins and borders of its cell 130.
    assert min(withdrawn) >= 921


def test_columns_with_amounts_stand_at_the_right_and_counts_in_the_middle(tmp_path: Path) -> None:
    def alignments(text: str, entered: str = ENTERED) -> set[object]:
        rows = word(tmp_path, HEAD + text, entered).tables[1].rows
        styles = (row.cells[-1].paragraphs[-1].style for row in rows)
        return {style.paragraph_format.alignment for style in styles}

    assert alignments(LINES) == {WD_ALIGN_PARAGRAPH.RIGHT}
    counts = LINES.replace("type: money", "").replace(", decimals: 2", "")
    one = counts.replace("tax: 税收", "tax: {label: 税收, type: money}")
    assert alignments(one) == {WD_ALIGN_PARAGRAPH.RIGHT}
    assert alignments(counts, "  tax: 12\n  other: 3\n") == {WD_ALIGN_PARAGRAPH.CENTER}


def test_a_group_entered_as_one_row_is_set_as_all_rows_are_and_zeros_have_their_decimals(
    tmp_path: Path,
) -> None:
    table = """
    type: money
    decimals: 2
    omitted: 0
    columns: {plan: 计划, spent: {label: 支出, columns: {a: 甲, b: 乙}}}
    rows:
      tax: 税收
      loans: {label: 债务, as_row: true, rows: {general: 一般债, special: 专项债}}
      own: 自筹
"""
    entered = "  tax: 0\n  loans: [1, 2, 3]\n  own: {plan: 4, spent: 0}\n"
    rows = word(tmp_path, HEAD + table, entered).tables[1].rows[2:]
    cells = [row.cells[-3:] for row in rows]
    assert [[cell.text for cell in row] for row in cells] == [
        ["0.00", "0.00", "0.00"],
        ["1.00", "2.00", "3.00"],
        ["4.00", "0.00", "0.00"],
    ]
    styles = {cell.paragraphs[-1].style.name for row in cells for cell in row}
    assert styles == {"Table Amount"}


def test_boxed_fields_stand_in_pairs_of_label_and_value(tmp_path: Path) -> None:
    (cover, _) = word(tmp_path, HEAD + LINES).tables
    cells = [[cell.text for cell in row.cells] for row in cover.rows]
    assert cells == [["填报单位", "某局", "填报日期", "2025年1月9日"], ["电话", "", "", ""]]


@pytest.mark.parametrize("format_", ["docx", "txt", "flat", "json"])
def test_thousands_are_parted_in_tables_and_read_back(tmp_path: Path, format_: str) -> None:
    columns = "since: {label: 始于, type: integer, total: false}, paid: 金额"
    table = (
        "    type: money\n    decimals: 2\n    thousands: true\n"
        f"    columns: {{{columns}, total: {{label: 计, sum: all}}}}\n    rows: {{a: 甲, b: 乙}}\n"
    )
    entered = "  a: [1998, 1234567.5]\n  b: [2003, 999]\n"
    path = tmp_path / f"printed.{'docx' if format_ == 'docx' else 'txt'}"
    path.write_bytes(built(tmp_path, HEAD + table, entered, format_))
    if format_ == "json":
        assert '"1234567.50"' in path.read_text("utf-8")
        return
    if format_ != "docx":
        words = re.split(r"[\s│]+", path.read_text("utf-8"))
        assert {"1998", "1,234,567.50", "999.00"} <= set(words)
    found = published(path, path.name, [load(tmp_path / "templates" / "wide")])
    assert found.content.figures == {
        "money.a.since": "1998",
        "money.a.paid": "1234567.50",
        "money.b.since": "2003",
        "money.b.paid": "999.00",
    }


def test_a_field_with_thousands_parted_is_read_back(tmp_path: Path) -> None:
    head = HEAD.replace("phone: 电话", "phone: {label: 人口, type: count, thousands: true}")
    data = built(tmp_path, head + LINES, ENTERED + "phone: 1234567\n", "docx")
    path = project(tmp_path, {"printed.docx": data}) / "printed.docx"
    assert docx.Document(io.BytesIO(data)).tables[0].rows[1].cells[1].text == "1,234,567"
    found = published(path, path.name, [load(tmp_path / "templates" / "wide")])
    assert found.content.fields["phone"] == "1234567"


@pytest.mark.parametrize("format_", ["docx", "txt"])
def test_fields_have_boxes_units_and_decimals_and_are_read_back(
    tmp_path: Path, format_: str
) -> None:
    spent = "{label: 经费, type: money, decimals: 2, unit: 元, thousands: true}"
    told = "{label: 是否公示, type: yes_no, boxes: true}"
    ways = "{label: 渠道, type: choices, options: [网站, 窗口], boxes: true}"
    form = HEAD.replace("phone: 电话", f"spent: {spent}, told: {told}, ways: {ways}")
    form = form.replace("[organ, on, phone]", "[organ, on, spent, told, ways]") + LINES
    given = ENTERED + "spent: 1234567.8\ntold: no\nways: [窗口]\n"
    content = built(tmp_path, form, given, format_)
    shown = content.decode() if format_ == "txt" else _text_of(content)
    for printed in ("1,234,567.80元", "□是 ■否", "□网站 ■窗口"):
        assert printed in shown
    path = tmp_path / f"printed.{format_}"
    path.write_bytes(content)
    back = published(path, path.name, [load(tmp_path / "templates" / "wide")])
    assert back.problems == []
    for line in ("spent: 1234567.80", "told: 否", "ways: [窗口]"):
        assert line in back.text()


def _text_of(content: bytes) -> str:
    tables = docx.Document(io.BytesIO(content)).tables
    return "\n".join(cell.text for table in tables for row in table.rows for cell in row.cells)


def test_boxed_fields_are_read_back(tmp_path: Path) -> None:
    path = tmp_path / "printed.docx"
    path.write_bytes(built(tmp_path, HEAD + LINES, ENTERED, "docx"))
    found = published(path, path.name, [load(tmp_path / "templates" / "wide")])
    assert (found.organ, found.content.fields["on"]) == ("某局", "2025-01-09")
    assert found.problems == []


@pytest.mark.parametrize("language", ["zh-CN", "en"])
@pytest.mark.parametrize("format_", ["txt", "flat"])
def test_boxed_fields_are_lines_of_text_without_spaces_behind_what_is_empty(
    tmp_path: Path, language: str, format_: str
) -> None:
    head = HEAD.replace("name:", f"language: {language}\nname:")
    text = built(tmp_path, head + LINES, ENTERED, format_).decode()
    day = "2025年1月9日" if language == "zh-CN" else "9 January 2025"
    lines = [line.replace(": ", ":").replace("：", ":") for line in text.splitlines()]
    cover = lines.index("填报单位:某局")
    assert lines[cover : cover + 3] == ["填报单位:某局", f"填报日期:{day}", "电话:"]
    assert [line for line in text.splitlines() if line != line.rstrip()] == []


# -- where pages end ------------------------------------------------------------------------


def breaks(table: Any) -> list[str]:
    """The labels of the rows below which a page may end, in tables of two columns of figures."""
    rows = ((row.cells[-3].text, row.cells[-1].paragraphs[-1]) for row in table.rows)
    return [label for label, at in rows if not at.paragraph_format.keep_with_next]


def long(rows: str) -> str:
    return f"    columns: {{a: 甲, b: 乙}}\n    rows: {{{rows}}}\n"


def numbered(first: int, last: int) -> str:
    return ", ".join(f"r{n}: 第{n}行" for n in range(first, last + 1))


def test_a_small_table_stays_on_one_page_and_a_large_one_is_parted_between_groups(
    tmp_path: Path,
) -> None:
    (_, small) = word(tmp_path / "a", HEAD + long(numbered(1, 8)), "  0\n").tables
    assert breaks(small) == ["第8行"]
    group = "g: {label: 组, rows: {x: 一, y: 二, z: 三}}"
    rows = ", ".join([numbered(1, 4), group, numbered(5, 15)])
    (_, large) = word(tmp_path / "b", HEAD + long(rows), "  0\n").tables
    names = [f"第{n}行" for n in range(2, 16)]
    assert breaks(large) == [*names[:3], "三", *names[3:-2], names[-1]]


def test_a_table_that_a_page_of_its_own_follows_is_not_parted(tmp_path: Path) -> None:
    form = HEAD.replace("  - {id: signed", "  - {id: next, kind: table}\n  - {id: signed")
    form += long(numbered(1, 16)) + "  next:\n" + long(numbered(1, 24))
    (_, first, _) = word(tmp_path, form, "  0\nnext: 0\n").tables
    assert breaks(first) == ["第16行"]


def test_rows_of_any_number_may_be_parted_below_each(tmp_path: Path) -> None:
    rows = long("one: {label: 单位, repeat: true}, all: {label: 合计, sum: all}")
    entered = "  one:\n" + "".join(f"    k{n}: {{name: 单位{n}, a: 1, b: 2}}\n" for n in range(9))
    (_, table) = word(tmp_path, HEAD + rows, entered).tables
    assert breaks(table) == [*(f"单位{n}" for n in range(9)), "合计"]


def test_rows_of_any_number_in_a_group_may_be_parted_too(tmp_path: Path) -> None:
    group = "one: {label: 单位, repeat: true}, sub: {label: 小计, sum: all}"
    rows = long(f"g: {{label: 组, in_key: false, rows: {{{group}}}}}, rest: 其他")
    entered = "  one: {k1: {a: 1, b: 2}, k2: {a: 1, b: 2}}\n  rest: 0\n"
    (_, table) = word(tmp_path, HEAD + rows, entered).tables
    assert breaks(table) == ["k1", "k2", "小计", "其他"]


@pytest.mark.parametrize(
    ("entered", "first"),
    [
        ("  one: {}\n", [["组", "小计"]]),
        ("  one: {k1: {a: 1, b: 2}}\n", [["组", "k1"], ["组", "小计"]]),
    ],
)
def test_the_label_of_a_group_whose_rows_are_none_stands_beside_what_is_left_of_it(
    tmp_path: Path, entered: str, first: list[list[str]]
) -> None:
    other = "f: {label: 前组, rows: {x: 一, y: 二}}"
    group = "g: {label: 组, in_key: false, rows: {one: {label: 单位, repeat: true}, sub: SUM}}"
    group = group.replace("SUM", "{label: 小计, sum: all}")
    form = HEAD + f"    columns: {{a: 甲, b: 乙}}\n    rows: {{{other}, {group}}}\n"
    (_, table) = word(tmp_path, form, "  f: 0\n" + entered).tables
    assert [[cell.text.strip() for cell in row.cells[:2]] for row in table.rows[3:]] == first


@pytest.mark.parametrize(("label", "alone"), [("第{}行", True), ("某类农产品的产量{}" * 3, False)])
def test_a_table_begins_a_page_of_its_own_only_if_its_labels_leave_room_for_it(
    tmp_path: Path, label: str, alone: bool
) -> None:
    rows = ", ".join(f"r{n}: {label.replace('{}', str(n))}" for n in range(1, 25))
    document = word(tmp_path, HEAD + long(rows), "  0\n")
    heading = next(p for p in document.paragraphs if p.text == "一、收支")
    assert bool(heading.paragraph_format.page_break_before) is alone
    assert (len(breaks(document.tables[1])) == 1) is alone


# -- fields, languages ----------------------------------------------------------------------


FIELDS = """fields:
  on: {label: 填报日期, type: date, required: true}
  why: {label: 原因, required_when: lost > 0}
  lost: {label: 败诉, type: count, required: true}
sections:
  - {id: reasons, kind: fields, fields: [why, lost]}
"""


@pytest.mark.parametrize("format_", ["docx", "txt", "flat"])
@pytest.mark.parametrize(("lost", "shown"), [("0", False), ("2\nwhy: 证据不足", True)])
def test_a_field_on_a_condition_is_printed_only_where_it_is_filled_in(
    tmp_path: Path, format_: str, lost: str, shown: bool
) -> None:
    head = re.sub(r"fields:.*sections:\n", FIELDS, HEAD, flags=re.DOTALL)
    head = re.sub(r".*(cover|signed).*\n", "", head)
    entered = ENTERED + f"lost: {lost}\n"
    printed = built(tmp_path, head + LINES, entered, format_)
    text = docx_text(printed) if format_ == "docx" else printed.decode()
    assert ("原因" in text) is shown
    assert ("证据不足" in text) is shown


@pytest.mark.parametrize("format_", ["docx", "txt"])
def test_a_line_of_several_fields_keeps_the_place_of_one_that_is_not_asked_for(
    tmp_path: Path, format_: str
) -> None:
    head = re.sub(r"fields:.*sections:\n", FIELDS, HEAD, flags=re.DOTALL)
    head = re.sub(r".*(cover|signed).*\n", "", head).replace("lost]", "lost], in_line: true")
    printed = built(tmp_path, head + LINES, ENTERED + "lost: 0\n", format_)
    assert "原因：" in (docx_text(printed) if format_ == "docx" else printed.decode())


def docx_text(data: bytes) -> str:
    return "\n".join(paragraph.text for paragraph in docx.Document(io.BytesIO(data)).paragraphs)


@pytest.mark.parametrize(
    ("in_line", "per_line"), [("true", [3, 2]), ("2", [2, 2, 1]), ("5", [5]), ("false", [1] * 5)]
)
def test_fields_stand_side_by_side_in_lines_about_as_long(
    tmp_path: Path, in_line: str, per_line: list[int]
) -> None:
    names = ["phone", *"abcd"]
    own = "".join(f", {name}: 项{name}" for name in "abcd")
    head = HEAD.replace("phone: 电话", "phone: 电话" + own)
    head = head.replace("fields: [on]}", f"fields: [{', '.join(names)}], in_line: {in_line}}}")
    lines = [p for p in word(tmp_path, head + LINES).paragraphs if p.style.name == "Fields"]
    assert [len(line.text.split("\t")) for line in lines] == per_line


@pytest.mark.parametrize("in_line", ["70", "0", "two", "2.5"])
def test_a_number_of_fields_in_a_line_that_is_none_is_told(tmp_path: Path, in_line: str) -> None:
    with pytest.raises(Invalid) as caught:
        made(tmp_path, HEAD.replace("fields: [on]}", f"fields: [on], in_line: {in_line}}}") + LINES)
    (problem,) = caught.value.problems
    assert problem.values["known"] == "true, false, 1–6"


@pytest.mark.parametrize(
    ("language", "size", "day"),
    [
        ("en", (210, 297), "9 January 2025"),
        ("en-GB", (210, 297), "9 January 2025"),
        ("en-US", (216, 279), "January 9, 2025"),
        ("en-ca", (216, 279), "January 9, 2025"),
        ("zh-CN", (210, 297), "2025年1月9日"),
    ],
)
def test_paper_and_days_are_those_of_the_region(
    tmp_path: Path, language: str, size: tuple[int, int], day: str
) -> None:
    head = HEAD.replace("name:", f"language: {language}\nname:")
    data = built(tmp_path, head + LINES, ENTERED, "docx")
    document = docx.Document(io.BytesIO(data))
    section = document.sections[0]
    assert (round(section.page_width.mm), round(section.page_height.mm)) == size
    assert document.tables[0].rows[0].cells[3].text == day
    path = project(tmp_path, {"printed.docx": data}) / "printed.docx"
    found = published(path, path.name, [load(tmp_path / "templates" / "wide")])
    assert found.content.fields["on"] == "2025-01-09"


def test_the_corner_and_the_labels_of_totals_have_a_style_of_their_own(tmp_path: Path) -> None:
    rows = "    corner: 项目\n" + long("a: 甲, all: {label: 合计, sum: all}")
    (_, table) = word(tmp_path, HEAD + rows, "  a: [1, 2]\n").tables
    styles = [row.cells[0].paragraphs[-1].style.name for row in table.rows]
    assert styles == ["Table Label", "Table Text", "Table Label"]
