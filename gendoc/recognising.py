"""Which form a published document is a report on, by the labels that it has."""

from __future__ import annotations

from collections.abc import Iterable

from gendoc.form import Form
from gendoc.labelled import labelled
from gendoc.labels import core
from gendoc.problem import Invalid, Problem
from gendoc.published import Document, Passage
from gendoc.rows import wordings

RECOGNISED = 0.3
"""The share of a form's labels that a document must have to be taken for one of its reports."""
MIN_TITLES = 3
"""Sections whose titles, all of them, tell a form though the labels of its tables are in pieces."""


def recognise(document: Document, forms: Iterable[Form], year: int = 0) -> Form:
    """The form whose labels the document has, of several the one for the report's year.

    Raises:
        Invalid: it has too few labels of any form.
    """
    printed = {
        core(cell.text) for table in document.tables for row in table.rows for cell in row.cells
    }
    lines = [block.text for block in document.blocks if isinstance(block, Passage)]
    printed |= set(map(core, lines))
    if document.is_unruled:
        printed |= {core(word) for line in lines for word in line.split()}
    ranked = sorted(
        (
            (_share(form, printed, document), bool(year) and form.is_for(year), form.id, form)
            for form in forms
        ),
        key=lambda entry: entry[:3],
        reverse=True,
    )
    if not ranked or ranked[0][0] < RECOGNISED:
        values = {"known": ", ".join(sorted(entry[2] for entry in ranked))}
        message = "unknown-form/import"
        raise Invalid([Problem("unknown-form", document.path, message=message, values=values)])
    near = [entry for entry in ranked if entry[0] > ranked[0][0] - 0.1]
    return max(near, key=lambda entry: (entry[1], entry[0]))[3]


def _share(form: Form, printed: set[str], document: Document) -> float:
    labels = {core(label) for table in form.tables.values() for label in wordings(table)}
    titles = {core(section.title) for section in form.sections if section.title}
    labels |= titles
    if not labels:
        return _share_of_fields(form, document)
    told = RECOGNISED if len(titles) >= MIN_TITLES and titles <= printed else 0.0
    return max(told, len(labels & printed) / len(labels))


def _share_of_fields(form: Form, document: Document) -> float:
    """How much the fields say of a form that has no other labels: only all of them tell it, and
    the labels of any other form that is recognised more, for many have a date and an address."""
    fields = {field.id for section in form.sections for field in section.fields}
    passages = [block for block in document.blocks if isinstance(block, Passage)]
    found = {one.field.id for one in labelled(passages, form)}
    return RECOGNISED if fields and fields == found else 0.0
