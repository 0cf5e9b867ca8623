"""Rows in another order than the form's, read by labels that are theirs to the letter."""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Iterator, Mapping, Sequence

from gendoc.grid import Role
from gendoc.labels import folded, likeness
from gendoc.rows import FormRow, Row

NEARER = 0.1
"""How much more a changed label must be like another row's that it may be that one."""


class RowLabels:
    """The labels of a table's rows, and whose a printed text is."""

    def __init__(
        self, known: Sequence[FormRow], rows: Sequence[Row], words: Mapping[str, Sequence[str]]
    ) -> None:
        labels = (cell for row in known for cell in row.labels if cell.role is Role.ROW)
        self.words = {cell.text: words[cell.text] for cell in labels}
        self.beside: dict[tuple[str, ...], set[str]] = {}
        """The labels of the rows of each group."""
        for row in known:
            if row.leaf:
                self.beside.setdefault(row.groups, set()).add(row.leaf.text)
        self._exact: dict[str, frozenset[str]] = {}
        self.printed = {label for row in rows for _, text in row.words for label in self.of(text)}
        """The labels that are printed to the letter."""

    def of(self, text: str) -> frozenset[str]:
        """The labels that a text is to the letter, but for width, space, marks and numbers."""
        if text not in self._exact:
            exact = (label for label, own in self.words.items() if likeness(own, text) == 1)
            self._exact[text] = frozenset(exact)
        return self._exact[text]

    def is_anothers(self, known: FormRow, text: str) -> bool:
        """Whether a text is the label of another row than a given one for all that can be seen."""
        own = known.leaf.text if known.leaf else ""
        exact = self.of(text)
        if own not in exact:
            return bool(exact) or self._is_nearer(own, text)
        beside = exact & self.beside.get(known.groups, set())
        whole = {label for label in beside if folded(text) in map(folded, self.words[label])}
        return bool(whole) and own not in whole

    def _is_nearer(self, own: str, text: str) -> bool:
        """Whether a changed label is more like one that is nowhere printed to the letter."""
        like = likeness(self.words[own], text) + NEARER if own in self.words else 1
        open_ = self.words.keys() - self.printed - {own}
        return any(likeness(self.words[label], text) >= like for label in open_)


Pairs = list[tuple[int, int]]


def reordered(
    known: Sequence[FormRow], rows: Sequence[Row], exact: Collection[tuple[int, int]]
) -> Pairs | None:
    """The form's rows with the printed ones whose labels are theirs to the letter, where these
    stand in another order; None where they do not. `exact` are all such pairs, also of labels that
    come several times: these are told apart by their groups, or left out."""
    of_form, of_print = (Counter(pair[side] for pair in exact) for side in (0, 1))
    sure = sorted((i, j) for i, j in exact if of_form[i] == of_print[j] == 1)
    if [j for _, j in sure] == sorted(j for _, j in sure):
        return None
    open_ = [(i, j) for i, j in exact if (i, j) not in sure]
    return sure + _by_group(known, rows, open_)


def _by_group(known: Sequence[FormRow], rows: Sequence[Row], open_: Pairs) -> Pairs:
    """The pairs whose group says that they are the only ones."""
    near = _groups(known, rows)
    if near is None:
        return []
    fit = [(i, j) for i, j in open_ if near[j][: len(known[i].groups)] == known[i].groups]
    of_form, of_print = (Counter(pair[side] for pair in fit) for side in (0, 1))
    return [(i, j) for i, j in fit if of_form[i] == of_print[j] == 1]


def _groups(known: Sequence[FormRow], rows: Sequence[Row]) -> list[tuple[str, ...]] | None:
    """The groups that each printed row may belong to, from the outermost in; None where a group's
    label is not there once, to the letter and as no other's."""
    chains = {row.groups[:n] for row in known for n in range(1, len(row.groups) + 1)}
    leaves = {row.leaf.text for row in known if row.leaf}
    labels = [chain[-1] for chain in chains]
    starts: dict[int, tuple[str, ...]] = {}
    for chain in sorted(chains, key=len):
        found = list(_with_label(chain[-1], rows))
        if len(found) != 1 or labels.count(chain[-1]) > 1 or chain[-1] in leaves:
            return None
        starts[found[0]] = chain
    near: list[tuple[str, ...]] = []
    for at in range(len(rows)):
        near.append(starts.get(at, near[-1] if near else ()))
    return near


def _with_label(label: str, rows: Sequence[Row]) -> Iterator[int]:
    for at, row in enumerate(rows):
        if any(likeness((label,), text) == 1 for _, text in row.words):
            yield at
