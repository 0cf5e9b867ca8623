"""A form: its sections, tables, totals and checks, read from `form.yaml`.

Everything that gendoc knows of a statutory form comes from here; no label, row list or rule of any
form stands in Python.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from functools import cached_property, lru_cache
from pathlib import Path
from typing import Literal, NamedTuple

from gendoc.expression import (
    DAY,
    ChangeWords,
    Expression,
    Kind,
    Kinds,
    OneOf,
)
from gendoc.figure import FigureType
from gendoc.pattern import Pattern
from gendoc.problem import Bilingual, Severity
from gendoc.record import record

RESERVED = ("form", "organ", "year", "title", "facts", "waive", "notes", "remarks", "last")
"""Top-level keys of a report file that every form has and none may declare."""

RESERVED_CHECKS = ("wrong-total",)
"""Names of checks that come with every form."""

ENTITY_NAME = "name"
"""The key under which a repeated row gives its printed label."""
ENTITY_COUNT = "count"
"""The name by which prose has the number of repeated rows."""

LAST = "last."
"""Before a name: the same figure or field of last year's report."""
VALUE = "value"
"""What a check that is made for each figure calls it."""
VERSION_MARK = "@"
"""Stands between a form's id and its major version where a report names both."""
USABLE_ID = re.compile(r"\w+([.-]+\w+)*")
"""What a form's id may be: the name of its folder on every system, and in reports."""
DERIVED_DECIMALS = 2
"""Decimals of what a formula gives, where the form does not say."""

Path_ = tuple[str, ...]


@record(eq=False)
class Line:
    """A row or a column of a table, or a group of them. A key with dots nests its figures."""

    key: str
    label: str
    lines: tuple[Line, ...] = ()
    type: FigureType | None = None
    unit: str = ""
    in_key: bool = True
    """Whether the line's key is part of its figures' keys; False for a heading over columns."""
    as_row: bool = False
    """Whether a report may enter the whole group as one row."""
    sum: tuple[str, ...] | None = None
    """Keys of the lines beside it that a total adds up, () for all of them; None when entered."""
    formula: Expression | None = None
    """Works its figures out from others of the same row (for a column) or column (for a row)."""
    decimals: int | None = None
    options: tuple[str, ...] = ()
    pattern: Pattern | None = None
    example: str = ""
    optional: bool = False
    """Whether a report may leave its figures, and those of the lines below it, empty."""
    empty_when: Expression | None = None
    """Where it holds, the line's figures must be empty."""
    required_when: Expression | None = None
    """Where it holds, the line's figures are asked for; elsewhere they may be empty."""
    total: bool | None = None
    """Whether totals add it up; where the form does not say, amounts are, percentages are not."""
    repeat: bool = False
    """Whether a report gives any number of rows of this kind, each under a key of its own."""
    also: tuple[str, ...] = ()
    """Other wordings of the label that published documents have; read, never printed."""
    also_units: tuple[Unit, ...] = ()
    """Other units that published documents give its figures in; converted when read."""

    @property
    def path(self) -> Path_:
        """What the line adds to the keys of its figures."""
        return tuple(self.key.split(".")) if self.in_key else ()

    @property
    def is_added(self) -> bool:
        """Whether totals may add its figures up: no sum of percentages means anything by itself,
        and texts, choices and days have none."""
        if self.total is not None or self.type is None:
            return self.total is not False
        return self.type.is_number and self.type is not FigureType.PERCENT

    @cached_property
    def depth(self) -> int:
        return 1 + max((line.depth for line in self.lines), default=0)

    @cached_property
    def breadth(self) -> int:
        return sum(line.breadth for line in self.lines) or 1


@record(eq=False)
class Leaf:
    """A single row or column with its path of keys, its labels and the paths that it adds up.

    `above` are the groups that it stands in, the innermost last.
    """

    path: Path_
    labels: tuple[str, ...]
    line: Line
    parts: tuple[Path_, ...] | None
    above: tuple[Line, ...] = ()

    @property
    def name(self) -> str:
        """By which expressions call it."""
        return ".".join(self.path)

    @property
    def optional(self) -> bool:
        return any(line.optional for line in (*self.above, self.line))

    @property
    def is_added(self) -> bool:
        return all(line.is_added for line in (*self.above, self.line))

    @cached_property
    def empty_when(self) -> Expression | None:
        own = (line.empty_when for line in (self.line, *self.above[::-1]))
        return next(filter(None, own), None)

    @cached_property
    def required_when(self) -> Expression | None:
        own = (line.required_when for line in (self.line, *self.above[::-1]))
        return next(filter(None, own), None)


