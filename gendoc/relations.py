"""The relations between figures that a form declares: where they are made, and what is told."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import NamedTuple

from gendoc.across import TOTAL
from gendoc.called import called
from gendoc.expression import (
    LAST,
    SIGNS,
    Expression,
    ExpressionError,
    Side,
    conjuncts,
    sides,
    sign,
)
from gendoc.figure import Value, digits, yes_no_word
from gendoc.form import VALUE, Check, Form
from gendoc.messages import source_of
from gendoc.problem import Bilingual, Problem
from gendoc.report import Report
from gendoc.table import Figure, Table

Scope = Mapping[str, str]
"""The names of a check in one row or column, or of its table, and the full keys that they mean."""


def run(report: Report, check: Check, holds: Expression) -> Iterator[Problem]:
    """A relation wherever all its figures are there."""
    if report.last is None and is_history(check):
        return
    for scope in scopes(report.form, report.tables, check):
        found = any(_operands(report, scope, holds))
        given = check.given is None or _value(check.given, report, scope)
        if found and given and _value(holds, report, scope) is False:
            yield _broken(report, check, holds, scope)


def is_history(check: Check) -> bool:
    """Whether it compares with last year's report."""
    return check.holds is not None and any(n.startswith(LAST) for n in check.holds.names)


def is_given(report: Report, check: Check) -> bool:
    """Whether the condition of a check holds, in any of the rows or columns that it is about."""
    given = check.given
    found = scopes(report.form, report.tables, check) if given else ()
    return given is None or any(_value(given, report, scope) for scope in found)


def _value(condition: Expression, report: Report, scope: Scope) -> bool | None:
    """Whether a condition holds; None where one of its figures is not there, or 0 divides."""
    operands = list(_operands(report, scope, condition))
    if len(operands) < len(condition.names):
        return None
    try:
        return bool(condition.value({operand.name: operand.value for operand in operands}))
    except ExpressionError:
        return None


class Operand(NamedTuple):
    """A figure or field of a check: its name there, its full key, its value and whose report it
    is from."""

    name: str
    key: str
    value: Value
    report: Report


def _operands(report: Report, scope: Mapping[str, str], condition: Expression) -> Iterator[Operand]:
    for name in condition.ordered:
        source = report.last if name.startswith(LAST) else report
        key = meant(scope, name)
        value = source.operand(key) if source else None
        if source and value is not None:
            yield Operand(name, key, value, source)


def meant(scope: Scope, name: str) -> str:
    """The full key of a figure that a check names, or the field, of whichever year."""
    bare = name.removeprefix(LAST)
    return scope.get(bare, bare)


def scopes(form: Form, tables: Mapping[str, Table], check: Check) -> Iterator[Scope]:
    """For each entered row or column, or once: the names of a check and the keys they mean.

    A relation that holds in every entered column holds in their total as well.
    """
    if not check.table:
        yield {}
        return
    table = tables[check.table]
    if not check.for_each:
        yield {key.removeprefix(f"{table.id}."): key for key in table.figures}
    elif check.for_each == "figure":
        for figure in table.figures.values():
            if figure.parts is None and figure.type.is_number:
                yield {VALUE: figure.key}
    elif check.for_each == "column":
        yield from _columns(table)
    else:
        yield from _rows(form, table, check)


def _columns(table: Table) -> list[Scope]:
    """The names of each column; those of text are left out where there are any of numbers."""
    columns: list[Scope] = list(table.keys_by_column.values())
    figures = table.figures
    numbers = [c for c in columns if any(figures[key].type.is_number for key in c.values())]
    return numbers or columns


def _rows(form: Form, table: Table, check: Check) -> Iterator[Scope]:
    """The names of each row, with those of other tables whose repeated rows have the same key."""
    if not table.entities:
        yield from table.keys_by_row.values()
        return
    fellows = [(name, form.across[name]) for name in check.names & form.across.keys()]
    for row, keys in table.keys_by_row.items():
        entity = table.entity_of.get(row)
        if entity == TOTAL:
            own = (table.figures[keys[name]] for name in check.names & keys.keys())
            if all(figure.parts is not None for figure in own):
                continue  # it follows from the rows that it adds up, each of which is checked
        if entity is None or not fellows:
            yield keys
        else:
            there = {name: one.of(entity) for name, one in fellows if not one.over}
            yield {**{name: key for name, key in there.items() if key}, **keys}


