"""Finds the headings of a form's sections in a published document."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from gendoc.alignment import align
from gendoc.form import Form, Section
from gendoc.furniture import is_label
from gendoc.labelled import holds_fields, in_boxes
from gendoc.labels import core, cores, folded, likeness, number
from gendoc.published import STOPS, Block, Passage, PrintedRow, PrintedTable, passages
from gendoc.record import record
from gendoc.rows import wordings
from gendoc.spaced import is_row

MAX_HEADING = 50
"""Characters of a line that can be the heading of a section where the form's own is shorter."""
MAX_NUMBER = 10
"""Characters of the number before a heading, with its marks and spaces."""
MIN_CONTENTS = 3
"""Headings below one another that can be a list of contents."""
MAX_BETWEEN = 8
"""Short lines between two headings in such a list."""
ALIKE = 0.75
LIKE_ITS_NUMBER = 0.4
"""How alike a heading must be that also has the section's number."""
NUMBERED = 0.5
"""What the section's number before a heading adds to its likeness."""
RUN_IN = 0.01
"""How much less sure a heading is that text runs on behind."""

_STYLE = re.compile(r"(\(?)(?:[一二三四五六七八九十]+|[0-9]+)([、.)]?)")
_TEXT = r"[12][0-9]{3}年.*[，。]|无。?$"
"""What stands behind a heading without a mark between and is text for certain."""


@record()
class Heading:
    """The heading of a section as it is printed, and the index of its block."""

    section: Section
    at: int
    passage: Passage
    is_changed: bool = False
    """Whether it says something else than the form's, or lacks the number that others have."""

    def is_again(self, text: str) -> bool:
        """Whether a line says the heading once more."""
        own = ("", _style(self.passage.text), _style(self.section.title))
        return core(text) == core(self.passage.text) and _style(text) in own


@record()
class _Line:
    """What can be a heading: a line, or the beginning of one that runs on."""

    at: int
    text: str
    rest: str = ""


def find(blocks: Sequence[Block], form: Form) -> tuple[list[Block], list[Heading]]:
    """The headings of the form's sections, in order, and the blocks of the document with each of
    them alone in one of its own."""
    parts = [part for block in blocks for part in _split(block, form)]
    sections = [section for section in form.sections if section.title]
    chosen = _chosen(parts, sections)
    has_numbers = any(number(line.text) for line, _ in chosen)
    lines = {line.at: (line, section) for line, section in chosen}
    found: list[Block] = []
    headings: list[Heading] = []
    for at, block in enumerate(parts):
        if at not in lines or isinstance(block, PrintedTable):
            found.append(block)
            continue
        line, section = lines[at]
        passage = replace(block, text=line.text)
        bare = has_numbers and number(section.title) and not number(line.text)
        other = _style(line.text) not in ("", _style(section.title))
        changed = bool(bare) or other or not _says(section, line.text)
        headings.append(Heading(section, len(found), passage, changed))
        found += [passage, replace(block, text=line.rest)] if line.rest else [passage]
    return found, headings


def _chosen(blocks: Sequence[Block], sections: Sequence[Section]) -> list[tuple[_Line, Section]]:
    lines = list(_lines(blocks, sections))
    scores = [[_score(section, line) for line in lines] for section in sections]
    contents = _contents(blocks, lines, scores)
    for row in scores:
        row[:] = (0.0 if j in contents else score for j, score in enumerate(row))
    # Of equal matches `align` takes the later one; backwards that is the first.
    backwards = align([row[::-1] for row in reversed(scores)])
    pairs = [(len(sections) - 1 - i, len(lines) - 1 - j) for i, j in backwards]
    numbers = any(number(lines[j].text) for _, j in pairs)
    pairs += _out_of_order(sections, lines, contents, pairs, numbers)
    return [(lines[j], sections[i]) for i, j in pairs]


def _lines(blocks: Sequence[Block], sections: Sequence[Section]) -> Iterator[_Line]:
    longest = max(map(_longest, sections), default=0)
    for at, block in enumerate(blocks):
        if isinstance(block, PrintedTable):
            continue
        matches = (_run_in(section).match(block.text) for section in sections)
        match = next(filter(None, matches), None)
        rest = block.text[match.end() :].strip() if match else ""
        if match and any(map(str.isalpha, rest)):  # and not the number of a page
            yield _Line(at, match[1], rest)
        elif len(block.text) <= longest:
            yield _Line(at, block.text)


def _score(section: Section, line: _Line) -> float:
    return max(0.0, heading_likeness(section, line.text) - (RUN_IN if line.rest else 0.0))


def _contents(
    blocks: Sequence[Block], lines: Sequence[_Line], scores: Sequence[Sequence[float]]
) -> set[int]:
    """The lines of lists of contents: headings with no more than short lines between, most of
    which stand once more elsewhere."""
    best = {
        j: max(range(len(scores)), key=lambda i: scores[i][j])
        for j in range(len(lines))
        if any(row[j] >= ALIKE for row in scores)
    }
    runs: list[list[int]] = []
    for j, section in best.items():
        last = runs[-1][-1] if runs else j
        between = blocks[lines[last].at + 1 : lines[j].at]
        if last < j and best[last] < section and _are_labels(between) and not lines[last].rest:
            runs[-1].append(j)
        else:
            runs.append([j])
    found: set[int] = set()
    for run in runs:
        others = {i for j, i in best.items() if j not in found and j not in run}
        again = others.intersection(best[j] for j in run)
        if len(run) >= MIN_CONTENTS and 2 * len(again) > len(run):
            found |= set(run)
    return found


