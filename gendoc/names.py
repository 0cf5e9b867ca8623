"""Every name that a template of a form may use, with its label and type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import fields, replace

from gendoc.across import COUNT
from gendoc.figure import FigureType
from gendoc.form import GIVEN_FIELDS, Form, Section
from gendoc.messages import Language, in_both
from gendoc.problem import Bilingual
from gendoc.record import record
from gendoc.table import ENTITY_NAME, Branch, Figure, Table
from gendoc.template import DrawnField, DrawnSection

LIST, GROUP, PARAGRAPHS, ROWS = "list", "group", "paragraphs", "rows"
"""Types of names that hold others; a loop runs over all but groups."""
LAST = "last"
"""The name that has those of last year's report in it, which are the same."""
ROW = "row"
"""The type of what a report gives for a repeated row, by its own key."""
TEXT = FigureType.TEXT.value


@record()
class Name:
    """A name of a template, the last part of its dotted whole, and the names inside it."""

    name: str
    label: str | Bilingual
    type: str
    unit: str = ""
    derived: bool = False
    """Whether gendoc works the figure out: a total or a formula."""
    inside: tuple[Name, ...] = ()

    @property
    def is_loop(self) -> bool:
        """Whether a loop runs over it."""
        return self.type in (LIST, PARAGRAPHS, ROWS)

    @property
    def is_open(self) -> bool:
        """Whether names may stand in it of which nothing is known, as in the facts."""
        return self.type in (LIST, GROUP) and not self.inside

    @property
    def holds_others(self) -> bool:
        """Whether it is sure to be no value that can be printed by itself."""
        is_known = bool(self.name or self.inside)
        return is_known and self.type in (LIST, GROUP, PARAGRAPHS, ROWS, ROW)

    @property
    def count(self) -> Name:
        """How many rows a report gives."""
        return Name(COUNT, self.label, FigureType.COUNT.value, derived=True)

    def one(self, key: str) -> Name:
        """One of the rows that a report gives, of which nothing counts as printed."""
        return Name(key, self.label, ROW, inside=tuple(map(_copied, self.inside)))

    def said(self, language: Language) -> str:
        """Its label, in a language where it is none of the form's."""
        return self.label.to(language) if isinstance(self.label, Bilingual) else self.label

    def as_data(self, language: Language) -> dict[str, object]:
        found: dict[str, object] = {"name": self.name}
        found |= {"label": self.said(language), "type": self.type}
        if self.unit:
            found["unit"] = self.unit
        if self.derived:
            found["derived"] = True
        if self.inside:
            found["inside"] = [name.as_data(language) for name in self.inside]
        return found


def _copied(name: Name) -> Name:
    return replace(name, inside=tuple(map(_copied, name.inside)))


def names(form: Form) -> tuple[Name, ...]:
    """The names of a form's templates, in the order of its fields and sections."""
    return tuple(_names(form))


def last_year(found: Iterable[Name]) -> tuple[Name, ...]:
    """Of the names of a form those that last year's report has too; none is printed by them."""
    given = ("title", "title_parts", "notes", "sections", LAST)
    return tuple(_copied(n) for n in found if n.name not in given and n.type != PARAGRAPHS)


def _names(form: Form) -> Iterator[Name]:
    for field in GIVEN_FIELDS.values():
        label = form.labels[field.id]
        yield Name(field.id, _said(field.id) if label == field.id else label, field.type.value)
    yield _given("title", TEXT)
    yield _given("title_parts", LIST)
    for own in form.fields.values():
        yield Name(own.id, own.label, own.type.value)
    yield _given("facts", GROUP)
    yield _given(LAST, GROUP)
    for section in form.sections:
        if section.kind == "text":
            yield Name(section.id, section.label, PARAGRAPHS, inside=_paragraph())
        elif section.kind == "table":
            table = form.tables[section.id]
            yield Name(section.id, section.label, GROUP, inside=tuple(_inside(table, table.tree)))
    tables = (section for section in form.sections if section.kind == "table")
    yield _given("notes", GROUP, *map(_notes, tables))
    yield _given("sections", LIST, *_drawn_section())


def _said(name: str) -> Bilingual:
    return in_both(f"name/{name}")


def _given(name: str, type_: str, *inside: Name) -> Name:
    """A name that templates of every form have."""
    return Name(name, _said(name), type_, inside=inside)


def _drawn_section() -> Iterator[Name]:
    """What a section has in a text template."""
    for name in (field.name for field in fields(DrawnSection)):
        if name in ("paragraphs", "before", "after"):
            yield _given(name, PARAGRAPHS, *_paragraph())
        elif name == "fields":
            yield _given(name, LIST, *(_given(one, TEXT) for one in DrawnField._fields))
        else:
            yield _given(name, GROUP if name == "table" else TEXT)


def _paragraph() -> tuple[Name, ...]:
    return tuple(_given(name, TEXT) for name in ("head", "text", "heading"))


def _notes(section: Section) -> Name:
    around = (_given(name, PARAGRAPHS, *_paragraph()) for name in ("before", "after"))
    return Name(section.id, section.label, GROUP, inside=tuple(around))


def _inside(table: Table, branch: Branch) -> Iterator[Name]:
    for key, child in branch.children.items():
        if isinstance(child, Figure):
            yield _figure(key, child)
            continue
        label, inside = child.label.split(" › ")[-1], tuple(_inside(table, child))
        if child.key in table.groups:
            # The names of the group where a report enters it as one row.
            folded = table.collapsed(frozenset({child.key}))
            inside += tuple(_inside(folded, folded.branch(child.key)))
        if child.key in table.repeats:
            own = Name(ENTITY_NAME, label, TEXT)
            rows = Name(key, label, ROWS, inside=(own, *inside))
            yield rows
            yield replace(rows.count, name=f"{key}.{COUNT}")
        else:
            yield Name(key, label, GROUP, inside=inside)


def _figure(key: str, figure: Figure) -> Name:
    derived = figure.parts is not None
    label = figure.column_label or figure.row_label
    return Name(key, label.split(" › ")[-1], figure.type.value, figure.unit, derived)


def tree(found: tuple[Name, ...], language: Language, indent: str = "") -> Iterator[str]:
    """The names as lines, those inside others below them and further in."""
    for name in found:
        unit = f", {name.unit}" if name.unit else ""
        derived = ", =" if name.derived else ""
        label = f"  {name.said(language)}" if name.label else ""
        yield f"{indent}{name.name}  ({name.type}{unit}{derived}){label}"
        yield from tree(name.inside, language, indent + "  ")
