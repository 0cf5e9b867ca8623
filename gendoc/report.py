"""A report bound to its form: its figures with their totals, its prose, and where each stands."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from gendoc.figure import Value
from gendoc.form import Figure, Form, Table
from gendoc.prose import Paragraph, Passage, fill_in
from gendoc.source import Entry, Node, Source


@dataclass(frozen=True, slots=True)
class Notes:
    """Prose around a table."""

    before: tuple[Paragraph, ...] = ()
    after: tuple[Paragraph, ...] = ()


@dataclass
class Report:
    """One body's report for one year. Figures that are missing or wrong are not in `figures`."""

    form: Form
    source: Source
    organ: str = ""
    year: int = 0
    fields: dict[str, Value] = field(default_factory=dict)
    facts: dict[str, Value] = field(default_factory=dict)
    open_facts: set[str] = field(default_factory=set)
    """Facts that are named but not filled in, or wrong; prose that names them is not."""
    tables: dict[str, Table] = field(default_factory=dict)
    figures: dict[str, Value] = field(default_factory=dict)
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
        """The form's title for this body and year; the outputs are named after it."""
        return "".join(self.statutory_title_parts)

    @cached_property
    def statutory_title_parts(self) -> tuple[str, ...]:
        values = {**self.fields, "organ": self.organ, "year": self.year}
        return tuple(fill_in(part, values) for part in self.form.title)

    @property
    def title_parts(self) -> tuple[str, ...]:
        """The printed title in the parts between which it may be broken over lines."""
        return self.own_title or self.statutory_title_parts

    @property
    def title(self) -> str:
        return "".join(self.title_parts)

    def figure(self, key: str) -> Figure:
        """A figure of the report's tables by its full dotted key. Raises `KeyError` for others."""
        return self.tables[key.split(".", 1)[0]].figures[key]

    def place(self, key: str) -> Node | int:
        """Where a figure stands; for a total that is not written, the first of its parts."""
        while key not in self.nodes:
            parts = self.figure(key).parts
            if not parts:
                return 0
            key = parts[0]
        return self.nodes[key]


def add_totals(report: Report) -> None:
    """Work out every total whose parts are all there."""
    for table in report.tables.values():
        for figure in table.totals:
            parts = [report.figures.get(part) for part in figure.parts or ()]
            if None not in parts:
                numbers = (part for part in parts if not isinstance(part, str | None))
                report.figures[figure.key] = sum(numbers)
