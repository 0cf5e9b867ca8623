"""Finds the fields that a form prints behind their labels, in lines of their own."""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from functools import lru_cache

from gendoc.form import Field, Form, Section
from gendoc.published import Passage
from gendoc.record import record

MAX_LENGTH = 200
"""Characters of a line that can hold fields."""


@record()
class Labelled:
    """A field as it is printed, and the line that it stands in."""

    field: Field
    text: str
    passage: Passage


def labelled(passages: Sequence[Passage], form: Form) -> Iterator[Labelled]:
    """The fields of a document's lines, also those that say nothing; each the first time that it
    says something.

    A line begins with the label of a field; several may stand side by side.
    """
    fields = {field.id: field for section in form.sections for field in section.fields}
    seen: set[str] = set()
    for passage in passages:
        for id_, text in _parts(passage.text, form):
            if id_ not in seen:
                seen |= {id_} if text else set()
                yield Labelled(fields[id_], text, passage)


def holds_fields(text: str, form: Form) -> bool:
    """Whether a line begins with the label of a field."""
    return bool(_parts(text, form))


def in_boxes(cells: Sequence[str], form: Form) -> str:
    """The line that cells of labels and values come to, as fields are boxed; empty for others."""
    boxed = _boxed(form.sections)
    labels = ["".join(text.split()).rstrip(":：") for text in cells[::2]]
    values = [*cells[1::2], ""]
    if not labels or not boxed.issuperset(labels):
        return ""
    return "  ".join(f"{label}：{value}" for label, value in zip(labels, values, strict=False))


@lru_cache(maxsize=16)
def _boxed(sections: tuple[Section, ...]) -> frozenset[str]:
    """The labels of fields that stand in a grid, without spaces."""
    fields = (field for section in sections if section.boxed for field in section.fields)
    return frozenset("".join(field.label.split()) for field in fields)


def _parts(line: str, form: Form) -> list[tuple[str, str]]:
    """The ids of the fields of a line with what stands behind each; none of another line."""
    label = _labels(form.sections)
    found = list(label.finditer(line)) if label and len(line) <= MAX_LENGTH else []
    if not found or line[: found[0].start()].strip():
        return []
    stops = [*(match.start() for match in found[1:]), len(line)]
    return [
        (match.lastgroup or "", line[match.end() : stop].strip())
        for match, stop in zip(found, stops, strict=True)
    ]


@lru_cache(maxsize=16)
def _labels(sections: tuple[Section, ...]) -> re.Pattern[str] | None:
    fields = {field.id: field.label for section in sections for field in section.fields}
    named = (f"(?P<{id_}>{_spaced(label)})" for id_, label in fields.items())
    return re.compile("|".join(named)) if fields else None


def _spaced(label: str) -> str:
    """A label with its colon, its characters set wide or followed by something in brackets."""
    wide = r"\s*".join(map(re.escape, "".join(label.split())))
    return rf"(?<!\S){wide}\s*(?:[（(][^（）()]*[）)]\s*)?[:：]"
