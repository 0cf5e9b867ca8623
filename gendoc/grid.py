"""The printed grid of a table: every cell with its place, spans and content."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum
from functools import cached_property, lru_cache
from itertools import chain
from math import lcm

from gendoc.line import Leaf, Line
from gendoc.record import record
from gendoc.table import Block, Table


class Role(Enum):
    """What a cell is for, so that a layout can dress it."""

    HEADING = "heading"
    CORNER = "corner"
    COLUMN = "column"
    ROW = "row"
    FIGURE = "figure"
    PRINTED = "printed"
    """What the form prints of a row, its number, unit or code; nobody enters it."""
    ANSWER = "answer"
    """Holds what is no number, or a number with its unit behind a label."""


@record()
class Cell:
    """A cell at (row, column), counted from 0, with a printed `text` or the `key` of a figure."""

    row: int
    column: int
    rows: int
    columns: int
    role: Role
    text: str = ""
    key: str = ""
    prints: str = ""
    """What of its row it prints, `code` or `unit`, or stands below it as its column's label."""


@record(eq=False)
class Grid:
    """All cells of a table in reading order. `labels` counts the columns that hold row labels."""

    rows: int
    columns: int
    labels: int
    cells: tuple[Cell, ...]
    is_shared: bool = True
    """Whether other reports have the same table, so that what is made of it is worth keeping."""

    @cached_property
    def filled(self) -> tuple[Cell, ...]:
        """The cells that hold figures."""
        return tuple(cell for cell in self.cells if cell.key)

    def by_row(self) -> list[list[Cell]]:
        """The cells that begin in each row."""
        rows: list[list[Cell]] = [[] for _ in range(self.rows)]
        for cell in self.cells:
            rows[cell.row].append(cell)
        return rows


def grid(table: Table) -> Grid:
    """Lay out a table. Blocks of fewer columns share the width of the widest evenly."""
    # One with rows of a report's own is not met again; to keep a few hundred fills the memory.
    return _laid_out(table) if table.entities else _kept(table)


@lru_cache(maxsize=256)
def _kept(table: Table) -> Grid:
    return _laid_out(table)


def _laid_out(table: Table) -> Grid:
    labels = table.labels + bool(table.numbered)
    width = lcm(*(len(block.column_leaves) for block in table.blocks))
    cells: list[Cell] = []
    top = 0
    for block in table.blocks:
        found = list(_block(table, block, top, labels, width))
        cells += found
        top = max(cell.row + cell.rows for cell in found)
    cells.sort(key=lambda cell: (cell.row, cell.column))
    return Grid(top, labels + width, labels, tuple(cells), not table.entities)


def _block(table: Table, block: Block, top: int, labels: int, width: int) -> Iterator[Cell]:
    share = width // len(block.column_leaves)
    if block.heading:
        yield Cell(top, 0, 1, labels + width, Role.HEADING, block.heading)
        top += 1
    header = max((line.depth for line in block.columns), default=0)
    first = int(bool(table.numbered))
    if header and first:
        yield Cell(top, 0, header, first, Role.CORNER, table.numbered)
    if header and labels > first:
        yield Cell(top, first, header, labels - first, Role.CORNER, block.corner)
    yield from _columns(block.columns, top, labels, header, share)
    top += header
    yield from _numbers(block, top) if first else ()
    yield from _rows(block.rows, top, first, labels - first)
    for index, row in enumerate(block.row_leaves):
        for place, column in enumerate(block.column_leaves):
            if column.line.prints:
                what, at = column.line.prints, labels + place * share
                text = _of_row(table, block, row, what)
                yield Cell(top + index, at, 1, share, Role.PRINTED, text, prints=what)
                continue
            figure = table.figures.get(".".join(chain((table.id,), row.path, column.path)))
            number = figure is None or figure.type.is_number or not block.has_rows
            number = number and not (table.units_beside and not block.columns)
            role, key = Role.FIGURE if number else Role.ANSWER, figure.key if figure else ""
            yield Cell(top + index, labels + place * share, 1, share, role, key=key)


def _numbers(block: Block, top: int) -> Iterator[Cell]:
    """A number for each row that is entered."""
    count = 0
    for row, leaf in enumerate(block.row_leaves, top):
        entered = leaf.parts is None and leaf.line.formula is None
        count += entered
        yield Cell(row, 0, 1, 1, Role.PRINTED, str(count) if entered else "")


def _of_row(table: Table, block: Block, row: Leaf, what: str) -> str:
    """What a column prints of a row itself."""
    if what == "code":
        return row.line.code
    return row.unit or block.unit or table.unit


def _columns(
    lines: tuple[Line, ...], row: int, column: int, rows: int, share: int
) -> Iterator[Cell]:
    for line in lines:
        width = line.breadth * share
        height = 1 if line.lines else rows
        yield Cell(row, column, height, width, Role.COLUMN, line.label, prints=line.prints)
        yield from _columns(line.lines, row + 1, column, rows - 1, share)
        column += width


def _rows(lines: tuple[Line, ...], row: int, column: int, columns: int) -> Iterator[Cell]:
    for line in lines:
        yield Cell(row, column, line.breadth, 1 if line.lines else columns, Role.ROW, line.label)
        yield from _rows(line.lines, row, column + 1, columns - 1)
        row += line.breadth