_WHOLE = Leaf((), (), Line("", ""), None)
"""Stands for the one unlabelled row or column of a table that declares none."""


class Condition(NamedTuple):
    """When a figure or field must be empty, or there: an expression, and for each of its names the
    full name of the figure or field that it means."""

    holds: Expression
    names: tuple[tuple[str, str], ...]


@record(eq=False)
class Figure:
    """One cell that holds a number or text.

    `parts` are the keys that a total adds up, or those of this report that a formula names.
    """

    key: str
    row_label: str
    column_label: str
    type: FigureType
    unit: str
    row: Path_
    column: Path_
    parts: tuple[str, ...] | None
    listed: bool
    """Whether a row written as a list holds it: its column is no total."""
    formula: Expression | None = None
    names: tuple[tuple[str, str], ...] = ()
    """The names of the formula, each with the full name of the figure or field that it means."""
    decimals: int | None = None
    options: tuple[str, ...] = ()
    pattern: Pattern | None = None
    example: str = ""
    optional: bool = False
    empty_when: Condition | None = None
    required_when: Condition | None = None
    boxes: bool = False
    beside: str = ""
    """The unit, where the table prints it behind each figure."""
    also_units: tuple[Unit, ...] = ()

    @property
    def places(self) -> int:
        """Decimals of a figure that is worked out."""
        return DERIVED_DECIMALS if self.decimals is None else self.decimals

    @property
    def may_be_empty(self) -> bool:
        return self.optional or bool(self.empty_when or self.required_when)

    @cached_property
    def label(self) -> str:
        """The printed labels of its row and column."""
        return " · ".join(label for label in (self.row_label, self.column_label) if label)


@record(eq=False, frozen=False)
class Branch:
    """A group of keys in a report file: what may stand under one key of a table.

    `is_row` is True from the level on where only columns follow, so that a list may stand there.
    """

    key: str
    label: str
    is_row: bool
    children: dict[str, Branch | Figure]
    is_entity: bool = False
    """Whether it is one of a repeated row's, so that it may give its name."""

    @cached_property
    def figures(self) -> tuple[Figure, ...]:
        found: list[Figure] = []
        for child in self.children.values():
            found += [child] if isinstance(child, Figure) else child.figures
        return tuple(found)

    @cached_property
    def listed(self) -> tuple[Figure, ...]:
        return tuple(figure for figure in self.figures if figure.listed)

    @cached_property
    def is_number(self) -> bool:
        return all(figure.type.is_number for figure in self.figures)

    @cached_property
    def is_total(self) -> bool:
        return all(figure.parts is not None for figure in self.figures)


@record(eq=False)
class Block:
    """A run of rows under one set of columns; most tables are a single block."""

    heading: str
    corner: str
    columns: tuple[Line, ...]
    rows: tuple[Line, ...]
    type: FigureType | None
    unit: str
    has_rows: bool = False
    """Whether it declares rows; a report may have none of a repeated one."""

    @cached_property
    def row_leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaves(self.rows)) if self.has_rows else (_WHOLE,)

    @cached_property
    def column_leaves(self) -> tuple[Leaf, ...]:
        return tuple(leaves(self.columns)) or (_WHOLE,)

    @cached_property
    def rows_by_name(self) -> dict[str, Leaf]:
        return {leaf.name: leaf for leaf in self.row_leaves}

    @cached_property
    def columns_by_name(self) -> dict[str, Leaf]:
        return {leaf.name: leaf for leaf in self.column_leaves}


@record()
class Around:
    """What a form prints around a table; each line is a text at one side, or two or three texts at
    both sides and in between."""

    caption: str = ""
    above: tuple[tuple[str, ...], ...] = ()
    below: tuple[tuple[str, ...], ...] = ()

    def filled(self, fill: Callable[[str], str]) -> Around:
        """The same with each text filled in."""

        def lines(given: tuple[tuple[str, ...], ...]) -> tuple[tuple[str, ...], ...]:
            return tuple(tuple(fill(text) for text in line) for line in given)

        return Around(fill(self.caption), lines(self.above), lines(self.below))

    @property
    def lines(self) -> tuple[tuple[str, ...], ...]:
        """All of it, line by line."""
        caption = ((self.caption,),) if self.caption else ()
        return (*caption, *self.above, *self.below)


