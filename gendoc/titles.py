"""Finds the title of a report in a published document, and the body and year that it names."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from functools import lru_cache
from typing import NamedTuple

from gendoc.expression import split
from gendoc.form import Form
from gendoc.furniture import (
    announces,
    behind_announcements,
    is_above,
    is_behind_a_name,
    is_body,
    is_channel,
    is_furniture,
    is_half_a_name,
    is_label,
    is_place,
    is_rest_of_a_name,
    is_signed,
    names_another,
    without_another,
    without_concerning,
    without_label,
)
from gendoc.labelled import holds_fields
from gendoc.ownwords import in_own_words
from gendoc.published import STOPS, Block, Document, Passage, is_balanced, is_open
from gendoc.record import record

MAX_LENGTH = 100
"""Characters of a title."""
MAX_LINES = 4
MIN_NAME = 2
"""Letters of a piece of the form's title that no body's name holds."""
MIN_SWAPPED = 10
"""Letters of a name of the form's report that is known with some of them swapped."""
MIN_WRAPPED = 20
"""Characters of a line that can be wrapped."""
MAX_ABOVE = 1_000
"""Lines above the first section that are searched for the title, from there upwards."""
MAX_TEXT = 1_000_000
"""Characters of a document that are searched for a body's name."""

_ZEROS = "〇○◯零OoОοΟо"
"""What is printed for 〇: circles, and letters of three alphabets."""
_DIGIT = rf"\s*[0-9一二三四五六七八九{_ZEROS}]"
_YEAR = re.compile(
    rf"(?<![0-9])(?P<digits>(?:[1一]\s*[9九]|[2二]\s*[0{_ZEROS}]){_DIGIT}{_DIGIT})\s*年(?:\s*度)?"
)
_BARE_YEAR = re.compile(r"(?<![0-9])(?P<digits>(?:19|20)[0-9]{2})(?![0-9])")
_CHINESE_DIGITS = str.maketrans(f"{_ZEROS}一二三四五六七八九", f"{'0' * len(_ZEROS)}123456789")
_WIDE_DIGITS = str.maketrans("０１２３４５６７８９Ｏｏ", "0123456789Oo")
_BRACKETS = re.compile(
    r"^\s*(?:[【\[][^】\]]*[】\]]|[（(][^（）()]*[）)](?=[\u4e00-\u9fff]))|[（(]\s*[）)]"
)
_AROUND_NAMES = re.compile(r"^[\s（(—–-]+|[\s）):：—–-]+$|^年?\s*度?$")
_ADDRESSES = re.compile(r"[:：]\s*$")
"""What ends a line that names whom a text is for."""
_SPACED_OUT = re.compile(r"(?:[\u4e00-\u9fff]\s+)+[\u4e00-\u9fff]?\s*")
"""A name with a space behind each letter."""
_NUMBER_BEHIND = re.compile(r"(?<=[\u4e00-\u9fff])[0-9]{2,4}年?度?$")
"""The first of two years, or one of two digits, behind a body's name."""
_BESIDE_NAMES = re.compile(r"^[（(—–-]|[:：—–-]$")
_SET_WIDE = re.compile(r"(?<=[\u4e00-\u9fff（）])\s+(?=[\u4e00-\u9fff（）])")
_TWO_BODIES = re.compile(r"[^\W\d]{2}([^\W\d]{2})\s+[^\W\d]{2,}\1$")
"""Two names that end alike, with a space between: 某县委办公室 某县人民政府办公室."""
_PARTED = re.compile(r"\s*[-_—–|>»·]+\s*")
"""What stands between the name of a page and the site's."""
_NOT_IN_NAMES = re.compile(r"[。，；？！|>《》〈〉〔〕“”:：…]")
# Lines above a title that are no part of one: of a list of contents, a heading, an annex's number.
_NOT_A_PART = re.compile(
    r"\s*(?:附件|附表|目\s*录|[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)])|.*(?:…|\.{3}|·{3})"
)
_QUOTED = re.compile("《([^《》]*)》")
_QUOTES = str.maketrans("", "", "《》")
_MARKS = " \u3000：:，,、"
"""What may stand between a body's name and the report's."""


