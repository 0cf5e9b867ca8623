"""A form: its fields, sections, tables and checks, as `form.yaml` states them.

Everything that gendoc knows of a statutory form comes from here; no label, row list or rule of any
form stands in Python.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cached_property
from pathlib import Path
from typing import Literal, NamedTuple

from gendoc import across
from gendoc.across import COUNT, Across
from gendoc.expression import LAST, ChangeWords, Expression, Kind, Kinds
from gendoc.figure import FigureType
from gendoc.pattern import Pattern
from gendoc.problem import Bilingual, Severity
from gendoc.record import record
from gendoc.slot import ALWAYS, ANYTHING, Allowed, Demand, Slot, Unit
from gendoc.table import Figure, Table

RESERVED = ("form", "organ", "year", "title", "facts", "waive", "notes", "remarks", "last")
"""Top-level keys of a report file that every form has and none may declare."""
RESERVED_CHECKS = ("wrong-total", "same-name", "other-key", "gone-rows")
"""Names of checks that come with every form."""
VALUE = "value"
"""What a check that is made for each figure calls it."""
VERSION_MARK = "@"
"""Stands between a form's id and its major version where a report names both."""
USABLE_ID = re.compile(r"\w+([.-]+\w+)*")
"""What a form's id may be: the name of its folder on every system, and in reports."""


@record(eq=False)
class Section:
    """A part of the report. A text section is prose, a table section holds the table of its id."""

    id: str
    title: str
    label: str
    """What messages call the section; its title, where it has one."""
    kind: Literal["text", "table", "fields"]
    required: bool
    fields: tuple[Field, ...] = ()
    """The fields that a section of fields prints, each behind its label."""
    in_line: bool | int = False
    """Whether these fields stand side by side rather than one below another, or how many do."""
    boxed: bool = False
    """Whether they stand in a grid of labels and values."""
    also: tuple[str, ...] = ()
    """Other wordings of the title that published documents have."""


@record(eq=False)
class Field(Slot):
    """A field of its own that a form adds to its reports, such as the level of the body."""

    id: str
    label: str
    type: FigureType
    allowed: Allowed = ANYTHING
    demand: Demand = ALWAYS
    boxes: bool = False
    thousands: bool = False
    beside: str = ""


GIVEN_FIELDS = {
    "organ": Field("organ", "organ", FigureType.TEXT),
    "year": Field("year", "year", FigureType.COUNT),
}
"""The fields that every report has; a form may give them labels of its own."""


class Saying(NamedTuple):
    """Words of prose and the figures, any of them, that a number beside them may be."""

    words: Pattern
    means: tuple[Expression, ...]


@record(eq=False)
class Topic:
    """A matter that prose gives numbers of; one that means nothing only ends the one before it."""

    about: Pattern
    units: tuple[Unit, ...]
    means: tuple[Expression, ...]
    """The figures that a number beside the topic itself may be."""
    says: tuple[Saying, ...]

    def named(self, words: str) -> tuple[Expression, ...]:
        """The figures that a number beside these words may be."""
        found = (saying.means for saying in self.says if saying.words.fullmatch(words))
        return tuple(expression for means in found for expression in means)


@record(eq=False)
class Mentions:
    """How the prose of a form's reports names figures: patterns of words, and topics.

    All patterns but those of the topics may be empty. docs/making-a-form.md says what each is for.
    """

    topics: tuple[Topic, ...]
    filler: str
    join: str
    each: str
    respectively: str
    about: str
    more: str
    none: str
    own: str
    whole: str
    scope: str
    office: str
    now: str
    past: str
    since: str
    up: str
    down: str
    share: str
    ignore: str


@record(eq=False)
class Check:
    """What a form demands of its reports; of the first nine fields after the name one is set.

    `holds` compares figures, those of last year's report under `last.`. The prose of `differs` must
    not be last year's by more than `limit` percent. The prose of `within` must match none of
    `forbids` but in a sentence that `unless` matches, and one of `demands`; where it is laid out
    under headings, each of `headings` must be among them. Numbers whose words `mentions` knows must
    be the figures. A year that a pattern of `years` finds must not be an earlier one. The repeated
    rows of `same_rows` have the same keys and names, those of `rows_among` none that the first has
    not. With `when`, only reports whose field has one of the values are checked, with `given` those
    in which that condition holds.
    """

    name: str
    holds: Expression | None
    differs: tuple[str, ...]
    forbids: tuple[Pattern, ...]
    headings: tuple[Pattern, ...]
    demands: tuple[Pattern, ...]
    years: tuple[Pattern, ...]
    mentions: Mentions | None
    same_rows: tuple[str, ...]
    rows_among: tuple[str, ...]
    unless: tuple[Pattern, ...]
    limit: int
    within: tuple[str, ...]
    when: dict[str, tuple[str, ...]]
    given: Expression | None
    """Only where this holds, over the same names, `holds` must; prose is looked at where it holds
    in any row or column."""
    table: str
    for_each: Literal["", "row", "column", "figure"]
    severity: Severity
    basis: Bilingual
    label: Bilingual
    """What must hold, in words; the relation itself where the form gives none."""
    bad: str
    good: str

    @cached_property
    def names(self) -> frozenset[str]:
        """What its relation and its condition name, of whichever year."""
        return frozenset(name.removeprefix(LAST) for name in self._named)

    @property
    def names_of_last(self) -> frozenset[str]:
        """What they name of last year."""
        return frozenset(name.removeprefix(LAST) for name in self._named if name.startswith(LAST))

    @cached_property
    def _named(self) -> frozenset[str]:
        both = filter(None, (self.holds, self.given))
        return frozenset(name for each in both for name in each.names)


