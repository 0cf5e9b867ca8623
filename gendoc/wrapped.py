"""Text that was printed before it was text: what stands around its pages is left out, and lines
that were wrapped at the width of a page are known as such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence
from itertools import pairwise

from wcwidth import wcswidth

from gendoc.drawn import is_drawn, looks_drawn
from gendoc.furniture import is_signed
from gendoc.published import Line, Passage, Place, passages
from gendoc.published import lines as lines_of
from gendoc.record import record
from gendoc.spaced import is_row

MIN_WIDTH = 40
"""Columns of a line that can be one of a wrapped paragraph."""
MAX_WIDTH = 1_000
"""Characters of a line that can be one of a wrapped paragraph."""
MAX_JOINED = 10_000
"""Characters of a paragraph from which no line goes on with it."""
MIN_FULL = 5
"""Lines of the same length that show where a text is wrapped."""
SHARE = 0.4
"""Their share of all long lines."""
SLACK = 6
"""Columns that a full line may be short of, for what may not begin the next one and for the spaces
that a converter puts around digits."""
MIN_NUMBERS = 3
"""Pages that their numbers tell as such, where these are not all."""
MAX_NUMBER = 3
"""Digits of the number of a page."""
AROUND = 2
"""Lines at the top and the bottom of a page that may come on every page."""
INDENT = ("\u3000\u3000", "  ")
"""What paragraphs begin with where their further lines do not."""
MIN_PAIRS = 3
"""Lines without spaces below indented ones that show how a text is set."""
MIN_INDENTED = 31
"""Columns of the first line of a paragraph that is wrapped before it is full."""
MAX_END = 20
"""Characters at the end of a text that show whether it ends a sentence."""
MAX_UNIT = 4
"""Characters before the first mark of a line that goes on behind a number."""

_PAGE_NUMBER = re.compile(
    r"\s*(?:第\s*[0-9]{1,3}\s*页(?:\s*[,，/／]?\s*共\s*[0-9]{1,3}\s*页)?"
    r"|[-—–－]\s*[0-9]{1,3}\s*[-—–－])\s*"
)
_NUMBERED = re.compile(
    r"\s*(?:[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]{1,2}[.．、](?![0-9]))"
)
_FIGURE = re.compile(r"[0-9.,/\s\-—－]*")
_DIGITS = re.compile(r"[0-9]+")
_NO_BEGIN = tuple("。，、；：？！）》〉”』」】")
_NO_END = ("，", "、", "://")
_ENDED = re.compile(r"(?:[。！？；：!?;:.][”’」』）)]*|[”）])\s*$")
_IN_PROSE = "，。；：《"
_NUMBER_ALONE = re.compile(r"\s*(?:[0-9]{1,2}[.．、]|[（(][一二三四五六七八九十]+[）)])")
_YEAR_ALONE = re.compile(r"\s*[12][0-9]{3}\s*")
_UNIT = re.compile(rf"[^\W\d]{{1,{MAX_UNIT}}}[，。；、]")
_LABELLED = re.compile(r"[^\W\d]{2,8}[:：]\s*[^。；;]{1,30}")
"""A short line that may be a field behind its label."""
_PAIRS = {"（": "）", "《": "》", "〈": "〉", "“": "”"}


@record()
class Text:
    """Lines of a text; those that stand around its pages are blank."""

    lines: list[str]
    breaks: frozenset[int]
    """Lines that begin a page, and those left out."""
    pages: tuple[int, ...]
    """The page of each line."""
    length: int
    """Characters of a full line; 0 where lines are not wrapped at a number of characters."""
    width: int
    """Columns of a full line, likewise."""
    indented: bool
    """Whether spaces begin every paragraph, so that a line without goes on with the one above."""
    around: tuple[Passage, ...] = ()
    """The lines left out."""

    @property
    def numbered(self) -> tuple[Line, ...]:
        """Its lines with their numbers and pages."""
        found = zip(self.lines, self.pages, strict=True)
        return tuple(Line(text, at, page) for at, (text, page) in enumerate(found, 1))

    def next(self, at: int) -> int:
        """The line behind others: at the end of a page the first that is not blank."""
        filled = at
        while filled < len(self.lines) and not self.lines[filled].strip():
            filled += 1
        return filled if self.breaks.intersection(range(at, filled + 1)) else at

    def goes_on(self, text: str, last: int, next_: int) -> bool:
        """Whether a paragraph, with its last line so far, goes on with another line for certain."""
        line = self.line(next_)
        if len(text) > MAX_JOINED:
            return False
        if self._is_number_inside(text, next_):
            return True
        if not line.strip() or line[0].isspace() or _is_in_parts(line) or looks_drawn(line):
            return False
        if line.startswith(_NO_BEGIN) or _goes_on_behind_number(text, line):
            return True
        if _FIGURE.fullmatch(line) or is_numbered(line) or is_signed(line):
            return False
        ended = bool(_ENDED.search(text[-MAX_END:]))
        if text.endswith(_NO_END) or (not ended and _is_open(text) and not _is_open(text + line)):
            return True
        if text.startswith(INDENT if self.indented else INDENT[:1]):
            # A heading does not end as a sentence does, and is whole all the same.
            heading = is_numbered(text) and not _is_prose(text)
            unended = not ended and not heading and wcswidth(text[:MAX_WIDTH]) >= MIN_INDENTED
            unended = unended and not _LABELLED.fullmatch(line)
            return unended or self.is_full(last)
        # A title may be as long as a full line by chance.
        return not ended and _is_prose(text) and self.is_full(last)

    def line(self, at: int) -> str:
        """The line at an index; an empty one behind the last."""
        return self.lines[at] if at < len(self.lines) else ""

    def _is_number_inside(self, text: str, at: int) -> bool:
        """Whether a line of digits alone stands inside a sentence, of which each piece was put on
        a line of its own."""
        number, behind = self.line(at), self.line(at + 1)
        if not number.isdecimal() or _ENDED.search(text[-MAX_END:]) or is_numbered(behind):
            return False
        if _YEAR_ALONE.fullmatch(number) and behind.startswith("年"):
            return _is_prose(text)
        return bool(_UNIT.match(behind)) and not text.strip().isdecimal()

    def gap(self, text: str, last: int, next_: int) -> str:
        """What stands between the last line of a paragraph and the next: a space between words,
        unless the line was cut off where it was full."""
        left, right = text[-1], self.lines[next_].lstrip()[0]
        if not (left.isascii() and right.isascii()) or left == "/":
            return ""
        return "" if self.is_full(last) and not (left.isalpha() and right.isalpha()) else " "

    def is_full(self, at: int) -> bool:
        """Whether a line is as long as those that were wrapped."""
        line = self.lines[at].rstrip()
        if len(line) > MAX_WIDTH:
            return False
        by_length = self.length and self.length - 1 <= len(line) <= self.length
        by_width = self.width and self.width - SLACK <= wcswidth(line) <= self.width
        return bool(by_length or by_width)


def read(text: str) -> Text:
    """The lines of a text; a form feed ends a page."""
    pages = [lines_of(page) for page in _at_margin(text).split("\f")]
    around = _around(pages)
    found: list[str] = []
    breaks: set[int] = set()
    left: list[Passage] = []
    for page, number in zip(pages, _numbers(pages), strict=True):
        breaks.add(len(found))
        edges = _edges(page)
        for at, line in enumerate(page):
            is_edge = at == number or (edges.get(at, 0), _same(line)) in around
            if is_edge or _PAGE_NUMBER.fullmatch(line):
                breaks.add(len(found))
                left += passages(line, Place(line=len(found) + 1))
                line = ""
            found.append(line)
    length, width = _full(found, len, 1), _full(found, wcswidth, SLACK)
    at_page = [number for number, page in enumerate(pages, 1) for _ in page]
    return Text(
        found, frozenset(breaks), tuple(at_page), length, width, _is_indented(found), tuple(left)
    )


def _numbers(pages: Sequence[Sequence[str]]) -> list[int]:
    """The line of each page that is its number alone, -1 where none is: the last one, where that
    counts all pages or most of several; on the others of these the only such line."""
    printed = [at for at, page in enumerate(pages) if any(map(str.strip, page))]
    last = [max(_edges(pages[at])) for at in printed]
    said = [pages[at][line].strip() for at, line in zip(printed, last, strict=True)]
    count = Counter(int(text) - at for at, text in enumerate(said) if _is_number(text))
    begin, times = max(count.items(), key=lambda one: one[1], default=(0, 0))
    found = [-1] * len(pages)
    if times >= min(MIN_NUMBERS, max(2, len(printed))) and 2 * times > len(printed):
        for at, text in enumerate(said):
            own = last[at] if text == str(begin + at) else _alone(pages[printed[at]], begin + at)
            found[printed[at]] = own
    return found


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= MAX_NUMBER


def _alone(page: Sequence[str], number: int) -> int:
    """The only line of a page that is a number alone; -1 where none or several are."""
    own = [at for at, line in enumerate(page) if line.strip() == str(number)]
    return own[0] if number > 0 and len(own) == 1 else -1


def _at_margin(text: str) -> str:
    """A text without the spaces that begin all of its lines."""
    indents = (len(line) - len(line.lstrip(" ")) for line in text.split("\n") if line.strip())
    margin = min(indents, default=0)
    return re.sub(rf"^ {{{margin}}}", "", text, flags=re.MULTILINE) if margin else text


def _is_indented(lines: Sequence[str]) -> bool:
    """Whether long lines that begin with spaces are followed by others that do not, and most of
    these end no sentence in the line above."""
    pairs = [
        (above, line)
        for above, line in pairwise(lines)
        if above.startswith(INDENT) and _is_long(above) and line[:1].strip() and _is_long(line)
    ]
    inside = sum(not _ENDED.search(above) for above, _ in pairs)
    return len(pairs) >= MIN_PAIRS and 2 * inside > len(pairs)


def _around(pages: Sequence[Sequence[str]]) -> set[tuple[int, str]]:
    """What stands at the same edge of most pages, equal but for its digits."""
    printed = [page for page in pages if any(line.strip() for line in page)]
    count = Counter(
        same
        for page in printed
        for same in {(n, _same(page[at])) for at, n in _edges(page).items()}
    )
    most = max(2, len(printed) // 2)
    return {
        (edge, same)
        for (edge, same), times in count.items()
        if times >= most and not _FIGURE.fullmatch(same)
    }


def _edges(page: Sequence[str]) -> dict[int, int]:
    """The lines at the edges of a page, each with its place there: 1 is the first, -1 the last."""
    filled = [at for at, line in enumerate(page) if line.strip()]
    first, last = filled[:AROUND], filled[-AROUND:][::-1]
    return {at: -n for n, at in enumerate(last, 1)} | {at: n for n, at in enumerate(first, 1)}


def _same(line: str) -> str:
    return _DIGITS.sub("0", "".join(line.split()))


def _full(lines: Sequence[str], measure: Callable[[str], int], slack: int) -> int:
    """How long the lines of a text are that was wrapped; 0 for one that was not."""
    long = [measure(line.rstrip()[:MAX_WIDTH]) for line in lines if _is_long(line)]
    count = Counter(long)

    def about(full: int) -> int:
        return sum(count[full - short] for short in range(slack + 1))

    full = max(count, key=lambda one: (about(one), one), default=0)
    longer = sum(one > full for one in long)
    return full if about(full) >= max(MIN_FULL, SHARE * len(long), 10 * longer) else 0


def _is_long(line: str) -> bool:
    if _is_in_parts(line) or is_drawn(line):
        return False
    return wcswidth(line[:MAX_WIDTH]) >= MIN_WIDTH


def _is_in_parts(line: str) -> bool:
    return "\t" in line or "  " in line.strip() or is_row(line) or looks_drawn(line)


def _is_prose(text: str) -> bool:
    return any(mark in text for mark in _IN_PROSE)


def is_numbered(line: str) -> bool:
    """Whether a line begins as a heading or an item does."""
    return bool(_NUMBERED.match(line))


def _goes_on_behind_number(text: str, line: str) -> bool:
    """Whether a line goes on with the number that the one above ends with, or is."""
    if _NUMBER_ALONE.fullmatch(text):
        return not _FIGURE.fullmatch(line)
    if _YEAR_ALONE.fullmatch(text[-4:]) and line.startswith("年"):
        return True
    inside = text[-1:].isdecimal() and not _FIGURE.fullmatch(text)
    return inside and bool(_UNIT.match(line)) and not is_numbered(line)


def _is_open(text: str) -> bool:
    """Whether a bracket or quotation that begins in a text does not end in it."""
    return any(text.count(first) > text.count(last) for first, last in _PAIRS.items())
