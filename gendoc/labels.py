"""Printed labels compared: how alike two wordings are, whatever their width, spaces and numbers."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from difflib import SequenceMatcher
from functools import lru_cache

_NUMBER = re.compile(
    r"(?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})[、.,:)]+|\((?:[一二三四五六七八九十]{1,3}|[0-9]{1,2})\)[、.,:]?"
    r"|[0-9]{1,2}(?=[^\W\d_])"
)
_ASIDE = re.compile(r"\([^()]*\)")
_MARK = re.compile(r"[\W_]")
_CHINESE = {character: value for value, character in enumerate("一二三四五六七八九", 1)}
ALIKE = 0.5
"""How alike a printed label must be to one of the form's, so that it may be that one."""
SURE = 0.8
CONTAINED = 0.8
"""How alike a label and a shortened one are that stands whole inside it."""
MAX_COMPARED = 200
"""Characters of a label that can be like another one."""
UNLIKE = 0.3
"""How alike two labels are below which it does not matter how much."""


@lru_cache(maxsize=8192)
def folded(text: str) -> str:
    """A text without differences of width, case and space."""
    return "".join(unicodedata.normalize("NFKC", text).casefold().split())


def plain(text: str) -> str:
    """A label without marks and white space, its number kept."""
    return "".join(filter(str.isalnum, folded(text)))


@lru_cache(maxsize=8192)
def core(text: str) -> str:
    """What a label says: without its number, marks and white space."""
    plain = folded(text)
    match = _NUMBER.match(plain)
    rest = plain[match.end() :] if match else plain
    return _MARK.sub("", rest) or _MARK.sub("", plain)


@lru_cache(maxsize=8192)
def cores(text: str) -> frozenset[str]:
    """What a label says, in full and without what stands in brackets."""
    plain = folded(text)
    return frozenset({core(text), core(_ASIDE.sub("", plain))} - {""})


def all_cores(wordings: Iterable[str]) -> frozenset[str]:
    """What several wordings say: a text is one of them to the letter, but for width, space, marks
    and numbers, where one of its own cores is among these."""
    return frozenset().union(*map(cores, wordings))


def number(text: str) -> int:
    """The number that a label begins with, in Chinese or Arabic digits; 0 without one."""
    match = _NUMBER.match(folded(text))
    if not match:
        return 0
    digits = _MARK.sub("", match.group())
    if digits.isdecimal():
        return int(digits)
    head, ten, tail = digits.partition("十")
    ones = _CHINESE.get(tail, 0) if ten else _CHINESE.get(head, 0)
    return ones + (10 * _CHINESE.get(head, 1) if ten else 0)


def likeness(labels: Iterable[str], text: str) -> float:
    """How alike a printed text is to the best of several wordings of a label, from 0 to 1."""
    if not cores(text):
        return 0.0
    return max([_likeness(label, text) for label in labels], default=0.0)


@lru_cache(maxsize=65536)
def _likeness(label: str, text: str) -> float:
    known, found = cores(label), cores(text)
    if not known.isdisjoint(found):
        return 1.0
    return max([_ratio(a, b) for a in known for b in found], default=0.0)


def _ratio(a: str, b: str) -> float:
    short, long = sorted((a, b), key=len)
    ratio = 0.0
    if len(long) <= MAX_COMPARED:
        # No more of them can be alike than the characters that both have; that is soon told.
        ratio = 2 * sum(map(long.__contains__, short)) / (len(a) + len(b))
        if ratio >= UNLIKE:
            ratio = SequenceMatcher(None, a, b, autojunk=False).ratio()
    return max(ratio, CONTAINED) if len(short) >= 3 and short in long[:60] else ratio
