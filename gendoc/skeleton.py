"""A report file as it is laid out: a form's keys in its own order, its labels as comments.

What is not known yet is `~`, to be filled in: all of it in an empty report.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import field
from typing import NamedTuple

from wcwidth import wcswidth

from gendoc.figure import FigureType, yes_no_word
from gendoc.form import Field, Form, Section
from gendoc.prose import Paragraph
from gendoc.record import record
from gendoc.report import Notes
from gendoc.slot import Condition
from gendoc.table import ENTITY_NAME, Branch, Figure, Table
from gendoc.worded import worded
from gendoc.yamltext import bare, literal, prose

FIRST = "first"
"""The key of the one row that stands for a repeated one."""
WIDE = 5
"""Columns from which a row is written as a list rather than by name."""


class _Marks(NamedTuple):
    """Punctuation of comments, in the form's language."""

    colon: str
    stop: str
    opening: str
    closing: str
    comma: str
    """Between the items of a list."""
    apart: str
    """Between the columns of a row."""
    optional: str
    """Of what may be left empty."""
    required: str
    """Of what is asked for where a condition holds; `empty` where it must be left empty."""
    empty: str
    many: str
    """Of a repeated row that stands open; it names its key."""

    def bracketed(self, text: str) -> str:
        return f"{self.opening}{text}{self.closing}"


_CHINESE = _Marks(
    "：",
    "；",
    "（",
    "）",
    "、",
    " ",
    "可不填",
    "{} 时必填",
    "{} 时不填",
    "有几个写几段，{} 换成自己取的键",
)
_LATIN = _Marks(
    ": ", "; ", " (", ")", ", ", ", ", "optional", "required when {}", "empty when {}",
    "as many as there are, each under a key of its own in place of {}",
)  # fmt: skip


