"""A report bound to its form: its figures with their totals, its prose, and where each stands."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import field
from decimal import Decimal
from functools import cached_property

from gendoc.across import COUNT, OVER
from gendoc.display import printed
from gendoc.expression import LAST, ExpressionError
from gendoc.figure import Chosen, FigureType, Value, rounded
from gendoc.form import Form
from gendoc.prose import Paragraph, Passage, Unprinted, fill_in
from gendoc.record import record
from gendoc.source import Entry, Node, Source
from gendoc.table import ENTITY_NAME, Around, Figure, Table


@record()
class Notes(Unprinted):
    """Prose around a table."""

    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()


@record(eq=False, frozen=False)
class Report:
    """One body's report for one year. Figures that are missing or wrong are not in `figures`."""

    form: Form
    source: Source
    root: Node | None = None
    """The whole file, in which the place of what it leaves out is looked up."""
    organ: str = ""
    year: int = 0
    fields: dict[str, Value] = field(default_factory=dict)
    facts: dict[str, Value] = field(default_factory=dict)
    open_facts: set[str] = field(default_factory=set)
    """Facts that are named but not filled in, or wrong; prose that names them is not."""
    tables: dict[str, Table] = field(default_factory=dict)
    open_rows: set[str] = field(default_factory=set)
    """Tables whose rows of any number are not given, so that nothing is known of their totals."""
    figures: dict[str, Value] = field(default_factory=dict)
    blank: set[str] = field(default_factory=set)
    """Figures and fields that the report leaves empty where the form allows it, and what follows
    from them."""
    made: dict[str, Value | None] = field(default_factory=dict)
    """What was made of all rows of a kind, by the name that expressions have for it."""
    written: dict[str, Value] = field(default_factory=dict)
    """Totals as the file writes them, by key; `figures` holds them as derived."""
    nodes: dict[str, Node] = field(default_factory=dict)
    """Where each entered figure and written total stands."""
    own_title: tuple[str, ...] = ()
    sections: dict[str, tuple[Paragraph, ...]] = field(default_factory=dict)
    passages: list[Passage] = field(default_factory=list)
    """The texts of sections and notes, in the order of the form."""
    notes: dict[str, Notes] = field(default_factory=dict)
    remarks: dict[str, str] = field(default_factory=dict)
    waive: dict[str, Entry] = field(default_factory=dict)
    last: Report | None = None
    """The same body's report for the year before, on whatever form, where it is at hand."""

    @cached_property
    def statutory_title(self) -> str:
        """The form's title for this body and year."""
        return self.form.space.join(self.statutory_title_parts)

    @property
    def file_name(self) -> str:
        """What the outputs are called, their endings aside: the title, or what the form says."""
        return self.form.space.join(self._filled(part) for part in self.form.file_name_parts)

    @cached_property
    def statutory_title_parts(self) -> tuple[str, ...]:
        return tuple(self._filled(part) for part in self.form.title)

    def around(self, table: Table) -> Around:
        """What is printed around a table, with names filled in."""
        return table.around.filled(self._filled) if table.around.lines else table.around

    def _filled(self, part: str) -> str:
        values = {**self.fields, "organ": self.organ, "year": self.year}
        return fill_in(part, values, self._printed_fields)

    @cached_property
    def _printed_fields(self) -> dict[str, str]:
        return {
            field.id: printed(self.value(field.id), field, self.form.language)
            for field in self.form.fields.values()
        }

    @property
    def title_parts(self) -> tuple[str, ...]:
        """The printed title in the parts between which it may be broken over lines."""
        return self.own_title or self.statutory_title_parts

    @property
    def title(self) -> str:
        return self.form.space.join(self.title_parts)

    def figure(self, key: str) -> Figure:
        """A figure of the report's tables by its full dotted key. Raises `KeyError` for others."""
        return self.tables[key.split(".", 1)[0]].figures[key]

    @property
    def entities(self) -> dict[str, Value]:
        """The names of repeated rows and how many there are, as prose and templates name them."""
        found: dict[str, Value] = {}
        for id_, table in self.tables.items():
            for key in self.form.tables[id_].repeats:
                found[f"{key}.{COUNT}"] = len(self.rows_of(key))
            found |= {f"{key}.{ENTITY_NAME}": name for key, name in table.entities}
        return found

    def rows_of(self, repeated: str) -> dict[str, str]:
        """The names of the rows that it gives for a repeated one, by their keys."""
        table = self.tables.get(repeated.split(".", 1)[0])
        found = {key.rpartition("."): name for key, name in table.entities} if table else {}
        return {key: name for (row, _, key), name in found.items() if row == repeated}

    def has(self, key: str) -> bool:
        """Whether a figure of that full dotted key is printed."""
        table = self.tables.get(key.split(".", 1)[0])
        return table is not None and key in table.figures

    def value(self, name: str) -> Value | None:
        """The value of a figure by its full key, of a field, or of a number of rows; None where it
        has none."""
        if name in self.blank:
            return None
        if "." in name:
            value = self.figures.get(name)
            return self._of_rows(name) if value is None else value
        given: dict[str, Value] = {"organ": self.organ, "year": self.year}
        return given.get(name) or self.fields.get(name)

    def _of_rows(self, name: str) -> Value | None:
        """The number of repeated rows, or what one number is made of all of them."""
        if name.split(".", 1)[0] in self.open_rows:
            return None
        if name.endswith(f".{COUNT}"):
            return self.entities.get(name)
        one = self.form.across.get(name)
        if one is None or not one.over:
            return None
        if name not in self.made:
            self.made[name] = self._made(one.over, self.parts_of(name))
        return self.made[name]

    def _made(self, over: str, keys: tuple[str, ...]) -> Value | None:
        if any(key not in self.figures and key not in self.blank for key in keys):
            return None  # one is missing, which has been told
        found = [self.figures[key] for key in keys if key in self.figures]
        return OVER[over](found) if found or (over == "sum" and not keys) else None

    def parts_of(self, name: str) -> tuple[str, ...]:
        """The full keys of the figures that one number is made of; of any other name itself."""
        one = self.form.across.get(name)
        if one is None or not one.over:
            return (name,)
        return tuple(f"{one.row}.{key}.{one.column}" for key in self.rows_of(one.row))

    def operand(self, name: str) -> Value | None:
        """The value by which conditions and checks know it: a text or choice that the report leaves
        empty is an empty text."""
        if name in self.blank and self.is_text(name):
            return Chosen.of((), self.form.language)
        return self.value(name)

    def is_text(self, name: str) -> bool:
        what = self.figure(name) if self.has(name) else self.form.fields.get(name)
        worded = (FigureType.TEXT, FigureType.URL, FigureType.CHOICE, FigureType.CHOICES)
        return what is not None and what.type in worded

    def place(self, key: str) -> Node | int:
        """Where a figure or field stands; for a total that is not written, the first of its parts;
        for what is left out, the row, group or table that lacks it, or the whole file."""
        while key not in self.nodes:
            parts = self.figure(key).parts if self.has(key) else ()
            if not parts:
                return self._above(key)
            key = parts[0]
        return self.nodes[key]

    def _above(self, key: str) -> Node | int:
        """The innermost key of the file that a figure stands under, or should."""
        at: Node | int = 0
        node = self.root
        for name in key.split("."):
            if node is None or not isinstance(node.value, dict) or name not in node.value:
                break
            at, node = node.value[name]
        return at


