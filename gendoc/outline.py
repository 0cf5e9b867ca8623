"""Finds a report in a published document: its title, its sections, and the prose of each."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import field, replace
from functools import lru_cache
from itertools import groupby
from operator import itemgetter

from gendoc import furniture, titles
from gendoc.alignment import align
from gendoc.form import Form, Section
from gendoc.labelled import holds_fields, in_boxes
from gendoc.labels import core, cores, folded, likeness, number
from gendoc.prose import Paragraph, numbering_pattern, numbers_in
from gendoc.published import Block, Document, Passage, PrintedRow, PrintedTable, passages
from gendoc.record import record
from gendoc.rows import wordings
from gendoc.spaced import is_row

MAX_HEADING = 50
"""Characters of a line that can be the heading of a section where the form's own is shorter."""
MAX_NUMBER = 10
"""Characters of the number before a heading, with its marks and spaces."""
MIN_RUN_IN = 12
"""Characters of a line that can hold a heading and the text that runs on behind it."""
ALIKE = 0.75
LIKE_ITS_NUMBER = 0.4
"""How alike a heading must be that also has the section's number."""

EXACT = (1.0, 1.5)
"""Scores of a heading that is the form's to the letter, without and with its number."""

_STYLE = re.compile(r"(\(?)(?:[一二三四五六七八九十]+|[0-9]+)([、.)]?)")
_ENDS = re.compile("[。；;]")
_ENDED = re.compile(r"[。！？!?；;：:.）)”]\s*$")
_CLOSING = re.compile(r"[。！？!?；;：:]")
_CLOSING_LATIN = re.compile(r"[.!?;:](?=\s|$)")
_PAGE_NUMBER = re.compile(r"[-—–－·• ]*(?:第 ?)?[0-9]{0,3}(?: ?页)?[-—–－·• ]*")


@record(eq=False, frozen=False)
class Outline:
    """A document taken apart into the sections of a form."""

    title: titles.Title
    blocks: list[Block]
    headings: dict[str, Passage] = field(default_factory=dict)
    sections: dict[str, list[Block]] = field(default_factory=dict)
    above: list[Passage] = field(default_factory=list)
    """What stands between the title and the text and is left out."""
    below: list[Passage] = field(default_factory=list)
    """What stands behind the text and is left out."""
    named: str = ""
    """The body, as the text names it where the title does not."""
    named_year: int = 0
    """The year, likewise."""

    def left_out(
        self, blocks: Sequence[Block], none: Iterable[Passage], form: Form
    ) -> list[Passage]:
        """Leave lines out of the sections; gives what of the blocks is then in none of them.
        Lines of fields are no such."""
        gone = {id(passage) for passage in none if not holds_fields(passage.text, form)}
        self.sections = {
            id_: [block for block in inside if id(block) not in gone]
            for id_, inside in self.sections.items()
        }
        kept = {id(block) for inside in self.sections.values() for block in inside}
        return [
            block
            for block in blocks
            if isinstance(block, Passage)
            and id(block) not in kept
            and not holds_fields(block.text, form)
        ]

    def leave_out(self, passage: Passage) -> None:
        """Take a line out of the section that it stands in."""
        self.sections = {
            id_: [block for block in blocks if block is not passage]
            for id_, blocks in self.sections.items()
        }


def outline(document: Document, form: Form) -> Outline:
    """Take a document apart. What stands around the article on a web page is left out."""
    blocks = [part for block in document.blocks for part in _parted(block, form)]
    document = replace(document, blocks=blocks)
    headings = _headings(blocks, form)
    first = min((at for at, _ in headings), default=len(blocks))
    title, end = titles.find(document, form, first)
    above = _numbers_above(blocks[: end - len(title.lines)] if title.lines else ())
    if more := furniture.subtitle(blocks[end:first], title.organ):
        lines = (_passage(block).text for block in blocks[end : end + more])
        title, end = replace(title, lines=(*title.lines, *lines)), end + more
    while end < first and _is_again(title, blocks[end], form):
        end += 1
    scope = _common([blocks[at].scope for at, _ in headings])
    found = Outline(title, blocks, {section.id: _passage(blocks[at]) for at, section in headings})
    opening, *others = _runs(form, {section.id for _, section in headings})
    runs = {run[0].id: run for run in others}
    found.sections = _dealt(opening, _within(blocks[end:first], scope))
    stops = [*(at for at, _ in headings[1:]), len(blocks)]
    for (at, section), stop in zip(headings, stops, strict=False):
        found.sections |= _dealt(runs[section.id], _within(blocks[at + 1 : stop], scope))
    first_of_all = [section.id for section in opening[:1] if section.kind == "text"]
    around = furniture.above([b for id_ in first_of_all for b in found.sections[id_]], form)
    found.above = above + found.left_out(blocks[end:first], around, form)
    behind = blocks[headings[-1][0] + 1 :] if headings else []
    if headings:
        last = runs[headings[-1][1].id][-1]
        inside = _within(behind, scope)
        found.sections[last.id] += _signature_outside(inside, behind)
        around = furniture.below(_prose_at_end(inside, last))
        found.below = found.left_out(behind, around, form)
    if not title.organ or not title.year:
        announced = titles.announced(form, blocks[end : max(first, end)])
        found.named_year = 0 if title.year else announced.year
        if not title.organ:
            found.named = next(furniture.organs(blocks, behind, announced.organ), "")
    return found


