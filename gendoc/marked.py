"""Tables of web pages inside a text, as converters to Markdown leave those with merged cells."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import replace

from gendoc import read_html
from gendoc.published import Block, Bounds, Passage, Place, PrintedTable

_OPEN = re.compile(r"<table[\s>]", re.IGNORECASE)
_CLOSE = re.compile(r"</table\s*>", re.IGNORECASE)


def tables(lines: Sequence[str]) -> dict[int, int]:
    """The first line of each table, with the index behind its last."""
    found: dict[int, int] = {}
    start, open_ = 0, 0
    for at, line in enumerate(lines):
        if "<" not in line:
            continue
        start = start if open_ else at
        open_ = max(0, open_ + len(_OPEN.findall(line)) - len(_CLOSE.findall(line)))
        if not open_ and (at > start or _OPEN.search(line)):
            found[start] = at + 1
    return found


def blocks(lines: Sequence[str], start: int, bounds: Bounds) -> Iterator[Block]:
    """The tables in some lines of a text, and the words around them; `start` is the first line's
    index in the text."""
    place = Place(line=start + 1)
    page = "\n".join(("<!doctype html><meta charset=utf-8>", *lines)).encode()
    for block in read_html.read(page, bounds.path, bounds).blocks:
        if isinstance(block, Passage):
            yield replace(block, place=place, scope=(), lines=len(lines))
        else:
            rows = tuple(replace(row, place=place) for row in block.rows)
            yield PrintedTable(rows, place)
