"""The lines of a PDF's pages put together into paragraphs, without what runs around the pages."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Any

MARGIN = 0.15
"""The share of a page's height, at its top and bottom, that may hold what comes on every page."""
EDGE = 0.1
"""The share of a page's height, at its top and bottom, that may hold a page number alone."""
SAME_PLACE = 0.005
"""How far apart lines at the same place of two pages may be, as a share of the page's height."""
SAME_SIZE = 1.1
"""How many times larger a line may be set than another one of its paragraph."""
MAX_LEADING = 2.2
"""How far apart the lines of a title are, as a share of their size."""

_PAGE_NUMBER = re.compile(
    r"[\s\-—–－·•]*(?:第\s*)?[0-9]{1,3}(?:\s*页)?(?:\s*(?:[/／]|[，,]?\s*共)\s*[0-9]{1,3}(?:\s*页)?)?[\s\-—–－·•]*"
)
_NUMBERED = re.compile(
    r"[一二三四五六七八九十]+、|[（(][一二三四五六七八九十]+[）)]|[0-9]{1,2}[.．、](?![0-9])"
)
_ASIDE = re.compile(r"[（(].*[）)]|.*日")
_ENDS = "。！？；：:;)）”"
_DIGITS = re.compile(r"[0-9]+")

Item = dict[str, Any]
"""A paragraph or a table, as it is written in JSON."""


@dataclass(frozen=True, slots=True)
class Line:
    """A line of text; lengths are points, from the left and the top of its page."""

    text: str
    page: int
    size: float
    left: float
    right: float
    base: float
    """Where its letters stand."""
    at: float
    """Where it stands from the nearer end of the page, as a share of the page's height; negative
    from the bottom."""

    @property
    def is_at_edge(self) -> bool:
        return abs(self.at) < EDGE

    @property
    def pattern(self) -> str:
        """The text with any number in place of another."""
        return _DIGITS.sub("0", self.text)


def paragraphs(pages: Sequence[Sequence[Line | Item]]) -> list[Item]:
    """The paragraphs that the lines of pages belong to, and the tables between them."""
    lines = [item for page in pages for item in page if isinstance(item, Line)]
    around = _around(pages, lines)
    running = set(map(id, around))
    kept = [item for page in pages for item in page if id(item) not in running]
    # What runs around the pages is no text, but shows how far to the right text may go.
    right = max((line.right for line in lines), default=0.0)
    text = _Text.of([item for item in kept if isinstance(item, Line)], right)
    told = (line for line in around if not _PAGE_NUMBER.fullmatch(line.text))
    return [
        *text.paragraphs(kept),
        *({"text": line.text, "page": line.page, "around": True} for line in told),
    ]


def _around(pages: Sequence[Sequence[Line | Item]], lines: Sequence[Line]) -> list[Line]:
    """Running headers and footers: the lines that stand at the same place of most pages, equal but
    for their digits."""
    places: dict[str, list[float]] = {}
    for line in lines:
        if abs(line.at) < MARGIN:
            places.setdefault(line.pattern, []).append(line.at)
    most = max(2, len(pages) // 2)

    def runs(line: Line) -> bool:
        same = places.get(line.pattern, ())
        return sum(abs(at - line.at) < SAME_PLACE for at in same) >= most

    return list(filter(runs, lines))


@dataclass(frozen=True, slots=True)
class _Text:
    """How the text of a document is set."""

    left: float
    """Its margin, where the further lines of paragraphs begin."""
    right: float
    size: float
    """The type size that most of its lines have."""
    indented: bool = False
    """Whether the first lines of paragraphs are set in from the margin."""

    @classmethod
    def of(cls, lines: Sequence[Line], right: float) -> _Text:
        left = min((line.left for line in lines if not line.is_at_edge), default=0.0)
        sizes = Counter(line.size for line in lines).most_common(1)
        plain = cls(left, right, sizes[0][0] if sizes else 0.0)
        set_in = sum(map(plain.is_set_in, lines))
        return cls(left, right, plain.size, set_in * 10 > len(lines))

    def paragraphs(self, found: Sequence[Line | Item]) -> Iterator[Item]:
        """Lines joined into the paragraphs that they are lines of; page numbers left out."""
        paragraph: list[Line] = []
        for item in found:
            if isinstance(item, Line) and item.is_at_edge and _PAGE_NUMBER.fullmatch(item.text):
                continue
            if isinstance(item, Line) and paragraph and self._goes_on(paragraph, item):
                paragraph.append(item)
                continue
            if paragraph:
                yield _joined(paragraph)
            paragraph = [item] if isinstance(item, Line) else []
            if not isinstance(item, Line):
                yield item
        if paragraph:
            yield _joined(paragraph)

    def is_set_in(self, line: Line) -> bool:
        """Whether a line begins about two characters in from the margin, as paragraphs do."""
        return 1.2 < (line.left - self.left) / line.size < 2.8

    def _goes_on(self, paragraph: Sequence[Line], line: Line) -> bool:
        """Whether a line belongs to the paragraph before it: it begins at the margin, and the line
        before it was full or, where paragraphs are set in, ended in the middle of a sentence."""
        last = paragraph[-1]
        if not 1 / SAME_SIZE < last.size / line.size < SAME_SIZE or _NUMBERED.match(line.text):
            return False
        if self._is_title(last) and self._is_title(line):
            return _is_next(last, line) and not _ASIDE.fullmatch(line.text)
        if abs(line.left - self.left) >= line.size:
            return False
        full = last.right > self.right - 2.5 * line.size
        unended = self.is_set_in(paragraph[0]) and last.text[-1] not in _ENDS
        return full or (self.indented and unended)

    def _is_title(self, line: Line) -> bool:
        """Whether a line is set in the middle, in a size of its own."""
        middle = (line.left + line.right) / 2
        centred = abs(middle - (self.left + self.right) / 2) < line.size
        return centred and line.size > SAME_SIZE * self.size


def _is_next(above: Line, line: Line) -> bool:
    return above.page == line.page and line.base - above.base < MAX_LEADING * line.size


def _joined(lines: Sequence[Line]) -> Item:
    text = lines[0].text
    for line in lines[1:]:
        text += " " if text[-1].isascii() and line.text[0].isascii() else ""
        text += line.text
    return {"text": text, "page": lines[0].page}
