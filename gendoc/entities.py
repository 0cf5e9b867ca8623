"""The checks of which rows a report gives where it may give any number of them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace

from gendoc.form import Check, Form
from gendoc.messages import source_of
from gendoc.problem import Bilingual, Problem, Severity, listed
from gendoc.report import Report
from gendoc.source import Node, suggest
from gendoc.table import ENTITY_NAME

SHOWN = 8
"""Rows that are gone which are named."""

Rows = dict[str, str]
"""The printed names of rows by their keys."""


def run(report: Report, check: Check) -> Iterator[Problem]:
    """Rows of the first table of a check that others lack, and rows of others that it lacks."""
    first, *others = check.same_rows or check.rows_among
    there = report.rows_of(first)
    if _is_told(report, first):
        return
    for row in others:
        if not _is_told(report, row):
            yield from _unlike(_Pair(report, check, first, row), there, report.rows_of(row))


class _Pair:
    """Two repeated rows that a check compares, with the words for both."""

    def __init__(self, report: Report, check: Check, first: str, row: str) -> None:
        self.report = report
        self.check = check
        self.row = row
        self.words = {
            "label": check.label,
            "source": source_of(check.basis),
            "there": _called(report.form, first),
            "here": _called(report.form, row),
        }

    def told(self, message: str, key: str, at: Node | int, **values: object) -> Problem:
        problem = self.report.source.problem(self.check.name, at, key=key)
        values = {**self.words, **values}
        severity = self.check.severity
        return replace(problem, severity=severity, message=f"same-rows/{message}", values=values)


def _unlike(pair: _Pair, there: Rows, here: Rows) -> Iterator[Problem]:
    lacking = {key: name for key, name in there.items() if key not in here}
    for key, name in here.items():
        full = f"{pair.row}.{key}"
        if key in there:
            if name != there[key]:
                at = pair.report.place(f"{full}.{ENTITY_NAME}")
                yield pair.told("name", full, at, found=name, own=key, likely=there[key])
            continue
        likely = _likely(key, name, lacking)
        lacking.pop(likely, None)
        message = "likely" if likely else "extra"
        at = pair.report.place(full)
        yield pair.told(message, full, at, found=_with_key(key, name), own=key, likely=likely)
    if lacking and pair.check.same_rows:
        found = listed(_with_key(key, name) for key, name in lacking.items())
        yield pair.told("missing", pair.row, pair.report.place(pair.row), found=found)


def _likely(key: str, name: str, lacking: Rows) -> str:
    """The key of the row that was likely meant: one of the same name, or where it has no name but
    its key nearly the same."""
    same = next((other for other, called in lacking.items() if called == name), "")
    return same or (suggest(key, lacking) if name == key else "")


def _is_told(report: Report, row: str) -> bool:
    """Whether it was told that these rows, or all of their table, cannot be read."""
    keys = (row, row.split(".", 1)[0])
    return any(problem.key in keys for problem in report.source.problems)


def _called(form: Form, row: str) -> str:
    """What a table is called; one that has several repeated rows, with the one that is meant."""
    table = form.tables[row.split(".", 1)[0]]
    label = form.section_labels.get(table.id, table.id)
    return f"{label} · {table.repeats[row].label}" if len(table.repeats) > 1 else label


def _with_key(key: str, name: str) -> str:
    return name if name == key else f"{name} ({key})"


def twins(report: Report) -> Iterator[Problem]:
    """Rows of one kind that print the same name, and the same words in all that they hold."""
    for row in (key for table in report.form.tables.values() for key in table.repeats):
        seen: dict[tuple[str, ...], str] = {}
        for key, name in report.rows_of(row).items():
            full = f"{row}.{key}"
            first = seen.setdefault((name, *_words(report, full)), key)
            if first != key:
                at = report.place(f"{full}.{ENTITY_NAME}")
                values = {"found": name, "other": first, "own": key}
                problem = report.source.problem("same-name", at, key=full)
                yield replace(problem, severity=Severity.WARNING, values=values)


def _words(report: Report, row: str) -> Iterator[str]:
    """The texts, choices and days of a row."""
    table = report.tables[row.split(".", 1)[0]]
    for figure in table.branch(row).figures:
        if isinstance(value := report.figures.get(figure.key), str):
            yield value


def since_last_year(report: Report) -> Iterator[Problem]:
    """Rows that are looked up in last year's report: those of another key, those that are gone."""
    last = report.last
    for row in report.form.rows_of_last if last else ():
        assert last
        now, before = report.rows_of(row), last.rows_of(row)
        if not before or _is_told(report, row):
            continue
        gone = {key: name for key, name in before.items() if key not in now}
        new = {key: name for key, name in now.items() if key not in before}
        for key, name in tuple(new.items()):
            if likely := next((old for old, called in gone.items() if called == name), ""):
                del gone[likely], new[key]
                yield _renamed(report, f"{row}.{key}", name, likely)
        if gone:
            yield _gone(report, row, gone, new)


def _renamed(report: Report, full: str, name: str, likely: str) -> Problem:
    key = full.rpartition(".")[2]
    values = {"found": name, "own": key, "likely": likely}
    problem = report.source.problem("other-key", report.place(full), key=full)
    return replace(problem, severity=Severity.WARNING, values=values)


def _gone(report: Report, row: str, gone: Rows, new: Rows) -> Problem:
    values = {"label": _called(report.form, row), "gone": _some(gone), "new": _some(new)}
    problem = report.source.problem("gone-rows", report.place(row), key=row)
    message = "gone-rows/new" if new else "gone-rows"
    return replace(problem, severity=Severity.WARNING, message=message, values=values)


def _some(rows: Rows) -> Bilingual:
    found: Iterable[str] = (_with_key(key, name) for key, name in rows.items())
    names = [*found][:SHOWN]
    return listed([*names, "…"] if len(rows) > SHOWN else names)
