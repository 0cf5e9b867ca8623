"""Plain-text output: tables drawn with East Asian widths, paragraphs wrapped as Chinese is."""

from __future__ import annotations

import re
from collections.abc import Iterator

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
    gap = 3
    contents = {id(cell): texts.get(cell.key, "") if cell.key else cell.text for cell in grid.cells}
    widths = _column_widths(grid, contents, width, gap)
    if sum(widths) + gap * grid.columns + 1 > width:
        # Rather no space beside the rules than a line that no screen holds.
        gap = 1
        widths = _column_widths(grid, contents, width, gap)
    wrapped = {id(cell): wrap(contents[id(cell)], _span(widths, cell, gap)) for cell in grid.cells}
    canvas = _Canvas(widths, _row_heights(grid, wrapped), gap)
    for cell in grid.cells:
        canvas.draw(cell, wrapped[id(cell)])
    return str(canvas)


def _span(widths: list[int], cell: Cell, gap: int) -> int:
    return sum(widths[cell.column : cell.column + cell.columns]) + gap * (cell.columns - 1)


def _column_widths(grid: Grid, contents: dict[int, str], total: int, gap: int) -> list[int]:
    """Widths that hold every number and word whole, the rest of the room going to labels."""
    least, best = [2] * grid.columns, [2] * grid.columns
    for cell in sorted(grid.cells, key=lambda cell: cell.columns):
        text = contents[id(cell)]
        _widen(least, cell, _longest_word(text), gap)
        wanted = _width(text) if cell.role in (Role.FIGURE, Role.ROW) else min(_width(text), 8)
        if cell.columns == 1 or cell.role is Role.ROW:
            _widen(best, cell, max(wanted, _longest_word(text)), gap)
    widths = list(least)
    room = total - sum(widths) - gap * grid.columns - 1
    while room > 0 and (thin := [c for c in range(grid.columns) if widths[c] < best[c]]):
        # The column that is narrowest beside what it wants grows first; digits sit still.
        column = min(thin, key=lambda c: widths[c] / best[c])
        widths[column] += 1
        room -= 1
    return widths


def _widen(widths: list[int], cell: Cell, needed: int, gap: int) -> None:
    """Grow the last of a cell's columns until the cell holds `needed` columns of text."""
    widths[cell.column + cell.columns - 1] += max(needed - _span(widths, cell, gap), 0)


def _longest_word(text: str) -> int:
    return max((_width(piece) for piece in _pieces(text, 12)), default=0)


def _row_heights(grid: Grid, wrapped: dict[int, list[str]]) -> list[int]:
    heights = [1] * grid.rows
    for cell in sorted(grid.cells, key=lambda cell: cell.rows):
        rows = range(cell.row, cell.row + cell.rows)
        have = sum(heights[row] for row in rows) + cell.rows - 1
        for extra in range(max(len(wrapped[id(cell)]) - have, 0)):
            heights[rows[extra % cell.rows]] += 1
    return heights


class _Canvas:
    """Lines of characters with rules between cells. A wide character fills two places."""

    def __init__(self, widths: list[int], heights: list[int], gap: int) -> None:
        self.pad = gap // 2
        self.x = [0]
        for width in widths:
            self.x.append(self.x[-1] + width + gap)
        self.y = [0]
        for height in heights:
            self.y.append(self.y[-1] + height + 1)
        self.lines = [[" "] * (self.x[-1] + 1) for _ in range(self.y[-1] + 1)]

    def draw(self, cell: Cell, text: list[str]) -> None:
        left, right = self.x[cell.column], self.x[cell.column + cell.columns]
        top, bottom = self.y[cell.row], self.y[cell.row + cell.rows]
        for y in (top, bottom):
            for x in range(left, right + 1):
                self.lines[y][x] = "+" if self.lines[y][x] in "|+" or x in (left, right) else "-"
        for y in range(top + 1, bottom):
            for x in (left, right):
                self.lines[y][x] = "+" if self.lines[y][x] in "-+" else "|"
        first = top + 1 + (bottom - top - 1 - len(text)) // 2
        for index, line in enumerate(text):
            self._write(first + index, left + 1 + self.pad, right - self.pad, line, cell)

    def _write(self, y: int, left: int, right: int, text: str, cell: Cell) -> None:
        slack = right - left - _width(text)
        if cell.role is Role.FIGURE:
            left += slack
        elif cell.role in (Role.COLUMN, Role.HEADING, Role.CORNER):
            left += max(slack // 2, 0)
        row, place = self.lines[y], left
        for character in text:
            size = wcwidth(character)
            if size <= 0:
                row[place - 1] += character
                continue
            row[place] = character
            if size == 2:
                row[place + 1] = ""
            place += size

    def __str__(self) -> str:
        return "\n".join("".join(line).rstrip() for line in self.lines)


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
