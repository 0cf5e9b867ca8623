"""Tables as plain text: drawn with rules, or flat with one cell a line.

Most tables of a form differ in their figures alone. What they have in common, the rules and the
labels, is drawn once for all tables of the same widths.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import lru_cache
from itertools import accumulate
from typing import Concatenate, NamedTuple, ParamSpec, TypeVar, cast

from gendoc.grid import Cell, Grid, Role
from gendoc.table import Around
from gendoc.text import center, columns, longest_word, wrap

MAX_WIDTH = 100
"""Columns of the widest table; digits are never broken to keep to it."""
_WHOLE = {Role.ANSWER: 14, Role.ROW: 8}
"""Columns of texts that stay on one line where there is room: a day in words, a group's label."""
_SLOT = "\0"
"""Stands for a line of a figure; no text of a form or a report can hold it."""


_Rest = ParamSpec("_Rest")
_Made = TypeVar("_Made")
_OfGrid = Callable[Concatenate[Grid, _Rest], _Made]


def _kept(make: _OfGrid[_Rest, _Made]) -> _OfGrid[_Rest, _Made]:
    """Keep what is made of a grid, where other reports share it."""
    cached = cast("_OfGrid[_Rest, _Made]", lru_cache(maxsize=256)(make))

    def made(grid: Grid, /, *rest: _Rest.args, **named: _Rest.kwargs) -> _Made:
        return (cached if grid.is_shared else make)(grid, *rest, **named)

    return made


def draw(grid: Grid, texts: dict[str, str], width: int = MAX_WIDTH) -> str:
    """Draw a table with its merged cells; `texts` are the printed figures by key."""
    contents = [texts.get(cell.key, "") for cell in grid.filled]
    # Rather broken words, and then no space beside the rules, than a line that no screen holds.
    for gap, whole in ((3, True), (3, False), (1, True), (1, False)):
        widths = _widths(grid, contents, width, gap, whole)
        if sum(widths) + gap * grid.columns + 1 <= width:
            break
    filled = list(map(_lines, contents, _rooms(grid, widths, gap)))
    frame = _frame(grid, widths, gap, tuple(map(len, filled)))
    return frame.text % tuple([filled[place][line] for place, line in frame.slots])


# -- widths ---------------------------------------------------------------------------------


class _Need(NamedTuple):
    """The columns of text that a cell cannot do without, and those that it would like."""

    least: int
    wanted: int


@lru_cache(maxsize=8192)
def _need(text: str, whole: int = 0) -> _Need:
    """What a text needs; one of up to `whole` columns is not broken."""
    wanted = max(longest_word(text), columns(text))
    return _Need(wanted if wanted <= whole else longest_word(text), wanted)


def _need_of_label(cell: Cell, *, whole: bool) -> _Need:
    need = _need(cell.text, _WHOLE.get(cell.role, 0) if whole else 0)
    # A row's label would like one line; a column's head is content with a few characters.
    return (
        need if cell.role is Role.ROW else _Need(need.least, max(need.least, min(need.wanted, 8)))
    )


def _widths(grid: Grid, contents: list[str], total: int, gap: int, whole: bool) -> tuple[int, ...]:
    """Widths that hold every number and word whole, the rest of the room going to labels.

    With `whole` short texts and labels of rows are not broken either.
    """
    labels = _labels(grid, whole)
    least, best = list(labels.least), list(labels.best)
    for column, unbroken, places in labels.figures:
        # Most figures of a column are alike.
        for text in {contents[place] for place in places}:
            need = _need(text, unbroken)
            least[column] = max(least[column], need.least)
            best[column] = max(best[column], need.wanted)
    for cell, place in labels.spanning:
        need = _need_of_label(cell, whole=whole) if place is None else _need(contents[place])
        _widen(least, cell, need.least, gap)
        if cell.role is Role.ROW:
            _widen(best, cell, need.wanted, gap)
    room = total - sum(least) - gap * grid.columns - 1
    return _grown(tuple(least), tuple(best), room)


class _Labels(NamedTuple):
    """What a table's widths begin with: the least and the best for the labels of each column."""

    least: tuple[int, ...]
    best: tuple[int, ...]
    figures: tuple[tuple[int, int, tuple[int, ...]], ...]
    """Columns, how wide a text is not broken in them, and the places of their figures."""
    spanning: tuple[tuple[Cell, int | None], ...]
    """Cells over several columns, the narrowest first, with the place of a figure."""


@_kept
def _labels(grid: Grid, whole: bool) -> _Labels:
    least, best = [2] * grid.columns, [2] * grid.columns
    for cell in grid.cells:
        if cell.columns == 1 and not cell.key:
            need = _need_of_label(cell, whole=whole)
            least[cell.column] = max(least[cell.column], need.least)
            best[cell.column] = max(best[cell.column], need.wanted)
    places: dict[Cell, int] = {cell: place for place, cell in enumerate(grid.filled)}
    figures: dict[tuple[int, int], list[int]] = {}
    for cell, place in places.items():
        if cell.columns == 1:
            unbroken = _WHOLE[Role.ANSWER] if whole and cell.role is Role.ANSWER else 0
            figures.setdefault((cell.column, unbroken), []).append(place)
    wide = sorted((cell for cell in grid.cells if cell.columns > 1), key=lambda cell: cell.columns)
    return _Labels(
        tuple(least),
        tuple(best),
        tuple((*column, tuple(found)) for column, found in figures.items()),
        tuple((cell, places.get(cell)) for cell in wide),
    )