def _broken(report: Report, check: Check, holds: Expression, scope: Scope) -> Problem:
    """What is told of a relation; of several that must all hold, of the first that does not."""
    wrong = next((one for one in conjuncts(holds) if _value(one, report, scope) is False), holds)
    operands = sorted(_operands(report, scope, wrong), key=_order(report))
    key = _subject(report, wrong, operands)
    values: dict[str, object] = {
        "label": check.label,
        "source": source_of(check.basis),
        "figures": _figures(check, scope, operands),
        "scope": _scope(report, check, scope),
    }
    compared = sides(wrong, {operand.name: operand.value for operand in operands})
    message = "relation"
    if compared:
        values |= {**_compared(*compared), "sign": sign(wrong)}
        message = "relation/sum" if values["sign"] == SIGNS["eq"] else "relation/order"
    problem = report.source.problem(check.name, report.place(key), key=key)
    return replace(problem, severity=check.severity, message=message, values=values)


def _order(report: Report) -> Callable[[Operand], tuple[bool, int]]:
    """The order of the form: figures, then all else that has a name; last year's come last."""
    known = [key for table in report.tables.values() for key in table.figures]
    known += [*report.form.kinds, *report.form.across]
    at = {key: number for number, key in enumerate(known)}
    return lambda operand: (operand.name.startswith(LAST), at.get(operand.key, len(at)))


def _subject(report: Report, holds: Expression, operands: list[Operand]) -> str:
    """The figure that a relation is about: the one that it names first."""
    across = report.form.across
    own = [o for o in operands if not o.name.startswith(LAST) and "." in o.key]
    own = [o for o in own if o.key not in across] or own or operands
    key = min(own, key=lambda operand: holds.text.find(operand.name)).key
    return across[key].row if key in across else key


def _scope(report: Report, check: Check, scope: Scope) -> Bilingual:
    """The label of the one row, column or figure that a check was broken in, as messages begin."""
    own = (key for key in scope.values() if key.startswith(f"{check.table}."))
    if not check.for_each or (key := next(own, None)) is None:
        return Bilingual("", "")
    figure = report.figure(key)
    lines = {"row": figure.row_label, "column": figure.column_label}
    line = lines.get(check.for_each)
    label = figure.label if line is None else line.split(" › ")[-1]
    return Bilingual(label, f"{label}: ") if label else Bilingual("", "")


def _figures(check: Check, scope: Scope, operands: list[Operand]) -> Bilingual:
    """The figures of a broken check with their labels, without what all of them share."""
    tables = {operand.key.split(".", 1)[0] for operand in operands if "." in operand.key}
    about = check.table or (min(tables) if len(tables) == 1 else "")
    zh, en = zip(*(_shown(operand, check, scope, about) for operand in operands), strict=True)
    return Bilingual("；".join(zh), "; ".join(en))


def _shown(operand: Operand, check: Check, scope: Scope, about: str) -> Bilingual:
    """A figure with its label: in the row or column that is checked that of the other one, and
    behind its table's where it is of another than the check is about."""
    report, key = operand.report, operand.key
    label = called(report.form, report.tables, key, about)
    in_scope = scope.get(operand.name.removeprefix(LAST)) == key
    if in_scope and report.has(key) and key.startswith(f"{check.table}."):
        short = _short(report.figure(key), check)
        label = Bilingual(short, short)
    year = str(report.year) if operand.name.startswith(LAST) else ""
    written = _written(operand)
    zh, en = (
        f"{' '.join(filter(None, (year, words)))} = {written}".removeprefix(" = ")
        for words in label
    )
    return Bilingual(zh, en)


def _short(figure: Figure, check: Check) -> str:
    """The label of a figure in the row, column or figure that is checked, which is named before."""
    names = {"row": figure.column_label, "column": figure.row_label}
    return "" if check.for_each == "figure" else names.get(check.for_each) or figure.label


def _written(operand: Operand) -> str:
    """A value in the words of the report's language."""
    if isinstance(operand.value, bool):
        return yes_no_word(operand.value, operand.report.form.language)
    return digits(operand.value) or "“”"


def _compared(left: Side, right: Side) -> dict[str, object]:
    difference = abs(Decimal(left.value) - Decimal(right.value))
    return {"left": _side(left), "right": _side(right), "difference": digits(difference)}


def _side(side: Side) -> str:
    total = digits(side.value)
    return total if side.spelled == total else f"{side.spelled} = {total}"
