"""Rows in another order than the form's, read by labels that are theirs to the letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from gendoc.labels import SURE, all_cores, cores, folded, likeness
from gendoc.record import record
from gendoc.rows import FormRow, Row

NEARER = 0.1
"""How much more a changed label must be like another row's that it may be that one."""


class RowLabels:
    """The labels of a table's rows, and whose a printed text is."""

    def __init__(
        self, known: Sequence[FormRow], rows: Sequence[Row], words: Mapping[str, Sequence[str]]
    ) -> None:
        self.leaves = Counter(row.leaf.text for row in known if row.leaf)
        groups = (group for row in known for group in row.groups)
        self.words = {label: words[label] for label in (*self.leaves, *groups)}
        self.beside: dict[tuple[str, ...], set[str]] = {}
        """The labels of the rows of each group."""
        for row in known:
            if row.leaf:
                self.beside.setdefault(row.groups, set()).add(row.leaf.text)
        self._by_core: dict[str, set[str]] = {}
        for label, own in self.words.items():
            for core in all_cores(own):
                self._by_core.setdefault(core, set()).add(label)
        filled = (row for row in rows if row.has_figures)
        self.printed = Counter(label for row in filled for label in self.of_row(row))
        """How many rows with figures have a label to the letter."""

    def of(self, text: str) -> frozenset[str]:
        """The labels that a text is to the letter, but for width, space, marks and numbers."""
        return frozenset().union(*(self._by_core.get(core, ()) for core in cores(text)))

    def of_row(self, row: Row) -> frozenset[str]:
        """The labels that stand in a row to the letter."""
        return frozenset().union(*(self.of(text) for _, text in row.words))

    def is_anothers(self, known: FormRow, text: str) -> bool:
        """Whether a text is the label of another row than a given one for all that can be seen."""
        own = known.leaf.text if known.leaf else ""
        exact = self.of(text)
        if own not in exact:
            there = self.printed[own] >= self.leaves[own] > 0
            return bool(exact) or there or self._is_nearer(own, text)
        beside = exact & self.beside.get(known.groups, set())
        whole = {label for label in beside if folded(text) in map(folded, self.words[label])}
        return bool(whole) and own not in whole

    def _is_nearer(self, own: str, text: str) -> bool:
        """Whether a changed label may as well be one that is nowhere printed to the letter."""
        like = likeness(self.words[own], text) - NEARER if own in self.words else 1
        open_ = self.words.keys() - self.printed.keys() - {own}
        return any(likeness(self.words[label], text) >= like for label in open_)

    def is_shared(self, known: FormRow) -> bool:
        """Whether other rows have the label of a row as well, so that only its groups tell it."""
        own = known.leaf.text if known.leaf else ""
        return sum(self.leaves[label] for label in self.of(own) if label in self.leaves) > 1


@record()
class _Open:
    """A group that a printed row may belong to: its label, and where that is printed."""

    label: str
    column: int
    row: int
    is_beside: bool
    """Whether further cells stand beside its label, so that its rows begin behind it."""


class Groups:
    """The groups that printed rows stand in, by the labels of these."""

    def __init__(self, known: Sequence[FormRow], rows: Sequence[Row], labels: RowLabels) -> None:
        self.chains = {row.groups[:n] for row in known for n in range(1, len(row.groups) + 1)}
        self.labels = labels
        self.names = [chain[-1] for chain in self.chains]
        self.open: dict[int, tuple[_Open, ...]] = {}
        """The groups from the outermost in, by the identity of their row."""
        seen: set[str] = set()
        last: tuple[_Open, ...] = ()
        first = next((at for at, row in enumerate(rows) if row.has_figures), 0)
        for at, row in enumerate(rows[first:], first):
            for group in self._begun(row, at):
                seen.add(group.label)
                outer = next(chain[:-1] for chain in self.chains if chain[-1] == group.label)
                last = (*(one for one in last if one.label in outer), group)
            self.open[id(row)] = last
        names = set(self.names)
        self.is_certain = len(names) == len(self.names) and seen == names
        """Whether every group is told by its label, which is no other's."""

    def _begun(self, row: Row, at: int) -> Iterator[_Open]:
        cells = row.printed.cells
        for index, text in row.words:
            if (label := self._label(text)) is not None:
                yield _Open(label, cells[index].column, at, index + 1 < len(cells))

    def _label(self, text: str) -> str | None:
        """The group whose label a text is: to the letter where that is printed, or else like it."""
        exact = self.labels.of(text)
        if exact:
            return next((label for label in exact if label in self.names), None)
        alike = (n for n in self.names if likeness(self.labels.words[n], text) >= SURE)
        return next((name for name in alike if not self.labels.printed[name]), None)

    def may_hold(self, known: FormRow, row: Row, index: int) -> bool:
        """Whether a printed row with its label in a cell may stand in the groups of one of the
        form's; only asked where other rows have the same label."""
        if not self.is_certain or id(row) not in self.open or not self.labels.is_shared(known):
            return True
        column = row.printed.cells[index].column
        open_ = self.open[id(row)]
        inside = [n for n, one in enumerate(open_, 1) if one.column < column and one.is_beside]
        names = tuple(one.label for one in open_)
        told = inside or (row.aligned and all(one.is_beside for one in open_))
        if told:
            return names[: max(inside, default=0)] == known.groups
        return names[: len(known.groups)] == known.groups


def unique(exact: Collection[tuple[int, int]]) -> list[tuple[int, int]]:
    """Of all pairs of a form's row and a printed one whose label is its own to the letter those
    that leave no other."""
    open_, taken = set(exact), set[tuple[int, int]]()
    while True:
        of_print = Counter(j for _, j in open_)
        only = {(i, j) for i, j in open_ if of_print[j] == 1}
        if only == taken:
            break
        # A printed row that can be no other leaves its row of the form to none.
        rows = {i for i, _ in only}
        open_ = {(i, j) for i, j in open_ if i not in rows or (i, j) in only}
        taken = only
    of_form = Counter(i for i, _ in open_)
    return sorted((i, j) for i, j in taken if of_form[i] == 1)
