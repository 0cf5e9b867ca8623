"""Tables whose columns are parted by spaces alone, as `pdftotext -layout` and e-mail give them."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from itertools import takewhile

MAX_LINE = 400
"""Characters of a line that can be a row."""
MAX_BETWEEN = 8
"""Lines without figures, the blank ones not counted, that may stand between two rows."""
MAX_LABELS = 2
"""Words of a line that can be a piece of the label of the figures below or above it."""
MAX_LABEL_LINES = 4
"""Lines of a label that stand above its figures."""
_ITEM = re.compile(r"[（(]?(?:[一二三四五六七八九十]+|[0-9]{1,2})[）)、.．](?![0-9])")
_FIGURE = re.compile(r"[-+−－＋]?[0-9０-９][0-9０-９.,，．]*|[-/—－／]+")
_GAP = re.compile(r"\s{2,}|\s+(?=[（(][一二三四五六七八九十]+[）)]|[0-9]{1,2}[.．、])")
"""What parts the labels of a row: two spaces, or one before a number."""
_SENTENCE = re.compile("[。；;]")
_HEADING = re.compile(r"\s*[一二三四五六七八九十]+、")
_PAGE_NUMBER = re.compile(r"\s*[-—–]\s*[0-9]{1,3}\s*[-—–]\s*")


def extent(lines: Sequence[str], start: int) -> int:
    """The index behind the last line of the table that begins at `start`; `start` if none does.

    It begins with figures or with a line in parts, and ends with figures; between them are lines
    of words, but neither sentences nor headings.
    """
    if not _figures(lines[start]) and len(lines[start].split()) < 2:
        return start
    end, between = start, 0
    for at in range(start, len(lines)):
        line = lines[at]
        if _figures(line) or (end > start and _last(line)):
            end, between = at + 1, 0
        elif line.strip() and not _PAGE_NUMBER.fullmatch(line):
            between += 1
            if between > MAX_BETWEEN or _ends(line):
                break
    return end


def is_row(line: str) -> bool:
    """Whether a line ends with the figures of a row."""
    return bool(_figures(line))


def _ends(line: str) -> bool:
    heading = _HEADING.match(line) and len(line.split()) == 1
    return len(line) > MAX_LINE or bool(heading or _SENTENCE.search(line))


def _figures(line: str) -> list[str]:
    """The figures that a row ends with; none in what is rather a sentence with a number."""
    if len(line) > MAX_LINE or _SENTENCE.search(line) or _PAGE_NUMBER.fullmatch(line):
        return []
    found = _at_end(line)
    sure = len(found) > 1 or (found and re.search(r"\S\s{2,}\S+\s*$", line))
    return found if sure else []


def _at_end(line: str) -> list[str]:
    words = line.split()
    figures = list(takewhile(_FIGURE.fullmatch, reversed(words)))
    return figures[::-1]


def rows(lines: Sequence[str]) -> Iterator[tuple[int, list[str]]]:
    """The rows of a table, each with the index of its line, and its cells."""
    taken: set[int] = set()
    found: list[tuple[int, list[str]]] = []
    for at, line in enumerate(lines):
        figures = _figures(line) or _last(line)
        if not figures:
            continue
        cells = _labels(line, len(figures))
        if not cells and (above := _wrapped_label(lines, at)):
            taken |= set(above)
            cells = ["".join("".join(lines[near].split()) for near in above)]
        elif not cells and (
            pieces := [near for near in (at - 1, at + 1) if _is_piece(lines, near)]
        ):
            taken |= set(pieces)
            cells = ["".join(lines[near].split()[-1] for near in pieces)]
        found.append((at, [*cells, *figures]))
    with_figures = {at for at, _ in found}
    words_only = (
        (at, line.split())
        for at, line in enumerate(lines)
        if line.strip() and at not in with_figures | taken and not _PAGE_NUMBER.fullmatch(line)
    )
    yield from sorted([*found, *words_only])


def _wrapped_label(lines: Sequence[str], at: int) -> list[int]:
    """The lines of a label above its figures, from its number on, where nothing is set in."""
    above: list[int] = []
    for near in range(at - 1, max(at - 1 - MAX_LABEL_LINES, -1), -1):
        line = lines[near]
        if (
            not line.strip()
            or _figures(line)
            or any(one[:1].isspace() for one in (line, lines[at]))
        ):
            break
        above.insert(0, near)
        if _ITEM.match(line):
            return above
    return []


def _labels(line: str, figures: int) -> list[str]:
    words = line.rsplit(maxsplit=figures)
    return _GAP.split(words[0].strip()) if len(words) > figures else []


def _last(line: str) -> list[str]:
    """The one figure of a row that a single space parts from its label."""
    found = _at_end(line)
    return found if len(found) == 1 and len(line.split()) == 2 else []


def _is_piece(lines: Sequence[str], at: int) -> bool:
    """Whether a line is a piece of the label whose figures stand beside it."""
    if not 0 <= at < len(lines) or _figures(lines[at]):
        return False
    return 0 < len(lines[at].split()) <= MAX_LABELS
