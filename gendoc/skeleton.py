"""An empty report: a form's keys in its own order, its labels as comments, `~` to be filled in."""

from __future__ import annotations

import json
from collections.abc import Iterator

from wcwidth import wcswidth

from gendoc.form import Branch, Field, Figure, Form, Section

WIDE = 5
"""Columns from which a row is written as a list rather than by name."""


def skeleton(form: Form, organ: str, year: int, schema: str = "") -> str:
    """The YAML text of an empty report for a body and a year.

    `schema` is the path of the form's JSON Schema from the report's folder, for editors.
    """
    lines = [f"# yaml-language-server: $schema={schema}"] if schema else []
    lines += [f"# {form.name}" + (f"（{form.basis}）" if form.basis else "")]
    lines += [f"form: {form.id}", f"organ: {_quoted(organ)}", f"year: {year}"]
    lines += [_field(field) for field in form.fields.values()]
    for section in form.sections:
        lines += ["", *_section(form, section)]
    return "\n".join(lines) + "\n"


def _quoted(text: str) -> str:
    """A text that YAML and people read alike is left bare, any other is quoted."""
    return (
        text
        if text.isalpha() and text.lower() not in ("null", "true", "false")
        else json.dumps(text, ensure_ascii=False)
    )


def _field(field: Field) -> str:
    options = f"：{', '.join(field.options)}" if field.options else ""
    mark = "" if field.required else "# "
    return f"{mark}{field.id}: {'~' if field.required else '…'}  # {field.label}{options}"


def _section(form: Form, section: Section) -> Iterator[str]:
    if section.title:
        yield f"# {section.title}"
    if section.kind == "text":
        yield f"{section.id}: ~" + ("" if section.title else f"  # {section.label}")
        return
    table = form.tables[section.id]
    rows = [branch for branch in _rows(table.tree) if len(branch.listed) >= WIDE]
    if rows:
        names = " ".join(_last_label(figure) for figure in rows[0].listed)
        yield f"{section.id}:  # {names}"
    else:
        yield f"{section.id}:"
    yield from _aligned(list(_children(table.tree, "  ")))


def _rows(branch: Branch) -> Iterator[Branch]:
    for child in branch.children.values():
        if isinstance(child, Branch):
            if _is_leaf(child):
                yield child
            yield from _rows(child)


def _is_leaf(branch: Branch) -> bool:
    return branch.is_row and not any(isinstance(c, Branch) for c in branch.children.values())


def _children(branch: Branch, indent: str) -> Iterator[tuple[str, str]]:
    """Lines of a group as (YAML, comment)."""
    for key, child in branch.children.items():
        if isinstance(child, Figure):
            if child.parts is None:
                yield f"{indent}{key}: ~", _comment(child.label, child.unit)
        elif child.is_total:
            continue
        elif _is_leaf(child):
            yield f"{indent}{key}: {_row(child)}", _row_comment(child)
        else:
            yield f"{indent}{key}:", _comment(child.label.split(" › ")[-1], "")
            yield from _children(child, indent + "  ")


def _row(row: Branch) -> str:
    entered = [figure for figure in row.listed if figure.parts is None]
    if len(entered) >= WIDE:
        return "[" + ", ".join("~" for _ in entered) + "]"
    names = (key for key, child in row.children.items() if child in entered)
    return "{" + ", ".join(f"{name}: ~" for name in names) + "}"


def _row_comment(row: Branch) -> str:
    """A row's label, and for columns written by name what each of them is."""
    label = row.label.split(" › ")[-1]
    entered = [figure for figure in row.listed if figure.parts is None]
    if len(entered) >= WIDE:
        return label
    return f"{label}：{' '.join(_last_label(figure) for figure in entered)}"


def _comment(label: str, unit: str) -> str:
    return f"{label}（{unit}）" if unit and unit not in label else label


def _last_label(figure: Figure) -> str:
    return figure.column_label.split(" › ")[-1]


def _aligned(lines: list[tuple[str, str]]) -> Iterator[str]:
    width = max((wcswidth(line) for line, _ in lines), default=0)
    for line, comment in lines:
        yield f"{line}{' ' * (width - wcswidth(line))}  # {comment}" if comment else line
