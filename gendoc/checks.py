"""The checks of a report: generators that yield problems."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace
from decimal import Decimal
from itertools import islice
from typing import NamedTuple

from gendoc import wording
from gendoc.expression import LAST, SIGNS, Expression, ExpressionError, Side, sides, sign
from gendoc.figure import Value, digits, yes_no_word
from gendoc.form import RESERVED_CHECKS, VALUE, Check
from gendoc.messages import source_of
from gendoc.problem import Bilingual, Problem, Severity, listed
from gendoc.report import Report
from gendoc.source import MAX_PROBLEMS, suggest
from gendoc.table import Table

TOTAL = RESERVED_CHECKS[0]
"""The check of every written total against its parts; it comes with any form's `sum`."""

MANY = 6
"""Parts up to which a sum is written out in full."""


class Findings(NamedTuple):
    """What the checks of a report found, each list in the order of the file."""

    problems: list[Problem]
    waived: list[Problem]
    notes: list[Problem]


def run(report: Report) -> Findings:
    """All that is wrong with a bound report, what of it is waived, and what was not checked."""
    found = [*_wrong_totals(report)]
    for check in report.form.checks:
        if all(report.fields.get(name) in values for name, values in check.when.items()):
            found += islice(_made(report, check), MAX_PROBLEMS)
    waived = [problem for problem in found if _reason(report, problem.name)]
    told = [problem for problem in found if problem not in waived]
    told += _waivers(report, {problem.name for problem in found})
    told += report.source.problems
    told = report.source.limited(sorted(told, key=_order))
    return Findings(told, sorted(waived, key=_order), list(_no_last_year(report)))


def _made(report: Report, check: Check) -> Iterator[Problem]:
    if check.holds:
        return _relation(report, check, check.holds)
    return wording.run(report, check) if _is_given(report, check) else iter(())


def _is_given(report: Report, check: Check) -> bool:
    """Whether the condition of a check holds, in any of the rows or columns that it is about."""
    given = check.given
    found = scopes(report.tables, check) if given else ()
    return given is None or any(_value(given, report, scope) for scope in found)


def _order(problem: Problem) -> tuple[str, int, int, str]:
    return problem.place


def _wrong_totals(report: Report) -> Iterator[Problem]:
    """Totals that the file writes and that its own figures contradict."""
    for key, written in report.written.items():
        derived = report.figures.get(key)
        if derived is None or written == derived:
            continue
        figure = report.figure(key)
        yield report.source.problem(
            TOTAL,
            report.nodes[key],
            key=key,
            label=figure.label,
            found=digits(written),
            expected=digits(derived),
            message="wrong-total/formula" if figure.formula else "wrong-total",
            sum=figure.formula.text if figure.formula else _sum(report, figure.parts or ()),
        )


def _sum(report: Report, parts: tuple[str, ...]) -> str:
    """The parts of a total written out; of many parts those that are not zero."""
    values = [report.figures[part] for part in parts if part in report.figures]
    few = len(values) <= MANY
    return " + ".join(digits(value) for value in values if value or few) or "0"


def _no_last_year(report: Report) -> Iterator[Problem]:
    """Say once that the checks against last year's report could not be made."""
    checks = report.form.checks
    wanted = report.form.derives_from_last
    wanted = wanted or any(check.differs or _is_history(check) for check in checks)
    if report.last is None and wanted:
        yield report.source.problem(
            "no-last-year", None, severity=Severity.NOTE, found=report.year - 1, organ=report.organ
        )


def _is_history(check: Check) -> bool:
    return check.holds is not None and any(n.startswith(LAST) for n in check.holds.names)


def _relation(report: Report, check: Check, holds: Expression) -> Iterator[Problem]:
    """A relation that the form declares, wherever all its figures are there."""
    if report.last is None and _is_history(check):
        return
    for scope in scopes(report.tables, check):
        found = list(_operands(report, scope, holds))
        given = check.given is None or _value(check.given, report, scope)
        if found and given and _value(holds, report, scope) is False:
            yield _broken(report, check, holds, found)


def _value(condition: Expression, report: Report, scope: dict[str, str]) -> bool | None:
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


def _operands(report: Report, scope: dict[str, str], condition: Expression) -> Iterator[Operand]:
    for name in condition.ordered:
        source = report.last if name.startswith(LAST) else report
        key = meant(scope, name)
        value = source.operand(key) if source else None
        if source and value is not None:
            yield Operand(name, key, value, source)