@record(eq=False)
class Table:
    """A table of a form. `omitted_is_zero`: columns left out of a row's mapping count as 0."""

    id: str
    blocks: tuple[Block, ...]
    type: FigureType
    unit: str
    omitted_is_zero: bool
    labels: int
    """Columns of the printed table that hold row labels, however its groups are reported."""
    boxes: bool = False
    """Whether answers and choices are printed as boxes before every option."""
    units_beside: bool = False
    """Whether units are printed behind the figures."""
    decimals: int | None = None
    entities: tuple[tuple[str, str], ...] = ()
    """The full key and the name of every row that a report gives for a repeated one."""
    around: Around = Around()
    landscape: bool | None = None
    """Whether the draft puts it on a page that lies on its side; None where it must."""
    outside: tuple[tuple[str, FigureType], ...] = ()
    """The types of what its formulas name by full names."""

    @cached_property
    def paths(self) -> dict[str, str]:
        """The full key of each cell by what is behind the table's id."""
        paths = (
            ".".join((*row.path, *column.path))
            for block in self.blocks
            for row in block.row_leaves
            for column in block.column_leaves
        )
        return {path: f"{self.id}.{path}" for path in paths}

    @cached_property
    def figures(self) -> dict[str, Figure]:
        """Every figure by its full dotted key, in the order of the printed table."""
        return {figure.key: figure for figure in self.cells()}

    def cells(self) -> Iterator[Figure]:
        """The figures, also those whose key another has. A total of text is no figure, nor one of
        what is not added up."""
        for block in self.blocks:
            for row in block.row_leaves:
                for column in block.column_leaves:
                    figure = _figure(self, block, row, column)
                    if figure.parts is None or _is_printed(figure, row, column):
                        yield figure

    @cached_property
    def totals(self) -> tuple[Figure, ...]:
        """Every figure that follows from others."""
        return tuple(figure for figure in self.figures.values() if figure.parts is not None)

    @cached_property
    def conditional(self) -> tuple[Figure, ...]:
        """The figures that other figures may demand to be left empty."""
        return tuple(figure for figure in self.figures.values() if figure.empty_when)

    @cached_property
    def days(self) -> tuple[Figure, ...]:
        """The figures that are days."""
        return tuple(f for f in self.figures.values() if f.type is FigureType.DATE)

    @cached_property
    def keys_by_column(self) -> tuple[dict[str, str], ...]:
        """For each entered column the keys of its figures by the names of their rows."""
        return self._keys(lambda figure: figure.column, lambda figure: figure.row)

    @cached_property
    def keys_by_row(self) -> tuple[dict[str, str], ...]:
        """For each entered row the keys of its figures by the names of their columns."""
        return self._keys(lambda figure: figure.row, lambda figure: figure.column)

    def _keys(
        self, line: Callable[[Figure], Path_], across: Callable[[Figure], Path_]
    ) -> tuple[dict[str, str], ...]:
        entered = (line(figure) for figure in self.figures.values() if figure.parts is None)
        found: dict[Path_, dict[str, str]] = {path: {} for path in entered}
        for figure in self.figures.values():
            if (path := line(figure)) in found:
                found[path][".".join(across(figure))] = figure.key
        return tuple(found.values())

    @cached_property
    def kinds(self) -> Kinds:
        return {key: kind_of(figure) for key, figure in self.figures.items()}

    @cached_property
    def tree(self) -> Branch:
        """The nesting of keys under which a report file enters the figures."""
        rows = any(block.has_rows for block in self.blocks)
        root = Branch(self.id, "", not rows, {})
        labels = self._group_labels()
        entities = dict(self.entities)
        for figure in self.figures.values():
            branch = root
            path = (*figure.row, *figure.column)
            for depth, key in enumerate(path[:-1], 1):
                full = ".".join((self.id, *path[:depth]))
                is_row = depth >= len(figure.row)
                new = Branch(full, labels.get(full, ""), is_row, {}, full in entities)
                child = branch.children.setdefault(key, new)
                assert isinstance(child, Branch), full
                branch = child
            branch.children[path[-1]] = figure
        return root

    def branch(self, key: str) -> Branch:
        """The group of keys with that full dotted key. Raises `KeyError` for others."""
        found = self.tree
        for name in key.split(".")[1:]:
            child = found.children[name]
            if isinstance(child, Figure):
                raise KeyError(key)
            found = child
        return found

    def _group_labels(self) -> dict[str, str]:
        """Printed labels of rows and groups by full dotted key."""
        labels: dict[str, str] = {}

        def note(lines: tuple[Line, ...], path: Path_, above: tuple[str, ...]) -> None:
            for line in lines:
                own = (*path, *line.path)
                names = (*above, line.label)
                if line.in_key:
                    labels.setdefault(".".join((self.id, *own)), " › ".join(names))
                note(line.lines, own, names)

        for block in self.blocks:
            note(block.rows, (), ())
            if not block.has_rows:
                note(block.columns, (), ())
            for row in block.row_leaves if block.has_rows else ():
                note(block.columns, row.path, tuple(filter(None, row.labels)))
        return labels

    @cached_property
    def groups(self) -> dict[str, Line]:
        """Groups of rows that may be entered as one row, by full dotted key."""
        return {
            ".".join((self.id, *path)): line
            for block in self.blocks
            for path, line in _lines(block.rows)
            if line.as_row and line.lines
        }

    @cached_property
    def repeats(self) -> dict[str, Line]:
        """Rows that a report gives any number of, by full dotted key."""
        return {
            ".".join((self.id, *path)): line
            for block in self.blocks
            for path, line in _lines(block.rows)
            if line.repeat
        }

    def with_entities(self, entities: Mapping[str, Mapping[str, str]]) -> Table:
        """The table with the rows that a report gives: their names by key, by repeated row."""
        if not self.repeats:
            return self
        blocks = tuple(
            replace(block, rows=_repeat(block.rows, (self.id,), entities)) for block in self.blocks
        )
        found = tuple(
            (f"{repeated}.{key}", name)
            for repeated, names in entities.items()
            for key, name in names.items()
        )
        return replace(self, blocks=blocks, entities=found)

    @lru_cache(maxsize=64)  # noqa: B019 - tables live as long as their form does
    def collapsed(self, groups: frozenset[str]) -> Table:
        """The table as printed by a body that reports these groups as one row each."""
        if not groups:
            return self
        blocks = tuple(
            replace(block, rows=_collapse(block.rows, (self.id,), groups)) for block in self.blocks
        )
        return replace(self, blocks=blocks)


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
    in_line: bool = False
    """Whether these fields stand in one line rather than one below another."""
    boxed: bool = False
    """Whether they stand in a grid of labels and values."""
    also: tuple[str, ...] = ()
    """Other wordings of the title that published documents have."""


