"""Finds the rows that a report gives any number of: those between the rows that the form knows."""

from __future__ import annotations

import re
from collections.abc import Sequence

from gendoc.form import ENTITY_COUNT, ENTITY_NAME
from gendoc.record import record

_MARKS = re.compile(r"\W+")


@record()
class Entity:
    """A printed row of a repeated one: its key beside the others, and its name as printed."""

    key: str
    name: str
    row: int
    """The index of the printed row."""
    label: int
    """The index of the cell that holds the name."""


def keys_of(names: Sequence[str]) -> list[str]:
    """A key for each name, by which the row is found again in another year's report."""
    found: list[str] = []
    for number, name in enumerate(names, 1):
        words = _MARKS.sub("_", name.casefold()).strip("_") or f"row_{number}"
        key = words if words.isidentifier() else f"_{words}"
        if not key.isidentifier():
            key = f"row_{number}"
        same, base = 1, key
        while key in (*found, ENTITY_COUNT, ENTITY_NAME):
            same += 1
            key = f"{base}_{same}"
        found.append(key)
    return found