@record()
class Content:
    """What is known of a report. Figures are YAML scalars by key, as they are to be written."""

    title: Sequence[str] = ()
    fields: Mapping[str, str] = field(default_factory=dict)
    figures: Mapping[str, str] = field(default_factory=dict)
    groups: frozenset[str] = frozenset()
    """Keys of the groups that are entered as one row."""
    sections: Mapping[str, Sequence[Paragraph]] = field(default_factory=dict)
    notes: Mapping[str, Notes] = field(default_factory=dict)
    remarks: Mapping[str, str] = field(default_factory=dict)
    comments: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Comments by the key of what they stand at: a field, a figure outside a row, a row, a
    section."""
    entities: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    """Names of the rows of each repeated one, by their keys; one open row for what is not here."""
    blocks: Mapping[str, Sequence[str]] = field(default_factory=dict)
    """Top-level keys as lines of YAML, where they are taken over as somebody wrote them."""


def skeleton(
    form: Form, organ: str, year: int | None, schema: str = "", content: Content | None = None
) -> str:
    """The YAML text of a report for a body and a year, empty but for its `content`.

    `schema` is the path of the form's JSON Schema from the report's folder, for editors.
    """
    return "\n".join(_Layout(form, content or Content()).lines(organ, year, schema)) + "\n"


def line_of(table: Table, key: str) -> str:
    """The key at whose line in the file a comment on a figure stands.

    That is its row; a row of totals is not written, and its group's line stands for it.
    """
    branch, line = table.tree, table.id
    for name in key.split(".")[1:]:
        child = branch.children[name]
        if isinstance(child, Figure):
            return child.key if child.parts is None else line
        if child.is_total:
            return line
        branch, line = child, child.key
        if _is_leaf(child):
            return line
    return line


class _Layout:
    def __init__(self, form: Form, content: Content) -> None:
        self.form = form
        self.marks = _CHINESE if form.tongue == "zh" else _LATIN
        self.content = content
        self.tables = {id_: self._with_rows(table) for id_, table in form.tables.items()}
        """With the rows of the report."""
        self.heading = ""
        """The columns of the table in hand, where all its wide rows have the same."""
        self.repeated = {key for table in form.tables.values() for key in table.repeats}
        self.names = {
            f"{repeated}.{key}": name
            for repeated, names in content.entities.items()
            for key, name in names.items()
        }

    def lines(self, organ: str, year: int | None, schema: str) -> Iterator[str]:
        form = self.form
        if schema:
            yield f"# yaml-language-server: $schema={schema}"
        yield f"# {form.name}" + (self.marks.bracketed(form.basis) if form.basis else "")
        yield f"form: {form.reference}"
        yield self._with_comments(f"organ: {bare(organ) if organ else '~'}", "organ")
        yield self._with_comments(f"year: {year or '~'}", "year")
        yield from self._title()
        yield from (self._field(field) for field in form.fields.values())
        if "facts" in self.content.blocks:
            yield from ("", *self.content.blocks["facts"])
        for section in form.sections:
            if section.kind != "fields" and not self._is_derived(section):
                yield ""
                yield from self._section(section)
        yield from self._notes()
        yield from self._remarks()

    def _with_comments(self, line: str, key: str, *first: str) -> str:
        """A line with its own comment, where it has one, and what else is to be said of it."""
        told = self._joined(*first, *self.content.comments.get(key, ()))
        return f"{line}  # {told}" if told else line

    def _title(self) -> Iterator[str]:
        yield from self.content.blocks.get("title", ())
        if len(self.content.title) == 1:
            yield f"title: {bare(literal(self.content.title[0]))}"
        elif self.content.title:
            yield "title: |"
            yield from (f"  {literal(line)}" for line in self.content.title)

    def _field(self, field: Field) -> str:
        value = self.content.fields.get(field.id, "")
        mark = "# " if field.demand.optional and not value else ""
        unknown = "…" if field.demand.optional else "~"
        line = f"{mark}{field.id}: {value or unknown}"
        when = self._condition(field)
        told = self._hinted(field, field.label) + (self.marks.bracketed(when) if when else "")
        return self._with_comments(line, field.id, told)

    def _condition(self, what: Field | Figure) -> str:
        """The condition on which it must be filled in, or be left empty."""
        if required := what.demand.required_when:
            return self.marks.required.format(self._worded(required, what))
        empty = what.demand.empty_when
        return self.marks.empty.format(self._worded(empty, what)) if empty else ""

    def _worded(self, condition: Condition, what: Field | Figure) -> str:
        return worded(self.form, self.tables, condition, what, self.form.tongue)

    def _optional(self, figure: Figure) -> str:
        when = self._condition(figure)
        return when or (self.marks.optional if figure.demand.may_be_empty else "")

    def _hint(self, what: Field | Figure) -> str:
        """What may be entered, where that is not plain from the label."""
        if what.type is FigureType.YES_NO:
            language = self.form.language
            return ", ".join((yes_no_word(True, language), yes_no_word(False, language)))
        example = "2024-01-31" if what.type is FigureType.DATE else what.allowed.example
        return ", ".join(what.allowed.options) or example

    def _hinted(self, what: Field | Figure, label: str) -> str:
        hint = self._hint(what)
        return f"{label}{self.marks.colon}{hint}" if hint else label

    def _comment(self, figure: Figure, in_entity: bool) -> str:
        label, unit = _last_label(figure) if in_entity else figure.label, figure.unit
        told = label + self.marks.bracketed(unit) if unit and unit not in label else label
        optional = self._optional(figure)
        return self._hinted(figure, told) + (self.marks.bracketed(optional) if optional else "")

    def _row_comment(self, row: Branch) -> str:
        """A row's label and what each of its columns is, where the table has not said it."""
        label, columns = row.label.split(" › ")[-1], self._columns(row)
        table = self.tables[row.key.split(".")[0]]
        own = {figure.unit for figure in row.listed} - {table.unit, *(b.unit for b in table.blocks)}
        unit = own.pop() if len(own) == 1 else ""
        told = self.marks.bracketed(unit) if unit else ""
        label += told if unit not in columns and told not in label else ""
        return label if columns == self.heading else f"{label}{self.marks.colon}{columns}"

    def _columns(self, row: Branch) -> str:
        """The columns of a row, each with what may be entered in brackets."""
        return self.marks.apart.join(
            self._column(figure) for figure in row.listed if figure.parts is None
        )

    def _column(self, figure: Figure) -> str:
        told = self._joined(self._hint(figure), self._optional(figure))
        return _last_label(figure) + (self.marks.bracketed(told) if told else "")

    def _joined(self, *told: str) -> str:
        return self.marks.stop.join(filter(None, told))

    def _headings(self, section: Section) -> str:
        """The headings that a check of the form wants in a section."""
        checks = (check for check in self.form.checks if section.id in check.within)
        heads = (p.pattern.split("|")[0] for check in checks for p in check.headings)
        return self.marks.comma.join(heads)

    def _section(self, section: Section) -> Iterator[str]:
        if section.title:
            yield f"# {section.title}"
        if section.kind == "table":
            yield from self._table(section)
        elif section.id in self.content.blocks:
            yield from self.content.blocks[section.id]
        elif paragraphs := self.content.sections.get(section.id):
            yield from (f"# {told}" for told in self.content.comments.get(section.id, ()))
            yield from prose(section.id, paragraphs)
        else:
            # A comment behind the gap would stand behind what is written into it.
            label = self._headings(section) if section.title else section.label
            told = (label, *self.content.comments.get(section.id, ()))
            yield from (f"# {one}" for one in told if one)
            yield f"{section.id}: ~"

    def _is_derived(self, section: Section) -> bool:
        """Whether a section is a table in which nothing is entered."""
        table = self.form.tables.get(section.id) if section.kind == "table" else None
        return table is not None and table.is_derived

    def _with_rows(self, table: Table) -> Table:
        """A table with the groups and rows of the report, or one of each kind of row."""
        table = table.collapsed(self.content.groups.intersection(table.groups))
        one = {key: {FIRST: line.label} for key, line in table.repeats.items()}
        return table.with_entities({**one, **self.content.entities})

    def _table(self, section: Section) -> Iterator[str]:
        table = self.tables[section.id]
        rows = (row for row in _rows(table.tree) if len(row.listed) >= WIDE and not row.is_total)
        wide = set(map(self._columns, filter(_is_whole, rows)))
        self.heading = next(iter(wide)) if len(wide) == 1 else ""
        yield self._with_comments(f"{section.id}:", section.id, self.heading)
        yield from _aligned(list(self._children(table.tree, "  ")))

    def _children(self, branch: Branch, indent: str) -> Iterator[tuple[str, str]]:
        """Lines of a group as (YAML, comment)."""
        comments = self.content.comments
        if branch.is_entity:
            name = self.names.get(branch.key, "")
            label = "" if name else branch.label.split(" › ")[-1]
            yield f"{indent}{ENTITY_NAME}: {bare(name) if name else '~'}", label
        for key, child in branch.children.items():
            told = comments.get(child.key, ())
            if isinstance(child, Figure):
                if self._is_written(child):
                    yield (
                        f"{indent}{key}: {self._figure(child)}",
                        self._joined(self._comment(child, branch.is_entity), *told),
                    )
            elif not any(map(self._is_written, child.figures)) and not self._without_rows(
                child.key
            ):
                continue
            elif _is_leaf(child):
                yield (
                    f"{indent}{key}: {self._row(child)}",
                    self._joined(self._row_comment(child), *told),
                )
            else:
                label = child.label.split(" › ")[-1]
                if child.key in self.repeated and child.key not in self.content.entities:
                    label = self.marks.many.format(FIRST)
                yield f"{indent}{key}:", self._joined(label, *told)
                yield from self._children(child, indent + "  ")
        for key in self._without_rows(branch.key):
            yield f"{indent}{key}: 0", ""

    def _without_rows(self, key: str) -> list[str]:
        """The repeated rows right below a key of which there are none."""
        none = (repeated for repeated, names in self.content.entities.items() if not names)
        split = (repeated.rpartition(".") for repeated in none)
        return [last for above, _, last in split if above == key]

    def _figure(self, figure: Figure) -> str:
        return self.content.figures.get(figure.key, "~")

    def _is_written(self, figure: Figure) -> bool:
        """Whether a figure is entered, or one that is worked out is known and nothing else tells
        it."""
        return figure.parts is None or figure.key in self.content.figures

    def _row(self, row: Branch) -> str:
        written = [figure for figure in row.figures if self._is_written(figure)]
        entered = [figure for figure in row.listed if figure.parts is None]
        is_whole = written == entered
        values = [self._figure(figure) for figure in written]
        if set(values) == {"0"} and is_whole and row.key not in self.content.groups:
            return "0"
        if len(entered) >= WIDE and is_whole:
            return "[" + ", ".join(values) + "]"
        names = (key for key, child in row.children.items() if child in written)
        named = (f"{name}: {value}" for name, value in zip(names, values, strict=True))
        return "{" + ", ".join(named) + "}"

    def _notes(self) -> Iterator[str]:
        if any((*notes.before, *notes.after) for notes in self.content.notes.values()):
            yield from ("", "notes:")
        for table, notes in self.content.notes.items():
            if notes.before or notes.after:
                yield f"  {table}:"
            if notes.before:
                yield from prose("before", notes.before, "    ")
            if notes.after:
                yield from prose("after", notes.after, "    ")

    def _remarks(self) -> Iterator[str]:
        if self.content.remarks:
            yield from ("", "remarks:")
        for key, remark in self.content.remarks.items():
            yield f"  {key}: {bare(literal(remark))}"


def _rows(branch: Branch) -> Iterator[Branch]:
    for child in branch.children.values():
        if isinstance(child, Branch):
            if _is_leaf(child):
                yield child
            yield from _rows(child)


def _is_leaf(branch: Branch) -> bool:
    """Whether a branch is written as one row: a repeated one has a line for each column."""
    inner = any(isinstance(child, Branch) for child in branch.children.values())
    return branch.is_row and not branch.is_entity and not inner


def _is_whole(row: Branch) -> bool:
    """Whether a branch is a row of its table rather than a group of columns in one."""
    return row.key.split(".")[1:] == list(row.figures[0].row)


def _last_label(figure: Figure) -> str:
    return figure.column_label.split(" › ")[-1]


def _aligned(lines: list[tuple[str, str]]) -> Iterator[str]:
    width = max((wcswidth(line) for line, _ in lines), default=0)
    for line, comment in lines:
        yield f"{line}{' ' * (width - wcswidth(line))}  # {comment}" if comment else line
