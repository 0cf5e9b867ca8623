"""Which printed column is which of a form's: where a table has a header, it decides."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field, replace

from gendoc.assigning import end_of
from gendoc.grid import Cell, Role
from gendoc.labels import SURE, likeness
from gendoc.published import PrintedCell, PrintedRow
from gendoc.record import record
from gendoc.rows import FormRow, Row


@record(eq=False, frozen=False)
class Header:
    """The header of a block of a table: its labels as they are printed."""

    wordings: Mapping[str, tuple[str, ...]]
    is_in_one_row: bool = False
    """Whether the form has all labels of columns side by side."""
    columns: dict[int, PrintedCell] = field(default_factory=dict)
    """Printed cells by the column of the form's grid that they stand over."""
    row: PrintedRow | None = None
    """The last printed row of it."""
    is_moved: bool = False
    """Whether a label stands in another place among the others than the form's."""
    labels: dict[int, str] = field(default_factory=dict)
    """The form's label right above each column of its grid."""
    order: list[Cell] | None = None
    """The form's labels in the order in which they are printed, where all were found."""

    def note(self, labels: Sequence[Cell], row: Row) -> None:
        """Take the places of columns from a printed row of the header."""
        headings = [cell for cell in labels if cell.role is Role.COLUMN]
        for cell in headings:
            self.labels |= dict.fromkeys(range(cell.column, cell.column + cell.columns), cell.text)
        places = dict(self._places(headings, row))
        words = self._words(labels, headings, row)
        self.is_moved |= self._is_moved(headings, words)
        self.order = self._followed(headings, words)
        columns = [cell.column for cell in self.order or ()]
        self.is_moved |= columns != sorted(columns)
        for cell in headings if row.aligned else ():
            for column in range(cell.column, cell.column + cell.columns):
                self.columns.pop(column, None)
                if cell in places:
                    self.columns[column] = row.printed.cells[places[cell]]
        self.row = row.printed

    def _places(self, headings: Sequence[Cell], row: Row) -> Iterator[tuple[Cell, int]]:
        """The index of the printed cell of each label; labels that come several times go by the
        group that they stand below, else by their order."""
        above = {c: self.columns.get(c.column) if row.aligned else None for c in headings}
        for label, group in dict.fromkeys((c.text, above[c]) for c in headings):
            same = [c for c in headings if (c.text, above[c]) == (label, group)]
            cells = row.printed.cells
            words = [(at, t) for at, t in row.words if group is None or _covers(group, cells[at])]
            alike = self.alike(label, words, headings)
            if len(alike) == len(same):
                yield from zip(same, alike, strict=True)

    def alike(
        self, label: str, words: Sequence[tuple[int, str]], headings: Sequence[Cell]
    ) -> list[int]:
        """The words that are a label: to the letter, or else like it and like no other that is
        there to the letter."""
        likes = {at: likeness(self.wordings[label], text) for at, text in words}
        exact = [at for at, like in likes.items() if like == 1]
        others = [self.wordings[c.text] for c in headings if c.text != label]
        return exact or [
            at
            for at, text in words
            if likes[at] >= SURE and not any(likeness(other, text) == 1 for other in others)
        ]

    def _words(
        self, labels: Sequence[Cell], headings: Sequence[Cell], row: Row
    ) -> list[tuple[int, str]]:
        """The words of a row without that in the corner."""
        corners = [self.wordings[cell.text] for cell in labels if cell not in headings]
        words = [
            (at, t) for at, t in row.words if all(likeness(corner, t) < 1 for corner in corners)
        ]
        first = (labels and labels[0].row == 0) or self.row is None
        surplus = first and len(words) == len(headings) + 1
        known = (likeness(self.wordings[c.text], words[0][1]) >= SURE for c in headings)
        return words[1:] if surplus and not any(known) else words

    def _followed(
        self, headings: Sequence[Cell], words: Sequence[tuple[int, str]]
    ) -> list[Cell] | None:
        """The labels so far as they are printed, with those of another row: each group has its
        own, as many as in the form."""
        if len(words) != len(headings) or (self.row and self.order is None):
            return None
        groups = self.order if self.row and self.order is not None else [None]
        found: list[Cell] = []
        rest = list(words)
        for group in groups:
            own = [c for c in headings if group is None or _covers(group, c)]
            if not own and group is not None:
                found.append(group)
                continue
            part, rest = rest[: len(own)], rest[len(own) :]
            places = {at: c for c in own for at in self.alike(c.text, part, own)}
            if len(places) != len(own) or len(set(places.values())) != len(own):
                return None
            found += [places[at] for at, _ in part]
        return found

    def _is_moved(self, headings: Sequence[Cell], words: Sequence[tuple[int, str]]) -> bool:
        """Whether the labels that were found stand in another order than the form's, or one to
        the letter where another has its place. Those of columns without figures count for none."""
        beside = [self.wordings[cell.text] for cell in headings if cell.prints]
        headings = [cell for cell in headings if not cell.prints]
        words = [(at, t) for at, t in words if all(likeness(own, t) < 1 for own in beside)]
        texts = [cell.text for cell in headings]
        places = [(cell, self.alike(cell.text, words, headings)) for cell in headings]
        found = [at[0] for c, at in places if len(at) == 1 and texts.count(c.text) == 1]
        exact = (
            text
            for cell, (_, text) in zip(headings, words, strict=False)
            if likeness(self.wordings[cell.text], text) < 1
            and any(likeness(self.wordings[other], text) == 1 for other in texts)
        )
        return found != sorted(found) or (len(words) == len(headings) and any(exact))

    def has_other_order(self, leaves: Sequence[Cell], row: Row) -> bool:
        """Whether a printed row that has labels of several rows of the header has those above
        columns neither from left to right nor one row of them behind the other. Where they are
        not as many, as those repeated in each row that they cover, the last of each counts."""
        words = [self.wordings[cell.text] for cell in leaves]
        known = [text for _, text in row.words if any(likeness(own, text) == 1 for own in words)]
        last = list(dict.fromkeys(reversed(known)))[::-1]
        texts = known if len(known) == len(leaves) else last
        by_row = sorted(leaves, key=lambda cell: (cell.row, cell.column))
        return not any(self._has_in_order(cells, texts) for cells in (leaves, by_row))

    def _has_in_order(self, cells: Sequence[Cell], texts: Sequence[str]) -> bool:
        rest = iter(cells)
        return all(
            any(likeness(self.wordings[cell.text], text) == 1 for cell in rest) for text in texts
        )

    def has_anothers(self, figures: Sequence[Cell], cells: Sequence[PrintedCell], row: Row) -> bool:
        """Whether right above a cell of a row the header has to the letter the label of another
        column than that of its figure. Where columns are not known the last cells are those below
        the last of a header that has more of them. Headers in several rows do not tell it."""
        above = self.row.cells if self.row and self.is_in_one_row else ()
        if row.aligned and end_of(above) == end_of(cells):
            by_column = {cell.column: cell.text for cell in above}
            texts = [by_column.get(cell.column, "") for cell in cells]
        else:
            more = len(above) - len(row.printed.cells)
            if more > 0 and not any(cell.text for cell in above[-more:]):
                above = above[:-more]  # bars that fill the header up
            whole = not row.aligned and len(above) > len(cells)
            texts = [cell.text for cell in above[-len(cells) :]] if whole else []
        return any(
            self._is_anothers(figure, text) for figure, text in zip(figures, texts, strict=False)
        )

    def _is_anothers(self, figure: Cell, text: str) -> bool:
        own = self.labels.get(figure.column)
        if own is None or not text or likeness(self.wordings[own], text) == 1:
            return False
        others = set(self.labels.values()) - {own}
        return any(likeness(self.wordings[other], text) == 1 for other in others)

    def above(self, known: FormRow) -> list[PrintedCell | None]:
        """The printed cells that stand over the figures of a row."""
        return [self.columns.get(figure.column) for figure in known.figures]

    def reordered(self, known: FormRow) -> FormRow | None:
        """A row with its cells in the order of a header that has another than the form; None
        where it cannot be followed."""
        by_column = {cell.column: cell for cell in known.cells}
        order = [cell.column for cell in self.order or ()]
        if set(order) != by_column.keys():
            return None
        cells = tuple(by_column[column] for column in order)
        return replace(known, cells=cells, figures=tuple(cell for cell in cells if cell.key))


def _covers(group: Cell | PrintedCell, cell: Cell | PrintedCell) -> bool:
    return group.column <= cell.column < group.column + group.columns
