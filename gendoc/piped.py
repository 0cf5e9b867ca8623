"""Tables whose cells stand between bars, a row a line, as in Markdown and in extracted text."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise

from gendoc import ended
from gendoc.ended import Piece, pieces
from gendoc.printed import is_figure
from gendoc.published import MAX_COLUMNS, STOPS, is_open

MIN_LINES = 3
"""Lines of a table whose rows have no bar at their ends."""
MAX_ALONE = 50
"""Characters of a line of words that can stand between two rows."""
MAX_BETWEEN = 2
"""Such lines, one below the other, that stand between two rows."""
SHARE = 1.5
"""Rows for each that stands whole in its line, of a table some of whose rows are broken."""
MAX_RULES = 4
"""Rules one below the other that no table begins with."""
_BARS = str.maketrans("｜│┃", "|||")
_RULE = re.compile(r"(?=.*(?:--|:-|-:))[\s|:-]+")
_FRAMED = re.compile(r"\s*\|.*\|\s*")


def extent(lines: Sequence[str], start: int) -> int:
    """The index behind the last line of the table that begins at `start`; `start` if none does.

    One blank line may stand between two rows, or a line of words without a bar; a cell goes on
    where a line ends inside brackets.
    """
    barred: list[str] = []
    end, between = start, 0
    for at in range(start, len(lines)):
        line = lines[at].translate(_BARS)
        if "|" in line and "\t" not in line:
            barred.append(line)
            end, between = at + 1, 0
        elif line.strip() and (is_open(line) or barred) and _is_alone(line):
            between += 1
        elif line.strip() or at > end or not barred:
            break
        if between > MAX_BETWEEN or (len(barred) == MAX_RULES and _are_rules(barred)):
            break
    framed = bool(barred) and all(map(_FRAMED.fullmatch, barred))
    filled = not _are_rules(barred)
    return end if filled and (framed or len(barred) >= MIN_LINES) else start


def _are_rules(barred: Sequence[str]) -> bool:
    return all(map(_RULE.fullmatch, barred))


def _is_alone(line: str) -> bool:
    return len(line) <= MAX_ALONE and not STOPS.search(line)


def rows(lines: Sequence[str]) -> list[Piece]:
    """The rows of a table, with its lines of words.

    A bar at an end of every line is its frame; at an end of some, a blank cell is beside it. Where
    bars part the lines instead, each ends a cell.
    """
    plain = [line.translate(_BARS) for line in lines]
    if all(len(_filled(line)) < 2 for line in plain if "|" in line):
        return pieces(plain)
    plain = _joined(plain)
    found: list[tuple[int, str]] = []
    open_ = ""
    for at, line in enumerate(plain):
        text = open_ + line.strip()
        begun = found.pop()[0] if open_ else at
        if text and not _RULE.fullmatch(text):
            found.append((begun, text))
        open_ = text if "|" not in text and is_open(text) else ""
    barred = [text for _, text in found if "|" in text]
    left = 1 if all(text.startswith("|") for text in barred) else 0
    right = -1 if all(text.endswith("|") for text in barred) else None
    return _without_fill(
        [
            Piece(at, tuple(text[left:right].split("|")) if "|" in text else (text,))
            for at, text in found
        ]
    )


def _without_fill(found: Sequence[Piece]) -> list[Piece]:
    """Rows without the bars that fill them up: these stand close together behind the cells of some
    and no blank cell between those of any, so that blank ones may have been left out."""
    parted = [row for row in found if len(row.cells) > 1]
    own = [_filled("|".join(row.cells)) for row in parted]
    is_filled_up = any(row.cells[-1] == "" and row.cells[0].endswith(" ") for row in parted)
    if not is_filled_up or any(
        [cell.strip() for cell in row.cells[: len(filled)]] != filled
        for row, filled in zip(parted, own, strict=True)
    ):
        return list(found)
    whole = ((row, _filled("|".join(row.cells))) for row in found)
    return [
        replace(row, cells=row.cells[: len(filled)]) if any(map(is_figure, filled)) else row
        for row, filled in whole
    ]


def _joined(lines: Sequence[str]) -> list[str]:
    """Lines of which each row ends with a bar, those in one that a row is broken over; those that
    went to the line above are blank."""
    barred = [line for line in lines if "|" in line]
    if 2 * sum(line.rstrip().endswith("|") for line in barred) <= len(barred):
        return list(lines)
    begun = not all(line.lstrip().startswith("|") for line in barred)
    found: list[str] = []
    starts = [0, *(at for at in range(1, len(lines)) if ended.is_heading(lines[at])), len(lines)]
    for start, end in pairwise(starts):
        part = [line.strip() for line in lines[start:end]]
        found += _goes_on(_filled_up(part) or part, begun)
    return _with_labels(found) if begun else found


def _filled_up(lines: Sequence[str]) -> list[str]:
    """The rows of a table, where bars fill each but the last up to its width: lines that have
    as many only together are one. Nothing where that does not come out, or for few rows alone."""
    width = max(line.count("|") for line in lines)
    found: list[str] = []
    counts: list[int] = []
    open_ = 0
    for line in lines:
        if open_:
            first = len(found) - open_
            found[first:] = [f"{found[first]}\n{line}", *[""] * open_]
            counts[-1] += line.count("|")
        else:
            found.append(line)
            counts += [line.count("|")] if "|" in line else []
        open_ = open_ + 1 if counts and counts[-1] < width and "|" in found[-1 - open_] else 0
    whole = sum(line.count("|") == width for line in lines)
    even = all(count == width for count in counts[:-1])
    closed = all(row.endswith("|") for row in found if "|" in row)
    return found if even and closed and MIN_LINES <= len(counts) <= SHARE * whole else []


def _goes_on(lines: Sequence[str], begun: bool) -> list[str]:
    """Lines, those in one of which the next begins with the bar behind the last cell. `begun`: rows
    begin without a bar, so that their first cell may be a line of its own."""
    found = list(lines)
    most = min(MAX_COLUMNS, max(line.count("|") for line in lines))
    for at in range(len(found) - 1, 0, -1):
        above, line = found[at - 1], found[at]
        is_open = above and not above.endswith("|") and not ended.is_heading(above)
        is_open = is_open and (begun or "|" in above)
        if line.startswith("|") and is_open and (above + line).count("|") <= most:
            found[at - 1 : at + 1] = [above + line, ""]
    return found


def _with_labels(lines: Sequence[str]) -> list[str]:
    """Lines, those in one with figures behind a bar that look like a heading above them: figures
    stand below the header of a table, which is below its heading."""
    found = list(lines)
    for at in range(len(found) - 1, 0, -1):
        above, line = found[at - 1], found[at]
        texts = _filled(line)
        if (
            ended.is_heading(above)
            and line.startswith("|")
            and texts
            and all(map(is_figure, texts))
        ):
            found[at - 1 : at + 1] = [above + line, ""]
    return found


def _filled(text: str) -> list[str]:
    return [cell.strip() for cell in text.split("|") if cell.strip()]
