"""What a form prints and a Word template of it does not, with what to insert."""

from __future__ import annotations

import re
from collections.abc import Collection, Iterator, Mapping, Sequence
from typing import Any

from gendoc.draftrows import DraftedRow, drafted_rows
from gendoc.form import Form, Section
from gendoc.line import Path_
from gendoc.messages import in_both
from gendoc.places import NOWHERE, Place
from gendoc.problem import Bilingual
from gendoc.record import record
from gendoc.table import Figure, Table

_ENDS = re.compile(r"\{%\s*tr\s+end(for|if)\b")
_BEGINS = re.compile(r"\{%\s*tr\s+(for|if)\b")
"""Rows of tags around those that they repeat or choose."""


@record(eq=False)
class Gap:
    """A row of a table with figures that are not printed; `place` is where others of it are."""

    section: Section
    label: str
    row: DraftedRow
    missing: tuple[str, ...]
    place: Place | None
    where: Bilingual = NOWHERE
    """Where to insert the row, if it is not there at all."""


@record(eq=False)
class Lost:
    """A column that no row of a table prints: where to insert it, and the tags of its cells."""

    section: Section
    column: str
    missing: tuple[str, ...]
    where: Bilingual
    tags: tuple[str, ...]


def texts(
    form: Form, section: Section, printed: Collection[str]
) -> Iterator[tuple[str, dict[str, object]]]:
    """What a section has besides rows, where it is not printed: messages with their values."""
    if section.kind == "text" and section.id not in printed:
        yield "template-unprinted/prose", {"label": section.label, "found": section.id}
    for own in section.fields:
        if own.id not in printed:
            yield "template-unprinted/text", {"label": own.label, "found": own.id}
    if section.kind == "table" and not _any_of(form, section.id, printed):
        at = form.sections.index(section)
        after = form.sections[at - 1].label if at else in_both("name/title")
        values: dict[str, object] = {"label": section.label, "form": form.id, "after": after}
        yield "template-unprinted/table", values


def gaps(
    form: Form, printed: Collection[str], shown: Mapping[str, Place], rows: Mapping[Any, Place]
) -> Iterator[Gap]:
    """The rows of the tables that are not printed, or not whole.

    `shown` is where a cell prints a figure, `rows` where each row of a table begins.
    """
    for section in form.sections:
        if section.kind != "table" or not _any_of(form, section.id, printed):
            continue
        table = form.tables[section.id]
        if all(key in printed for key in table.figures):
            continue
        drafted = list(drafted_rows(form, table))
        for at, row in enumerate(drafted):
            if missing := tuple(key for key in row.cells if key not in printed):
                label = table.figures[missing[0]].row_label or section.label
                place = next((shown[key] for key in row.cells if key in shown), None)
                where = NOWHERE if place else _beside(table, drafted, at, shown, rows)
                yield Gap(section, label, row, missing, place, where)


def _beside(
    table: Table,
    drafted: Sequence[DraftedRow],
    at: int,
    shown: Mapping[str, Place],
    rows: Mapping[Any, Place],
) -> Bilingual:
    """Where a row belongs: behind the one before it that is there, else before the next."""
    own = next(iter(drafted[at].cells))
    for message, beside in (("after", drafted[:at][::-1]), ("before", drafted[at + 1 :])):
        found = ((key, shown[key]) for row in beside for key in row.cells if key in shown)
        key, place = next(found, ("", None))
        if place is None:
            continue
        groups = [f"{group}." for group in table.groups]
        is_inside = any(own.startswith(group) and key.startswith(group) for group in groups)
        row = _past(place.row, down=message == "after", stays=is_inside)
        return in_both(f"place/{message}", row=rows[row].line)
    return in_both("place/within")


def _past(row: Any, *, down: bool, stays: bool) -> Any:
    """The end or the beginning of the loops and conditions over rows that a row stands in.

    `stays`: the place looked for is inside the same condition.
    """
    rows = list(row.getparent().iterchildren("{*}tr"))
    opened: list[tuple[str, Any]] = []
    for each in rows:
        text = "".join(each.text or "" for each in each.iter("{*}t")).strip()
        if match := _BEGINS.match(text):
            opened.append((match.group(1), each))
        elif _ENDS.match(text) and opened:
            word, begun = opened.pop()
            is_around = rows.index(begun) < rows.index(row) < rows.index(each)
            if is_around and not (stays and word == "if"):
                row = each if down else begun
    return row


def lost(form: Form, found: Collection[Gap]) -> Iterator[Lost]:
    """The columns that are nowhere in their table, though its rows are."""
    for section in dict.fromkeys(gap.section for gap in found if gap.place):
        table = form.tables[section.id]
        missing = {key: gap for gap in found if gap.section is section for key in gap.missing}
        columns: dict[Path_, list[Figure]] = {}
        for figure in table.figures.values():
            columns.setdefault(figure.column, []).append(figure)
        gone = [path for path, own in columns.items() if all(each.key in missing for each in own)]
        there = [own[0].column_label for path, own in columns.items() if path not in gone]
        where = in_both("place/left-of", name=there[0]) if there else NOWHERE
        for path, own in columns.items():
            label = own[0].column_label
            keys = [each.key for each in own if path in gone and missing[each.key].place]
            if label and keys:
                tags = tuple(dict.fromkeys(missing[key].row.cells[key] for key in keys))
                yield Lost(section, label, tuple(keys), where, tags)
            where = in_both("place/right-of", name=label)


def _any_of(form: Form, table: str, printed: Collection[str]) -> bool:
    return any(key in printed for key in form.tables[table].figures)