@record(eq=False)
class Field:
    """A field of its own that a form adds to its reports, such as the level of the body."""

    id: str
    label: str
    type: FigureType
    options: tuple[str, ...] = ()
    required: bool = False
    pattern: Pattern | None = None
    example: str = ""
    decimals: int | None = None
    empty_when: Condition | None = None
    required_when: Condition | None = None

    @property
    def optional(self) -> bool:
        return not self.required

    @property
    def may_be_empty(self) -> bool:
        return self.optional or bool(self.empty_when or self.required_when)


GIVEN_FIELDS = {
    "organ": Field("organ", "organ", FigureType.TEXT, required=True),
    "year": Field("year", "year", FigureType.COUNT, required=True),
}
"""The fields that every report has; a form may give them labels of its own."""


class Unit(NamedTuple):
    """A unit that a document counts figures in, and how many of the figures' own it is."""

    words: Pattern
    scale: Decimal


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
    """What a form demands of its reports; of the first seven fields after the name one is set.

    `holds` compares figures, those of last year's report under `last.`. The prose of `differs` must
    not be last year's by more than `limit` percent. The prose of `within` must match none of
    `forbids` but in a sentence that `unless` matches, and one of `demands`; where it is laid out
    under headings, each of `headings` must be among them. Numbers whose words `mentions` knows must
    be the figures. A year that a pattern of `years` finds must not be an earlier one. With `when`,
    only reports whose field has one of the values are checked, with `given` those in which that
    condition holds.
    """

    name: str
    holds: Expression | None
    differs: tuple[str, ...]
    forbids: tuple[Pattern, ...]
    headings: tuple[Pattern, ...]
    demands: tuple[Pattern, ...]
    years: tuple[Pattern, ...]
    mentions: Mentions | None
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
    def space(self) -> str:
        """What stands between words in the form's language."""
        return "" if self.language.startswith("zh") else " "

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
    def kinds(self) -> Kinds:
        """What prose may name: every figure and field, with its kind."""
        kinds: dict[str, Kind] = {"organ": "text", "year": "number", "title": "text"}
        kinds |= {field.id: kind_of(field) for field in self.fields.values()}
        for table in self.tables.values():
            inner = tuple(f"{key}." for key in table.repeats)
            kinds |= {k: kind for k, kind in table.kinds.items() if not k.startswith(inner)}
            kinds |= {f"{key}.{ENTITY_COUNT}": "number" for key in table.repeats}
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


