"""The checks of a report: generators that yield problems."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice
from typing import NamedTuple

from gendoc import entities, relations, wording
from gendoc.figure import digits
from gendoc.form import RESERVED_CHECKS, Check
from gendoc.problem import Problem, Severity
from gendoc.report import Report
from gendoc.source import MAX_PROBLEMS, suggest

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
    found = [*_wrong_totals(report), *entities.twins(report), *entities.since_last_year(report)]
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
        return relations.run(report, check, check.holds)
    if not relations.is_given(report, check):
        return iter(())
    rows = check.same_rows or check.rows_among
    return entities.run(report, check) if rows else wording.run(report, check)


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
    wanted = wanted or any(check.differs or relations.is_history(check) for check in checks)
    if report.last is None and wanted:
        yield report.source.problem(
            "no-last-year", None, severity=Severity.NOTE, found=report.year - 1, organ=report.organ
        )


def _reason(report: Report, name: str) -> str:
    entry = report.waive.get(name)
    if entry is None or entry.value.is_null or not isinstance(entry.value.value, str):
        return ""
    return entry.value.value.strip()


def _waivers(report: Report, broken: set[str]) -> Iterator[Problem]:
    """Waivers that name no check, give no reason, or have nothing to waive."""
    known = [*RESERVED_CHECKS, *(check.name for check in report.form.checks)]
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
