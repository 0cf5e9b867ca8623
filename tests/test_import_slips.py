"""Flat texts of tables with the slips that published reports have, read or told."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from paper import Cell, Paper, Sheet, paper
from test_import import entered, report, told
from test_import_extracted import read
from test_import_text import Lines, as_text


def on_lines(sheet: Sheet) -> list[str]:
    """A cell a line."""
    return [cell.text.replace("\n", "") for n in range(sheet.height) for cell in sheet.row(n)]


def with_tabs(sheet: Sheet) -> list[str]:
    rows = (sheet.row(number) for number in range(sheet.height))
    return ["\t".join(cell.text.replace("\n", "") for cell in row) for row in rows]


def padded_with_bars(sheet: Sheet) -> list[str]:
    """A row a line, bars behind its cells up to the width of the table."""
    lines = []
    for number in range(sheet.height):
        row = [cell.text.replace("\n", "") for cell in sheet.row(number)]
        lines.append("".join(f"{text} | " for text in row) + "|" * (sheet.width - len(row)))
    return lines


FLAT = [on_lines, with_tabs, padded_with_bars]


def to(first: str, second: str) -> Callable[[Sheet], Sheet]:
    """Two columns of applications in each other's place, with their labels."""

    def swapped(sheet: Sheet) -> Sheet:
        (one,) = (c for c in sheet.cells if c.text == first and c.row == 2)
        (other,) = (c for c in sheet.cells if c.text == second and c.row == 2)
        places = {one.column: other.column, other.column: one.column}
        moved = (
            replace(c, column=places.get(c.column, c.column)) if c.columns == 1 else c
            for c in sheet.cells
        )
        return Sheet(sheet.id, sorted(moved, key=lambda c: (c.row, c.column)))

    return swapped


def total_first(sheet: Sheet) -> Sheet:
    """The total before all other columns."""
    (total,) = (c for c in sheet.cells if c.text == "总计" and c.row == 1)
    (first,) = (c for c in sheet.cells if c.text == "自然人")

    def moved(cell: Cell) -> Cell:
        if cell.column < first.column or cell.row < 1:
            return cell
        return replace(
            cell, column=first.column if cell.column == total.column else cell.column + 1
        )

    return Sheet(sheet.id, sorted(map(moved, sheet.cells), key=lambda c: (c.row, c.column)))


def changed(of: Paper, how: Callable[[Sheet], Sheet]) -> Paper:
    items = (how(x) if isinstance(x, Sheet) and x.id == "applications" else x for x in of.items)
    return Paper(list(items))


@pytest.mark.parametrize("how", [to("商业企业", "科研机构"), total_first])
@pytest.mark.parametrize("lines", FLAT)
def test_a_header_in_another_order_decides_in_texts(
    lines: Lines, how: Callable[[Sheet], Sheet], tmp_path: Path
) -> None:
    of = report()
    found = read(as_text(of, lines, changed(paper(of), how)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])


@pytest.mark.parametrize("lines", FLAT)
def test_a_header_in_another_order_with_a_changed_label_is_told(
    lines: Lines, tmp_path: Path
) -> None:
    of = report()
    text = as_text(of, lines, changed(paper(of), total_first)).decode()
    found = read(text.replace("科研机构", "研究所"), tmp_path)
    assert set(found.unread) == {k for k in entered(of) if k.startswith("appl")}
    assert "not-read/columns" in told(found)


@pytest.mark.parametrize(("label", "instead"), [("其他", "其它"), ("总计", "合计")])
@pytest.mark.parametrize("lines", FLAT)
def test_words_that_say_the_same_are_known(
    label: str, instead: str, lines: Lines, tmp_path: Path
) -> None:
    of = report()

    def said(cell: Cell) -> Cell:
        return cell if cell.key else replace(cell, text=cell.text.replace(label, instead))

    found = read(as_text(of, lines, paper(of).change(said)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])


def without_total(sheet: Sheet) -> Sheet:
    """The row of totals left out."""
    (total,) = (c for c in sheet.cells if c.text == "（七）总计")
    above = (c for c in sheet.cells if c.row < total.row)
    below = (replace(c, row=c.row - 1) for c in sheet.cells if c.row > total.row)
    return Sheet(sheet.id, [*above, *below])


@pytest.mark.parametrize("lines", [with_tabs, padded_with_bars])
def test_a_label_of_the_header_is_none_of_a_row(lines: Lines, tmp_path: Path) -> None:
    of = report()
    found = read(as_text(of, lines, changed(paper(of), without_total)), tmp_path)
    assert (found.content.figures, told(found)) == (entered(of), [])
