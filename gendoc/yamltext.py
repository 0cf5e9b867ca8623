"""Texts as YAML that reads back to the letter, laid out so that a difference shows its sentence."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence

from gendoc.prose import Paragraph

FOLD = 36
"""Characters of a line of prose from which on it is broken at the next end of a sentence."""

_SENTENCE = re.compile("(?<=[。；！？])(?=[\u4e00-\u9fff])")
_TAG = re.compile(r"\{(?=[{%#])")


def bare(text: str) -> str:
    """A text on one line: as it is where YAML and people read it alike, quoted where not."""
    if text.isalpha() and text.lower() not in ("null", "true", "false"):
        return text
    return json.dumps(text, ensure_ascii=False)


def literal(text: str) -> str:
    """Prose in which braces print as braces."""
    return _TAG.sub("{{ '{' }}", text)


def prose(key: str, paragraphs: Sequence[Paragraph], indent: str = "") -> Iterator[str]:
    """A key with its paragraphs: a block of lines, or a list where there are headings."""
    if not any(paragraph.heading for paragraph in paragraphs):
        yield from _block(f"{indent}{key}:", [p.text for p in paragraphs], indent + "  ")
        return
    yield f"{indent}{key}:"
    for heading, texts in _items(paragraphs):
        if not heading:
            yield from _block(f"{indent}  -", texts, indent + "    ")
            continue
        yield f"{indent}  - heading: {bare(literal(heading))}"
        if texts:
            yield from _block(f"{indent}    text:", texts, indent + "      ")


def _items(paragraphs: Sequence[Paragraph]) -> list[tuple[str, list[str]]]:
    """Paragraphs as headings with the texts that belong to them.

    A heading alone on its line stays so: text under its key would run on behind it.
    """
    items: list[tuple[str, list[str]]] = []
    runs_on = False
    for paragraph in paragraphs:
        if paragraph.heading:
            items.append((paragraph.heading, [paragraph.text] if paragraph.text else []))
            runs_on = bool(paragraph.text)
        elif items and (runs_on or not items[-1][0]):
            items[-1][1].append(paragraph.text)
        else:
            items.append(("", [paragraph.text]))
    return items


def _block(head: str, texts: Sequence[str], indent: str) -> Iterator[str]:
    """Paragraphs as a block: several as its lines, a single one folded sentence by sentence."""
    lines = [literal(text) for text in texts]
    if len(lines) == 1:
        yield f"{head} >-"
        yield from (indent + line for line in _folded(lines[0]))
        return
    yield f"{head} |"
    yield from (indent + line for line in lines)


def _folded(text: str) -> Iterator[str]:
    line = ""
    for sentence in _SENTENCE.split(text):
        line += sentence
        if len(line) >= FOLD:
            yield line
            line = ""
    if line:
        yield line
