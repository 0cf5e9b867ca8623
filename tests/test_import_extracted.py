"""Text as extractors of pages and converters of files leave it, read back figure by figure."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from paper import Cell, Sheet, html_table, paper
from test_import import FORMS, OURS, ROOT, entered, report, told
from test_import_text import Lines, as_text, grid, in_lines, instead

from gendoc.importing import Imported, published

OLDER = ROOT / "examples/two-years/data/某县水利局/2020.yaml"


def read(data: bytes | str, tmp_path: Path) -> Imported:
    path = tmp_path / "a.txt"
    path.write_bytes(data.encode() if isinstance(data, str) else data)
    return published(path, path.name, FORMS)


def without_zeros(cell: Cell) -> Cell:
    return replace(cell, text="") if cell.text == "0" else cell


# -- cells between bars -----------------------------------------------------------------------


def covered(sheet: Sheet) -> list[list[str]]:
    """The texts of each row: what is covered from above is blank, from the left left out."""
    left = {
        (c.row + r, c.column + n)
        for c in sheet.cells
        for r in range(c.rows)
        for n in range(1, c.columns)
    }
    return [
        [text for at, text in enumerate(row) if (number, at) not in left]
        for number, row in enumerate(grid(sheet))
    ]


def as_markdown(sheet: Sheet) -> list[str]:
    head, *rest = (f"| {' | '.join(row)} |" for row in grid(sheet))
    return [head, "|" + " --- |" * sheet.width, *rest]


def bar_behind(sheet: Sheet) -> list[str]:
    return ["".join(f"{text} | " for text in row).strip() for row in covered(sheet)]


def bar_behind_every_cell_there_is(sheet: Sheet) -> list[str]:
    rows = ([cell.text for cell in sheet.row(n)] for n in range(sheet.height))
    return ["".join(f"{text.replace(chr(10), '')} | " for text in row).strip() for row in rows]


def bar_between(sheet: Sheet) -> list[str]:
    head, *rest = (" | ".join(row) for row in covered(sheet))
    return [head, "---|---|---", *rest]


def blank_lines_between(sheet: Sheet) -> list[str]:
    return [line for row in bar_behind(sheet) for line in (row, "")]


BARS = [as_markdown, bar_behind, bar_behind_every_cell_there_is, bar_between, blank_lines_between]


@pytest.mark.parametrize("change", [without_zeros, lambda cell: cell], ids=["blank", "zero"])
@pytest.mark.parametrize("lines", BARS)
def test_bars_part_the_cells_of_a_row(
    lines: Lines, change: Callable[[Cell], Cell], tmp_path: Path
) -> None:
    of = report()
    found = read(as_text(of, lines, paper(of).change(change)), tmp_path)
    assert found.content.figures == entered(of)
    assert (found.unread, found.contradictions) == ((), 0)
    assert not any(note.before or note.after for note in found.content.notes.values())


def test_a_line_that_ends_inside_brackets_goes_on_with_its_cell(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, bar_behind).decode()
    corner = "（本列数据的勾稽关系为：第一项加第二项之和，"
    assert corner in text
    found = read(text.replace(corner, corner + "\n"), tmp_path)
    assert found.content.figures == entered(of)
    assert told(found) == []


def test_links_with_bars_between_them_are_no_table(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, bar_behind).decode() + "\n首页 | 网站地图 | 联系我们\n"
    assert "not-in-form" not in told(read(text, tmp_path))


def test_lines_of_bars_alone_hold_nothing_and_break_nothing(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, bar_behind).decode() + "\n|\n||||\n|\n"
    assert read(text, tmp_path).content.figures == entered(of)


# -- a cell a line ----------------------------------------------------------------------------


@pytest.mark.parametrize("apart", [1, 2, 3])
def test_blank_cells_are_as_far_apart_as_the_others(apart: int, tmp_path: Path) -> None:
    of = report()

    def lines(sheet: Sheet) -> list[str]:
        texts = (cell.text for number in range(sheet.height) for cell in sheet.row(number))
        return [line for text in texts for line in (text, *[""] * (apart - 1))]

    found = read(as_text(of, lines, paper(of).change(without_zeros)), tmp_path)
    assert found.content.figures == entered(of)
    assert told(found) == []


def test_labels_of_other_rows_are_no_figures_of_a_row(tmp_path: Path) -> None:
    of = report()
    label = "6.属于四类过程性信息"
    labels = ("7.属于行政执法案卷", "8.属于行政查询事项", "（四）无法提供")

    def columns(lines: list[str]) -> list[str]:
        return instead(lines, label, 8, label, *labels, "", "30", "", "")

    key = "applications.results.denied.process_info"
    figures = read(in_lines(of, columns), tmp_path).content.figures
    assert not any(name.startswith(key) for name in figures)


def test_a_label_behind_which_nothing_stands_is_not_zero_beside_a_figure_that_no_row_took(
    tmp_path: Path,
) -> None:
    of = report()

    def columns(lines: list[str]) -> list[str]:
        at = lines.index("行政事业性收费")
        figure = lines.pop(at + 1)
        return [*lines[: at - 1], figure, "", lines[at - 1], lines[at], "", *lines[at + 1 :]]

    assert "disclosure.fees.amount" in read(in_lines(of, columns, "disclosure"), tmp_path).unread


def test_blank_lines_between_figures_that_no_total_proves_are_no_cells(tmp_path: Path) -> None:
    of = report()

    def columns(lines: list[str]) -> list[str]:
        return instead(lines, "行政规范性文件", 4, "行政规范性文件", "", "5", "", "22")

    found = read(in_lines(of, columns, "disclosure"), tmp_path).unread
    assert set(found) == {key for key in entered(of) if key.startswith("disclosure.normative")}


def test_blank_lines_are_no_cells_where_some_part_the_labels_of_a_header(tmp_path: Path) -> None:
    """As `pdftotext` gives tables: a blank line behind nearly every cell, and blank cells none."""
    of = report()
    labels = ["本年制发件数", "", "本年废止件数", "", "1", "", "现行有效件数", ""]

    def uneven(lines: list[str]) -> list[str]:
        rows = ["规章", "", "423", "", "行政规范性文件", "", "2251", "", "1962", "", "273", "242"]
        return instead(lines, labels[0], 11, *labels, *rows)

    found = read(in_lines(of, uneven, "disclosure"), tmp_path).content.figures
    assert not any(key.startswith(("disclosure.rules", "disclosure.normative")) for key in found)


# -- labels and figures broken over lines -----------------------------------------------------


def narrow(sheet: Sheet) -> list[str]:
    """Labels broken every four characters above their figures, as in narrow columns of a PDF."""
    found: list[str] = []
    for number in range(sheet.height):
        own = sheet.row(number)
        for label in (cell.text.replace("\n", "") for cell in own if not cell.key):
            found += [label[at : at + 4] for at in range(0, len(label), 4)]
        if figures := [cell.text for cell in own if cell.key]:
            found.append(" ".join(figures))
    return found


def test_labels_broken_in_narrow_columns_are_put_together(tmp_path: Path) -> None:
    of = report()
    broken = as_text(of, lambda s: narrow(s) if s.id == "applications" else bar_behind(s))
    found = read(broken, tmp_path)
    assert found.content.figures == entered(of)


def test_a_label_below_figures_is_not_theirs(tmp_path: Path) -> None:
    of = report()

    def without_one(sheet: Sheet) -> list[str]:
        if sheet.id != "applications":
            return bar_behind(sheet)
        lines = narrow(sheet)
        at = lines.index("（一）予")
        return [*lines[:at], *lines[at + 2 :]]

    found = read(as_text(of, without_one), tmp_path)
    known = entered(of)
    assert {key: known[key] for key in found.content.figures} == found.content.figures
    assert set(found.unread) == {k for k in known if k.startswith("applications.results.granted")}


def test_figures_that_go_on_in_the_line_below_are_not_read(tmp_path: Path) -> None:
    of = report()

    def wrapped(sheet: Sheet) -> list[str]:
        lines = [" ".join(text for text in row if text) for row in grid(sheet)]
        at = next((n for n, x in enumerate(lines) if x.startswith("一、本年新收")), len(lines))
        return [*lines[: at + 1], *(["   2      9"] if at < len(lines) else []), *lines[at + 1 :]]

    found = read(as_text(of, wrapped), tmp_path)
    beside = ("applications.new", "applications.carried_in")
    assert set(found.unread) == {key for key in entered(of) if key.startswith(beside)}


# -- marks of the extractor -------------------------------------------------------------------


def bar_behind_each_line(sheet: Sheet) -> list[str]:
    texts = (cell.text for number in range(sheet.height) for cell in sheet.row(number))
    return [f"{text.replace(chr(10), '')} |".strip() for text in texts]


def bar_below_each_line(sheet: Sheet) -> list[str]:
    texts = (cell.text for number in range(sheet.height) for cell in sheet.row(number))
    return [line for text in texts for line in (text.replace("\n", ""), "|") if line]


@pytest.mark.parametrize("lines", [bar_behind_each_line, bar_below_each_line])
def test_bars_that_part_lines_are_none_of_a_figure(lines: Lines, tmp_path: Path) -> None:
    of = report()
    found = read(as_text(of, lines, paper(of).change(without_zeros)), tmp_path)
    assert found.content.figures == entered(of)
    assert (found.unread, found.content.remarks) == ((), {})


def filled_up(sheet: Sheet) -> list[str]:
    """A cell a line, a bar behind each; bars fill each row but the last up."""
    lines: list[str] = []
    for number in range(sheet.height):
        own = [cell.text.replace("\n", "") for cell in sheet.row(number)]
        lines += [f"{text} |".strip() for text in own]
        lines += ["|" * (sheet.width - len(own))] if len(own) < sheet.width else []
    return lines[:-1] if set(lines[-1]) == {"|"} and len(lines[-1]) > 1 else lines


def filled_up_with_bars_below(sheet: Sheet) -> list[str]:
    """The same, the bars of every fifth cell on a line of their own."""
    return [
        part
        for at, line in enumerate(filled_up(sheet))
        for part in ([line[:-2], "|"] if line.endswith(" |") and not at % 5 else [line])
    ]


def filled_up_and_begun(sheet: Sheet) -> list[str]:
    """A bar before each row as well, on a line of its own, and the others in the line."""
    lines: list[str] = []
    for number in range(sheet.height):
        own = [f" {cell.text}  | ".replace("\n", "") for cell in sheet.row(number)]
        lines += ["| ", *own[:-1], own[-1] + "|" * (sheet.width - len(own))]
    return lines


ENDED = [filled_up, filled_up_with_bars_below, filled_up_and_begun]


def test_rows_far_apart_in_bars_are_no_wide_table(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, bar_behind).decode() + ("乙 |\n" * 2308 + "||\n") * 8
    assert read(text, tmp_path).content.figures == entered(of)


def test_a_row_goes_on_where_the_bar_behind_a_cell_stands_on_the_next_line(tmp_path: Path) -> None:
    of = report()

    def broken(sheet: Sheet) -> list[str]:
        rows = ["".join(f"{cell.text} | " for cell in sheet.row(n)) for n in range(sheet.height)]
        parts = [
            row.strip().split(" | ", 1) if not n % 3 and row[0] != " " else [row.strip()]
            for n, row in enumerate(rows)
        ]
        return [line for head, *rest in parts for line in (head, *(f"| {one}" for one in rest))]

    found = read(as_text(of, broken, paper(of).change(without_zeros)), tmp_path).content.figures
    known = entered(of)
    assert {key: known[key] for key in found} == found
    assert len(found) > 140


def test_a_row_whose_first_bar_stands_alone_is_not_read_below_another_column(
    tmp_path: Path,
) -> None:
    of = report()
    only = ("proceedings.review.other", "proceedings.review.total")
    known = {k: "0" for k in entered(of) if k.startswith("proceedings")} | {only[0]: "5"}

    def changed(cell: Cell) -> Cell:
        own = cell.key.startswith("proceedings")
        return replace(cell, text="5" if cell.key in only else "" if own else cell.text)

    def filled(sheet: Sheet) -> list[str]:
        rows = ("".join(f"{c.text} | ".lstrip() for c in sheet.row(n)) for n in range(sheet.height))
        return [row + "|" * (sheet.width - row.count("|")) for row in rows]

    def broken(sheet: Sheet) -> list[str]:
        *rows, last = filled(sheet)
        return [*rows, *(["|", last[2:]] if sheet.id == "proceedings" else [last])]

    found = read(as_text(of, broken, paper(of).change(changed)), tmp_path).content.figures
    assert {key: found[key] for key in known if key in found}.items() <= known.items()


def rows_filled_up(sheet: Sheet) -> list[str]:
    """A row a line, a bar behind each cell; bars fill each row but the last up."""
    rows = (
        "".join(f"{cell.text} | ".lstrip() for cell in sheet.row(number)).replace("\n", "")
        for number in range(sheet.height)
    )
    *others, last = (row.strip() for row in rows)
    return [*(row + "|" * (sheet.width - row.count("|")) for row in others), last]


def broken_before_a_bar(row: str) -> list[str]:
    head, bar, rest = row.partition(" | ")
    return [head, f"| {rest}"] if bar else [row]


def broken_in_a_label(row: str) -> list[str]:
    label, bar, _ = row.lstrip("| ").partition(" |")
    at = row.find(label) + 4
    return [row[:at], row[at:]] if bar and len(label) > 6 and not row.startswith("|") else [row]


@pytest.mark.parametrize("change", [without_zeros, lambda cell: cell], ids=["blank", "zero"])
@pytest.mark.parametrize("parts", [broken_before_a_bar, broken_in_a_label])
def test_bars_that_fill_rows_up_put_broken_ones_together(
    parts: Callable[[str], list[str]], change: Callable[[Cell], Cell], tmp_path: Path
) -> None:
    of = report()

    def broken(sheet: Sheet) -> list[str]:
        rows = enumerate(rows_filled_up(sheet))
        return [part for n, row in rows for part in ([row] if n % 5 != 3 else parts(row))]

    found = read(as_text(of, broken, paper(of).change(change)), tmp_path)
    assert (found.content.figures, found.unread) == (entered(of), ())


@pytest.mark.parametrize("change", [without_zeros, lambda cell: cell], ids=["blank", "zero"])
@pytest.mark.parametrize("lines", ENDED)
def test_bars_that_fill_rows_up_tell_blank_cells(
    lines: Lines, change: Callable[[Cell], Cell], tmp_path: Path
) -> None:
    of = report()
    found = read(as_text(of, lines, paper(of).change(change)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])
    assert not any(note.before or note.after for note in found.content.notes.values())


def test_a_label_over_lines_whose_first_looks_like_a_heading_is_one(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, filled_up, paper(of).change(without_zeros)).decode()
    broken = text.replace("三、本年度办理结果 |", "三、本年度\n办理结果 |")
    found = read(broken.replace("社会公益组织 |", "社会公\n益组织\n|"), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])


def test_bars_at_odd_places_tell_no_rows_and_change_no_figure(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, filled_up, paper(of).change(without_zeros)).decode()
    for cut in ("规章 |\n", "自然人 |\n", "2 |\n", "|||\n"):
        found = read(text.replace(cut, "", 1), tmp_path).content.figures
        assert {key: entered(of)[key] for key in found} == found


def test_a_row_of_one_figure_among_blanks_that_no_total_proves_is_no_fault(tmp_path: Path) -> None:
    of = report()

    def only_totals(cell: Cell) -> Cell:
        return replace(cell, text="" if cell.key and ".total" not in cell.key else cell.text)

    found = read(as_text(of, bar_below_each_line, paper(of).change(only_totals)), tmp_path)
    assert not any(figure != "0" for figure in found.content.figures.values())


def test_marks_of_markdown_are_no_part_of_a_title_heading_or_label(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, as_markdown).decode().replace("\u3000\u3000", "")
    title, rest = text.split("\n", 1)
    marked = rest.replace("一、总体情况", "## 一、总体情况").replace("规章 |", "**规章** |", 1)
    found = read(f"# **{title}**\n\n{marked}", tmp_path)
    assert (found.organ, found.year) == (of.organ, of.year)
    assert found.content.title == ()
    assert found.content.figures == entered(of)
    assert told(found) == []


def test_what_markdown_puts_for_spaces_breaks_and_marks_is_none_of_a_cell(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, as_markdown, paper(of).change(without_zeros)).decode()
    text = text.replace("|  |", "| &nbsp; |").replace("|  |", "| &nbsp; |")
    text = text.replace("1.属于国家秘密", "1\\.属于国家秘密").replace("商业企业", "商业<br>企业")
    found = read(text, tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])


def on_lines(sheet: Sheet) -> list[str]:
    return html_table(sheet).replace("<tr>", "\n<tr>").split("\n")


@pytest.mark.parametrize("lines", [lambda sheet: [html_table(sheet)], on_lines])
def test_a_text_may_hold_the_tables_of_a_web_page(lines: Lines, tmp_path: Path) -> None:
    of = report()
    found = read("# " + as_text(of, lines).decode().replace("\u3000", ""), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])
    assert (found.organ, found.year) == (of.organ, of.year)


def test_a_figure_broken_in_a_cell_is_not_joined(tmp_path: Path) -> None:
    of = report()
    text = as_text(of, as_markdown).decode()
    found = read(text.replace("| 9878 |", "| 98<br>78 |"), tmp_path)
    assert found.unread == ("disclosure.fees.amount",)


def test_a_line_of_no_label_below_a_row_takes_nothing_from_it(tmp_path: Path) -> None:
    of = report()

    def numbered(sheet: Sheet) -> list[str]:
        lines = [" ".join(text for text in row if text) for row in grid(sheet)]
        at = next((n for n, x in enumerate(lines) if x.startswith("四、结转")), len(lines))
        return [*lines[: at + 1], *(["P. 8"] if at < len(lines) else []), *lines[at + 1 :]]

    assert read(as_text(of, numbered), tmp_path).content.figures == entered(of)


def test_rows_whose_cells_stand_in_no_order_are_not_read(tmp_path: Path) -> None:
    of = report()
    labels = {"行政许可", "行政处罚", "行政强制", "规章", "行政规范性文件"}

    def in_columns(sheet: Sheet) -> list[str]:
        lines = [c.text for n in range(sheet.height) for c in sheet.row(n) if c.text]
        if sheet.id != "disclosure":
            return lines
        last = lines.index("行政事业性收费")
        first = [line for line in lines[:last] if not line.isdecimal()]
        figures = [line for line in lines[:last] if line.isdecimal()]
        assert labels <= set(first)
        return [*first, lines[last], *figures, *lines[last + 1 :]]

    figures = read(as_text(of, in_columns), tmp_path).content.figures
    assert not any(key.startswith("disclosure") for key in figures)


def test_blank_lines_behind_each_row_are_no_cells(tmp_path: Path) -> None:
    of = report()

    def rows(sheet: Sheet) -> list[str]:
        rows = ([cell.text for cell in sheet.row(n)] for n in range(sheet.height))
        return [line for row in rows for line in (*row, "", "")]

    whole = paper(of)
    blank = whole.sheet("applications").change(without_zeros)
    found = read(as_text(of, rows, whole.swap("applications", blank)), tmp_path)
    assert found.content.figures == entered(of)
    assert told(found) == []


def test_a_line_in_brackets_below_a_figure_is_its_remark(tmp_path: Path) -> None:
    of = report()
    key = "disclosure.normative.issued"
    remark = "（其中修订1件）"
    marked = paper(of).change(
        lambda c: replace(c, text=f"{c.text}\n{remark}") if c.key == key else c
    )

    def lines(sheet: Sheet) -> list[str]:
        texts = (cell.text for number in range(sheet.height) for cell in sheet.row(number))
        return [line for text in texts for line in text.split("\n")]

    found = read(as_text(of, lines, marked), tmp_path)
    assert found.content.figures == entered(of)
    assert found.content.remarks == {key: remark}


def test_a_number_on_a_line_of_its_own_inside_a_sentence_is_kept(tmp_path: Path) -> None:
    of = report()
    lines = ["", "全年培训", "12", "人次。", "3"]
    text = as_text(of, bar_behind).decode() + "\n\u3000\u3000".join(lines)
    found = read(text, tmp_path).content.sections["other_matters"]
    assert [one.text for one in found][-3:] == lines[1:4]


def test_figures_with_blank_cells_between_are_those_of_their_row(tmp_path: Path) -> None:
    """As converters of PDF files give them: the figures stand beside the cells of the header."""

    def padded(sheet: Sheet) -> list[str]:
        lines = []
        for number in range(sheet.height):
            row = sheet.row(number)
            head = all(not cell.key for cell in row)
            cells = (f"{cell.text} | " if head else f"| {cell.text} " for cell in row)
            lines.append("| " + " | ".join(cells) + " |")
        return lines

    of = report()
    found = read(as_text(of, padded), tmp_path)
    right = entered(of)
    assert {key: right[key] for key in found.content.figures} == found.content.figures


def padded(sheet: Sheet) -> list[list[str]]:
    """Rows whose wide cells leave blank ones behind them."""
    rows = (sheet.row(number) for number in range(sheet.height))
    return [[text for c in row for text in (c.text, *[""] * (c.columns - 1))] for row in rows]


def test_blanks_that_wide_cells_leave_are_no_figures(tmp_path: Path) -> None:
    """A blank among them is the figure of the column that its header stands over."""
    of = report(OLDER)
    for lines in (
        lambda sheet: [f"| {' | '.join(row)} |" for row in padded(sheet)],
        lambda sheet: ["\t".join(row) for row in padded(sheet)],
    ):
        found = read(as_text(of, lines, paper(of).change(without_zeros)), tmp_path)
        known = entered(of)
        assert {key: known[key] for key in found.content.figures} == found.content.figures
        assert not any(key.startswith("disclosure") for key in found.unread)


def test_a_row_with_blanks_and_several_numbers_in_a_cell_is_not_read(tmp_path: Path) -> None:
    of = report()

    def merged(sheet: Sheet) -> list[str]:
        new = "| 一、本年新收政府信息公开申请数量 |  |  | 3 | 0 | 0 0 | 0 0 | 3 |"
        return [new if "本年新收" in line else line for line in as_markdown(sheet)]

    found = read(as_text(of, merged), tmp_path)
    assert set(found.unread) == {key for key in entered(of) if key.startswith("applications.new")}
    assert "not-read/unsure" in told(found)


def test_a_row_of_tabs_alone_is_a_row_of_blanks(tmp_path: Path) -> None:
    of = report()
    blank = paper(of).change(lambda cell: replace(cell, text="") if cell.key else cell)

    def rows(sheet: Sheet) -> list[str]:
        return ["\t".join(cell.text for cell in sheet.row(n)) for n in range(sheet.height)]

    found = read(as_text(of, rows, blank), tmp_path)
    assert found.unread == ()
    assert told(found) == ["not-read/blank"] * 3


@pytest.mark.parametrize("of", [OURS, OLDER], ids=["2021", "2019"])
def test_a_text_in_each_of_the_columns_that_its_cell_covers_is_one(
    of: Path, tmp_path: Path
) -> None:
    def repeated(sheet: Sheet) -> list[str]:
        return ["\t".join(row) for row in spread(sheet)]

    whole = report(of)
    found = read(as_text(whole, repeated), tmp_path)
    assert (found.content.figures, told(found)) == (entered(whole), [])


def test_figures_that_differ_below_one_label_are_not_read(tmp_path: Path) -> None:
    of = report(OLDER)

    def repeated(sheet: Sheet) -> list[str]:
        rows = ["\t".join(row) for row in spread(sheet)]
        return ["规范性文件\t1\t2\t3\t3\t4\t4" if "规范性" in row else row for row in rows]

    found = read(as_text(of, repeated), tmp_path)
    keys = {key for key in entered(of) if key.startswith("disclosure.normative")}
    assert set(found.unread) == keys


def spread(sheet: Sheet) -> list[list[str]]:
    """The texts of a table, each in all the places that its cell covers."""
    found = [[""] * sheet.width for _ in range(sheet.height)]
    for cell in sheet.cells:
        for row in range(cell.row, cell.row + cell.rows):
            places = range(cell.column, cell.column + cell.columns)
            found[row][places.start : places.stop] = [cell.text] * len(places)
    return found


def test_columns_of_figures_between_lines_of_their_header_are_not_read(tmp_path: Path) -> None:
    """As `pdftotext` gives narrow tables: in which order the figures stand nobody can tell."""
    of = report()
    lines = as_text(of, bar_behind).decode()
    start = lines.index("行政复议", lines.index("四、政府信息公开行政复议"))
    end = lines.index("五、存在", start)
    torn = ["结果", "维持", "", "1", "", "0", "", "其他 尚未", "0", "0", "总计", "1"] * 3
    text = lines[:start] + "\n".join(torn) + "\n" + lines[end:]
    found = read(text.encode(), tmp_path).content.figures
    assert not [key for key in found if key.startswith("proceedings")]


def test_radicals_are_the_characters_that_they_look_like(tmp_path: Path) -> None:
    """Fonts of printed web pages give 行 and 民 by the codes of their radicals."""
    of = report()
    text = as_text(of, bar_behind).decode().replace("行", "⾏").replace("民", "⺠")
    found = read(text.encode(), tmp_path)
    assert found.content.figures == entered(of)
    assert not {"⾏", "⺠"} & set(found.text())


def test_a_heading_with_a_space_behind_its_number_ends_a_table_in_spaces(tmp_path: Path) -> None:
    def spaced(sheet: Sheet) -> list[str]:
        return [line for row in spread(sheet) for line in ("  ".join(row), " " * 20)]

    of = report()
    text = (
        as_text(of, spaced)
        .decode()
        .replace("三、收到", "三、 收到")
        .replace("四、政府", "四、 政府")
    )
    assert read(text.encode(), tmp_path).content.figures == entered(of)


def test_lines_below_a_report_are_left_out_with_the_values_among_them(tmp_path: Path) -> None:
    of = report()
    below = ["附件：年报.docx", "下一篇：没有了", "联系电话：0932-8213456 邮箱：web@example.gov.cn"]
    plain = read(as_text(of, bar_behind), tmp_path).content.sections["other_matters"]
    found = read(as_text(of, bar_behind) + "\n".join(["", *below]).encode(), tmp_path)
    assert found.content.sections["other_matters"] == plain
    assert told(found) == ["left-out/below"]


def test_a_blank_line_between_rows_is_no_blank_cell_of_theirs(tmp_path: Path) -> None:
    of = report()

    def rows(sheet: Sheet) -> list[str]:
        groups = ([c.text for c in sheet.row(n) if c.text] for n in range(sheet.height))
        return [line for group in groups for line in (*group, "")]

    def of_many(cell: Cell) -> Cell:
        last = cell.key in ("proceedings.review.upheld", "proceedings.litigation.direct.total")
        own = cell.key.startswith("proceedings")
        return replace(cell, text="" if last else str(cell.column)) if own else without_zeros(cell)

    found = read(as_text(of, rows, paper(of).change(of_many)), tmp_path)
    assert not any(key.startswith("proceedings") for key in found.content.figures)
    assert not any(figure != entered(of)[key] for key, figure in found.content.figures.items())
