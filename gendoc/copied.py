"""Tables as browsers give the text of a page whose cells hold paragraphs: tabs on their own lines.

A tab parts two cells of a row, and two line breaks stand around each paragraph; a row ends with
a line break more, or with those of its last paragraph alone. A blank cell is a tab behind a tab.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from itertools import pairwise

from gendoc.record import record

MIN_TABS = 10
"""Lines of tabs alone, blank ones around them, that a text of this kind has."""
APART = 2
"""Line breaks that stand around a paragraph."""
ENDED = 5
"""Line breaks between the last paragraph of a row and the first of the next, where rows end with
one of their own."""


@record()
class _Token:
    """A tab, whose text is empty, or a line of text; `gap` counts the line breaks before it."""

    text: str
    line: int
    gap: int


@record()
class Table:
    """The rows of a table, each with the index of its line, and the lines that it takes up."""

    start: int
    end: int
    rows: tuple[tuple[int, list[str]], ...]


def tables(lines: Sequence[str]) -> Iterator[Table]:
    """The tables of this kind in a text."""
    if sum(_is_lone(lines, at) for at in range(len(lines))) < MIN_TABS:
        return
    tokens = list(_tokens(lines))
    ended = any(a.text and b.text and b.gap == ENDED for a, b in pairwise(tokens))
    at = 0
    while at < len(tokens):
        rows: list[tuple[int, list[str]]] = []
        start, end = at, at
        while end < len(tokens):
            cells, next_ = _row(tokens, end, ended)
            if len(cells) == 1:
                break
            rows.append((tokens[end].line, cells))
            end = next_
        if rows:
            yield Table(tokens[start].line, tokens[end - 1].line + 1, tuple(rows))
        # Where lines stand right below one another, no row begins inside a cell that is none.
        inside = tokens[at].gap % 2
        at = end if rows else next_ if inside else at + 1


def _is_lone(lines: Sequence[str], at: int) -> bool:
    """Whether a line holds tabs alone, and those around it nothing."""
    around = (lines[near] for near in (at - 1, at + 1) if 0 <= near < len(lines))
    return bool(lines[at]) and not lines[at].strip("\t") and not any(around)


def _tokens(lines: Sequence[str]) -> Iterator[_Token]:
    last = 0
    for number, line in enumerate(lines):
        pieces = line.split("\t")
        for at, piece in enumerate(pieces):
            if at:
                yield _Token("", number, number - last)
                last = number
            if piece.strip():
                yield _Token(piece.strip(), number, number - last)
                last = number


def _row(tokens: Sequence[_Token], start: int, ended: bool) -> tuple[list[str], int]:
    """The cells of the row that begins at a token, and the index of the token behind it."""
    cells = [[tokens[start].text]] if tokens[start].text else [[], []]
    at = start + 1
    while at < len(tokens):
        token, before = tokens[at], tokens[at - 1]
        if token.text and before.text:
            # A row that does not begin behind the end of another may have a heading before it.
            apart = len(cells) == 1 and not tokens[start].gap % 2
            if token.gap != 1 and (apart or not ended or not _goes_on(tokens, at)):
                break
            cells[-1].append(token.text)
        elif token.gap not in (0, APART):
            break
        elif token.text:
            cells[-1].append(token.text)
        else:
            cells.append([])
        at += 1
    return ["\n".join(cell) for cell in cells], at


def _goes_on(tokens: Sequence[_Token], at: int) -> bool:
    """Whether a text goes on with the cell of the text before it: the next cell or the end of the
    row comes behind it."""
    behind = tokens[at + 1] if at + 1 < len(tokens) else None
    ends = behind is not None and (behind.gap % 2 == 1 or not behind.text)
    return tokens[at].gap == APART and ends
