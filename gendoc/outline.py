"""Finds a report in a published document: its title, its sections, and the prose of each."""

from __future__ import annotations

import re
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import field, replace
from functools import cached_property

from gendoc import furniture, headings, titles
from gendoc.form import Form, Section
from gendoc.headings import Heading
from gendoc.labelled import holds_fields
from gendoc.labels import folded
from gendoc.prose import Paragraph, numbering_pattern, numbers_in
from gendoc.published import Block, Document, Passage, PrintedTable
from gendoc.record import record

_ENDED = re.compile(r"[。！？!?；;：:.）)”]\s*$")
_CLOSING = re.compile(r"[。！？!?；;：:]")
_CLOSING_LATIN = re.compile(r"[.!?;:](?=\s|$)")
_PAGE_NUMBER = re.compile(r"[-—–－·• ]+|[-—–－·• ]*(?:第 ?)?[1-9][0-9]{0,2}(?: ?页)?[-—–－·• ]*")


@record(eq=False, frozen=False)
class Outline:
    """A document taken apart into the sections of a form."""

    title: titles.Title
    blocks: list[Block]
    headings: list[Heading] = field(default_factory=list)
    sections: dict[str, list[Block]] = field(default_factory=dict)
    above: list[Passage] = field(default_factory=list)
    """What stands above the text and is left out."""
    among: list[Passage] = field(default_factory=list)
    """What stands in the text and is left out: headings said twice, numbers of pages."""
    below: list[Passage] = field(default_factory=list)
    """What stands behind the text and is left out."""
    named: str = ""
    """The body, as the text names it where the title does not."""
    named_year: int = 0
    """The year, likewise."""

    @cached_property
    def scope(self) -> tuple[int, ...]:
        """The containers around all of its headings."""
        return _common([head.passage.scope for head in self.headings])

    def left_out(
        self, blocks: Sequence[Block], none: Iterable[Passage], form: Form
    ) -> list[Passage]:
        """Leave lines out of the sections; gives what of the blocks is then in none of them.
        Lines of fields are no such."""
        for passage in none:
            if not holds_fields(passage.text, form):
                self.take_out(passage)
        kept = {id(block) for inside in self.sections.values() for block in inside}
        kept |= set(map(id, self.among))
        passages = (block for block in blocks if isinstance(block, Passage))
        return [passage for passage in passages if id(passage) not in kept]

    def leave_out(self, passage: Passage) -> None:
        """Take a line out of the section that it stands in, or of what is left out: it was read."""
        self.take_out(passage)
        for lines in (self.above, self.among, self.below):
            lines[:] = (line for line in lines if line is not passage)

    def take_out(self, passage: Passage) -> None:
        """Take a line out of the section that it stands in."""
        for blocks in self.sections.values():
            blocks[:] = (block for block in blocks if block is not passage)


def outline(document: Document, form: Form) -> Outline:
    """Take a document apart. What stands around the article on a web page is left out."""
    blocks, heads = headings.find(document.blocks, form)
    document = replace(document, blocks=blocks)
    first = heads[0].at if heads else len(blocks)
    title, end = titles.find(document, form, first)
    menus = blocks[: end - len(title.lines)]
    if more := furniture.subtitle(blocks[end:first], title.organ):
        lines = (_passage(block).text for block in blocks[end : end + more])
        title, end = replace(title, lines=(*title.lines, *lines)), end + more
    found = Outline(title, blocks, heads)
    runs = _runs(form, {head.section.id for head in heads})
    starts, stops = [end, *(head.at + 1 for head in heads)], [*(head.at for head in heads), None]
    ids = ["", *(head.section.id for head in heads)]
    for id_, start, stop in zip(ids, starts, stops, strict=True):
        found.sections |= _dealt(runs[id_], _within(blocks[start:stop], found.scope))
    found.among = list(_again(blocks, heads))
    for passage in found.among:
        found.take_out(passage)
    _leave_out_above(found, menus, blocks[end:first], form)
    behind = blocks[heads[-1].at + 1 :] if heads else []
    if heads:
        _leave_out_below(found, behind, runs[heads[-1].section.id][-1], form)
    if not title.organ or not title.year:
        announced = titles.announced(form, blocks[end : max(first, end)])
        found.named_year = 0 if title.year else announced.year
        if not title.organ:
            found.named = next(furniture.organs(blocks, behind, announced.organ), "")
    return found


