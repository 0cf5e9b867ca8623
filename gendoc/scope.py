"""The names that the expressions of a form may use, each with its kind."""

from __future__ import annotations

from collections.abc import Iterable

from gendoc.across import COUNT
from gendoc.expression import LAST, Kind, Kinds
from gendoc.form import GIVEN_FIELDS, VALUE, Form
from gendoc.line import Leaf
from gendoc.table import Block, Table


def of_form(form: Form) -> Kinds:
    """The names that any check may use: fields, full keys, and of repeated rows how many there are
    and what is made of all of them. A check of a table may use the keys of the table, its rows or
    its columns first of all."""
    given = {field.id: field.kind for field in GIVEN_FIELDS.values()}
    kinds = {**given, **{field.id: field.kind for field in form.fields.values()}}
    for each in form.tables.values():
        kinds |= {f"{each.id}.{name}": kind for name, kind in of_table(each).items()}
        kinds |= {f"{repeated}.{COUNT}": "number" for repeated in each.repeats}
    return kinds | {name: "number" for name, one in form.across.items() if one.over}


def of_table(table: Table, for_each: str = "") -> Kinds:
    """The names of a table, of its rows or of its columns; a repeated row has none."""
    if for_each == "figure":
        return {VALUE: "number"}
    found: dict[str, Kind] = {}
    for figure in table.figures.values():
        repeated = any(figure.key.startswith(f"{key}.") for key in table.repeats)
        if for_each == "row":
            found[".".join(figure.column)] = figure.kind
        elif not repeated:
            key = ".".join(figure.row) if for_each else figure.key.removeprefix(f"{table.id}.")
            if found.get(key) != "number":  # a column of text beside those of numbers
                found[key] = figure.kind
    return found


def of_fellows(form: Form, rows: Iterable[Leaf]) -> Kinds:
    """The names that repeated rows have for those of other tables that have the same key."""
    if not any(row.line.repeat for row in rows):
        return {}
    return {name: form.figures[name].kind for name, one in form.across.items() if not one.over}


def of_lines(table: Table, block: Block) -> tuple[Kinds, Kinds]:
    """What formulas of columns and of rows may name; a line of numbers may also hold text."""
    columns: dict[str, Kind] = {}
    rows: dict[str, Kind] = {}
    for row in block.row_leaves:
        for column in block.column_leaves:
            figure = table.figures.get(".".join((table.id, *row.path, *column.path)))
            if figure is None:
                continue
            named = [(columns, column)] if row.line.repeat else [(columns, column), (rows, row)]
            for kinds, leaf in named:
                name, kind = ".".join(leaf.path), figure.kind
                kinds[name] = kind if kind == "number" else kinds.get(name, kind)
    return columns, rows


def by_label(form: Form) -> dict[str, list[str]]:
    """The names of fields, rows and columns by their printed labels."""
    found: dict[str, list[str]] = {field.label: [field.id] for field in form.fields.values()}
    for table in form.tables.values():
        for block in table.blocks:
            for leaf in (*block.column_leaves, *block.row_leaves):
                names = [leaf.name, f"{table.id}.{leaf.name}"]
                found.setdefault(leaf.line.label, []).extend(names)
    return found


def with_last(kinds: Kinds) -> Kinds:
    """The names of this year's report and of last year's."""
    return {**kinds, **{f"{LAST}{name}": kind for name, kind in kinds.items()}}
