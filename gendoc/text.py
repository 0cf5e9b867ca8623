"""Lines of plain text: how wide they are, and where Chinese may be broken."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import lru_cache

WIDE = "、。，．：；？！％（）〈〉《》【】〔〕\u3000"
"""The marks of Chinese that take two columns; `NARROW` are those that terminals give one."""
NARROW = "“”‘’…—·›−"
_LONG = 24
"""Columns of the longest word that a table is made wide enough for; a web address is longer."""
_NOT_FIRST = "，。、；：？！）】》〉」』”’…—,.;:?!)]}%％"
_NOT_LAST = "（【《〈「『“‘([{"
_WORD = re.compile(r"[0-9A-Za-zÀ-ɏ.,%/@:_+$£€¥'’-]+|.", re.DOTALL)


def wrap(text: str, width: int, first: int = 0) -> list[str]:
    """Break text into lines of at most `width` columns, the first one shorter by `first`.

    A line does not begin with a closing mark nor end with an opening one, and digits and Latin
    words stay whole where a line can hold them. A width of 0 leaves the text as it is.
    """
    if width <= 0:
        return [text]
    lines: list[str] = []
    line, used, room = "", 0, width - first
    for piece in _pieces(text, width):
        size = columns(piece)
        if line and used + size > room:
            lines.append(line.rstrip(" "))
            line, used, room = "", 0, width
            piece = piece.lstrip(" ")
            size = columns(piece)
        line += piece
        used += size
    return [*lines, line.rstrip(" ")] if line or not lines else lines


def _pieces(text: str, width: int) -> Iterator[str]:
    """What may not be broken: a word, or a character with the marks that cling to it."""
    piece = ""
    for match in _WORD.finditer(text):
        part = match.group()
        clings = part[0] in _NOT_FIRST or (piece and piece[-1] in _NOT_LAST)
        if piece and not (clings and columns(piece) + columns(part) <= width):
            yield piece
            piece = ""
        while columns(part) > width > 1:
            head = _head(part, width)
            yield head
            part = part[len(head) :]
        piece += part
    if piece:
        yield piece


def _head(text: str, width: int) -> str:
    used = 0
    for index, character in enumerate(text):
        used += columns(character)
        if used > width:
            return text[: max(index, 1)]
    return text


@lru_cache(maxsize=8192)
def columns(text: str) -> int:
    """The columns that a text takes on a screen; a Chinese character takes two."""
    wide = 0
    for character in text:
        if "\u4e00" <= character <= "\u9fff" or character in WIDE:
            wide += 1
        elif not (" " <= character <= "~" or character in NARROW):
            return _by_table(text)
    return len(text) + wide


def _by_table(text: str) -> int:
    # Its tables take as long to import as a report to build, and reports hardly need them.
    from wcwidth import wcswidth, wcwidth

    size = wcswidth(text)
    return size if size >= 0 else sum(max(wcwidth(character), 0) for character in text)


def clip(text: str, width: int) -> str:
    """As much of a text as so many columns hold, an ellipsis in place of what is left out."""
    return text if columns(text) <= width else _head(text, width - 1) + "…"


def center(text: str, width: int) -> str:
    """Text centred in a number of columns."""
    return " " * max((width - columns(text)) // 2, 0) + text


@lru_cache(maxsize=8192)
def longest_word(text: str) -> int:
    """The columns of the longest piece of a text that is not broken."""
    return max((columns(piece) for piece in _pieces(text, _LONG)), default=0)