def _runs(form: Form, headed: Container[str]) -> dict[str, list[Section]]:
    """The form's sections of prose and tables from one printed heading to the next, by the first
    of them; those before any heading under an empty string."""
    runs: dict[str, list[Section]] = {"": []}
    for section in form.sections:
        if section.id in headed:
            runs[section.id] = [section]
        elif not section.title and section.kind != "fields":
            runs[next(reversed(runs))].append(section)
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


def _leave_out_above(
    found: Outline, menus: Sequence[Block], opening: Sequence[Block], form: Form
) -> None:
    """Leave out what stands above the title, and below it but before the text. Above the title of
    a web page short lines outside the text's own container are menus, which nobody misses."""
    for passage in _title_again(found.title, opening, form):
        found.take_out(passage)
    first = next((section for section in form.sections if section.kind != "fields"), None)
    text = (
        found.sections.get(first.id, ())
        if first and not first.title and first.kind == "text"
        else ()
    )
    left = found.left_out(opening, furniture.above(text, form), form)
    inside = set(map(id, _within(menus, found.scope)))
    passages = (block for block in menus if isinstance(block, Passage))
    found.above = [one for one in passages if id(one) in inside or not _is_menu(one.text)] + left


def _is_menu(text: str) -> bool:
    return furniture.is_label(text) and not furniture.is_document_number(text)


def _leave_out_below(found: Outline, behind: Sequence[Block], last: Section, form: Form) -> None:
    """Leave out what stands behind the text of the last section."""
    inside = _within(behind, found.scope)
    found.sections[last.id] += _signature_outside(inside, behind)
    found.below = found.left_out(behind, furniture.below(_prose_at_end(inside, last)), form)


def _title_again(title: titles.Title, blocks: Sequence[Block], form: Form) -> Iterator[Passage]:
    """Lines below the title that are it once more, or its end, or say no more than it does."""
    lines = ["".join(line.split()) for line in ("".join(title.lines), *title.lines)]
    for start in range(len(blocks)):
        for end in range(start + 1, start + 1 + titles.MAX_LINES):
            passages = [block for block in blocks[start:end] if isinstance(block, Passage)]
            if len(passages) < end - start:
                break
            texts = [passage.text for passage in passages]
            again = "".join("".join(texts).split())
            said = titles.said(form, texts)
            if said.lines and (
                any(line.endswith(again) for line in lines) or said.is_within(title)
            ):
                yield from passages


def _again(blocks: Sequence[Block], heads: Sequence[Heading]) -> Iterator[Passage]:
    """Headings said twice: the same lines right above and below them."""
    for head in heads:
        for way in (blocks[: head.at][::-1], blocks[head.at + 1 :]):
            for block in way:
                if not isinstance(block, Passage) or not head.is_again(block.text):
                    break
                yield block


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


# -- prose -----------------------------------------------------------------------------------


def paragraphs(blocks: Sequence[Block], form: Form) -> tuple[Paragraph, ...]:
    """The prose among blocks, its headings without their numbers.

    Where the printed numbers are not those that a document would be given again, or what is
    printed would not come out the same, lines stay as they are.
    """
    texts = [block.text for block in blocks if isinstance(block, Passage)]
    pattern, next_number = numbering_pattern(form.numbering), numbers_in(form.numbering)
    found: list[Paragraph] = []
    for text in texts:
        match = pattern.match(text)
        if match is None or match.end() == len(text):
            found.append(Paragraph(text))
            continue
        if folded(match.group()) != folded(next_number()):
            return tuple(Paragraph(text) for text in texts)
        found.append(_headed(text[match.end() :].strip(), form))
    return tuple(found)


def without_pages(blocks: Sequence[Block]) -> tuple[list[Passage], list[Passage]]:
    """The lines of prose among blocks, and those that are numbers of pages."""
    kept: list[Passage] = []
    numbers: list[Passage] = []
    for block in blocks:
        if isinstance(block, Passage):
            (numbers if _is_page_number(block, kept[-1:]) else kept).append(block)
    return kept, numbers


def _is_page_number(passage: Passage, above: Sequence[Passage]) -> bool:
    """Whether a line is the number of a page; inside a sentence a bare one may be its own."""
    text = passage.text
    inside = text.isdecimal() and above and not _ENDED.search(above[-1].text)
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
