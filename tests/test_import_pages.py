"""Rows that the end of a page tears in two, as a PDF gives them."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import pytest
from helpers import form
from paper import Cell, Paper, Sheet, paper
from test_import import entered, report, told

from gendoc.grid import Role
from gendoc.importing import Imported, take
from gendoc.published import (
    Block,
    Document,
    Passage,
    Place,
    PrintedCell,
    PrintedRow,
    PrintedTable,
    numbered,
)

Parts = Callable[[Cell], tuple[str, str]]
"""What of a cell stands on the page that ends inside its row, and what on the next one."""


def halves(cell: Cell) -> tuple[str, str]:
    """A cell whose text runs over two lines, one on each page; one character stays whole."""
    if len(cell.text) < 2 or cell.rows > 1:
        return cell.text, ""
    return cell.text[: (len(cell.text) + 1) // 2], cell.text[(len(cell.text) + 1) // 2 :]


def label_below(cell: Cell) -> tuple[str, str]:
    """A cell whose text is on the first page, or on the second where it is the label of the row."""
    return ("", cell.text) if cell.role is Role.ROW and cell.rows == 1 else (cell.text, "")


def label_above(cell: Cell) -> tuple[str, str]:
    return (cell.text, "") if cell.role is Role.ROW else ("", cell.text)


def table(rows: list[list[tuple[Cell, str]]], page: int) -> PrintedTable:
    place = Place(page=page)
    printed = (
        PrintedRow(tuple(PrintedCell(t, c.column, c.columns) for c, t in row), place)
        for row in rows
    )
    return PrintedTable(tuple(printed), place)


def torn(sheet: Sheet, at: int, header: int, parts: Parts) -> Iterator[PrintedTable]:
    """A table on two pages, a row of it on both; merged cells begin again on the second, below
    rows of the header."""
    rows = [[(cell, cell.text) for cell in sheet.row(number)] for number in range(sheet.height)]
    first = [(cell, parts(cell)[0]) for cell in sheet.row(at)]
    again = [(cell, "") for cell in sheet.covering(at)]
    second = [*again, *((cell, parts(cell)[1]) for cell in sheet.row(at))]
    yield table([*rows[:at], first], 1)
    yield table(
        [*rows[:header], sorted(second, key=lambda pair: pair[0].column), *rows[at + 1 :]], 2
    )


def read(
    whole: Paper, at: int, header: int = 0, parts: Parts = halves, of: str = "applications"
) -> Imported:
    blocks: list[Block] = []
    for item in whole.items:
        if isinstance(item, str):
            blocks.append(Passage(item, Place(page=1)))
        elif item.id == of:
            blocks += torn(item, at, header, parts)
        else:
            rows = [[(cell, cell.text) for cell in item.row(n)] for n in range(item.height)]
            blocks.append(table(rows, 1))
    return take(Document("a.pdf", numbered(blocks)), form())


LEAVES = [
    cell.row
    for cell in paper(report()).sheet("applications").cells
    if cell.role is Role.FIGURE and cell.column == 3
]


@pytest.mark.parametrize("at", LEAVES)
@pytest.mark.parametrize("header", [0, 3])
def test_a_row_on_two_pages_is_read_where_totals_prove_it(at: int, header: int) -> None:
    of = report()
    found = read(paper(of), at, header)
    assert found.content.figures == entered(of)
    assert told(found) == []


@pytest.mark.parametrize("at", LEAVES)
def test_figures_in_two_pieces_are_left_open_where_totals_contradict_them(at: int) -> None:
    of = report()
    wrong = paper(of).change(
        lambda c: (
            c
            if ".total" not in c.key or not c.text
            else type(c)("99", c.row, c.column, c.rows, c.columns, c.key, c.role)
        )
    )
    found = read(wrong, at)
    for key, value in found.content.figures.items():
        assert value == entered(of)[key], key


@pytest.mark.parametrize("at", LEAVES)
@pytest.mark.parametrize("header", [0, 3])
@pytest.mark.parametrize("parts", [label_below, label_above])
def test_figures_and_their_label_may_stand_on_two_pages(at: int, header: int, parts: Parts) -> None:
    of = report()
    found = read(paper(of), at, header, parts)
    assert found.content.figures == entered(of)
    assert told(found) == []


@pytest.mark.parametrize("at", LEAVES)
@pytest.mark.parametrize("parts", [label_below, label_above])
def test_figures_without_a_label_are_no_row_s_where_the_row_around_them_is_not_the_form_s_next(
    at: int, parts: Parts
) -> None:
    of = report()
    near = at - 1 if parts is label_below else at + 1
    other = paper(of).change(
        lambda c: (
            replace(c, text="其中涉及") if (c.role, c.row, c.rows) == (Role.ROW, near, 1) else c
        )
    )
    found = read(other, at, parts=parts)
    for key, value in found.content.figures.items():
        assert value == entered(of)[key], key


def lines(cell: Cell) -> tuple[str, str]:
    """Cells of a header whose first two characters are the first of two lines."""
    return cell.text[:2], cell.text[2:]


@pytest.mark.parametrize("first", ["0", "1", "2"])
def test_figures_below_a_header_on_two_pages_count_no_rows(first: str) -> None:
    of = report()
    key = "proceedings.review.corrected"
    whole = paper(of).change(lambda c: replace(c, text=first) if c.key == key else c)
    found = read(whole, 1, parts=lines, of="proceedings")
    assert found.content.figures == entered(of) | {key: first}


@pytest.mark.parametrize("first", [0, 1])
def test_figures_without_labels_may_stand_in_part_on_the_next_page(first: int) -> None:
    of = report()
    found = read(
        paper(of),
        3,
        parts=lambda cell: (cell.text, "") if cell.column % 2 == first else ("", cell.text),
        of="proceedings",
    )
    assert (found.content.figures, told(found)) == (entered(of), [])


@pytest.mark.parametrize("at", LEAVES)
def test_a_row_is_left_open_beside_figures_at_the_top_of_the_next_page_that_may_be_its_rest(
    at: int,
) -> None:
    of = report()

    def parts(cell: Cell) -> tuple[str, str]:
        """The last digits of figures, and a piece of the label of a group."""
        first = 3 if cell.rows > 1 else len(cell.text)
        first = first if cell.role is Role.ROW else 1
        return cell.text[:first], cell.text[first:]

    found = read(paper(of), at, parts=parts)
    for key, value in found.content.figures.items():
        assert value == entered(of)[key], key


@pytest.mark.parametrize("cut", range(1, 14))
def test_a_header_in_pieces_keeps_its_unit(cut: int) -> None:
    of = report()
    cells = paper(of).sheet("disclosure").cells
    header = next(cell.row for cell in cells if "万元" in cell.text)
    found = read(
        paper(of),
        header,
        parts=lambda cell: (cell.text[:cut], cell.text[cut:]),
        of="disclosure",
    )
    assert (found.content.figures, told(found)) == (entered(of), [])
