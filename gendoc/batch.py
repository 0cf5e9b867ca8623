"""Many reports: each goes its whole way on its own, over several processes where that pays.

No report is kept once its files are written, so that memory does not grow with their number.
"""

from __future__ import annotations

import os
import signal
import unicodedata
from collections.abc import Callable, Generator, Iterator, Sequence
from pathlib import Path
from typing import TYPE_CHECKING

from gendoc.build import Outcome, Plan, examine, folder_of, make
from gendoc.figure import Value
from gendoc.problem import Invalid, Problem
from gendoc.project import Found, find_form, head, shown
from gendoc.prose import fill_in, names_in
from gendoc.record import record
from gendoc.whole import sweep

if TYPE_CHECKING:
    from multiprocessing import Process

FEW = 50
"""Reports for which another process takes longer to start than it saves."""
_NAMES = {"organ", "year"}
_PLAIN = frozenset("\\&*!|>{[%@`'\"")
"""Characters by which a scalar may mean something else than it looks."""


def build(
    found: Sequence[Found], plan: Plan, stop: Callable[[], bool] = lambda: False
) -> Generator[Outcome]:
    """Build the reports in order; each outcome comes when its files are written.

    Once `stop` says so no further report is begun, and those in hand are finished.
    """
    work = _Work(tuple(found), plan, rivals(found, plan, stop))
    work.tidy()
    jobs = _jobs(plan.jobs, len(found))
    yield from _in_turn(work, stop) if jobs == 1 else _over_processes(work, jobs, stop)


def check(found: Sequence[Found], stop: Callable[[], bool] = lambda: False) -> Generator[Outcome]:
    """The same without writing anything: no format is asked for."""
    return build(found, Plan(formats=(), jobs=None), stop)


@record()
class _Work:
    """All reports of a batch, and for some of them another whose files would have its names."""

    found: tuple[Found, ...]
    plan: Plan
    rivals: dict[int, Path]

    def do(self, place: int) -> Outcome:
        outcome = make(self.found[place], self.plan, self.rivals.get(place))
        outcome.report = None
        return outcome

    def lost(self, place: int, process: Process) -> Outcome:
        """What becomes of a report when the process that is at it is killed."""
        found = self.found[place]
        values = {"reason": _reason(process.exitcode or 0)}
        problem = Problem(
            "process-ended", shown(found.path), message="process-ended", values=values
        )
        return Outcome(*found, problems=[problem])

    def tidy(self, process: Process | None = None) -> None:
        """Clear away what a process has left half written; without one, processes of long ago."""
        if self.plan.formats and not self.plan.verify:
            for project in {project for _, project in self.found}:
                sweep(folder_of(project, self.plan), process.pid if process else None)


def _reason(status: int) -> str:
    """Why a process has ended, as its system calls it."""
    try:
        return signal.Signals(-status).name
    except ValueError:
        return str(status)


def _jobs(wanted: int | None, reports: int) -> int:
    if wanted is None:
        wanted = min(_cores(), reports // FEW)
    return max(1, min(wanted, reports))


def _cores() -> int:
    """The cores that this process may use, which are fewer than the machine's in a container."""
    affinity = getattr(os, "sched_getaffinity", None)
    return len(affinity(0)) if affinity else os.cpu_count() or 1


def _in_turn(work: _Work, stop: Callable[[], bool]) -> Iterator[Outcome]:
    for place in range(len(work.found)):
        if stop():
            return
        yield work.do(place)


def _over_processes(work: _Work, jobs: int, stop: Callable[[], bool]) -> Iterator[Outcome]:
    from gendoc.processes import spread

    for project in {project for _, project in work.found}:
        _ = project.reports  # looked up once, not by each process
    return spread(work, len(work.found), jobs, stop)


def rivals(
    found: Sequence[Found], plan: Plan, stop: Callable[[], bool] = lambda: False
) -> dict[int, Path]:
    """For each report by its place another one that has its title (names compare without case).

    Once `stop` says so it is no longer looked for.
    """
    if len(found) == 1:
        return {}
    folders = {project: folder_of(project, plan) for project in {project for _, project in found}}
    first: dict[tuple[Path, str], int] = {}
    rivals: dict[int, Path] = {}
    for place, report in enumerate(found):
        if stop():
            break
        if title := _title(report):
            folded = unicodedata.normalize("NFC", title).casefold()
            other = first.setdefault((folders[report.project], folded), place)
            if other != place:
                rivals[place] = found[other].path
                rivals.setdefault(other, report.path)
    return rivals


def _title(found: Found) -> str:
    """What a report's files are named after, by a glance if that is enough."""
    known = head(found.path)
    organ, year = known.get("organ", ""), known.get("year", "")
    try:
        form = find_form(known.get("form", ""), found.project.root)
    except (KeyError, Invalid):
        form = None
    plain = not _PLAIN & {*organ} and len(year) == 4 and year.isascii() and year.isdecimal()
    if form and organ and plain and all(names_in(part) <= _NAMES for part in form.file_name_parts):
        values: dict[str, Value] = {"organ": organ, "year": int(year)}
        return form.space.join(fill_in(part, values) for part in form.file_name_parts)
    report = examine(*found).report
    return report.file_name if report and report.organ and report.year else ""