def kind_of(what: Field | Figure) -> Kind:
    """What expressions take a field or a figure for."""
    if what.type is FigureType.YES_NO:
        return "truth"
    if what.options:
        return OneOf.of(what.options, several=what.type is FigureType.CHOICES)
    if what.type is FigureType.DATE:
        return DAY
    return "number" if what.type.is_number else "text"


def leaves(lines: tuple[Line, ...]) -> Iterator[Leaf]:
    """The single rows or columns of a tree of lines, in printed order."""
    yield from _leaves(lines, (), ())


def _leaves(lines: tuple[Line, ...], path: Path_, above: tuple[Line, ...]) -> Iterator[Leaf]:
    for line in lines:
        own = (*path, *line.path)
        if line.lines:
            yield from _leaves(line.lines, own, (*above, line))
        else:
            labels = tuple(each.label for each in (*above, line))
            yield Leaf(own, labels, line, summed(line, lines, path), above)


def summed(total: Line, beside: tuple[Line, ...], path: Path_) -> tuple[Path_, ...] | None:
    if total.sum is None:
        return None
    if total.sum == ():
        at = next(number for number, line in enumerate(beside) if line is total)
        # Lines behind a total are parts of it that are told apart; a total that stands first has
        # all it adds up behind it.
        added = beside[:at] or beside[1:]
        return tuple(leaf for line in added for leaf in _entered(line, path))
    return tuple(part for name in total.sum for part in named_leaves(name.split("."), beside, path))


def _entered(line: Line, path: Path_) -> Iterator[Path_]:
    own = (*path, *line.path)
    if not line.lines and line.sum is None and line.formula is None and line.is_added:
        yield own
    for child in line.lines if line.is_added else ():
        yield from _entered(child, own)


def named_leaves(names: list[str], lines: tuple[Line, ...], path: Path_) -> Iterator[Path_]:
    wanted = tuple(names)
    for line in lines:
        own = (*path, *line.path)
        if not line.in_key:
            yield from named_leaves(names, line.lines, path)
        elif line.path[: len(wanted)] == wanted:
            if line.sum is not None or line.formula is not None:
                yield own
            else:
                yield from _entered(line, path)
        elif wanted[: len(line.path)] == line.path:
            yield from named_leaves(names[len(line.path) :], line.lines, own)


def _lines(lines: tuple[Line, ...], path: Path_ = ()) -> Iterator[tuple[Path_, Line]]:
    """Every line of a tree with its path."""
    for line in lines:
        own = (*path, *line.path)
        yield own, line
        yield from _lines(line.lines, own)


def _repeat(
    lines: tuple[Line, ...], path: Path_, entities: Mapping[str, Mapping[str, str]]
) -> tuple[Line, ...]:
    """Lines with each repeated one replaced by those that a report gives for it."""
    found: list[Line] = []
    for line in lines:
        own = (*path, *line.path)
        if line.repeat:
            names = entities.get(".".join(own), {})
            found += [
                replace(line, key=f"{line.key}.{key}", label=name, repeat=False)
                for key, name in names.items()
            ]
        else:
            found.append(replace(line, lines=_repeat(line.lines, own, entities)))
    return tuple(found)


def _collapse(lines: tuple[Line, ...], path: Path_, groups: frozenset[str]) -> tuple[Line, ...]:
    def one(line: Line) -> Line:
        own = (*path, *line.path)
        inner = () if ".".join(own) in groups else _collapse(line.lines, own, groups)
        return replace(line, lines=inner)

    return tuple(one(line) for line in lines)