def _are_labels(blocks: Sequence[Block]) -> bool:
    few = len(blocks) <= MAX_BETWEEN
    return few and all(isinstance(block, Passage) and is_label(block.text) for block in blocks)


def _out_of_order(
    sections: Sequence[Section],
    lines: Sequence[_Line],
    contents: set[int],
    pairs: Sequence[tuple[int, int]],
    numbers: bool,
) -> list[tuple[int, int]]:
    """Sections printed at another place than the form's, whose heading is the form's to the
    letter, its number included where others have theirs."""
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    begin = min(columns, default=0)
    free = [j for j in range(begin + 1, len(lines)) if j not in columns | contents]
    exact = (
        (i, next((j for j in free if _is_exact(section, lines[j].text, numbers)), None))
        for i, section in enumerate(sections)
        if i not in rows
    )
    return [(i, j) for i, j in exact if j is not None]


def _is_exact(section: Section, text: str, numbers: bool) -> bool:
    return folded(text) == folded(section.title) and (bool(number(text)) or not numbers)


def _says(section: Section, text: str) -> bool:
    """Whether a heading says what one of the section's wordings does, and no more."""
    return core(text) in {core(wording) for wording in (section.title, *section.also)}


def _split(block: Block, form: Form) -> list[Block]:
    """A table parted at the headings, and the fields, that stand in rows of their own."""
    if isinstance(block, Passage):
        return [block]
    found: list[Block] = []
    rows: list[PrintedRow] = []
    for row in block.rows:
        text = _line_of(row, form)
        if not text:
            rows.append(row)
            continue
        found += _between(block, rows, form)
        found.append(Passage(text, row.place, block.scope))
        rows = []
    return [*found, *_between(block, rows, form)]


def _between(table: PrintedTable, rows: Sequence[PrintedRow], form: Form) -> Iterator[Block]:
    """The rows of a table between two headings. In a text those with one cell filled are its
    lines where no label of the form's tables stands among them: spreadsheets save prose so."""
    labels = _labels(form)
    filled = [[cell.text for cell in row.cells if cell.text] for row in rows]
    known = any(not labels.isdisjoint(cores(text)) for texts in filled for text in texts)
    in_lines = not known and all(row.place.line for row in rows)
    alone = (in_lines and len(texts) == 1 for texts in filled)
    for is_line, group in groupby(zip(rows, alone, strict=True), key=itemgetter(1)):
        part = tuple(row for row, _ in group)
        if not is_line:
            yield replace(table, rows=part)
            continue
        for row in part:
            text = "".join(cell.text for cell in row.cells)
            yield from passages(text, row.place, table.scope)


@lru_cache(maxsize=16)
def _labels(form: Form) -> frozenset[str]:
    """What the labels of a form's tables say."""
    words = (
        word for table in form.tables.values() for own in wordings(table).values() for word in own
    )
    return frozenset(core for word in words for core in cores(word))


def _line_of(row: PrintedRow, form: Form) -> str:
    """The text of a row that holds no more than the heading of a section, or fields of the form
    behind their labels; an empty string for others."""
    cells = [" ".join(cell.text.split()) for cell in row.cells]
    if boxed := in_boxes(cells, form):
        return boxed
    texts = [text for text in cells if text]
    is_title = len(texts) == 1 and any(_is_title(section, texts[0]) for section in form.sections)
    text = "  ".join(texts)
    return text if is_title or holds_fields(text, form) else ""


def _is_title(section: Section, text: str) -> bool:
    """Whether a text is the title of a section, its number included."""
    same = number(text) == number(section.title) and _style(text) == _style(section.title)
    return bool(section.title) and same and likeness((section.title, *section.also), text) == 1


@lru_cache(maxsize=256)
def _run_in(section: Section) -> re.Pattern[str]:
    wordings = (core(wording) for wording in (section.title, *section.also))
    names = "|".join(r"\s*".join(map(re.escape, wording)) for wording in wordings)
    return re.compile(
        rf"((?:[一二三四五六七八九十]+\s*[、.．]\s*)(?:{names}))(?:(?:\s+|\s*[:：。]\s*)(?=.)|(?={_TEXT}))"
    )


def _longest(section: Section) -> int:
    """Characters of a line that can be the heading of a section: as many as the longest of its
    wordings has, and a number before them."""
    wordings = (section.title, *section.also)
    return max(MAX_HEADING, *(len(wording) + MAX_NUMBER for wording in wordings))


@lru_cache(maxsize=4096)
def heading_likeness(section: Section, text: str) -> float:
    """How well a line serves as the heading of a section; 0 where it cannot be it."""
    if folded(text) == folded(section.title):
        return 1.0 + (NUMBERED if number(text) else 0.0)
    if len(text) > _longest(section):
        return 0.0
    like = likeness((section.title, *section.also), text)
    if _style(text) == "()" and like == 1 and number(text) == number(section.title):
        return like
    numbered = _style(text) == _style(section.title) and number(text) == number(section.title)
    if STOPS.search(text) or is_row(text):
        return 0.0
    if numbered and number(text):
        return like + NUMBERED if like >= LIKE_ITS_NUMBER else 0.3
    return like if like >= ALIKE and _style(text) in ("", _style(section.title)) else 0.0


def _style(text: str) -> str:
    """How a heading is numbered, 一、 and 1. alike; empty without a number."""
    match = _STYLE.match(folded(text))
    if not match or not number(text):
        return ""
    return "()" if match[1] else "."
