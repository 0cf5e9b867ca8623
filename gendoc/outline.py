"""Finds a report in a published document: its title, its sections, and the prose of each."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from functools import lru_cache

from gendoc.alignment import align
from gendoc.expression import split
from gendoc.form import Form, Section
from gendoc.labels import core, folded, likeness, number
from gendoc.prose import Paragraph, numbering_pattern, numbers_in
from gendoc.published import Block, Document, Passage, PrintedRow, PrintedTable

MAX_HEADING = 50
"""Characters of a line that can be the heading of a section."""
MIN_RUN_IN = 12
"""Characters of a line that can hold a heading and the text that runs on behind it."""
MAX_TITLE_LINES = 3
ALIKE = 0.75
LIKE_ITS_NUMBER = 0.4
"""How alike a heading must be that also has the section's number."""

_STYLE = re.compile(r"(\(?)(?:[一二三四五六七八九十]+|[0-9]+)([、.)]?)")
_ENDS = re.compile("[。；;]")
_CLOSING = re.compile(r"[。！？!?；;：:]")
_YEAR = re.compile(
    r"(?P<digits>[12]\s*[0-9]\s*[0-9]\s*[0-9])\s*(?:年度|年)|(?P<chinese>[一二][〇○零Oo一二三四五六七八九]{3})(?:年度|年)"
)
_BARE_YEAR = re.compile(r"(?<![0-9])(?P<digits>(?:19|20)[0-9]{2})(?![0-9])")
_CHINESE_DIGITS = str.maketrans("〇○零Oo一二三四五六七八九", "00000123456789")
_PAGE_NUMBER = re.compile(r"[-—–－·• ]*(?:第 ?)?[0-9]{0,3}(?: ?页)?[-—–－·• ]*")
_BRACKETS = re.compile(r"^\s*[【\[][^】\]]*[】\]]|[（(]\s*[）)]")
_AROUND_NAMES = re.compile(r"^[\s（(]*(?:关于)?\s*|[\s）)]*(?:关于)?[\s）)]*$")
_SET_WIDE = re.compile(r"(?<=[\u4e00-\u9fff])\s+(?=[\u4e00-\u9fff])")
_NOT_IN_NAMES = re.compile(r"[。，；？！|>《》:：]")


@dataclass
class Title:
    """A title as printed, and what it says. What it does not say is empty or 0."""

    lines: tuple[str, ...] = ()
    organ: str = ""
    year: int = 0


@dataclass
class Outline:
    """A document taken apart into the sections of a form."""

    title: Title
    blocks: list[Block]
    headings: dict[str, Passage] = field(default_factory=dict)
    sections: dict[str, list[Block]] = field(default_factory=dict)


def outline(document: Document, form: Form) -> Outline:
    """Take a document apart. What stands around the article on a web page is left out."""
    blocks = [part for block in document.blocks for part in _parted(block, form)]
    document = replace(document, blocks=blocks)
    headings = _headings(blocks, form)
    first = min((at for at, _ in headings), default=len(blocks))
    title, end = _title(document, form, first)
    scope = _common([blocks[at].scope for at, _ in headings])
    found = Outline(title, blocks, {section.id: _passage(blocks[at]) for at, section in headings})
    stops = [*(at for at, _ in headings[1:]), len(blocks)]
    opening = [section for section in form.sections if not section.title]
    if opening:
        found.sections[opening[0].id] = _within(blocks[end:first], scope)
    for (at, section), stop in zip(headings, stops, strict=False):
        found.sections[section.id] = _within(blocks[at + 1 : stop], scope)
    return found


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
    lines = [
        (at, block.text)
        for at, block in enumerate(blocks)
        if isinstance(block, Passage) and len(block.text) <= MAX_HEADING
    ]
    scores = [[heading_likeness(section, text) for _, text in lines] for section in sections]
    return [(lines[j][0], sections[i]) for i, j in align(scores)]


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
        texts = [cell.text for cell in row.cells if cell.text]
        if len(texts) != 1 or not any(_is_title(section, texts[0]) for section in form.sections):
            rows.append(row)
            continue
        if rows:
            found.append(replace(table, rows=tuple(rows)))
        found.append(Passage(" ".join(texts[0].split()), row.place, table.scope))
        rows = []
    return [*found, replace(table, rows=tuple(rows))] if rows or not found else found


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