@record(eq=False, frozen=False)
class Title:
    """A title as printed, and what it says. What it does not say is empty or 0."""

    lines: tuple[str, ...] = ()
    organ: str = ""
    year: int = 0

    @property
    def worth(self) -> int:
        """How much of a title it is: 0 for none, more for what it says."""
        return 1 + bool(self.organ) + bool(self.year) if self.lines else 0

    def is_within(self, other: Title) -> bool:
        """Whether another title says all that it says."""
        return self.organ in ("", other.organ) and self.year in (0, other.year)


class _Run(NamedTuple):
    """Lines that make up a title, by the index of the first and of what is behind the last."""

    start: int
    end: int
    title: Title
    own: bool
    """Whether it is the form's title to the letter, and so no line more and none less."""

    def without_organ(self) -> _Run:
        return _Run(self.start, self.end, replace(self.title, organ=""), own=False)

    def has_more_than(self, other: _Run) -> bool:
        return self.start <= other.start and other.end <= self.end and self != other


def find(document: Document, form: Form, first: int) -> tuple[Title, int]:
    """The title above the block at `first`, and the index of the block behind it; from the
    document's names where it is not printed."""
    above = _above(document, form, first)
    runs = list(above.runs())
    own = [run for run in runs if run.own or above.completes(run)]
    runs = [run for run in runs if not any(one.has_more_than(run) for one in own)]
    run = _before_text(_best(runs), runs, document) if runs else _Run(0, 0, Title(), own=False)
    found = run.title
    best = found.worth
    for name in document.names if best < 3 else ():
        named = _of_a_page(form, name)
        if named.worth > best:
            found = Title(found.lines, named.organ or found.organ, named.year or found.year)
            best = named.worth
    return found, run.end


def announced(form: Form, blocks: Sequence[Block]) -> Title:
    """The title in a sentence that announces the report: 现将某县2024年……年度报告公布如下; the
    first that names a body, else one that names the year alone."""
    texts = (block.text for block in blocks if isinstance(block, Passage))
    behind = (text[:MAX_LENGTH] for one in texts for text in behind_announcements(one))
    named = ((text, name) for text in behind if (name := _name(form, text)))
    found = [_whole(said(form, [text[: name.end()]])) for text, name in named]
    return next((title for title in found if title.organ), found[0] if found else Title())


def _of_a_page(form: Form, name: str) -> Title:
    """What the name of a page or file says. The site's own name may stand beside the report's, so
    that a body counts only where nothing parts it from the rest."""
    part = next((part for part in _PARTED.split(name) if said(form, [part]).lines), name)
    title = _whole(said(form, [part]))
    alone = title.organ and re.search(rf"(?<!\s){re.escape(title.organ)}(?!\s)", part)
    return title if alone else replace(title, organ="")


def _best(runs: Sequence[_Run]) -> _Run:
    """The run that says the most; a line that is a whole title, without those beside it.

    Of the same title in a page's head and above the article the later one counts, and of titles
    of several years, as menus list them, the last.
    """
    most = max(run.title.worth for run in runs)
    equal = [run for run in runs if run.title.worth == most]
    best = [run for run in equal if not any(map(run.has_more_than, equal))][-1]
    years = (0, best.title.year)
    later = [run for run in runs if run.start >= best.end and run.title.year not in years]
    return _best(later) if later and best.title.year else best


def _before_text(best: _Run, runs: Sequence[_Run], document: Document) -> _Run:
    """The same title further above, where sentences stand between: these are the text."""
    lines = best.title.lines
    same = (run for run in runs if run.end <= best.start and run.title.lines == lines)
    blocks = document.blocks
    return next((run for run in same if any(map(_is_text, blocks[run.end : best.start]))), best)


def _is_text(block: Block) -> bool:
    return isinstance(block, Passage) and not is_label(block.text) and "。" in block.text


