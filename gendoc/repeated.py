"""Finds the rows that a report gives any number of: those between the rows that the form knows."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from functools import cached_property

from gendoc.across import NOT_KEYS
from gendoc.figure import FigureType
from gendoc.grid import Cell, Role
from gendoc.labels import SURE, likeness
from gendoc.printed import is_blank
from gendoc.record import record
from gendoc.rows import FormRow, Row, form_rows, wordings
from gendoc.table import ENTITY_NAME, Table

_MARKS = re.compile(r"\W+")


@record()
class Entity:
    """A printed row of a repeated one: its key beside the others, and its name as printed."""

    key: str
    name: str
    row: int
    """The index of the printed row."""
    label: int
    """The index of the cell that holds the name."""


def keys_of(names: Sequence[str]) -> list[str]:
    """A key for each name, by which the row is found again in another year's report."""
    found: dict[str, None] = {}
    taken = {*NOT_KEYS, ENTITY_NAME}
    times: Counter[str] = Counter()
    for number, name in enumerate(names, 1):
        words = _MARKS.sub("_", name.casefold()).strip("_") or f"row_{number}"
        key = words if words.isidentifier() else f"_{words}"
        if not key.isidentifier():
            key = f"row_{number}"
        base = key
        while key in found or key in taken:
            times[base] += 1
            key = f"{base}_{times[base] + 1}"
        found[key] = None
    return list(found)


