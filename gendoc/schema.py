"""JSON Schema of a form's reports, by which editors complete and flag while one types."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from gendoc.figure import MAX_DIGITS, FigureType
from gendoc.form import Field, Form, Section
from gendoc.skeleton import FIRST
from gendoc.table import ENTITY_NAME, Branch, Figure, Table

Schema = dict[str, Any]
DIALECT = "https://json-schema.org/draft/2020-12/schema"

# A number may be quoted or written in full-width digits; both are read as what they show.
_TYPES: dict[FigureType, Schema] = {
    FigureType.COUNT: {
        "anyOf": [
            {"type": "integer", "minimum": 0, "maximum": 10**MAX_DIGITS - 1},
            {"type": "string", "pattern": "^[0-9０-９]{1,12}$"},
        ]
    },
    FigureType.INTEGER: {"type": ["integer", "string"]},
    FigureType.MONEY: {
        "anyOf": [
            {"type": "number", "minimum": 0},
            {"type": "string", "pattern": "^[0-9０-９]{1,12}([.．][0-9０-９]{1,8})?$"},
        ]
    },
    FigureType.DECIMAL: {"type": ["number", "string"]},
    FigureType.PERCENT: {"type": ["number", "string"]},
    FigureType.TEXT: {"type": ["string", "number", "boolean"]},
    FigureType.YES_NO: {"enum": [True, False, "是", "否", "有", "无", "yes", "no"]},
    FigureType.URL: {"type": "string", "format": "uri", "pattern": "^https?://"},
    FigureType.DATE: {"type": "string", "pattern": "^[0-9]{4}-[0-9]{2}-[0-9]{2}$"},
    FigureType.CHOICE: {"type": "string"},
    FigureType.CHOICES: {"type": "array"},
}


def schema(form: Form) -> Schema:
    """The schema of reports on one form, in the 2020-12 dialect."""
    return {"$schema": DIALECT, "title": form.name, "description": form.basis, **_report(form)}


def schemas(forms: Iterable[Form]) -> Schema:
    """One schema for reports on any of the forms, told apart by their `form`."""
    known = list(forms)
    cases = [
        {"if": {"properties": {"form": {"const": form.reference}}}, "then": _report(form)}
        for form in known
    ]
    names = {"type": "string", "enum": [form.reference for form in known]}
    return {
        "$schema": DIALECT,
        "type": "object",
        "required": ["form"],
        "properties": {"form": names},
        "allOf": cases,
    }


def _report(form: Form) -> Schema:
    required = ["form", "organ", "year"]
    required += [field.id for field in form.fields.values() if not field.demand.optional]
    kept = [section for section in form.sections if section.kind != "fields"]
    derived = {table.id for table in form.tables.values() if table.is_derived}
    required += [s.id for s in kept if s.required and s.id not in derived]
    first, last = form.years
    year = {"type": "integer", "minimum": first or 1000, "maximum": last or 9999}
    text = {"type": "string"}
    notes = {"before": _prose(), "after": _prose()}
    properties: Schema = {
        "form": {"const": form.reference, "description": form.basis},
        "organ": {**text, "maxLength": 60},
        "year": year,
        "title": text,
        "facts": {"type": "object"},
        "waive": {
            "type": "object",
            "properties": {
                check.name: {**text, "title": check.label.to(form.language)}
                for check in form.checks
            },
        },
        "notes": _closed({id_: _closed(notes) for id_ in form.tables}),
        "remarks": {"type": "object", "additionalProperties": text},
    }
    properties |= {field.id: _field(field) for field in form.fields.values()}
    for section in kept:
        properties[section.id] = _section(form, section)
    return {**_closed(properties), "required": list(dict.fromkeys(required))}


def _closed(properties: Schema) -> Schema:
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _field(field: Field) -> Schema:
    return {**_entered(field), "title": field.label}


def _entered(what: Field | Figure) -> Schema:
    """What may stand in a field or a cell."""
    found = {**_TYPES[what.type]}
    options: Schema = {"enum": list(what.allowed.options)}
    if what.type is FigureType.CHOICES:
        return {"anyOf": [{**found, "items": options, "uniqueItems": True}, options]}
    if what.allowed.options:
        found |= options
    if what.allowed.pattern:
        found = {"type": ["string", "number"], "pattern": f"^(?:{what.allowed.pattern.pattern})$"}
    if isinstance(what, Figure) and what.demand.may_be_empty:
        return {"anyOf": [found, {"enum": [None, ""]}]}
    return found


def _section(form: Form, section: Section) -> Schema:
    if section.kind == "text":
        return {"title": section.title or section.id, **_prose()}
    table = form.tables[section.id]
    return {**_branch(table, table.tree), "title": section.title}


def _prose() -> Schema:
    text: Schema = {"type": "string", "minLength": 1}
    headed = {**_closed({"heading": text, "text": {"type": "string"}}), "required": ["heading"]}
    return {"anyOf": [text, {"type": "array", "items": {"anyOf": [text, headed]}}]}


def _branch(table: Table, branch: Branch) -> Schema:
    """A group of keys as a mapping, a row also as a list, each also as the single number 0."""
    mapping = _closed({key: _child(table, child) for key, child in branch.children.items()})
    if branch.is_entity:
        mapping["properties"][ENTITY_NAME] = {"type": "string", "minLength": 1}
    if branch.key in table.repeats:
        return _repeated(table, branch)
    if not (branch.is_row and table.omitted_is_zero) and not branch.is_total:
        mapping["required"] = [k for k, child in branch.children.items() if not _is_free(child)]
    has_rows = branch.key == table.id and table.repeats  # of which a single 0 says nothing
    shapes = [mapping] if has_rows else [mapping, {"const": 0}]
    if not has_rows and all(
        figure.demand.may_be_empty or figure.parts is not None for figure in branch.figures
    ):
        shapes.append({"type": "null"})
    described: Schema = {}
    if branch.is_row:
        shapes.append(_row(branch))
        shapes += [_figure(figure) for figure in branch.listed if len(branch.listed) == 1]
        labels = (figure.column_label.split(" › ")[-1] for figure in branch.listed)
        described["description"] = "[" + ", ".join(labels) + "]"
    if branch.key in table.groups:
        folded = table.collapsed(frozenset({branch.key}))
        shapes.append(_branch(folded, folded.branch(branch.key)))
    return {"title": branch.label.split(" › ")[-1], **described, "anyOf": shapes}


def _row(branch: Branch) -> Schema:
    figures = [_figure(figure) for figure in branch.listed]
    return {"type": "array", "prefixItems": figures, "items": False, "minItems": len(figures)}


def _child(table: Table, child: Branch | Figure) -> Schema:
    return _figure(child) if isinstance(child, Figure) else _branch(table, child)


def _repeated(table: Table, branch: Branch) -> Schema:
    """Any number of rows, each under a key of its own."""
    one = table.with_entities({key: {FIRST: line.label} for key, line in table.repeats.items()})
    row = _branch(one, one.branch(f"{branch.key}.{FIRST}"))
    mapping = {"type": "object", "additionalProperties": row}
    return {"title": branch.label.split(" › ")[-1], "anyOf": [mapping, {"const": 0}]}


def _is_free(child: Branch | Figure) -> bool:
    """Whether a report may leave it out: totals, and what may be empty."""
    figures = child.figures if isinstance(child, Branch) else (child,)
    return all(figure.parts is not None or figure.demand.may_be_empty for figure in figures)


def _figure(figure: Figure) -> Schema:
    described = {"description": figure.unit} if figure.unit else {}
    label = figure.column_label or figure.row_label
    return {**_entered(figure), "title": label.split(" › ")[-1], **described}
