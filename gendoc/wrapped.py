"""Text that was printed before it was text: what stands around its pages is left out, and lines
that were wrapped at the width of a page are known as such."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Sequence

from wcwidth import wcswidth

from gendoc.published import lines as lines_of
from gendoc.record import record
from gendoc.spaced import is_row

MIN_WIDTH = 40
"""Columns of a line that can be one of a wrapped paragraph."""
MIN_FULL = 5
"""Lines of the same length that show where a text is wrapped."""
SHARE = 0.4
"""Their share of all long lines."""
SLACK = 3
"""Columns that a full line may be short of for what may not begin the next one."""
AROUND = 2
"""Lines at the top and the bottom of a page that may come on every page."""
INDENT = ("\u3000\u3000", "  ")
"""What paragraphs begin with where their further lines do not."""

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
_ENDS = tuple("。！？；：.!?;:”）")
_IN_PROSE = "，。；：《"
_PAIRS = {"（": "）", "《": "》", "〈": "〉", "“": "”"}


@record()
class Text:
    """Lines of a text; those that stand around its pages are blank."""

    lines: list[str]
    breaks: frozenset[int]
    """Lines that begin a page, and those left out."""
    length: int
    """Characters of a full line; 0 where lines are not wrapped at a number of characters."""
    width: int
    """Columns of a full line, likewise."""

    def next(self, at: int) -> int:
        """The line behind others: at the end of a page the first that is not blank."""
        filled = at
        while filled < len(self.lines) and not self.lines[filled].strip():
            filled += 1
        return filled if self.breaks.intersection(range(at, filled + 1)) else at

    def goes_on(self, text: str, last: int, next_: int) -> bool:
        """Whether a paragraph, with its last line so far, goes on with another line for certain."""
        line = self.lines[next_] if next_ < len(self.lines) else ""
        if not line.strip() or line[0].isspace() or "\t" in line or is_row(line):
            return False
        if line.startswith(_NO_BEGIN):
            return True
        if _FIGURE.fullmatch(line) or _NUMBERED.match(line):
            return False
        ended = text.endswith(_ENDS)
        if text.endswith(_NO_END) or (not ended and _is_open(text) and not _is_open(text + line)):
            return True
        # A title may be as long as a full line by chance.
        in_prose = not ended and any(mark in text for mark in _IN_PROSE)
        return self.is_full(last) and (text.startswith(INDENT) or in_prose)

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
        by_length = self.length and self.length - 1 <= len(line) <= self.length
        by_width = self.width and self.width - SLACK <= wcswidth(line) <= self.width
        return bool(by_length or by_width)


def read(text: str) -> Text:
    """The lines of a text; a form feed ends a page."""
    pages = [lines_of(page) for page in text.split("\f")]
    around = _around(pages)
    found: list[str] = []
    breaks: set[int] = set()
    for page in pages:
        breaks.add(len(found))
        edges = _edges(page)
        for at, line in enumerate(page):
            if _PAGE_NUMBER.fullmatch(line) or (at in edges and _same(line) in around):
                breaks.add(len(found))
                line = ""
            found.append(line)
    return Text(found, frozenset(breaks), _full(found, len, 1), _full(found, wcswidth, SLACK))


def _around(pages: Sequence[Sequence[str]]) -> set[str]:
    """What stands at the edges of most pages, equal but for its digits."""
    printed = [page for page in pages if any(line.strip() for line in page)]
    count = Counter(same for page in printed for same in {_same(page[at]) for at in _edges(page)})
    most = max(2, len(printed) // 2)
    return {same for same, times in count.items() if times >= most and not _FIGURE.fullmatch(same)}


def _edges(page: Sequence[str]) -> set[int]:
    filled = [at for at, line in enumerate(page) if line.strip()]
    return {*filled[:AROUND], *filled[-AROUND:]}


def _same(line: str) -> str:
    return _DIGITS.sub("0", "".join(line.split()))


def _full(lines: Sequence[str], measure: Callable[[str], int], slack: int) -> int:
    """How long the lines of a text are that was wrapped; 0 for one that was not."""
    long = [measure(line.rstrip()) for line in lines if _is_long(line)]
    count = Counter(long)

    def about(full: int) -> int:
        return sum(count[full - short] for short in range(slack + 1))

    full = max(count, key=lambda one: (about(one), one), default=0)
    longer = sum(one > full for one in long)
    return full if about(full) >= max(MIN_FULL, SHARE * len(long), 10 * longer) else 0


def _is_long(line: str) -> bool:
    in_parts = "\t" in line or "  " in line.strip() or is_row(line)
    return not in_parts and wcswidth(line) >= MIN_WIDTH


def _is_open(text: str) -> bool:
    """Whether a bracket or quotation that begins in a text does not end in it."""
    return any(text.count(first) > text.count(last) for first, last in _PAIRS.items())