def add_totals(report: Report) -> None:
    """Work out every total and formula whose parts are all there or left empty."""
    report.made.clear()
    known = [table for table in report.tables.values() if table.id not in report.open_rows]
    rows = {name for table in known for name, one in table.across if one.over}
    waiting = {figure.key: figure.parts or () for table in known for figure in table.totals}
    waiting |= {name: report.parts_of(name) for name in rows}
    stack = [*waiting]
    while stack:
        key = stack[-1]
        if key not in waiting:
            stack.pop()
        elif behind := [part for part in waiting[key] if part in waiting]:
            stack += behind  # a form in which they went round in a circle was refused
        else:
            del waiting[stack.pop()]
            if key not in rows:  # what is made of all rows is so when it is asked for
                _derive(report, report.figure(key))


def _derive(report: Report, figure: Figure) -> None:
    """Work out a figure whose parts are known, unless one is missing, which has been told."""
    key, parts = figure.key, figure.parts or ()
    if any(p not in report.figures and p not in report.blank and report.has(p) for p in parts):
        return
    value = _worked_out(report, figure) if figure.formula else _added_up(report, figure)
    if value is None and report.last is None and figure.names_last:
        value = report.written.get(key)  # nothing is at hand that it could be worked out of
    if value is None:
        report.blank.add(key)
    else:
        report.figures[key] = value


def _added_up(report: Report, figure: Figure) -> Value | None:
    """The sum of the parts that are numbers; None where all are left empty."""
    parts = figure.parts or ()
    found = [report.figures[part] for part in parts if part in report.figures]
    numbers = [value for value in found if not isinstance(value, str)]
    if numbers:
        return sum(numbers)
    return None if parts else figure.zero


def values_of(report: Report, names: Iterable[tuple[str, str]]) -> dict[str, Value] | None:
    """The values of names by their full names, of whichever year; None where one has none."""
    values: dict[str, Value] = {}
    for name, full in names:
        source = report.last if full.startswith(LAST) else report
        value = source.operand(full.removeprefix(LAST)) if source else None
        if value is None:
            return None
        values[name] = value
    return values


def _worked_out(report: Report, figure: Figure) -> Value | None:
    """The result of a formula, rounded as it is printed; None where a part of it is left empty,
    last year's report does not have it, or 0 divides."""
    assert figure.formula
    values = values_of(report, figure.names)
    if values is None:
        return None
    try:
        value = figure.formula.value(values)
    except ExpressionError:
        return None
    assert not isinstance(value, str)
    if figure.type in (FigureType.COUNT, FigureType.INTEGER):
        return int(rounded(Decimal(value), 0))
    return rounded(Decimal(value), figure.places)
