"""A title to the letter as its form prints it: the body and the year that stand in it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from functools import lru_cache

from gendoc.expression import Tag, split
from gendoc.form import Form

MAX_LENGTH = 255
"""Characters of a title, the most that one may have."""
MAX_TAGS = 3
"""What is filled into one line of a title that is still taken apart."""
_YEAR = "[12][0-9]{3}"
_KNOWN = ("organ", "year")
Pattern = tuple[re.Pattern[str], re.Pattern[str]]
"""What a line looks like, filled in with as little as goes, and with as much."""


def in_own_words(form: Form, lines: Sequence[str]) -> dict[str, str] | None:
    """The `organ` and `year` in some lines that are the form's title, in its parts or in one line;
    None where they are not, or may be taken apart in more than one way."""
    if len(lines) == len(form.title):
        parts = form.title
    elif len(lines) == 1:
        parts = (form.space.join(form.title),)
    else:
        return None
    found: dict[str, str] = {}
    for part, line in zip(parts, lines, strict=True):
        values = _values(part, " ".join(line.split()))
        if values is None or any(found.get(id_, text) != text for id_, text in values.items()):
            return None
        found |= values
    return found


def _values(part: str, line: str) -> Mapping[str, str] | None:
    pattern = _pattern(part) if len(line) <= MAX_LENGTH else None
    little, much = (one.fullmatch(line) for one in pattern) if pattern else (None, None)
    if little is None or much is None or little.groupdict() != much.groupdict():
        return None
    return little.groupdict()


@lru_cache(maxsize=64)
def _pattern(part: str) -> Pattern | None:
    pieces = list(split(" ".join(part.split())))
    if sum(isinstance(piece, Tag) for piece in pieces) > MAX_TAGS:
        return None
    little, much = (re.compile("".join(_escaped(pieces, any_))) for any_ in (".+?", ".+"))
    return little, much


def _escaped(pieces: Sequence[str | Tag], any_: str) -> Iterator[str]:
    seen: set[str] = set()
    for piece in pieces:
        name = piece.expression.name if isinstance(piece, Tag) and piece.expression else ""
        if isinstance(piece, str):
            yield re.escape(piece)
        elif name in seen:
            yield f"(?P={name})"
        elif name in _KNOWN:
            seen.add(name)
            yield f"(?P<{name}>{_YEAR if name == 'year' else any_})"
        else:
            yield any_
