"""Plain-text output: tables drawn with East Asian widths, paragraphs wrapped as Chinese is."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import accumulate

from wcwidth import wcswidth, wcwidth

from gendoc.grid import Cell, Grid, Role

MAX_WIDTH = 100
"""Columns of the widest table; digits are never broken to keep to it."""

_NOT_FIRST = "，。、；：？！）】》〉」』”’…—,.;:?!)]}%％"
_NOT_LAST = "（【《〈「『“‘([{"
_WORD = re.compile(r"[0-9A-Za-z.,%/@:_+-]+|.", re.DOTALL)


def wrap(text: str, width: int, first: int = 0) -> list[str]:
    """Break text into lines of at most `width` columns, the first one shorter by `first`.

    A line does not begin with a closing mark nor end with an opening one, and digits and Latin
    words stay whole where a line can hold them. A width of 0 leaves the text as it is.
    """
    if width <= 0:
        return [text]
    lines: list[str] = []
    line, used, room = "", 0, width - first
    for piece in _pieces(text, width):
        size = _width(piece)
        if line and used + size > room:
            lines.append(line.rstrip(" "))
            line, used, room = "", 0, width
            piece = piece.lstrip(" ")
            size = _width(piece)
        line += piece
        used += size
    return [*lines, line.rstrip(" ")] if line or not lines else lines


def _pieces(text: str, width: int) -> Iterator[str]:
    """What may not be broken: a word, or a character with the marks that cling to it."""
    piece = ""
    for match in _WORD.finditer(text):
        part = match.group()
        clings = part[0] in _NOT_FIRST or (piece and piece[-1] in _NOT_LAST)
        if piece and not (clings and _width(piece) + _width(part) <= width):
            yield piece
            piece = ""
        while _width(part) > width > 1:
            head = _head(part, width)
            yield head
            part = part[len(head) :]
        piece += part
    if piece:
        yield piece


def _head(text: str, width: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += _width(character)
        if used > width:
            return text[: max(index, 1)]
    return text


@lru_cache(maxsize=4096)
def _width(text: str) -> int:
    size = wcswidth(text)
    return size if size >= 0 else sum(max(wcwidth(character), 0) for character in text)


def clip(text: str, width: int) -> str:
    """As much of a text as so many columns hold, an ellipsis in place of what is left out."""
    return text if _width(text) <= width else _head(text, width - 1) + "…"


def center(text: str, width: int) -> str:
    """Text centred in a number of columns."""
    return " " * max((width - _width(text)) // 2, 0) + text


def draw(grid: Grid, texts: dict[str, str], width: int = MAX_WIDTH) -> str:
    """Draw a table with its merged cells; `texts` are the printed figures by key."""
    contents = [texts.get(cell.key, "") if cell.key else cell.text for cell in grid.cells]
    gap = 3
    widths = _column_widths(grid, contents, width, gap)
    if sum(widths) + gap * grid.columns + 1 > width:
        # Rather no space beside the rules than a line that no screen holds.
        gap = 1
        widths = _column_widths(grid, contents, width, gap)
    wrapped = [
        _wrapped(text, _span(widths, cell, gap))
        for cell, text in zip(grid.cells, contents, strict=True)
    ]
    canvas = _Canvas(widths, _row_heights(grid, wrapped), gap)
    boxes = [canvas.box(cell) for cell in grid.cells]
    canvas.rule(boxes)
    for cell, box, lines in zip(grid.cells, boxes, wrapped, strict=True):
        canvas.write(cell.role, box, lines)
    return str(canvas)


@lru_cache(maxsize=4096)
def _wrapped(text: str, width: int) -> tuple[str, ...]:
    """The lines of a cell. Labels and small numbers come again in every report."""
    return tuple(wrap(text, width))


def _span(widths: Sequence[int], cell: Cell, gap: int) -> int:
    if cell.columns == 1:
        return widths[cell.column]
    return sum(widths[cell.column : cell.column + cell.columns]) + gap * (cell.columns - 1)


def _column_widths(grid: Grid, contents: list[str], total: int, gap: int) -> tuple[int, ...]:
    """Widths that hold every number and word whole, the rest of the room going to labels."""
    least, best = [2] * grid.columns, [2] * grid.columns
    for cell, text in sorted(zip(grid.cells, contents, strict=True), key=_breadth):
        column, longest = cell.column, _longest_word(text)
        narrow = cell.role not in (Role.FIGURE, Role.ANSWER, Role.ROW)
        wanted = max(longest, min(_width(text), 8) if narrow else _width(text))
        if cell.columns == 1:
            least[column] = max(least[column], longest)
            best[column] = max(best[column], wanted)
            continue
        _widen(least, cell, longest, gap)
        if cell.role is Role.ROW:
            _widen(best, cell, wanted, gap)
    room = total - sum(least) - gap * grid.columns - 1
    return _grown(tuple(least), tuple(best), room)


def _breadth(item: tuple[Cell, str]) -> int:
    return item[0].columns


@lru_cache(maxsize=256)
def _grown(least: tuple[int, ...], best: tuple[int, ...], room: int) -> tuple[int, ...]:
    """Widths that take up the room there is; the one that is narrowest beside what it wants grows
    first, and digits sit still."""
    widths = list(least)
    for _ in range(room):
        thin = [column for column, width in enumerate(widths) if width < best[column]]
        if not thin:
            break
        widths[min(thin, key=lambda column: widths[column] / best[column])] += 1
    return tuple(widths)


def _widen(widths: list[int], cell: Cell, needed: int, gap: int) -> None:
    """Grow the last of a cell's columns until the cell holds `needed` columns of text."""
    lacking = needed - _span(widths, cell, gap)
    if lacking > 0:
        widths[cell.column + cell.columns - 1] += lacking