class Repeated:
    """The printed rows between those that the form knows."""

    def __init__(
        self,
        table: Table,
        rows: Sequence[Row],
        pairs: Sequence[tuple[int, int]],
        lefts: Mapping[int, int | None],
    ) -> None:
        """`pairs` are the form's rows that are known with the printed ones, `lefts` the printed
        columns of the first figures of the repeated ones, where the header tells them."""
        self.form_rows = list(form_rows(table))
        self.wordings = wordings(table)
        self.figures = table.figures
        self.labels = table.labels
        """Columns of labels that the form prints before the figures."""
        self.rows = rows
        self.pairs = pairs
        self.lefts = lefts
        self.names = {line.label for line in table.repeats.values()}

    def entities(self, repeated: Mapping[int, str]) -> dict[str, list[Entity]]:
        """The printed rows of each repeated one, which are given by their index and key.

        They stand between the rows that the form knows; the headers and blank rows there, as page
        breaks repeat them, are none of them.
        """
        groups = self._groups(repeated)
        found: dict[str, list[Entity]] = {}
        for i, key in repeated.items():
            start, end = self._between(i)
            shared = len({self._between(k) for k in repeated}) < len(repeated)
            rows = [
                at
                for at in range(start, end)
                if self._may_be(self.form_rows[i], self.rows[at])
                and (not shared or groups[at] == i)
            ]
            none = start == end and end < len(self.rows) and not self._elsewhere(repeated)
            if (rows or none) and not any(self._is_known(self.rows[at]) for at in rows):
                found[key] = list(self._named(i, rows))
        return found

    def _named(self, i: int, rows: Sequence[int]) -> Iterator[Entity]:
        labels = [self._label_cell(i, self.rows[at]) for at in rows]
        names = [self._name(self.rows[r], at) for r, at in zip(rows, labels, strict=True)]
        yield from map(Entity, keys_of(names), names, rows, labels)

    def _name(self, row: Row, at: int) -> str:
        """The name in a cell, or in a wide one that left blank cells behind it."""
        cells = row.printed.cells[: at + 1]
        filled = next((cell.text for cell in reversed(cells) if cell.text), "")
        known = any(likeness(words, filled) == 1 for words in self.wordings.values())
        return " ".join((cells[at].text if known else filled).split())

    def _between(self, i: int) -> tuple[int, int]:
        """The printed rows, from and to, that may be those of a repeated one: behind the last row
        before it that has figures, or else behind the first header."""
        above = [j for k, j in self.pairs if k < i and self.form_rows[k].figures]
        headers = (at for at, row in enumerate(self.rows) if self._is_header(row))
        start = max(above) + 1 if above else next(headers, -1) + 1
        end = min((j for k, j in self.pairs if k > i), default=len(self.rows))
        while start < end and self._is_header(self.rows[start]):
            start += 1
        return start, end

    def _is_known(self, row: Row) -> bool:
        """Whether a row has a label like one of the form's that was not found: it may be that."""
        found = {k for k, _ in self.pairs}
        labels = (r.leaf.text for k, r in enumerate(self.form_rows) if r.leaf and k not in found)
        own = [self.wordings[label] for label in labels if label not in self.names]
        return any(likeness(words, text) >= SURE for words in own for _, text in row.words)

    def _elsewhere(self, repeated: Mapping[int, str]) -> bool:
        """Whether rows that the form does not know stand beside the places of repeated ones."""
        known = {j for _, j in self.pairs}.union(*(range(*self._between(i)) for i in repeated))
        others = [row for at, row in enumerate(self.rows) if at not in known and row.has_figures]
        return any(self._may_be(self.form_rows[i], row) for i in repeated for row in others)

    def _may_be(self, known: FormRow, row: Row) -> bool:
        """Whether a printed row may be one of a repeated one's: no note, blank row or header."""
        texts = [cell.text for cell in row.printed.cells]
        if len(texts) < 2 or all(map(is_blank, texts)) or self._is_header(row):
            return False
        if row.is_name and not all(map(self._may_be_blank, known.figures)):
            return False  # a heading between them, or a row that nobody filled in
        surplus = texts[self.labels + len(known.cells) :]
        return row.aligned or not any(text.strip() for text in surplus)

    def _may_be_blank(self, cell: Cell) -> bool:
        """Whether a report may leave a figure open, or does not enter it."""
        figure = self.figures[cell.key]
        is_open = figure.demand.may_be_empty or figure.type is FigureType.CHOICES
        return is_open or figure.parts is not None

    def _groups(self, repeated: Iterable[int]) -> list[int]:
        """For each printed row the repeated one whose group's label stands there or last above."""
        found, last = [], -1
        for row in self.rows:
            for i in repeated:
                words = [self.wordings[group] for group in self.form_rows[i].groups[-1:]]
                if any(likeness(own, text) >= SURE for own in words for _, text in row.words):
                    last = i
            found.append(last)
        return found

    @cached_property
    def _headings(self) -> list[tuple[str, ...]]:
        """The wordings of the labels of headings and columns."""
        roles = (Role.HEADING, Role.CORNER, Role.COLUMN)
        labels = {c.text for known in self.form_rows for c in known.labels if c.role in roles}
        return [self.wordings[label] for label in sorted(labels)]

    @cached_property
    def _printed_headers(self) -> set[tuple[str, ...]]:
        """The texts of the printed rows that are the form's headers."""
        headers = (j for i, j in self.pairs if not self.form_rows[i].figures)
        return {tuple(text for _, text in self.rows[j].words) for j in headers}

    def _is_header(self, row: Row) -> bool:
        """Whether a row is a header of the form's, also printed again, or holds no more than labels
        of its columns to the letter: what is like them may be a name or an answer."""
        if row.has_figures:
            return False
        texts = tuple(text for _, text in row.words)
        return texts in self._printed_headers or all(
            any(likeness(words, text) == 1 for words in self._headings) for text in texts
        )

    def _label_cell(self, i: int, row: Row) -> int:
        """The index of the cell with a repeated row's name: the last before its figures."""
        cells = row.printed.cells
        left = self.lefts.get(i)
        if left is not None and row.aligned:
            before = [at for at, c in enumerate(cells) if c.column + c.columns <= left]
            return max(before, default=0)
        return max(len(cells) - len(self.form_rows[i].cells) - 1, 0)
