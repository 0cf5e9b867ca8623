"""Figures of a table that a text has one below the other, in blocks among pieces of labels: read
row by row where totals prove that this is their order."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence

from gendoc.assigning import adds_up, wanted
from gendoc.expression import Expression
from gendoc.form import Check, Form
from gendoc.pieces import Label
from gendoc.printed import is_blank
from gendoc.relations import is_history, scopes
from gendoc.rows import FormRow
from gendoc.table import Table

MAX_LOOSE = 3
"""Rows of one relation that do not prove themselves, so many that they may be wrong together."""

Cells = dict[FormRow, tuple[str, ...]]


def has_labels(own: Sequence[Label], text: str) -> bool:
    """Whether a text, plain, has the characters of all labels and no others; those of a corner may
    lack."""
    for kept in (own, [label for label in own if not label.may_lack]):
        if Counter("".join(label.words[0] for label in kept)) == Counter(text):
            return True
    return False


def streamed(
    table: Table, form: Form, rows: Sequence[FormRow], figures: Sequence[str]
) -> Cells | None:
    """The cells of each row out of all figures in their order; None where nothing proves it.

    A part of a row that stands elsewhere leaves its own total true only where one figure alone
    makes it up: so rows with several prove themselves, and the columns those with one.
    """
    if len(figures) != sum(len(row.figures) for row in rows):
        return None
    rest = iter(figures)
    cells = {row: tuple(next(rest) for _ in row.figures) for row in rows}
    if all(is_blank(text) or text == "0" for text in figures):
        return cells
    return cells if holds(table, form, cells, in_turn=True) else None


def holds(table: Table, form: Form, cells: Cells, *, in_turn: bool = False) -> bool:
    """Whether the totals of all rows and columns prove that these are their cells; `in_turn`: none
    but their order told which is which."""
    if any(len(texts) != len(row.figures) for row, texts in cells.items()):
        return False
    return _Proof(table, form, cells, in_turn).holds()


class _Proof:
    def __init__(self, table: Table, form: Form, cells: Cells, in_turn: bool) -> None:
        self.table = table
        self.form = form
        self.cells = cells
        self.in_turn = in_turn
        self.told = {
            cell.key: "0" if is_blank(text) else text
            for row, texts in cells.items()
            for cell, text in zip(row.figures, texts, strict=True)
        }
        self.row_of = {cell.key: row for row in cells for cell in row.figures}

    def holds(self) -> bool:
        numbers = all(text.isdecimal() for text in self.told.values())
        whole = self.told.keys() >= self.table.figures.keys()
        return numbers and whole and self._adds_up() and self._are_bound()

    def _adds_up(self) -> bool:
        sums = (
            [*(total.parts or ()), total.key] for total in self.table.totals if not total.formula
        )
        return all(adds_up([self.told[key] for key in sum_]) for sum_ in sums)

    def _are_bound(self) -> bool:
        """Whether each row is part of a total of rows, or of a relation between them, that proves
        its columns."""
        summed = set(self._summed())
        bound = {row for rows in self._related() for row in rows} | summed
        return bool(summed) and bound == set(self.cells)

    def _summed(self) -> Iterator[FormRow]:
        """The rows that a total of rows adds up, and that total, where it proves itself."""
        for total in self.table.totals:
            own = self.row_of[total.key]
            rows = {self.row_of[part] for part in total.parts or ()}
            if rows != {own} and self._is_anchored(own):
                yield from (own, *rows)

    def _is_anchored(self, row: FormRow) -> bool:
        """Whether several figures of a row make up its total, so that none of them is it."""
        own = wanted(row, self.table)
        parts = {at for *parts, _ in own.sums for at in parts}
        several = sum(bool(int(self._values(row)[at])) for at in parts) > 1
        return not self.in_turn or (bool(own.sums) and several)

    def _related(self) -> Iterator[set[FormRow]]:
        """The rows of each relation that holds in every column, and would not if rows that do not
        prove themselves stood in another one."""
        for check in self.form.checks:
            if not check.holds or not self._is_of_rows(check):
                continue
            names, found = check.holds.names, list(scopes(self.form, self._tables, check))
            if not all(self._is_true(check.holds, scope) for scope in found):
                continue
            rows = {self.row_of[scope[name]] for scope in found for name in names}
            loose = [row for row in rows if not self._is_anchored(row)]
            sizes = [size for row in loose if (size := sum(map(int, self._values(row))))]
            if len(sizes) < MAX_LOOSE and len(set(sizes)) == len(sizes):
                yield rows

    @property
    def _tables(self) -> Mapping[str, Table]:
        return {self.table.id: self.table}

    def _is_of_rows(self, check: Check) -> bool:
        plain = not (check.given or check.when or is_history(check))
        return plain and check.table == self.table.id and check.for_each == "column"

    def _is_true(self, holds: Expression, scope: Mapping[str, str]) -> bool:
        there = holds.names <= scope.keys()
        return there and bool(
            holds.value({name: int(self.told[scope[name]]) for name in holds.names})
        )

    def _values(self, row: FormRow) -> list[str]:
        return [self.told[cell.key] for cell in row.figures]
