"""Tables drawn with characters, read back: rules of +, - and | or of line-drawing characters."""

from __future__ import annotations

import re
from collections.abc import Container, Iterator, Sequence

from wcwidth import wcwidth

_RULES = str.maketrans(
    dict.fromkeys("─━═╌╍┄┅┈┉－", "-")
    | dict.fromkeys("│┃║┆┇┊┋｜", "|")
    | {chr(code): "+" for code in range(0x250C, 0x254C)}
    | {chr(code): "+" for code in range(0x2552, 0x256D)}
)
_EDGES = ("+", "|")
_WORD = re.compile(r"[^\W\d_]+")
MAX_PLACES = 1_000_000
"""Places of the lines of a drawn table; one of a report has some ten thousand."""
PADDING = 2
"""Columns of a cell that its text leaves free at both sides."""
Box = tuple[int, int, int, int]
"""Top, left, bottom and right of a cell, counted in rows and columns of the table."""


def looks_drawn(line: str) -> bool:
    """Whether a line can be the first of a drawn table: a rule from edge to edge."""
    plain = line.strip().translate(_RULES)
    return len(plain) > 2 and plain[0] == plain[-1] == "+" and set(plain) == {"+", "-"}


def extent(lines: Sequence[str], start: int) -> int:
    """The index behind the last line of the drawn table that begins at `start`."""
    end = start
    while end < len(lines) and is_drawn(lines[end]):
        end += 1
    return end


def is_drawn(line: str) -> bool:
    """Whether a line begins as those of drawn tables do."""
    return line.strip()[:1].translate(_RULES) in _EDGES


def words(lines: Sequence[str]) -> frozenset[str]:
    """The words of a text that are whole for certain: those that stand beside another one, or
    outside of drawn tables."""
    plain = (line.strip().translate(_RULES) for line in lines)
    parts = (part for line in plain for part in line.split("|") if _is_whole(part, line))
    return frozenset(word for part in parts for word in _WORD.findall(part))


def _is_whole(part: str, line: str) -> bool:
    return not line.startswith(_EDGES) or len(part.split()) > 1


def rows(lines: Sequence[str], known: Container[str] = ()) -> Iterator[list[tuple[str, int, int]]]:
    """The cells that begin in each row: text, columns and rows that each covers. `known` are words
    by which one is told that the width of its cell tore."""
    if 2 * len(lines) * max(map(len, lines)) > MAX_PLACES:
        return
    canvas = _canvas(lines)
    ys = [y for y, row in enumerate(canvas) if _is_rule(row)]
    xs = sorted({x for row in canvas for x in range(len(row)) if _is_corner(row, x)})
    boxes = _boxes(canvas, xs, ys) if len(xs) > 1 and len(ys) > 1 else []
    bands: list[list[tuple[str, int, int]]] = [[] for _ in ys[1:]]
    for box in boxes:
        cell = (_text(canvas, xs, ys, box, known), box[3] - box[1], box[2] - box[0])
        bands[box[0]].append(cell)
    yield from bands


def _canvas(lines: Sequence[str]) -> list[list[str]]:
    """Lines as one place a column; a wide character fills two places."""
    indent = min(len(line) - len(line.lstrip()) for line in lines)
    wide_rules = any("─" in line or "━" in line for line in lines) and _rules_are_wide(lines)
    canvas = [_places(line[indent:], wide_rules) for line in lines]
    width = max(map(len, canvas))
    return [row + [" "] * (width - len(row)) for row in canvas]


def _rules_are_wide(lines: Sequence[str]) -> bool:
    """Whether rule characters count as two columns, as Chinese editors show them."""
    spread = {
        wide: len({len(_places(line.strip(), wide)) for line in lines}) for wide in (False, True)
    }
    return spread[True] < spread[False]


def _places(line: str, wide_rules: bool) -> list[str]:
    row: list[str] = []
    for character in line.rstrip():
        rule = character.translate(_RULES)
        if rule != character and character not in "－｜":
            row += [rule, "-" if rule in "+-" else ""][: 2 if wide_rules else 1]
            continue
        width = wcwidth(character)
        if width <= 0 and row:
            row[-1] += character
            continue
        row += [character] + [""] * (width - 1)
    return row


def _is_corner(row: list[str], x: int) -> bool:
    return row[x] == "+" and "-" in (row[x - 1 : x] + row[x + 1 : x + 2])


def _is_rule(row: list[str]) -> bool:
    return any(_is_corner(row, x) for x in range(len(row)))


def _boxes(canvas: list[list[str]], xs: list[int], ys: list[int]) -> list[Box]:
    """The cells, found by joining what no rule separates."""
    owner: dict[tuple[int, int], Box] = {}
    for top in range(len(ys) - 1):
        for left in range(len(xs) - 1):
            if (top, left) in owner:
                continue
            right = left + 1
            while right < len(xs) - 1 and not _is_wall(canvas, xs[right], ys[top], ys[top + 1]):
                right += 1
            bottom = top + 1
            while bottom < len(ys) - 1 and not _is_floor(canvas, ys[bottom], xs[left], xs[right]):
                bottom += 1
            box = (top, left, bottom, right)
            owner |= {(y, x): box for y in range(top, bottom) for x in range(left, right)}
    return sorted(set(owner.values()))


def _is_wall(canvas: list[list[str]], x: int, top: int, bottom: int) -> bool:
    return all(canvas[y][x] in _EDGES for y in range(top + 1, bottom))


def _is_floor(canvas: list[list[str]], y: int, left: int, right: int) -> bool:
    return all(character in ("+", "-") for character in canvas[y][left + 1 : right])


def _text(
    canvas: list[list[str]], xs: list[int], ys: list[int], box: Box, known: Container[str]
) -> str:
    top, left, bottom, right = box
    text, full = "", ""
    for row in canvas[ys[top] + 1 : ys[bottom]]:
        cell = row[xs[left] + 1 : xs[right]]
        line = "".join(cell).strip()
        # A line is broken between Chinese characters without a space, between words at one.
        gap = " " if text and line and ord(text[-1]) < 0x2000 and ord(line[0]) < 0x2000 else ""
        text += ("" if full and _is_torn(full, line, known) else gap) + line
        full = line if len(line) >= len(cell) - PADDING else ""
    return text


def _is_torn(above: str, line: str, known: Container[str]) -> bool:
    """Whether a word that is a whole line of its cell goes on in the next: both pieces in one are
    a word that stands elsewhere, and the first alone is none."""
    rest = _WORD.match(line)
    whole = bool(_WORD.fullmatch(above)) and above not in known
    return whole and rest is not None and above + rest.group() in known