@record()
class _Above:
    """What stands above the first section of a document."""

    form: Form
    blocks: Sequence[Block]
    text: str
    """The whole text without spaces."""
    top: int
    """The first block that is no date, document number or the like."""

    def runs(self) -> Iterator[_Run]:
        most = max(MAX_LINES, len(self.form.title))
        first = len(self.blocks)
        for start in range(first)[-MAX_ABOVE:]:
            if start and _runs_on(self.blocks[start - 1], self.blocks[start]):
                continue
            for end in range(start + 1, min(start + most, first) + 1):
                lines = [b.text for b in self.blocks[start:end] if isinstance(b, Passage)]
                if len(lines) < end - start or (len(lines) > 1 and any(map(_is_no_part, lines))):
                    break
                title = _whole(said(self.form, lines))
                own = title.worth > 1 and _in_own_words(self.form, lines) is not None
                is_addressed = len(lines) > 1 and any(map(_ADDRESSES.search, lines))
                if not own and (is_addressed or holds_fields(lines[-1], self.form)):
                    break
                run = _Run(start, end, title, own)
                if title.lines and (len(lines) == 1 or self._is_one(run)):
                    yield run if len(lines) == 1 or self._is_sure(run) else run.without_organ()

    def _is_one(self, run: _Run) -> bool:
        """Whether lines are one title: of one year, with nothing behind the report's name."""
        text = "".join(run.title.lines).translate(_WIDE_DIGITS)
        if len({_year(match) for match in _YEAR.finditer(text)}) > 1:
            return False
        name = next(filter(None, (_name(self.form, one) for one in _plain(text))), None)
        behind = name.string[name.end() :] if name else ""
        return run.own or not behind or is_behind_a_name(_YEAR.sub("", behind), run.title.organ)

    def _is_sure(self, run: _Run) -> bool:
        """Whether several lines name their body for certain: the document's text names it a second
        time, the title goes on behind it, or it stands at the top."""
        organ = "".join(run.title.organ.split())
        known, again = _looks_like_a_body(self.form, organ), self.text.count(organ) > 1
        if not organ or (known and again) or self.completes(run):
            return True
        if run.own and self._is_at_top(run):
            return known or again
        return known and self._holds_whole(run, organ)

    def _holds_whole(self, run: _Run, organ: str) -> bool:
        """Whether a body's name stands whole in a line, and the report's only once."""
        lines = ["".join(line.split()) for line in run.title.lines]
        if len({line for line in lines if _name(self.form, line)}) > 1:
            return False
        goes_on = any(organ in line and not line.endswith(organ) for line in lines)
        is_headed = lines[-1] != organ and any(organ in line for line in lines)
        whole = goes_on and not is_rest_of_a_name(organ)
        return whole or (is_headed and self._is_at_top(run) and not self._has_another_below(run))

    def completes(self, run: _Run) -> bool:
        """Whether the first of the lines has the front part of a body's name, whose rest is on the
        next."""
        first, *rest = run.title.lines
        if not rest:
            return False
        behind = said(self.form, rest).organ
        if not run.title.organ.startswith("".join(first.split())):
            return False
        belongs = is_place(first) and is_rest_of_a_name(behind) and self._is_at_top(run)
        return belongs or (is_half_a_name(behind) and not is_channel(first))

    def _has_another_below(self, run: _Run) -> bool:
        """Whether another title follows: then what stands at the top may be a site's name."""
        below = self.blocks[run.end : run.end + MAX_LINES]
        lines = [block.text if isinstance(block, Passage) else "" for block in below]
        starts = range(len(lines))
        runs = (lines[start:end] for start in starts for end in range(start + 1, len(lines) + 1))
        return any(said(self.form, run).lines for run in runs)

    def _is_at_top(self, run: _Run) -> bool:
        scopes = {block.scope for block in self.blocks[run.start : run.end]}
        return run.start == self.top and len(scopes) == 1


def _above(document: Document, form: Form, first: int) -> _Above:
    passages = (block.text for block in document.blocks if isinstance(block, Passage))
    text = "".join("".join((*document.names, *passages)).split())[:MAX_TEXT]
    blocks = document.blocks[:first]
    top = next((at for at, block in enumerate(blocks) if _is_begun(block, form)), first)
    return _Above(form, blocks, text, top)


def _is_begun(block: Block, form: Form) -> bool:
    """Whether a block may be the first of a title, and not what stands above it."""
    return isinstance(block, Passage) and not (
        is_above(block.text.strip(), form) or _is_no_part(block.text)
    )