@lru_cache(maxsize=4096)
def _longest_word(text: str) -> int:
    return max((_width(piece) for piece in _pieces(text, 12)), default=0)


def _row_heights(grid: Grid, wrapped: list[tuple[str, ...]]) -> list[int]:
    heights = [1] * grid.rows
    lines_of = zip(grid.cells, wrapped, strict=True)
    tall = [(cell, len(lines)) for cell, lines in lines_of if len(lines) > 1]
    for cell, needed in sorted(tall, key=lambda item: item[0].rows):
        have = sum(heights[cell.row : cell.row + cell.rows]) + cell.rows - 1
        for extra in range(needed - have):
            heights[cell.row + extra % cell.rows] += 1
    return heights


_Box = tuple[int, int, int, int]
"""The left, right, top and bottom rule of a cell."""


class _Canvas:
    """Lines of characters with rules between cells. A wide character fills two places."""

    def __init__(self, widths: Sequence[int], heights: list[int], gap: int) -> None:
        self.pad = gap // 2
        self.x = list(accumulate((width + gap for width in widths), initial=0))
        self.y = list(accumulate((height + 1 for height in heights), initial=0))
        self.lines = [[" "] * (self.x[-1] + 1) for _ in range(self.y[-1] + 1)]

    def box(self, cell: Cell) -> _Box:
        left, right = self.x[cell.column], self.x[cell.column + cell.columns]
        return left, right, self.y[cell.row], self.y[cell.row + cell.rows]

    def rule(self, boxes: Sequence[_Box]) -> None:
        """Draw the rules around all cells; where two meet, one of them has a corner."""
        for left, right, top, bottom in boxes:
            for y in (top, bottom):
                self.lines[y][left:right] = "-" * (right - left)
            for line in self.lines[top + 1 : bottom]:
                line[left] = line[right] = "|"
        for left, right, top, bottom in boxes:
            for line in (self.lines[top], self.lines[bottom]):
                line[left] = line[right] = "+"

    def write(self, role: Role, box: _Box, text: Sequence[str]) -> None:
        left, right, top, bottom = box
        first = top + 1 + (bottom - top - 1 - len(text)) // 2
        for y, line in enumerate(text, first):
            places = _places(line)
            slack = right - left - 1 - 2 * self.pad - len(places)
            start = left + 1 + self.pad
            if role is Role.FIGURE:
                start += slack
            elif role in (Role.COLUMN, Role.HEADING, Role.CORNER):
                start += max(slack // 2, 0)
            self.lines[y][start : start + len(places)] = places

    def __str__(self) -> str:
        return "\n".join("".join(line).rstrip() for line in self.lines)


@lru_cache(maxsize=4096)
def _places(text: str) -> tuple[str, ...]:
    """The places that a text fills on a canvas: marks that take none go with the one before."""
    places: list[str] = []
    for character in text:
        size = wcwidth(character)
        if size <= 0 and places:
            places[-1] += character
        else:
            places += [character, ""][:size]
    return tuple(places)


def flat(grid: Grid, texts: dict[str, str]) -> str:
    """A table with one cell a line: a tab and the cell; a blank line follows each row.

    A cell that spans down stands again, empty, in each further row that it covers; the form in
    which text editors and web pages give a Word table back.
    """
    covered: dict[int, list[Cell]] = {row: [] for row in range(grid.rows)}
    for cell in grid.cells:
        for row in range(cell.row + 1, cell.row + cell.rows):
            covered[row].append(cell)
    lines: list[str] = []
    for row, begun in enumerate(grid.by_row()):
        for cell in sorted((*begun, *covered[row]), key=lambda cell: cell.column):
            lines.append("\t" + (_content(cell, texts) if cell.row == row else ""))
        lines.append("")
    return "\n".join(lines)


def _content(cell: Cell, texts: dict[str, str]) -> str:
    return texts.get(cell.key, "") if cell.key else cell.text
