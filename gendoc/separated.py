"""Tables whose cells are parted by commas or semicolons, as spreadsheets save them (CSV)."""

from __future__ import annotations

import csv
import re
from collections.abc import Iterator, Sequence
from itertools import groupby, takewhile

from gendoc.ended import Piece
from gendoc.printed import is_blank, is_figure
from gendoc.spaced import is_stopped

MIN_FIGURES = 3
"""Rows of a text that end with figures, without which its commas part no cells."""
MIN_EQUAL = 3
"""Rows, each with as many cells, of a table in which a space stands behind the commas."""
MAX_ALONE = 50
"""Characters of a line of words that can stand between two rows."""
MAX_BETWEEN = 2
"""Such lines, and blank ones, that stand between two rows."""
MAX_LINES = 100
"""Lines of a row: a cell in quotation marks may have several."""
_SEPARATORS = (",", ";", "\t")
_OTHERS = frozenset("\t|｜│┃")
"""What lines have that are rows of another kind."""
_SENTENCE = re.compile("[。；]")
"""Marks of sentences; semicolons may part cells."""
_OPEN = re.compile('\t"[^"]*$')
_QUOTED = re.compile('"[^"]*"')
_FIGURE = re.compile(r"(?<![0-9,])[0-9]{1,3}(?:,[0-9]{3}){1,4}(?![0-9,])")
"""A figure that commas may part in thousands rather than in cells."""
_BEHIND_WORDS = re.compile(rf"[^\s0-9,]\s+{_FIGURE.pattern}")


def tables(lines: Sequence[str]) -> dict[int, list[Piece]]:
    """The tables of a text by their first line: their rows, and the lines of words between these.
    Nothing where no separator parts the cells of rows with figures."""
    for separator in _SEPARATORS:
        if separator == "\t" and not any(map(_is_broken, lines)):
            break
        runs = _runs(_pieces(lines, separator))
        found = {run[0].at: run for run in runs if _is_table(run, lines, separator)}
        if sum(_figures(piece) > 0 for run in found.values() for piece in run) >= MIN_FIGURES:
            return found
    return {}


def _is_broken(line: str) -> bool:
    """Whether a row of tabs ends inside a cell in quotation marks; without such none is needed
    to tell its cells."""
    return bool(_OPEN.search(line)) and "\t" in line.strip("\t")


def _pieces(lines: Sequence[str], separator: str) -> Iterator[Piece]:
    """A text as its rows; those of one cell are lines of words."""
    at = 0
    while at < len(lines):
        cells, count = _cells(lines, at, separator)
        yield Piece(at, tuple(cells), count)
        at += count


def _cells(lines: Sequence[str], at: int, separator: str) -> tuple[list[str], int]:
    """The cells of the row that begins at a line, and how many lines it takes up."""
    line = lines[at]
    parted = separator in (_FIGURE.sub("", line) if separator == "," else line)
    other = line.startswith("<") or not _OTHERS.isdisjoint({*line} - {separator})
    if not (parted or line.startswith('"')) or other or _BEHIND_WORDS.search(line):
        return [line], 1
    inside = (f"{line}\n" for line in lines[at : at + MAX_LINES])
    reader = csv.reader(inside, delimiter=separator, skipinitialspace=True, strict=True)
    try:
        return next(reader), reader.line_num
    except csv.Error:
        return [line], 1


def _runs(pieces: Iterator[Piece]) -> Iterator[list[Piece]]:
    """Rows one below the other, and what stands between two of them."""
    run: list[Piece] = []
    between: list[Piece] = []
    for piece in pieces:
        if len(piece.cells) > 1 and not _is_prose(piece):
            run += [*between, piece]
            between = []
        elif run and len(between) < MAX_BETWEEN and _is_alone(piece):
            between.append(piece)
        elif run:
            yield run
            run, between = [], []
    if run:
        yield run


def _is_prose(piece: Piece) -> bool:
    """Whether a row is rather a sentence that commas part."""
    filled = [cell for cell in piece.cells if cell.strip()]
    return len(filled) > 1 and any(map(_is_sentence, filled))


def _is_sentence(text: str) -> bool:
    return bool(_SENTENCE.search(text)) or is_stopped(text)


def _is_alone(piece: Piece) -> bool:
    (text, *others) = piece.cells
    return not others and len(text) <= MAX_ALONE and not _is_sentence(text)


def _is_table(run: Sequence[Piece], lines: Sequence[str], separator: str) -> bool:
    """Whether rows have figures; where a space stands behind a comma, as it does in sentences,
    each of them has as many cells as those around it, and some several figures."""
    most = max(map(_figures, run))
    text = "\n".join(lines[run[0].at : run[-1].at + run[-1].lines])
    if f"{separator} " not in _QUOTED.sub("", text):
        return most > 0
    groups = [list(group) for _, group in groupby(run, key=lambda piece: len(piece.cells) > 1)]
    equal = all(len({len(piece.cells) for piece in group}) == 1 for group in groups)
    return most > 1 and equal and max(map(len, groups)) >= MIN_EQUAL


def _figures(row: Piece) -> int:
    """How many figures or blanks a row ends with behind its label; a blank alone is none."""
    found = list(takewhile(is_figure, reversed(row.cells)))
    return len(found) if len(row.cells) > 1 and not (len(found) == 1 and is_blank(found[0])) else 0
