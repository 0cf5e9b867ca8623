"""Tables whose cells each end with a bar, whatever lines they stand in, as crawlers print pages.

Each row but the last is filled up with bars to the width of the table. Where several bars end a
line, a row ends as well: the places of these tell how many cells a row has.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import field
from functools import cached_property
from itertools import pairwise
from math import gcd

from gendoc.printed import is_blank, is_figure
from gendoc.record import record

MAX_WIDTH = 60
"""Cells of a row."""
MIN_ENDS = 2
"""Rows whose end bars tell, without which their places are not trusted."""
_HEADING = re.compile(r"\s*[一二三四五六七八九十]+、\s?[^\s（(|]+\s*")


@record()
class Piece:
    """A row of a table, or a line or cell that is in none, with its first line."""

    at: int
    cells: tuple[str, ...]
    lines: int = 1


@record(eq=False, frozen=False)
class _Part:
    """Lines up to the next that may be a heading: cells, and words around them."""

    begins: bool
    """Whether bars begin its rows as well, on lines of their own."""
    heading: list[Piece] = field(default_factory=list)
    cells: list[Piece] = field(default_factory=list)
    ends: list[int] = field(default_factory=list)
    """How many cells there are up to each end of a row that several bars tell."""
    rest: list[Piece] = field(default_factory=list)

    @cached_property
    def width(self) -> int:
        """How many cells a row has; 0 where no bars tell it."""
        most = gcd(*self.ends) if len(self.ends) >= MIN_ENDS else 0
        widths = range(min(most, MAX_WIDTH), 1, -1)
        return next((n for n in widths if not most % n and self._is_whole(n)), 0)

    def _is_whole(self, width: int) -> bool:
        """Whether no row of a width holds several: words behind its figures."""
        return not any(map(_is_mixed, self._rows(width)))

    def _rows(self, width: int) -> Iterator[Piece]:
        for at in range(0, len(self.cells), width):
            row = self.cells[at : at + width]
            end = row[-1].at + row[-1].lines
            texts = [cell.cells[0] for cell in row]
            yield Piece(row[0].at, tuple(texts[1:] if self.begins else texts), end - row[0].at)

    def goes_on(self, below: _Part) -> bool:
        """Whether the lines below are of the same table: what looked like a heading is not one."""
        same = bool(self.width) and self.width == below.width
        return same and not self.rest and not len(self.cells) % self.width

    def add(self, below: _Part) -> None:
        """Go on with the lines below, whose heading is the first line of a label."""
        (first,), (label, *cells) = below.heading, below.cells
        lines = label.at + label.lines - first.at
        self.cells += [Piece(first.at, (f"{first.cells[0]}\n{label.cells[0]}",), lines), *cells]
        self.rest = below.rest

    def pieces(self) -> list[Piece]:
        filled = (cell for cell in self.cells if cell.cells[0])
        rows = (row for row in self._rows(self.width) if row.cells) if self.width else filled
        return [*self.heading, *rows, *self.rest]


def pieces(lines: Sequence[str]) -> list[Piece]:
    """The rows of some lines, where their bars tell these, else their cells."""
    return [piece for part in _parts(lines) for piece in part.pieces()]


def is_heading(line: str) -> bool:
    return bool(_HEADING.fullmatch(line))


def _parts(lines: Sequence[str]) -> list[_Part]:
    begins = _begin_rows(lines)
    inside = (at for at in range(1, len(lines)) if _is_heading(lines, at, begins))
    starts = [0, *inside, len(lines)]
    parts: list[_Part] = []
    for start, end in pairwise(starts):
        part = _part(lines, start, end, begins)
        if parts and parts[-1].goes_on(part):
            parts[-1].add(part)
        else:
            parts.append(part)
    return parts


def _begin_rows(lines: Sequence[str]) -> bool:
    """Whether bars begin the rows as well, on lines of their own."""
    first, second, *_ = *(line.strip() for line in lines if line.strip()), "", ""
    return first == "|" and second.endswith("|") and bool(second.strip("| "))


def _is_heading(lines: Sequence[str], at: int, begins: bool) -> bool:
    """Whether a line may be one: no bar below ends it as a cell."""
    if not is_heading(lines[at]):
        return False
    below = next((lines[n] for n in range(at + 1, len(lines)) if lines[n].strip()), "|")
    return begins or not below.lstrip().startswith("|")


def _part(lines: Sequence[str], start: int, end: int, begins: bool) -> _Part:
    part = _Part(begins)
    begun, open_ = start, list[str]()
    for at in range(start, end):
        *ended, rest = lines[at].split("|")
        for text in ended:
            begun = begun if open_ else at
            words = "\n".join(filter(None, (*open_, text.strip())))
            part.cells.append(Piece(begun, (words,), at + 1 - begun))
            open_ = []
        if len(ended) > 1 and not ended[-1].strip() and not rest.strip():
            part.ends.append(len(part.cells))
        if at == start and _is_heading(lines, at, begins):
            part.heading.append(Piece(at, (rest.strip(),)))
        elif rest.strip():
            begun = begun if open_ else at
            open_.append(rest.strip())
    part.rest = [Piece(begun + n, (text,)) for n, text in enumerate(open_)]
    return part


def _is_mixed(row: Piece) -> bool:
    figures = [not is_blank(text) and is_figure(text) for text in row.cells]
    words = [not is_figure(text) for text in row.cells]
    return any(figures) and any(words[figures.index(True) :])
