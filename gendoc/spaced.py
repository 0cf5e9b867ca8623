"""Tables whose columns are parted by spaces alone, as `pdftotext -layout` and e-mail give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache
from itertools import takewhile

from gendoc.drawn import looks_drawn
from gendoc.figure import MONTHS
from gendoc.published import STOPS

MAX_LINE = 400
"""Characters of a line that can be a row."""
MAX_BETWEEN = 24
"""Lines without figures, the blank ones not counted, that may stand between two rows."""
MAX_LABEL = 6
"""Lines of a label that is numbered as headings are."""
MAX_PIECE = 30
"""Characters of a line that can be a piece of a label."""
MAX_DAY = 30
"""Characters of a day in words."""
MIN_WORDS = 5
"""Words of a line that a full stop ends as a sentence: it may be that of No. as well."""
_FIGURE = re.compile(r"[-+−－＋]?[0-9０-９]+(?:[.,，．]+[0-9０-９]+)*[.．]?|[-/—－／]+")
"""A figure, or a mark for nothing; no number that a comma parts from what follows it."""
_DAY = re.compile(rf"(?:{'|'.join(MONTHS)})\s+[0-9]{{1,2}},?\s+[12][0-9]{{3}}\s*", re.IGNORECASE)
_GAP = re.compile(r"\s{2,}|\s+(?=[（(][一二三四五六七八九十]+[）)]|[0-9]{1,2}[.．、])")
"""What parts the labels of a row: two spaces, or one before a number."""
_STOP = re.compile(r"[^\W\d_]{2}[.!?]\s*$")
_HEADING = re.compile(r"\s*[一二三四五六七八九十]+、\s?[^\s（(]+\s*")
_PAGE_NUMBER = re.compile(r"\s*[-—–]\s*[0-9]{1,3}\s*[-—–]\s*")


def extent(lines: Sequence[str], start: int) -> int:
    """The index behind the last line of the table that begins at `start`; `start` if none does.

    It begins with figures, with a line in parts or with pieces of labels right above figures, and
    ends with figures; between them are lines of words, but neither sentences nor headings.
    """
    if not _figures(lines[start]) and len(lines[start].split()) < 2 and not _leads(lines, start):
        return start
    end, between = start, 0
    for at in range(start, len(lines)):
        line = lines[at]
        if "\t" in line or looks_drawn(line):
            break
        if _figures(line) or (end > start and _last(line)):
            end, between = at + 1, 0
        elif line.strip() and not _PAGE_NUMBER.fullmatch(line):
            between += 1
            if between > MAX_BETWEEN or (_ends(line) and not _is_label(lines, at)):
                break
    return end


def _is_label(lines: Sequence[str], start: int) -> bool:
    """Whether a line that looks like a heading is a piece of a label: pieces go on, with nothing
    between, up to a row with several figures."""
    for line in lines[start : start + MAX_LABEL]:
        if len(_figures(line)) > 1:
            return True
        if len(line.split()) != 1 or len(line) > MAX_PIECE:
            return False
    return False


def _leads(lines: Sequence[str], start: int) -> bool:
    """Whether short lines without a blank one between lead to a row with several figures."""
    for at, line in enumerate(lines[start : start + MAX_BETWEEN], start):
        if "\t" in line:
            return False
        if len(_figures(line)) > 1:
            return True
        words = line.strip() and len(line) <= MAX_PIECE
        if not words or (_ends(line) and not _is_label(lines, at)):
            return False
    return False


def is_row(line: str) -> bool:
    """Whether a line ends with the figures of a row."""
    return bool(_figures(line))


@lru_cache(maxsize=1024)
def _ends(line: str) -> bool:
    return len(line) > MAX_LINE or bool(_HEADING.fullmatch(line) or _is_sentence(line))


def _is_sentence(line: str) -> bool:
    return bool(STOPS.search(line)) or is_stopped(line)


def is_stopped(text: str) -> bool:
    """Whether a full stop ends a text of several words, which makes it a sentence."""
    return bool(_STOP.search(text[-MAX_PIECE:])) and len(text.split()) >= MIN_WORDS


@lru_cache(maxsize=1024)
def _figures(line: str) -> Sequence[str]:
    """The figures that a row ends with; none in what is rather a sentence with a number."""
    if len(line) > MAX_LINE or STOPS.search(line) or _PAGE_NUMBER.fullmatch(line):
        return []
    found = _at_end(line)
    if len(found) > 1 and _DAY.search(line[-MAX_DAY:]):
        return []
    sure = len(found) > 1 or (found and re.search(r"\S\s{2,}\S+\s*$", line))
    return found if sure else []


def _at_end(line: str) -> list[str]:
    words = line.split()
    figures = list(takewhile(_FIGURE.fullmatch, reversed(words)))
    return figures[::-1]


def rows(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, each with the index of its line, and its cells; lines of words are rows
    as well, also where they are pieces of a label."""
    for at, line in enumerate(lines):
        if figures := _figures(line) or _last(line):
            yield at, [*_labels(line, len(figures)), *figures]
        elif line.strip() and not _PAGE_NUMBER.fullmatch(line):
            yield at, line.split()


def _labels(line: str, figures: int) -> list[str]:
    words = line.rsplit(maxsplit=figures)
    return _GAP.split(words[0].strip()) if len(words) > figures else []


def _last(line: str) -> list[str]:
    """The one figure of a row that a single space parts from its label."""
    found = _at_end(line)
    return found if len(found) == 1 and len(line.split()) == 2 else []