@record(eq=False)
class Form:
    """A statutory form, with the folder that holds its templates."""

    id: str
    version: str
    name: str
    basis: str
    language: str
    years: tuple[int | None, int | None]
    follows: tuple[str, ...]
    """Forms that this one took the place of; last year's report may be on one of them."""
    file_name: str
    """What outputs are called, where that is not the title."""
    title: tuple[str, ...]
    """The statutory title in the parts between which it may be broken over lines."""
    also: tuple[str, ...]
    """Other names of the report that published documents have in their titles."""
    numbering: str
    sections: tuple[Section, ...]
    tables: dict[str, Table]
    fields: dict[str, Field]
    labels: dict[str, str]
    """What the form calls `organ` and `year`."""
    checks: tuple[Check, ...]
    change: ChangeWords
    folder: Path
    landscape: bool = False
    """Whether all pages of the draft lie on their sides."""
    overlay: Path | None = None
    """A folder of the user's project whose templates come before the form's own."""

    @property
    def major(self) -> int:
        """The first number of the version: another one means other keys."""
        return int(self.version.split(".")[0])

    @property
    def reference(self) -> str:
        """How a report names the form: its id, with its major version where that is not 1."""
        return self.id if self.major == 1 else f"{self.id}{VERSION_MARK}{self.major}"

    @property
    def tongue(self) -> Literal["zh", "en"]:
        """Its language, without the region: what its reports are commented in."""
        return "zh" if self.language.startswith("zh") else "en"

    @property
    def space(self) -> str:
        """What stands between words in the form's language."""
        return "" if self.tongue == "zh" else " "

    @property
    def file_name_parts(self) -> tuple[str, ...]:
        """What outputs are named after: the title, where the form says nothing else."""
        return (self.file_name,) if self.file_name else self.title

    @property
    def folders(self) -> tuple[Path, ...]:
        """Where templates are, those that come first last."""
        return (self.folder, self.overlay) if self.overlay else (self.folder,)

    def is_for(self, year: int) -> bool:
        first, last = self.years
        return (first or 1000) <= year <= (last or 9999)

    @cached_property
    def figures(self) -> dict[str, Figure]:
        return {
            key: figure for table in self.tables.values() for key, figure in table.figures.items()
        }

    @cached_property
    def section_labels(self) -> dict[str, str]:
        """What messages call its sections, and the tables in them."""
        return {section.id: section.label for section in self.sections}

    @cached_property
    def across(self) -> dict[str, Across]:
        """Figures of repeated rows by the names that expressions elsewhere have for them."""
        return {name: one for table in self.tables.values() for name, one in across.names(table)}

    def same_rows(self, row: str) -> list[str]:
        """The repeated rows of other tables that a check says are the same as one."""
        groups = (check.same_rows or check.rows_among for check in self.checks)
        return [other for rows in groups if row in rows for other in rows if other != row]

    @cached_property
    def rows_of_last(self) -> tuple[str, ...]:
        """The repeated rows that are looked up in last year's report."""
        if not self.across:
            return ()
        names = {name for check in self.checks for name in self._last_names(check)}
        for figure in self.figures.values():
            conditions = (each for c in figure.demand.conditions for each in c.names)
            full = (full for _, full in (*figure.names, *conditions))
            names |= {name.removeprefix(LAST) for name in full if name.startswith(LAST)}
        found = {self.across[name].row for name in names & self.across.keys()}
        return tuple(row for table in self.tables.values() for row in table.repeats if row in found)

    def _last_names(self, check: Check) -> Iterator[str]:
        """What a check names of last year, in a repeated row by the full keys that it has there."""
        yield from check.names_of_last
        if check.for_each == "row":
            for row in self.tables[check.table].repeats:
                yield from (f"{row}.{name}" for name in check.names_of_last)

    @cached_property
    def kinds(self) -> Kinds:
        """What prose may name: every figure and field, with its kind."""
        kinds: dict[str, Kind] = {"organ": "text", "year": "number", "title": "text"}
        kinds |= {field.id: field.kind for field in self.fields.values()}
        for table in self.tables.values():
            inner = tuple(f"{key}." for key in table.repeats)
            kinds |= {k: kind for k, kind in table.kinds.items() if not k.startswith(inner)}
            kinds |= {f"{key}.{COUNT}": "number" for key in table.repeats}
        return kinds

    def label_of(self, field: str) -> str:
        """What the form calls a field."""
        own = self.fields.get(field)
        return own.label if own else self.labels.get(field, field)

    @cached_property
    def derives_from_last(self) -> bool:
        """Whether a formula names figures of last year's report."""
        formulas = (figure.formula for figure in self.figures.values() if figure.formula)
        return any(name.startswith(LAST) for formula in formulas for name in formula.names)

    @cached_property
    def last_kinds(self) -> Kinds:
        """The same of last year's report, which has its names under `last.`."""
        return {f"last.{key}": kind for key, kind in self.kinds.items()}

    @property
    def keys(self) -> tuple[str, ...]:
        """The top-level keys that a report on this form may have."""
        sections = (section.id for section in self.sections if section.kind != "fields")
        own = (*self.fields, *sections, *self.tables)
        return (*RESERVED[:-1], *dict.fromkeys(own))