def meant(scope: Mapping[str, str], name: str) -> str:
    """The full key of a figure that a check names, or the field, of whichever year."""
    bare = name.removeprefix(LAST)
    return scope.get(bare, bare)


def scopes(tables: Mapping[str, Table], check: Check) -> Iterator[dict[str, str]]:
    """For each entered row or column, or once: the names of a check and the keys they mean.

    A relation that holds in every entered column holds in their total as well.
    """
    if not check.table:
        yield {}
        return
    table = tables[check.table]
    if not check.for_each:
        yield {key.removeprefix(f"{table.id}."): key for key in table.figures}
        return
    if check.for_each == "figure":
        for figure in table.figures.values():
            if figure.parts is None and figure.type.is_number:
                yield {VALUE: figure.key}
        return
    yield from table.keys_by_column if check.for_each == "column" else table.keys_by_row


def _broken(report: Report, check: Check, holds: Expression, operands: list[Operand]) -> Problem:
    order = [key for table in report.tables.values() for key in table.figures]
    order += report.form.kinds
    operands = sorted(
        operands, key=lambda operand: (operand.name.startswith(LAST), order.index(operand.key))
    )
    own = [o for o in operands if not o.name.startswith(LAST) and "." in o.key] or operands
    # The figure that the relation is about is the one it names first.
    key = min(own, key=lambda operand: holds.text.find(operand.name)).key
    values: dict[str, object] = {
        "label": check.label,
        "source": source_of(check.basis),
        "figures": listed((_shown(report, check, o) for o in operands), "；", "; "),
        "scope": _scope(report, check, key),
    }
    compared = sides(holds, {operand.name: operand.value for operand in operands})
    message = "relation"
    if compared:
        values |= {**_compared(*compared), "sign": sign(holds)}
        message = "relation/sum" if values["sign"] == SIGNS["eq"] else "relation/order"
    problem = report.source.problem(check.name, report.place(key), key=key)
    return replace(problem, severity=check.severity, message=message, values=values)


def _scope(report: Report, check: Check, key: str) -> Bilingual:
    """The label of the one row, column or figure that a check was broken in, as messages begin."""
    if not (check.for_each and report.has(key)):
        return Bilingual("", "")
    figure = report.figure(key)
    lines = {"row": figure.row_label, "column": figure.column_label}
    own = lines.get(check.for_each)
    label = figure.label if own is None else own.split(" › ")[-1]
    return Bilingual(label, f"{label}: ") if label else Bilingual("", "")


def _shown(report: Report, check: Check, operand: Operand) -> str:
    """A figure with its label, without the part that all figures of a broken check share."""
    label = operand.report.form.label_of(operand.key)
    if operand.report.has(operand.key):
        figure = operand.report.figure(operand.key)
        names = {"row": figure.column_label, "column": figure.row_label}
        own = check.table in ("", operand.key.split(".", 1)[0])
        label = (names.get(check.for_each) if own else "") or figure.label
    if operand.name.removeprefix(LAST) == VALUE:
        label = ""
    year = "" if operand.report is report else str(operand.report.year)
    return f"{' '.join(filter(None, (year, label)))} = {_written(operand)}".removeprefix(" = ")


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


def _reason(report: Report, name: str) -> str:
    entry = report.waive.get(name)
    if entry is None or entry.value.is_null or not isinstance(entry.value.value, str):
        return ""
    return entry.value.value.strip()


def _waivers(report: Report, broken: set[str]) -> Iterator[Problem]:
    """Waivers that name no check, give no reason, or have nothing to waive."""
    known = [TOTAL, *(check.name for check in report.form.checks)]
    for name, entry in report.waive.items():
        full = f"waive.{name}"
        if name not in known:
            likely = suggest(name, known)
            yield report.source.problem(
                "unknown-waiver",
                entry.key,
                key=full,
                found=name,
                likely=likely,
                known=", ".join(known),
                message="unknown-waiver" if likely else "unknown-waiver/unknown",
            )
        elif not _reason(report, name):
            yield report.source.problem("empty-waiver", entry.value, key=full, found=name)
        elif name not in broken:
            yield report.source.problem(
                "idle-waiver", entry.key, key=full, found=name, severity=Severity.WARNING
            )