def _type_of_formula(
    table: Table, block: Block, row: Leaf, column: Leaf, type_: FigureType
) -> FigureType:
    """The type of what a formula gives, where its line may not have said that it is whole.

    It is whole where whole numbers are added, subtracted and multiplied; shares and means are not.
    """
    is_column = column.line.formula is not None
    line, named = (
        (column.line, block.columns_by_name) if is_column else (row.line, block.rows_by_name)
    )
    assert line.formula
    if line.type:
        return line.type if line.type.is_number else type_
    across = row.line.type if is_column else column.line.type
    names = {name.removeprefix(LAST) for name in line.formula.names}
    own = [named[name].line for name in names if name in named]
    types = [each.type or across or block.type or table.type for each in own]
    types += [type_ for name, type_ in table.outside if name in names and name not in named]
    worked_out = any(each.formula and not each.type for each in own)
    whole = line.formula.is_whole and not worked_out and not any(t.has_decimals for t in types)
    return FigureType.INTEGER if whole else FigureType.DECIMAL


def _meant(formula: Expression, beside: Callable[[str], str | None]) -> Iterator[tuple[str, str]]:
    """The names of a formula with what they mean: a line beside it first, else a full name."""
    for name in formula.ordered:
        bare = name.removeprefix(LAST)
        yield name, name.removesuffix(bare) + (beside(bare) or bare)


def _is_printed(figure: Figure, row: Leaf, column: Leaf) -> bool:
    """Whether what is worked out is: sums are of numbers, and of such as are added up."""
    if figure.formula:
        return figure.type.is_number
    across = row if column.parts is not None else column
    return figure.type.is_number and across.is_added


def _figure(table: Table, block: Block, row: Leaf, column: Leaf) -> Figure:
    def key(row_path: Path_, column_path: Path_) -> str:
        return ".".join((table.id, *row_path, *column_path))

    lines = (column.line, row.line)
    formula = column.line.formula or row.line.formula

    def beside_row(name: str) -> str | None:
        leaf = block.rows_by_name.get(name)
        return key(leaf.path, column.path) if leaf else None

    def beside_column(name: str) -> str | None:
        leaf = block.columns_by_name.get(name)
        return key(row.path, leaf.path) if leaf else None

    def condition(of_row: Expression | None, of_column: Expression | None) -> Condition | None:
        holds, beside = (of_column, beside_column) if of_column else (of_row, beside_row)
        if holds is None:
            return None
        meant = _meant(holds, lambda name: beside(name) or table.paths.get(name))
        return Condition(holds, tuple(meant))

    names: tuple[tuple[str, str], ...] = ()
    parts: tuple[str, ...] | None = None
    if formula:
        names = tuple(_meant(formula, beside_column if column.line.formula else beside_row))
        parts = tuple(full for _, full in names if "." in full and not full.startswith(LAST))
    elif column.parts is not None:
        parts = tuple(key(row.path, part) for part in column.parts)
    elif row.parts is not None:
        parts = tuple(key(part, column.path) for part in row.parts)
    type_ = column.line.type or row.line.type or block.type or table.type
    if formula and not type_.has_decimals and type_.is_number:
        type_ = _type_of_formula(table, block, row, column, type_)
    unit = column.line.unit or row.line.unit or block.unit or table.unit
    decimals = [line.decimals for line in lines if line.decimals is not None]
    return Figure(
        key=key(row.path, column.path),
        row_label=" › ".join(filter(None, row.labels)),
        column_label=" › ".join(column.labels),
        type=type_,
        unit=unit,
        row=row.path,
        column=column.path,
        parts=parts,
        listed=column.parts is None and column.line.formula is None,
        formula=formula,
        names=names,
        decimals=decimals[0] if decimals else table.decimals,
        options=column.line.options or row.line.options,
        pattern=column.line.pattern or row.line.pattern,
        example=column.line.example or row.line.example,
        optional=column.optional or row.optional,
        empty_when=condition(row.empty_when, column.empty_when),
        required_when=condition(row.required_when, column.required_when),
        boxes=table.boxes,
        beside=unit if table.units_beside else "",
        also_units=column.line.also_units or row.line.also_units,
    )