def _is_no_part(line: str) -> bool:
    """Whether a line is no part of a title that has several."""
    return bool(_NOT_A_PART.match(line)) or is_signed(line) or is_furniture(line)


def _runs_on(above: Block, block: Block) -> bool:
    """Whether a block goes on with the sentence above it: a bracket is open, or a comma ends it."""
    if not isinstance(above, Passage) or above.scope != block.scope:
        return False
    return len(above.text) > MIN_WRAPPED and is_open(above.text)


def _whole(title: Title) -> Title:
    """A title without a body of which it has no more than the rear part of the name, or what menus
    have."""
    no_body = is_half_a_name(title.organ) or is_channel(title.organ)
    return replace(title, organ="") if no_body else title


def said(form: Form, lines: Sequence[str]) -> Title:
    """What the lines say where they are a title of this form; an empty title where not."""
    if own := _in_own_words(form, lines):
        return own
    lines = [without_label(line) for line in lines]
    text = "".join(lines).translate(_WIDE_DIGITS)
    if len(text) > MAX_LENGTH or STOPS.search(text) or not is_balanced(text):
        return Title()
    if announces(text):
        return Title()
    year = _year_beside(form, text) or _YEAR.search(text) or _BARE_YEAR.search(text)
    quoted = _quoted(form, text)
    if quoted is None:
        return Title()
    for plain in (*quoted, *_plain(text)):
        if name := _name(form, plain):
            organ = _organ_beside(form, name)
            if not organ and plain in quoted:
                continue
            known = not _NOT_IN_NAMES.search(organ)
            organ = "" if _is_part(form, lines, organ) or _goes_on(organ) else organ
            return Title(tuple(lines), organ, _year(year)) if known else Title()
    return Title()


def _year_beside(form: Form, text: str) -> re.Match[str] | None:
    """The year right before the report's name: another one may be part of the body's."""
    name = _name(form, text)
    years = _YEAR.finditer(text) if name else ()
    return next(
        (year for year in years if name and not text[year.end() : name.start()].strip()), None
    )


def _quoted(form: Form, text: str) -> list[str] | None:
    """What a title quotes as that of the report: 关于发布《某局2023年……年度报告》的公告; None where
    it quotes another document that has the report's name in its own."""
    quoted = [match[1] for match in _QUOTED.finditer(text)]
    named = [(one, name) for one in quoted if (name := _name(form, one))]
    if any(one[name.end() :].strip() and not _YEAR.search(one, name.end()) for one, name in named):
        return None
    return [one for one, _ in named]


def _in_own_words(form: Form, lines: Sequence[str]) -> Title | None:
    """What lines say that are the form's title to the letter; None where they are not, or where
    more stands before or behind the body's name than its name."""
    found = in_own_words(form, lines)
    if found is None:
        return None
    organ = found.get("organ", "")
    more = _YEAR.search(organ) or _NOT_IN_NAMES.search(organ) or _BESIDE_NAMES.search(organ)
    if more or not is_balanced(organ) or without_concerning(_BRACKETS.sub("", organ)) != organ:
        return None
    if len(lines) == 1 and _name(form, organ):
        return None
    if _SPACED_OUT.fullmatch(organ):
        organ = "".join(organ.split())
    bare = "".join(_organ(organ).split())
    if form.language.startswith("zh") and (_goes_on(organ) or bare != "".join(organ.split())):
        return None
    return Title(tuple(lines), organ, int(found.get("year", 0)))


def _goes_on(organ: str) -> bool:
    """Whether what stands before a report's name is more than the name of a body."""
    return bool(_NUMBER_BEHIND.search(organ)) or names_another(organ)


def _is_part(form: Form, lines: Sequence[str], organ: str) -> bool:
    """Whether what was taken for a body holds more of the form's title than its name, or less than
    stands in its place in a title to the letter."""
    folded = "".join(organ.split()).casefold()
    pieces = ("".join(piece.split()).casefold() for piece in _fixed(form.title))
    more = any(piece in folded for piece in pieces if sum(map(str.isalpha, piece)) >= MIN_NAME)
    more = more or len(folded) == 1 or bool(_YEAR.search(organ))
    whole = (in_own_words(form, lines) or {}).get("organ", organ).rstrip(_MARKS)
    whole = without_concerning(whole)
    if (name := _name(form, whole)) and name.end() == len(whole):
        whole = whole[: name.start()].rstrip(_MARKS)
    return more or not re.search(rf"(?<![0-9A-Za-z]){re.escape(organ)}$", whole)


