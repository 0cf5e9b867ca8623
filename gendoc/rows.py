"""Rows as a form and as a document print them: their labels, and the cells behind these."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import cached_property

from gendoc.grid import Cell, Role, grid
from gendoc.labels import folded, number
from gendoc.line import Line
from gendoc.printed import is_blank, is_figure
from gendoc.published import PrintedRow
from gendoc.record import record
from gendoc.table import Table

_ITEM = re.compile(r"[0-9]{1,2}\s*[、.．](?![0-9])")
_INNER = (Role.FIGURE, Role.ANSWER, Role.PRINTED)
"""What the cells behind the labels of a row are for."""
_NUMBER = re.compile(r"[-+]?[0-9][0-9.,]*[%‰]?")


@record()
class FormRow:
    """A row of the form's printed grid: the labels that begin in it, those above, its figures."""

    labels: tuple[Cell, ...]
    groups: tuple[str, ...]
    """Labels of the groups that its last label belongs to."""
    figures: tuple[Cell, ...]
    cells: tuple[Cell, ...]
    """Its figures, and among them the cells where the form has none: a total has no text, and what
    it prints of a row by itself is no figure."""

    @property
    def leaf(self) -> Cell | None:
        """The label of the row itself, where it has figures and a label."""
        return self.labels[-1] if self.figures and self.labels else None

    def key(self, table: Table) -> str:
        """The full key of the row in its table; an empty string for a header."""
        row = table.figures[self.figures[0].key].row if self.figures else ()
        return ".".join((table.id, *row)) if row else ""


@record()
class Row:
    """A printed row with the cells that hold words."""

    printed: PrintedRow
    aligned: bool
    of_lines: bool = False
    """Its cells are lines of a text, those behind its own to the next label among them."""
    is_even: bool = True
    """Blank lines among its cells are blank cells: none part the labels of its header."""
    marked: frozenset[int] = frozenset()
    """The indexes of its cells that are labels of the form, whatever they look like."""
    told: tuple[tuple[str, str], ...] = ()
    """What columns that hold no figures printed of it, its `code` and `unit`: taken out of it."""

    @cached_property
    def words(self) -> tuple[tuple[int, str], ...]:
        return tuple(
            (index, cell.text)
            for index, cell in enumerate(self.printed.cells)
            if index in self.marked
            or (any(character.isalpha() for character in cell.text) and not is_blank(cell.text))
        )

    @cached_property
    def is_name(self) -> bool:
        """Whether it holds one text and blank cells beside it."""
        filled = [cell.text for cell in self.printed.cells if not is_blank(cell.text)]
        return len(filled) == 1 and len(self.printed.cells) > 1 and not self.has_figures

    @cached_property
    def has_figures(self) -> bool:
        return any(not _ITEM.match(text) for text in self._figures())

    @cached_property
    def figures(self) -> int:
        """How many of its cells hold a figure that is not blank."""
        return len(list(self._figures()))

    def _figures(self) -> Iterator[str]:
        for at, cell in enumerate(self.printed.cells):
            if at not in self.marked and is_figure(cell.text) and not is_blank(cell.text):
                yield cell.text

    @cached_property
    def label(self) -> int:
        """The index of the last cell that is neither blank nor a figure; -1 without one."""
        cells = self.printed.cells
        return max(
            (
                at
                for at, cell in enumerate(cells)
                if not is_figure(cell.text) or _ITEM.match(cell.text) or at in self.marked
            ),
            default=-1,
        )


def form_rows(table: Table) -> Iterator[FormRow]:
    """The rows of a table as the form prints it."""
    groups: list[Cell] = []
    layout = grid(table)
    for index, cells in enumerate(layout.by_row()):
        texts = (cell for cell in cells if not cell.key and cell.text)
        labels = tuple(cell for cell in texts if cell.role is not Role.PRINTED)
        figures = tuple(cell for cell in cells if cell.key)
        groups = [group for group in groups if group.row + group.rows > index]
        groups += [cell for cell in labels if cell.role is Role.ROW]
        own = labels[-1] if labels and figures else None
        names = tuple(group.text for group in groups if group is not own)
        behind = (cell for cell in cells if cell.column >= layout.labels)
        inner = tuple(cell for cell in behind if cell.role in _INNER)
        yield FormRow(labels, names, figures, inner)


def blocks(rows: Sequence[FormRow]) -> list[int]:
    """The number of the block that each row of a form is in: a header begins one."""
    found: list[int] = []
    for row, above in zip(rows, (None, *rows), strict=False):
        begins = above is not None and above.figures and not row.figures
        found.append((found[-1] if found else 0) + bool(begins))
    return found


def wordings(table: Table) -> dict[str, tuple[str, ...]]:
    """Every printed label of a table with its other wordings."""
    found: dict[str, tuple[str, ...]] = {}

    def note(lines: Sequence[Line]) -> None:
        for line in lines:
            found[line.label] = tuple(
                dict.fromkeys((*found.get(line.label, (line.label,)), *line.also))
            )
            note(line.lines)

    for block in table.blocks:
        for label in (block.heading, block.corner, table.numbered):
            if label:
                found.setdefault(label, (label,))
        note(block.columns)
        note(block.rows)
    return found


def with_labels(table: Table, rows: Sequence[Row]) -> list[Row]:
    """Rows that know which of their cells are labels of the form though they look like figures:
    401+ days, 18-24, and years.

    A bare number is one only in a row that is a header of the form; as the label of a row, where
    no more than labels of the form stands before it.
    """
    known = wordings(table)
    labels = {folded(word) for words in known.values() for word in words if not is_blank(word)}
    of_rows = {cell.text for cell in grid(table).cells if cell.role is Role.ROW and cell.text}
    numbers = {folded(word) for label in of_rows for word in known[label]}
    headers = {
        tuple(folded(cell.text) for cell in known.labels if cell.text not in left_out)
        for known in form_rows(table)
        for left_out in ((), (table.numbered,))
        if not known.figures
    }

    def marked(row: Row) -> Iterator[int]:
        texts = [(at, folded(cell.text)) for at, cell in enumerate(row.printed.cells)]
        filled = [(at, text) for at, text in texts if text]
        own, may_be = tuple(text for _, text in filled) in headers, True
        for at, text in filled:
            may_be = may_be and text in labels
            is_number = bool(_NUMBER.fullmatch(text))
            if text in labels and (own or not is_number or (may_be and text in numbers)):
                yield at

    return [replace(row, marked=frozenset(marked(row))) for row in rows]


def has_other_number(label: str, printed: str) -> bool:
    """Whether a printed label begins with a number, and the form's with another."""
    told = number(printed)
    return bool(told and number(label) and told != number(label))