def _is_again(title: titles.Title, block: Block, form: Form) -> bool:
    """Whether a line below the title is the title once more, or its end, or a line of it."""
    if not isinstance(block, Passage) or not titles.said(form, [block.text]).lines:
        return False
    lines = ("".join(title.lines), *title.lines)
    again = "".join(block.text.split())
    return any("".join(line.split()).endswith(again) for line in lines)


def _runs(form: Form, headed: Container[str]) -> list[list[Section]]:
    """The form's sections of prose and tables from one printed heading to the next."""
    runs: list[list[Section]] = [[]]
    for section in form.sections:
        if section.id in headed:
            runs.append([section])
        elif not section.title and section.kind != "fields":
            runs[-1].append(section)
    return runs


def _dealt(run: Sequence[Section], blocks: Sequence[Block]) -> dict[str, list[Block]]:
    """Blocks dealt to the sections of a run: the first takes all up to the table of the next."""
    found: dict[str, list[Block]] = {section.id: [] for section in run}
    waiting = list(run)
    for block in blocks if run else ():
        tables = [section for section in waiting[1:] if section.kind == "table"]
        if isinstance(block, PrintedTable) and waiting[0].kind != "table" and tables:
            waiting = waiting[waiting.index(tables[0]) :]
        found[waiting[0].id].append(block)
    return found


def _numbers_above(blocks: Sequence[Block]) -> list[Passage]:
    """Document numbers above the title; what else stands there are menus."""
    passages = (block for block in blocks if isinstance(block, Passage))
    return [passage for passage in passages if furniture.is_document_number(passage.text)]


def _prose_at_end(blocks: Sequence[Block], section: Section) -> Sequence[Block]:
    """What follows the last table; nothing where the cells of one may stand in lines."""
    tables = [at for at, block in enumerate(blocks) if isinstance(block, PrintedTable)]
    if not tables and section.kind != "text":
        return ()
    return blocks[tables[-1] + 1 if tables else 0 :]


def _signature_outside(inside: Sequence[Block], behind: Sequence[Block]) -> list[Passage]:
    """The name and date right behind a text that has none, in a container of their own."""
    if any(map(furniture.is_signature, inside)):
        return []
    kept = {id(block) for block in inside}
    outside = [b for b in behind if isinstance(b, Passage) and id(b) not in kept][:3]
    signed = [at for at, block in enumerate(outside) if furniture.is_signature(block)]
    return outside[: signed[0] + 1] if signed else []


def _passage(block: Block) -> Passage:
    assert isinstance(block, Passage)
    return block


def _common(scopes: Sequence[tuple[int, ...]]) -> tuple[int, ...]:
    """The containers that all of the scopes share."""
    shared = (level[0] for level in zip(*scopes, strict=False) if len(set(level)) == 1)
    return tuple(shared)


def _within(blocks: Sequence[Block], scope: tuple[int, ...]) -> list[Block]:
    depth = len(scope)
    return [block for block in blocks if block.scope[:depth] == scope]


# -- sections --------------------------------------------------------------------------------


def _headings(blocks: Sequence[Block], form: Form) -> list[tuple[int, Section]]:
    """Where the headings of the form's sections stand, in order."""
    sections = [section for section in form.sections if section.title]
    longest = max((_longest(section) for section in sections), default=0)
    lines = [
        (at, block.text)
        for at, block in enumerate(blocks)
        if isinstance(block, Passage) and len(block.text) <= longest
    ]
    scores = [[heading_likeness(section, text) for _, text in lines] for section in sections]
    pairs = align(scores)
    pairs += _out_of_order(scores, pairs)
    return sorted((lines[j][0], sections[i]) for i, j in pairs)


