"""Labels put together from the pieces that narrow columns leave of them in a text."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from gendoc.grid import Cell, Role
from gendoc.labels import cores, plain
from gendoc.record import record
from gendoc.rows import FormRow, blocks, wordings
from gendoc.table import Table

MAX_STATES = 400
"""Ways of putting pieces together that are followed at a time."""


@record()
class Word:
    """A word of a text, in a line that is counted from 1, on a page."""

    text: str
    line: int
    page: int
    start: int

    @property
    def end(self) -> int:
        return self.start + len(self.text)

    @property
    def place(self) -> tuple[int, int]:
        return self.line, self.start


@record()
class Label:
    """A label of the form with its wordings, plain. It begins where those of the block before are
    whole, and so is the one above it, and where the last one before it in the same words has
    begun."""

    cell: Cell
    words: tuple[str, ...]
    block: int
    above: int = -1
    twin: int = -1

    @property
    def may_lack(self) -> bool:
        return self.cell.role is Role.CORNER


def labels(table: Table, rows: Sequence[FormRow]) -> list[Label]:
    """The labels of a table in its order."""
    known = wordings(table)
    found: list[Label] = []
    for block, row in zip(blocks(rows), rows, strict=True):
        for cell in row.labels:
            full = map(plain, known[cell.text])
            short = (core for word in known[cell.text] for core in sorted(cores(word)))
            words = tuple(dict.fromkeys((*full, *short)))
            beside = [(at, one) for at, one in enumerate(found) if one.block == block]
            same = [at for at, one in beside if one.cell.role is cell.role]
            above = [at for at in same if found[at].cell.column == cell.column]
            twins = [at for at in same if found[at].words == words]
            chained = cell.role is Role.ROW and above
            found.append(
                Label(
                    cell,
                    words,
                    block,
                    above[-1] if chained else -1,
                    twins[-1] if twins else -1,
                )
            )
    return found


State = tuple[str | None, ...]
"""What is still to come of each label; None of one that has not begun."""
Path = tuple["Path", int, Word] | None
"""How the words before were dealt: the way up to the last one, its label, and the word itself."""


def put_together(own: Sequence[Label], lines: Sequence[Sequence[Word]]) -> list[list[Word]] | None:
    """The words of each label where the words of all lines are exactly these; else None.

    Within a line they stand from left to right, as their labels do.
    """
    search = _Search(own)
    states: dict[State, Path] = {(None,) * len(own): None}
    for words in lines:
        states = search.line(states, words)
        if not states or len(states) > MAX_STATES:
            return None
    done = [path for state, path in states.items() if search.is_done(state)]
    return _collected(done[0], len(own)) if done else None


class _Search:
    def __init__(self, labels: Sequence[Label]) -> None:
        self.labels = labels

    def is_done(self, state: State, block: int | None = None) -> bool:
        """Whether all labels are whole, or those of a block."""
        return all(
            rest == "" or (rest is None and label.may_lack)
            for rest, label in zip(state, self.labels, strict=True)
            if block is None or label.block == block
        )

    def line(self, states: dict[State, Path], words: Sequence[Word]) -> dict[State, Path]:
        """The states behind a line."""
        within = {(state, -1): path for state, path in states.items()}
        for word in words:
            if not (text := plain(word.text)):
                continue
            behind: dict[tuple[State, int], Path] = {}
            for (state, last), path in within.items():
                for at, rest in self._steps(state, last, text):
                    new = (*state[:at], rest, *state[at + 1 :])
                    behind.setdefault((new, at), (path, at, word))
            within = behind
            if len(within) > MAX_STATES:
                return {}
        found: dict[State, Path] = {}
        for (state, _), path in within.items():
            found.setdefault(state, path)
        return found

    def _steps(self, state: State, last: int, text: str) -> Iterator[tuple[int, str]]:
        """The labels that a word goes on with or begins, and what is then to come of each."""
        for at, label in enumerate(self.labels):
            beside = last in (-1, at) or label.cell.column > self.labels[last].cell.column
            rest = state[at]
            if rest == "" or not beside or (rest is None and not self._may_begin(state, label)):
                continue
            for whole in label.words if rest is None else (rest,):
                if whole.startswith(text):
                    yield at, whole.removeprefix(text)

    def _may_begin(self, state: State, label: Label) -> bool:
        if label.above >= 0 and state[label.above] != "":
            return False
        if label.twin >= 0 and state[label.twin] is None:
            return False
        return not label.block or self.is_done(state, label.block - 1)


def _collected(path: Path, count: int) -> list[list[Word]]:
    found: list[list[Word]] = [[] for _ in range(count)]
    while path:
        path, at, word = path
        found[at].append(word)
    return [words[::-1] for words in found]