def _widen(widths: list[int], cell: Cell, needed: int, gap: int) -> None:
    """Grow the last of a cell's columns until the cell holds `needed` columns of text."""
    lacking = needed - _span(widths, cell, gap)
    if lacking > 0:
        widths[cell.column + cell.columns - 1] += lacking


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


def _span(widths: Sequence[int], cell: Cell, gap: int) -> int:
    if cell.columns == 1:
        return widths[cell.column]
    return sum(widths[cell.column : cell.column + cell.columns]) + gap * (cell.columns - 1)


# -- cells ----------------------------------------------------------------------------------


class _Room(NamedTuple):
    """The columns of text that a figure's cell holds, and the side that it stands at."""

    columns: int
    to_the_right: bool


@_kept
def _rooms(grid: Grid, widths: tuple[int, ...], gap: int) -> tuple[_Room, ...]:
    return tuple(_Room(_span(widths, cell, gap), cell.role is Role.FIGURE) for cell in grid.filled)


@lru_cache(maxsize=8192)
def _lines(text: str, room: _Room) -> tuple[str, ...]:
    """The lines of a figure, filled up with spaces. Small numbers come again in every report."""
    lines = wrap(text, room.columns)
    blanks = [" " * (room.columns - columns(line)) for line in lines]
    sides = (
        zip(blanks, lines, strict=True) if room.to_the_right else zip(lines, blanks, strict=True)
    )
    return tuple(left + right for left, right in sides)


class _Frame(NamedTuple):
    """A drawn table without its figures: a text with a `%s` for each line of theirs."""

    text: str
    slots: tuple[tuple[int, int], ...]
    """For each `%s` the place of a figure among those of the grid, and which of its lines."""


@_kept
def _frame(grid: Grid, widths: tuple[int, ...], gap: int, counts: tuple[int, ...]) -> _Frame:
    """A table whose figures take so many lines each."""
    empty = iter(counts)
    wrapped = [
        ("",) * next(empty) if cell.key else tuple(wrap(cell.text, _span(widths, cell, gap)))
        for cell in grid.cells
    ]
    canvas = _Canvas(widths, _row_heights(grid, wrapped), gap)
    boxes = [canvas.box(cell) for cell in grid.cells]
    canvas.rule(boxes)
    slots: list[tuple[int, int, int, int]] = []
    place = 0
    for cell, box, lines in zip(grid.cells, boxes, wrapped, strict=True):
        if not cell.key:
            canvas.write(cell.role, box, lines)
            continue
        kept = canvas.keep(box, len(lines))
        slots += [(y, box[0], place, line) for line, y in enumerate(kept)]
        place += 1
    text = str(canvas).replace("%", "%%").replace(_SLOT, "%s")
    return _Frame(text, tuple((place, line) for _, _, place, line in sorted(slots)))


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
        """Write a label: a row's at the left, a head in the middle of its cell."""
        left, right, _, _ = box
        for y, line in zip(self._middle(box, len(text)), text, strict=True):
            places = _places(line)
            start = left + 1 + self.pad
            if role in (Role.COLUMN, Role.HEADING, Role.CORNER, Role.PRINTED):
                start += max((right - left - 1 - 2 * self.pad - len(places)) // 2, 0)
            self.lines[y][start : start + len(places)] = places

    def keep(self, box: _Box, count: int) -> Sequence[int]:
        """Keep lines of a cell free for a figure, and say which."""
        left, right, _, _ = box
        kept = self._middle(box, count)
        for y in kept:
            inside = right - left - 1 - 2 * self.pad
            start = left + 1 + self.pad
            self.lines[y][start : start + inside] = [_SLOT, *[""] * (inside - 1)]
        return kept

    def _middle(self, box: _Box, count: int) -> range:
        """So many lines in the middle of a cell's height."""
        _, _, top, bottom = box
        first = top + 1 + (bottom - top - 1 - count) // 2
        return range(first, first + count)

    def __str__(self) -> str:
        return "\n".join("".join(line).rstrip() for line in self.lines)


def _places(text: str) -> list[str]:
    """The places that a text fills on a canvas: marks that take none go with the one before."""
    places: list[str] = []
    for character in text:
        size = columns(character)
        if not size and places:
            places[-1] += character
        else:
            places += [character, ""][:size]
    return places


# -- flat -----------------------------------------------------------------------------------


def framed(table: str, around: Around) -> str:
    """A drawn table with the lines that the form prints around it, as wide as it is."""
    if not around.lines:
        return table
    width = max(columns(line) for line in table.split("\n"))
    caption = [center(around.caption, width)] if around.caption else []
    above = [_spread(texts, width, right=True) for texts in around.above]
    below = [_spread(texts, width, right=False) for texts in around.below]
    return "\n".join([*caption, *above, table, *below])


def _spread(texts: Sequence[str], width: int, *, right: bool) -> str:
    """Texts at both sides of a line and in between; a lone one at its right or its left."""
    if len(texts) == 1:
        return " " * max(width - columns(texts[0]), 0) * right + texts[0]
    left, *middle, last = texts
    line = left
    if middle:
        line += " " * max((width - columns(middle[0])) // 2 - columns(line), 2) + middle[0]
    return line + " " * max(width - columns(line) - columns(last), 2) + last


def headed(table: str, around: Around) -> str:
    """A flat table between the lines that the form prints around it."""
    caption = [around.caption] if around.caption else []
    above, below = (map("　　".join, lines) for lines in (around.above, around.below))
    return "\n".join([*caption, *above, table, *below])


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