def _out_of_order(
    scores: Sequence[Sequence[float]], pairs: Sequence[tuple[int, int]]
) -> list[tuple[int, int]]:
    """Sections printed at another place than the form's, whose heading is the form's to the
    letter."""
    rows, columns = {i for i, _ in pairs}, {j for _, j in pairs}
    begin = min(columns, default=0)
    return [
        (i, max(exact))
        for i, row in enumerate(scores)
        if i not in rows
        and (
            exact := [j for j, x in enumerate(row) if x in EXACT and j > begin and j not in columns]
        )
    ]


def _parted(block: Block, form: Form) -> list[Block]:
    """What holds the heading of a section and more: a passage that runs on behind the heading, or
    a table with the heading in a row of its own. The heading stands alone in what comes back."""
    if isinstance(block, PrintedTable):
        return _split(block, form)
    for section in form.sections if len(block.text) > MIN_RUN_IN else ():
        if section.title and (match := _run_in(section).match(block.text)):
            rest = block.text[match.end() :].strip()
            return [replace(block, text=match[1]), replace(block, text=rest)]
    return [block]


def _split(table: PrintedTable, form: Form) -> list[Block]:
    found: list[Block] = []
    rows: list[PrintedRow] = []
    for row in table.rows:
        text = _line_of(row, form)
        if not text:
            rows.append(row)
            continue
        found += _between(table, rows, form)
        found.append(Passage(text, row.place, table.scope))
        rows = []
    return [*found, *_between(table, rows, form)]


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
        rf"((?:[一二三四五六七八九十]+\s*[、.．]\s*)(?:{names}))(?:\s+|\s*[:：。]\s*)(?=.)"
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
        return EXACT[1] if number(text) else EXACT[0]
    if len(text) > _longest(section):
        return 0.0
    like = likeness((section.title, *section.also), text)
    numbered = _style(text) == _style(section.title) and number(text) == number(section.title)
    if _ENDS.search(text) or is_row(text):
        return 0.0
    if numbered and number(text):
        return like + 0.5 if like >= LIKE_ITS_NUMBER else 0.3
    return like if like >= ALIKE and _style(text) in ("", _style(section.title)) else 0.0


def _style(text: str) -> str:
    """How a heading is numbered, 一、 and 1. alike; empty without a number."""
    match = _STYLE.match(folded(text))
    if not match or not number(text):
        return ""
    return "()" if match[1] else "."


# -- prose -----------------------------------------------------------------------------------


def paragraphs(blocks: Sequence[Block], form: Form) -> tuple[Paragraph, ...]:
    """The prose among blocks, its headings without their numbers.

    Where the printed numbers are not those that a document would be given again, or what is
    printed would not come out the same, lines stay as they are.
    """
    texts: list[str] = []
    for block in blocks:
        if isinstance(block, Passage) and not _is_page_number(block.text, texts[-1:]):
            texts.append(block.text)
    pattern, next_number = numbering_pattern(form.numbering), numbers_in(form.numbering)
    found: list[Paragraph] = []
    for text in texts:
        match = pattern.match(text)
        if match is None:
            found.append(Paragraph(text))
            continue
        if folded(match.group()) != folded(next_number()):
            return tuple(Paragraph(text) for text in texts)
        found.append(_headed(text[match.end() :].strip(), form))
    return tuple(found)


def _is_page_number(text: str, above: Sequence[str]) -> bool:
    """Whether a line is the number of a page; inside a sentence a bare one may be its own."""
    inside = text.isdecimal() and above and not _ENDED.search(above[-1])
    return bool(_PAGE_NUMBER.fullmatch(text)) and not inside


def _headed(text: str, form: Form) -> Paragraph:
    """A paragraph with its heading, which ends at the first closing mark."""
    chinese = form.language.startswith("zh")
    mark = (_CLOSING if chinese else _CLOSING_LATIN).search(text)
    if mark is None or mark.end() == len(text):
        return Paragraph("", text)
    stop = "。" if chinese else "."
    heading = text[: mark.start()] if mark.group() == stop else text[: mark.end()]
    return Paragraph(text[mark.end() :].strip(), heading)
