"""The checks of a report: generators that yield problems."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal

from gendoc.expression import ExpressionError, Side, sides
from gendoc.figure import Value, digits
from gendoc.form import Check, Table
from gendoc.problem import Problem, Severity
from gendoc.report import Report
from gendoc.source import suggest

TOTAL = "wrong-total"
"""The check of every written total against its parts; it comes with any form's `sum`."""

MANY = 6
"""Parts up to which a sum is written out in full."""


def run(report: Report) -> tuple[list[Problem], list[Problem]]:
    """All problems of a bound report, in the order of the file, and those that it waives."""
    found = [*_wrong_totals(report)]
    for check in report.form.checks:
        found += _relation(report, check)
    waived = [problem for problem in found if _reason(report, problem.name)]
    told = [problem for problem in found if problem not in waived]
    told += _waivers(report, {problem.name for problem in found})
    told += report.source.problems
    return sorted(told, key=_order), sorted(waived, key=_order)


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
            sum=_sum(report, figure.parts or ()),
        )


def _sum(report: Report, parts: tuple[str, ...]) -> str:
    """The parts of a total written out; of many parts those that are not zero."""
    values = [report.figures[part] for part in parts]
    few = len(values) <= MANY
    return " + ".join(digits(value) for value in values if value or few) or "0"


def _relation(report: Report, check: Check) -> Iterator[Problem]:
    """A relation that the form declares, wherever all its figures are there."""
    for scope in _scopes(report, check):
        names = {name: key for name, key in scope.items() if name in check.holds.names}
        figures = {
            name: report.figures[key] for name, key in names.items() if key in report.figures
        }
        if set(figures) != check.holds.names:
            continue
        try:
            holds = check.holds.value(figures)
        except ExpressionError:
            continue
        if not holds:
            yield _broken(report, check, names, figures)


def _scopes(report: Report, check: Check) -> Iterator[dict[str, str]]:
    """For each entered row or column, or once: the names of a check and the keys they mean.

    A relation that holds in every entered column holds in their total as well.
    """
    if not check.table:
        yield {key: key for key in report.figures}
        return
    table = report.tables[check.table]
    if not check.for_each:
        yield {key.removeprefix(f"{table.id}."): key for key in table.figures}
        return
    for line in _lines(table, check.for_each):
        yield {
            ".".join(figure.row if check.for_each == "column" else figure.column): figure.key
            for figure in table.figures.values()
            if (figure.column if check.for_each == "column" else figure.row) == line
        }


def _lines(table: Table, for_each: str) -> list[tuple[str, ...]]:
    entered = (figure for figure in table.figures.values() if figure.parts is None)
    return list(dict.fromkeys(f.column if for_each == "column" else f.row for f in entered))


def _broken(
    report: Report, check: Check, names: dict[str, str], figures: dict[str, Value]
) -> Problem:
    key = min(names.values(), key=list(report.figures).index)
    shown = [
        f"{_shown(report, check, key)} = {digits(report.figures[key])}" for key in names.values()
    ]
    values: dict[str, object] = {
        "label": check.label or check.holds.text,
        "basis": check.basis,
        "figures": "；".join(shown),
        "scope": _scope(report, check, key),
    }
    compared = sides(check.holds, figures)
    if compared:
        values |= _compared(*compared)
    problem = report.source.problem(check.name, report.place(key), key=key)
    message = "relation/sum" if compared else "relation"
    return replace(problem, severity=check.severity, message=message, values=values)


def _scope(report: Report, check: Check, key: str) -> str:
    """The label of the one row or column that a check was broken in."""
    figure = report.figure(key)
    names = {"row": figure.row_label, "column": figure.column_label}
    return names.get(check.for_each, "").split(" › ")[-1]


def _shown(report: Report, check: Check, key: str) -> str:
    """The label of a figure, without the part that all figures of a broken check share."""
    figure = report.figure(key)
    names = {"row": figure.column_label, "column": figure.row_label}
    return names.get(check.for_each) or figure.label


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