@lru_cache(maxsize=4096)
def heading_likeness(section: Section, text: str) -> float:
    """How well a line serves as the heading of a section; 0 where it cannot be it."""
    like = likeness((section.title, *section.also), text)
    numbered = _style(text) == _style(section.title) and number(text) == number(section.title)
    if _ENDS.search(text):
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


# -- title -----------------------------------------------------------------------------------


def _title(document: Document, form: Form, first: int) -> tuple[Title, int]:
    """The title and the index of the block behind it; from the document's names where it is
    not printed."""
    best, found, end = 0, Title(), 0
    for start in range(first):
        for count in range(1, MAX_TITLE_LINES + 1):
            run = document.blocks[start : min(start + count, first)]
            texts = [block.text for block in run if isinstance(block, Passage)]
            if len(texts) < count:
                break
            title = _said(form, texts)
            worth = _worth(title)
            # Of the same title in a page's head and above the article, the later one counts;
            # of one line and the same with others beside it, the one line.
            if worth > best or (worth == best and worth and start >= end):
                best, found, end = worth, title, start + count
    for name in document.names if best < 3 else ():
        named = _said(form, [name])
        if _worth(named) > best:
            found = Title(found.lines, named.organ or found.organ, named.year or found.year)
            best = _worth(named)
    return found, end


def _worth(title: Title) -> int:
    return 0 if not title.lines else 1 + bool(title.organ) + bool(title.year)


def _said(form: Form, lines: Sequence[str]) -> Title:
    """What the lines say where they are a title of this form; an empty title where not."""
    text = "".join(lines)
    if len(text) > 2 * MAX_HEADING or _ENDS.search(text):
        return Title()
    name = next((found for name in _names(form) if (found := name.search(text))), None)
    if name is None:
        return Title()
    year = _YEAR.search(text) or _BARE_YEAR.search(text)
    rest = text[: name.start()]
    if year and year.end() <= name.start():
        rest = text[: year.start()] + text[year.end() : name.start()]
    organ = _organ(rest)
    if organ.endswith("人民") and name.group().startswith("政府"):
        organ += "政府"  # 某县人民政府信息公开年报: the two names share two characters
    if not organ:
        behind = text[name.end() :]
        organ = _organ(_YEAR.sub("", behind))
    if _NOT_IN_NAMES.search(organ):
        return Title()
    return Title(tuple(lines), organ, _year(year))


def _organ(text: str) -> str:
    """What is left of a title as the name of a body: without brackets, marks and 关于."""
    return _SET_WIDE.sub("", _AROUND_NAMES.sub("", _BRACKETS.sub("", text)))


def _year(match: re.Match[str] | None) -> int:
    if match is None:
        return 0
    written = match["digits"] or match["chinese"].translate(_CHINESE_DIGITS)
    return int("".join(written.split()))


def _names(form: Form) -> tuple[re.Pattern[str], ...]:
    """What the form's title says besides organ and year, and its other names, longest first."""
    return _patterns(form.title, form.also)


@lru_cache(maxsize=64)
def _patterns(title: tuple[str, ...], also: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    fixed = [piece for part in title for piece in split(part) if isinstance(piece, str)]
    names = {re.sub("^年度?|[（(]$", "", max(fixed, key=len, default="").strip()), *also}
    return tuple(
        re.compile(r"\s*".join(map(re.escape, "".join(name.split()))))
        for name in sorted(filter(None, names), key=len, reverse=True)
    )


# -- prose -----------------------------------------------------------------------------------


def paragraphs(blocks: Sequence[Block], form: Form) -> tuple[Paragraph, ...]:
    """The prose among blocks, its headings without their numbers.

    Where the printed numbers are not those that a document would be given again, or what is
    printed would not come out the same, lines stay as they are.
    """
    texts = [
        block.text
        for block in blocks
        if isinstance(block, Passage) and not _PAGE_NUMBER.fullmatch(block.text)
    ]
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


def _headed(text: str, form: Form) -> Paragraph:
    """A paragraph with its heading, which ends at the first closing mark."""
    mark = _CLOSING.search(text)
    if mark is None or mark.end() == len(text):
        return Paragraph("", text)
    stop = "。" if form.language.startswith("zh") else ". "
    heading = text[: mark.start()] if mark.group() == stop.strip() else text[: mark.end()]
    return Paragraph(text[mark.end() :].strip(), heading)