def _name(form: Form, text: str) -> re.Match[str] | None:
    """The report's name in a text, the longest of those that it has."""
    found = (match for name in _names(form) if (match := name.search(text)))
    return next(found, None) or _swapped(form, text)


def _swapped(form: Form, text: str) -> re.Match[str] | None:
    """The report's name with some of its letters swapped: 工作告年度报 for 工作年度报告."""
    letters = "".join(text.split())
    known = set(letters)
    for name in _called(form.title, form.also):
        if len(name) < MIN_SWAPPED or not known.issuperset(name):
            continue
        for start in range(len(letters) - len(name) + 1):
            window = letters[start : start + len(name)]
            same = sum(a == b for a, b in zip(window, name, strict=True))
            if same * 2 >= len(name) and sorted(window) == sorted(name):
                return _spaced(window).search(text)
    return None


def _plain(text: str) -> Iterator[str]:
    """A text without quotes, without the year that stands inside a name, and with no more than its
    年 or 年度."""
    yield text.translate(_QUOTES)
    if year := _YEAR.search(text) or _BARE_YEAR.search(text):
        yield text[: year.start()] + text[year.end() :]
        yield text[: year.start()] + text[year.end("digits") :]


def _organ_beside(form: Form, name: re.Match[str]) -> str:
    """The body that stands before a report's name, or behind it, where it looks like one."""
    before, behind = name.string[: name.start()], name.string[name.end() :]
    organ = _organ(before)
    if organ.endswith("人民") and re.match(r"政\s*府", name.group()):
        organ += "政府"  # 某县人民政府信息公开年报: the two names share two characters
    found = organ or _organ(behind)
    if another := _name(form, found):
        return _organ_beside(form, another)
    return found if organ or _looks_like_a_body(form, found) else ""


def _looks_like_a_body(form: Form, text: str) -> bool:
    return is_body(text) or not form.language.startswith("zh")


def _organ(text: str) -> str:
    """What is left of a title as the name of a body: without year, brackets, marks and 关于."""
    year = _YEAR.search(text) or _BARE_YEAR.search(text)
    parts = (text[: year.start()], text[year.end() :]) if year else ("", text)
    rest = without_another(*parts)
    organ = _AROUND_NAMES.sub("", without_concerning(_BRACKETS.sub("", rest)))
    organ = organ.removeprefix(str(_year(year))) if year else organ
    if not _TWO_BODIES.search(organ):
        organ = _SET_WIDE.sub("", organ)
    for opening, closing in ("（）", "()"):
        organ += closing * (organ.count(opening) - organ.count(closing))
    return organ


def _year(match: re.Match[str] | None) -> int:
    if match is None:
        return 0
    return int("".join(match["digits"].translate(_CHINESE_DIGITS).split()))


def _names(form: Form) -> tuple[re.Pattern[str], ...]:
    """What the form's title says besides organ and year, and its other names, longest first."""
    return _patterns(form.title, form.also)


@lru_cache(maxsize=64)
def _patterns(title: tuple[str, ...], also: tuple[str, ...]) -> tuple[re.Pattern[str], ...]:
    return tuple(map(_spaced, _called(title, also)))


@lru_cache(maxsize=64)
def _called(title: tuple[str, ...], also: tuple[str, ...]) -> tuple[str, ...]:
    """The names of a form's report without spaces, longest first."""
    own = re.sub("^年度?|[（(]$", "", max(_fixed(title), key=len, default="").strip())
    names = {"".join(name.split()) for name in (own, *also)}
    return tuple(sorted(filter(None, names), key=len, reverse=True))


def _spaced(name: str) -> re.Pattern[str]:
    return re.compile(r"\s*".join(map(re.escape, name)))


def _fixed(title: Sequence[str]) -> list[str]:
    """What a form's title says itself, piece by piece."""
    return [piece for part in title for piece in split(part) if isinstance(piece, str)]
