"""Plain text in the shapes that copying and converting give it, read back figure by figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from helpers import ROOT
from paper import Paper, Sheet, paper
from test_import import FORMS, entered, report, told
from wcwidth import wcswidth

from gendoc.importing import Imported, published
from gendoc.published import Passage
from gendoc.read_text import read as read_text
from gendoc.report import Report

Lines = Callable[[Sheet], list[str]]


def grid(sheet: Sheet) -> list[list[str]]:
    """The texts of a table at their places; what a merged cell covers is empty."""
    found = [[""] * sheet.width for _ in range(sheet.height)]
    for cell in sheet.cells:
        found[cell.row][cell.column] = cell.text.replace("\n", "")
    return found


def tabbed(sheet: Sheet) -> list[str]:
    """As a spreadsheet gives a range: a row a line, an empty cell for what is covered."""
    rows = (row[: max(at for at, text in enumerate(row) if text) + 1] for row in grid(sheet))
    covered = {(c.row, c.column + n) for c in sheet.cells for n in range(1, c.columns)}
    return [
        "\t".join(text for at, text in enumerate(row) if (number, at) not in covered)
        for number, row in enumerate(rows)
    ]


def one_space(sheet: Sheet) -> list[str]:
    return [" ".join(text for text in row if text) for row in grid(sheet)]


def in_columns(sheet: Sheet) -> list[str]:
    """Columns as wide as their widest cell, as e-mail and converters draw them."""
    rows = grid(sheet)
    spans = {(c.row, c.column): c.columns for c in sheet.cells}
    widths = [
        max(wcswidth(row[at]) if spans.get((n, at)) == 1 else 0 for n, row in enumerate(rows)) + 3
        for at in range(sheet.width)
    ]
    lines = []
    for number, row in enumerate(rows):
        line = ""
        for at, text in enumerate(row):
            start = sum(widths[:at])
            line += " " * max(start - wcswidth(line), 3 if line and text else 0) + text
        lines.append(line.rstrip())
        assert number < sheet.height
    return lines


def as_text(of: Report, lines: Lines, sheet_of_paper: Paper | None = None) -> bytes:
    found: list[str] = []
    for item in (sheet_of_paper or paper(of)).items:
        found += ["\u3000\u3000" + item] if isinstance(item, str) else lines(item)
    return "\n".join(found).encode()


def read(data: bytes, tmp_path: Path) -> Imported:
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    return published(path, path.name, FORMS)


@pytest.mark.parametrize("lines", [tabbed, one_space, in_columns])
def test_a_row_a_line_is_read_whatever_parts_its_cells(lines: Lines, tmp_path: Path) -> None:
    of = report()
    found = read(as_text(of, lines), tmp_path)
    assert found.content.figures == entered(of)
    assert (found.organ, found.year, told(found)) == (of.organ, of.year, [])


def test_a_row_of_tabs_that_begins_with_a_blank_keeps_its_blanks(tmp_path: Path) -> None:
    of = report()
    blank = paper(of).change(lambda c: replace(c, text="") if c.text == "0" else c)

    def whole(sheet: Sheet) -> list[str]:
        return [line + "\t" * (sheet.width - 1 - line.count("\t")) for line in tabbed(sheet)]

    found = read(as_text(of, whole, blank), tmp_path)
    assert found.content.figures == entered(of)


def test_labels_that_a_converter_wrapped_around_their_figures_are_put_together(
    tmp_path: Path,
) -> None:
    of = report()
    label = "5.要求行政机关确认或重新出具已获取信息"

    def wrapped(sheet: Sheet) -> list[str]:
        lines = []
        for line in in_columns(sheet):
            head, found, figures = line.partition(label)
            pieces = [" " * 30 + label[:15], " " * 40 + figures.strip(), " " * 34 + label[15:]]
            lines += [head, "", *pieces, ""] if found else [line]
        return lines

    assert read(as_text(of, wrapped), tmp_path).content.figures == entered(of)


# -- cells one below the other ----------------------------------------------------------------


def cells(sheet: Sheet) -> list[str]:
    return [cell.text for number in range(sheet.height) for cell in sheet.row(number) if cell.text]


def in_lines(
    of: Report, change: Callable[[list[str]], list[str]], table: str = "applications"
) -> bytes:
    """A report whose tables have a cell a line; the lines of one are changed."""
    lines: list[str] = []
    for item in paper(of).items:
        if isinstance(item, str):
            lines.append(item)
        else:
            lines += change(cells(item)) if item.id == table else cells(item)
    return "\n".join(lines).encode()


def instead(lines: list[str], at: str, count: int, *new: str) -> list[str]:
    """Lines with others in the place of some, from the label `at` on."""
    start = lines.index(at)
    return [*lines[:start], *new, *lines[start + count :]]


@pytest.mark.parametrize(
    ("label", "pieces"),
    [
        ("三、本年度办理结果", ("三、本年度", "办理结果")),
        ("三、本年度办理结果", ("三、", "本年", "度办", "理结", "果")),
        ("2.其他法律行政法规禁止公开", ("2.其", "他法律行政法规禁止公开")),
        ("4.保护第三方合法权益", ("4.保护第", "三方合法权益")),
    ],
)
def test_a_label_may_stand_on_several_lines(
    label: str, pieces: tuple[str, ...], tmp_path: Path
) -> None:
    of = report()
    found = read(in_lines(of, lambda lines: instead(lines, label, 1, *pieces)), tmp_path)
    assert found.content.figures == entered(of)
    assert told(found) == []


CARRIED_IN = "二、上年结转政府信息公开申请数量"


def row(*new: str) -> Callable[[list[str]], list[str]]:
    """The row of what was carried in, with other figures; a blank line stands for nothing."""
    return lambda lines: instead(lines, CARRIED_IN, 8, CARRIED_IN, *new)


def carried_in(found: Imported) -> list[str]:
    key = "applications.carried_in."
    columns = ("natural", "company", "research", "welfare", "legal", "other")
    return [found.content.figures.get(key + column, "~") for column in columns]


def test_words_behind_the_figures_of_a_row_are_not_its_own(tmp_path: Path) -> None:
    change = row("2", "0", "0", "0", "0", "1", "3", "某某", "事项")
    assert carried_in(read(in_lines(report(), change), tmp_path)) == ["2", "0", "0", "0", "0", "1"]


def test_blank_lines_around_a_row_are_none_of_its_cells_where_its_total_proves_it(
    tmp_path: Path,
) -> None:
    change = row("", "1", "", "", "", "", "1", "", "")
    assert carried_in(read(in_lines(report(), change), tmp_path)) == ["0", "1", "0", "0", "0", "0"]


@pytest.mark.parametrize(
    "new",
    [
        ("4", "1", "1", "1", "1", "8", ""),  # one is lacking, and a blank line ends the row
        ("4", "1", "1", "1", "1", "8"),
        ("", "1", "", "", "", "", "", ""),
    ],
)
def test_a_row_that_lacks_a_cell_is_not_read(new: tuple[str, ...], tmp_path: Path) -> None:
    found = read(in_lines(report(), row(*new)), tmp_path)
    assert carried_in(found) == ["~"] * 6
    assert {"not-read/short", "not-read/unsure"} & set(told(found))


def inner_text(sheet: Sheet) -> list[str]:
    """As a browser gives the text of a table whose cells hold paragraphs."""
    text = ""
    for number in range(sheet.height):
        for at, cell in enumerate(sheet.row(number)):
            text += "\t" if at else "\n" if number else ""
            text += f"\n\n{cell.text}\n\n" if cell.text else ""
    return text.replace("\t\n\n\n\n", "\t\n\n").split("\n")


@pytest.mark.parametrize("blank", ["0", ""])
def test_a_table_as_a_browser_copies_it_is_read(blank: str, tmp_path: Path) -> None:
    of = report()
    sheets = paper(of).change(lambda c: replace(c, text=blank) if c.text == "0" else c)
    found = read(as_text(of, inner_text, sheets), tmp_path)
    assert found.content.figures == entered(of)
    assert told(found) == []
    assert not any(notes.before or notes.after for notes in found.content.notes.values())


# -- wrapped lines ----------------------------------------------------------------------------


def by_length(text: str) -> list[str]:
    return [text[at : at + 34] for at in range(0, len(text), 34)]


def by_width(text: str) -> list[str]:
    found = [""]
    for character in text:
        if wcswidth(found[-1] + character) > 66:
            found.append("")
        found[-1] += character
    return found


@pytest.mark.parametrize("indent", ["", "\u3000\u3000", "    "])
@pytest.mark.parametrize("wrap", [by_length, by_width])
def test_wrapped_lines_are_joined_into_their_paragraphs(
    wrap: Callable[[str], list[str]], indent: str, tmp_path: Path
) -> None:
    of = report(ROOT / "examples/city/data/淮安市人民政府/2024.yaml")
    title, *items = paper(of).items
    lines = [str(title)]
    for item in items:
        lines += tabbed(item) if isinstance(item, Sheet) else wrap(indent + item)
    found = read("\n".join(lines).encode(), tmp_path)
    assert (found.organ, found.content.figures) == (of.organ, entered(of))
    whole = read(as_text(of, tabbed), tmp_path)
    assert found.content.sections == whole.content.sections


def test_a_title_as_long_as_the_lines_below_it_is_no_part_of_them(tmp_path: Path) -> None:
    title = "巴州区某某乡人民政府2023年政府信息公开工作年度报告"
    text = "统计期限为全年，数据来自台账，" * 20 + "如有疑问，请联系。"
    lines = [text[at : at + len(title)] for at in range(0, len(text), len(title))]
    data = "\n".join([title, *lines, "一、总体情况", "无。"]).encode()
    path = tmp_path / "a.txt"
    path.write_bytes(data)
    form = next(form for form in FORMS if form.id == "disclosure-2021")
    found = published(path, path.name, [form])
    assert (found.organ, found.year) == ("巴州区某某乡人民政府", 2023)
    assert [p.text for p in found.content.sections["preamble"]] == [text]


def test_what_stands_around_the_pages_of_a_text_is_left_out(tmp_path: Path) -> None:
    of = report()
    whole = read(as_text(of, tabbed), tmp_path)
    pages = ["年报公开", *as_text(of, tabbed).decode().split("\n")]
    cuts = range(0, len(pages), 12)
    text = "\f".join(
        "\n".join(["某市信息公开", *pages[at : at + 12], "", f"第 {n} 页 共 9 页", ""])
        for n, at in enumerate(cuts, 1)
    )
    found = read(text.replace("年报公开\n", "").encode(), tmp_path)
    assert found.content.sections == whole.content.sections
    assert found.content.notes == whole.content.notes
    assert found.content.figures == entered(of)


def test_a_row_of_figures_alone_belongs_to_the_section_that_it_stands_in(tmp_path: Path) -> None:
    of = report()

    def without_header(sheet: Sheet) -> list[str]:
        lines = one_space(sheet)
        return lines[-1:] if sheet.id == "proceedings" else lines

    assert read(as_text(of, without_header), tmp_path).content.figures == entered(of)


def test_labels_of_columns_in_pieces_are_no_notes(tmp_path: Path) -> None:
    of = report()
    results = ["结果维", "持", "结果纠", "正", "其他结", "果", "尚未审", "结", "总", "计"]
    pieces = ["行政复议 行政诉讼", *results, "未经复议直接起诉 复议后起诉", *results, *results]

    def in_pieces(sheet: Sheet) -> list[str]:
        lines = one_space(sheet)
        return [*pieces, lines[-1]] if sheet.id == "proceedings" else lines

    found = read(as_text(of, in_pieces), tmp_path)
    assert found.content.figures == entered(of)
    assert not any(notes.before or notes.after for notes in found.content.notes.values())


def test_labels_above_their_figures_are_put_together_from_their_number_on(tmp_path: Path) -> None:
    of = report()
    label = "5.要求行政机关确认或重新出具已获取信息"

    def raw(sheet: Sheet) -> list[str]:
        lines: list[str] = []
        for line in one_space(sheet):
            _, found, figures = line.partition(label)
            lines += [label[:15], label[15:], figures.strip()] if found else [line]
        return lines

    assert read(as_text(of, raw), tmp_path).content.figures == entered(of)


@pytest.mark.parametrize(
    "line",
    [
        "全年主动公开 2023 条，比上年多 12",
        "某某县人民政府          2024年1月20日",
        "联系电话  0827-5220012",
        "举办培训 12 场，参训 340 人，其中乡镇 56",
    ],
)
def test_a_line_of_prose_with_numbers_is_no_table(line: str, tmp_path: Path) -> None:
    of = report()
    data = as_text(of, tabbed).decode() + f"\n\n{line}\n"
    found = read(data.encode(), tmp_path)
    assert found.content.sections["other_matters"][-1].text == line
    assert found.content.figures == entered(of)


def test_blanks_that_an_editor_cut_off_are_read_where_totals_prove_them(tmp_path: Path) -> None:
    of = report()
    plain = paper(of).change(
        lambda c: replace(c, text="") if c.text == "0" and ".results.total" not in c.key else c
    )
    found = read(as_text(of, tabbed, plain), tmp_path)
    # Nothing adds these rows up.
    open_rows = ("disclosure.rules", "applications.carried_in")
    assert {key.rpartition(".")[0] for key in found.unread} == set(open_rows)
    assert found.content.figures == {
        key: value for key, value in entered(of).items() if not key.startswith(open_rows)
    }
    assert told(found) == ["not-read/short"] * 2


def test_blanks_that_totals_contradict_are_left_open(tmp_path: Path) -> None:
    of = report()
    key = "applications.results.total.natural"
    plain = paper(of).change(
        lambda c: replace(c, text="122" if c.key == key else "" if c.text == "0" else c.text)
    )
    found = read(as_text(of, tabbed, plain), tmp_path)
    assert "applications.results.denied.state_secret.natural" in found.unread


def test_a_short_line_goes_on_below_where_a_bracket_is_open() -> None:
    lines = [
        "　　本报告依据《条例》和有关规定的要求编制（以下",
        "简称《条例》，全文另行公布在政府门户网站上，可以查阅）。",
        "　　某镇",
        "2024年1月2日",
    ]
    found = read_text("\n".join(lines).encode(), "a.txt").blocks
    assert [block.text for block in found if isinstance(block, Passage)] == [
        lines[0].strip() + lines[1],
        "某镇",
        "2024年1月2日",
    ]


def lines_of(text: str) -> list[str]:
    blocks = read_text(text.encode(), "a.txt").blocks
    return [block.text for block in blocks if isinstance(block, Passage)]


def test_lines_below_an_indented_one_go_on_with_it_where_every_paragraph_is_indented() -> None:
    """As `pdftotext -layout` gives them: spaces around digits make the lines uneven."""
    lines = [
        "   根据《中华人民共和国政府信息公开条例》《国务院办公",
        "厅政府信息与政务公开办公室关于印发报告格式的通知》要",
        "求编制，统计时限为 2023 年 1 月 1 日至 12 月 31 日。",
        "   主动公开情况：规范公开各类信息，优化栏目设置情况",
        "包括人事信息 12 条、政务动态 1740 条、公告公示情况 2",
        "条。",
        "   各单位逐步完善网站的建设和管理工作机制，安排专人",
        "负责审核发布，定期更新。",
    ]
    found = [
        block.text
        for block in read_text("\n".join(lines).encode(), "a.txt").blocks
        if isinstance(block, Passage)
    ]
    assert found == ["".join(part).strip() for part in (lines[:3], lines[3:6], lines[6:])]


@pytest.mark.parametrize(
    ("lines", "text"),
    [
        (["2025", "年，某局公开信息", "321", "条。"], "2025年，某局公开信息321条。"),
        (["公开信息", "321", "条，解读", "5", "篇。"], "公开信息321条，解读5篇。"),
        (["1.", "招生入学。公开"], "1.招生入学。公开"),
    ],
)
def test_a_number_on_a_line_of_its_own_goes_on_with_the_words_around_it(
    lines: list[str], text: str
) -> None:
    assert [
        block.text
        for block in read_text("\n".join(lines).encode(), "a.txt").blocks
        if isinstance(block, Passage)
    ] == [text]


def test_spaces_that_begin_all_lines_are_none_of_an_indented_paragraph() -> None:
    lines = ["   某局2023年政府信息公开工作年度报告", "   　　现将有关情况报告如下。"]
    found = [
        block.text
        for block in read_text("\n".join(lines).encode(), "a.txt").blocks
        if isinstance(block, Passage)
    ]
    assert found == [line.strip() for line in lines]
