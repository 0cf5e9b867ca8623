"""What a form prints and a Word template of it does not, with what to insert."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping

from gendoc.draftrows import DraftedRow, drafted_rows
from gendoc.form import Form, Section
from gendoc.messages import in_both
from gendoc.places import Place
from gendoc.record import record

_PROSE = "{{%p for p in {id} %}} {{{{ p.head }}}}{{{{ p.text }}}} {{%p endfor %}}"


@record(eq=False)
class Gap:
    """A row of a table with figures that are not printed; `place` is where others of it are."""

    section: Section
    label: str
    row: DraftedRow
    missing: tuple[str, ...]
    place: Place | None


def texts(
    form: Form, section: Section, printed: Collection[str]
) -> Iterator[tuple[str, dict[str, object]]]:
    """What a section has besides rows, where it is not printed: messages with their values."""
    wanted = [(section.id, section.label, _PROSE)] if section.kind == "text" else []
    wanted += [(own.id, own.label, "{{{{ {id} }}}}") for own in section.fields]
    for id_, label, tags in wanted:
        if id_ not in printed:
            yield "template-unprinted/text", {"label": label, "tags": tags.format(id=id_)}
    if section.kind == "table" and not _any_of(form, section.id, printed):
        at = form.sections.index(section)
        after = form.sections[at - 1].label if at else in_both("name/title")
        values: dict[str, object] = {"label": section.label, "form": form.id, "after": after}
        yield "template-unprinted/table", values


def gaps(form: Form, printed: Collection[str], shown: Mapping[str, Place]) -> Iterator[Gap]:
    """The rows of the tables that are not printed, or not whole.

    `shown` is where a cell prints a figure.
    """
    for section in form.sections:
        if section.kind != "table" or not _any_of(form, section.id, printed):
            continue
        table = form.tables[section.id]
        if all(key in printed for key in table.figures):
            continue
        for row in drafted_rows(form, table):
            if missing := tuple(key for key in row.cells if key not in printed):
                label = table.figures[missing[0]].row_label or section.label
                place = next((shown[key] for key in row.cells if key in shown), None)
                yield Gap(section, label, row, missing, place)


def _any_of(form: Form, table: str, printed: Collection[str]) -> bool:
    return any(key in printed for key in form.tables[table].figures)
