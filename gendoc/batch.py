"""Many reports: each goes its whole way on its own, over several processes where that pays.

No report is kept once its files are written, so that memory does not grow with their number.
"""

from __future__ import annotations

import os
import signal
import unicodedata
from collections import deque
from collections.abc import Callable, Iterator, Sequence
from itertools import islice
from pathlib import Path
from typing import TYPE_CHECKING

from gendoc.build import Outcome, Plan, examine, folder_of, make
from gendoc.figure import Value
from gendoc.problem import Invalid
from gendoc.project import Found, find_form, head
from gendoc.prose import fill_in, names_in
from gendoc.record import record

if TYPE_CHECKING:
    from concurrent.futures import Future

FEW = 50
"""Reports for which another process takes longer to start than it saves."""
_AT_ONCE = 16
"""Reports that a process takes at a time, at most."""
_NAMES = {"organ", "year"}
_PLAIN = frozenset("\\&*!|>{[%@`'\"")
"""Characters by which a scalar may mean something else than it looks."""


def build(
    found: Sequence[Found], plan: Plan, stop: Callable[[], bool] = lambda: False
) -> Iterator[Outcome]:
    """Build the reports in order; each outcome comes when its files are written.

    Once `stop` says so no further report is begun, and those in hand are finished.
    """
    work = _Work(tuple(found), plan, rivals(found, plan))
    jobs = _jobs(plan.jobs, len(found))
    return _in_turn(work, stop) if jobs == 1 else _over_processes(work, jobs, stop)


def check(found: Sequence[Found], stop: Callable[[], bool] = lambda: False) -> Iterator[Outcome]:
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
    """Each process takes a few reports at a time; only so many are under way as keep it busy."""
    from concurrent.futures import ProcessPoolExecutor

    for project in {project for _, project in work.found}:
        _ = project.reports  # looked up once, not by each process
    share = max(1, min(_AT_ONCE, len(work.found) // (4 * jobs)))
    starts = iter(range(0, len(work.found), share))
    waiting: deque[Future[list[Outcome]]] = deque()
    with ProcessPoolExecutor(jobs, initializer=_begin, initargs=(work,)) as pool:
        waiting.extend(pool.submit(_do, start, share) for start in islice(starts, 2 * jobs))
        while waiting:
            yield from waiting.popleft().result()
            more = () if stop() else islice(starts, 1)
            waiting.extend(pool.submit(_do, start, share) for start in more)


_work: _Work
"""What this process works on; set where a process is one of several."""


def _begin(work: _Work) -> None:
    global _work
    _work = work
    # Ctrl-C reaches every process; the first one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)


def _do(start: int, share: int) -> list[Outcome]:
    return [_work.do(place) for place in range(start, min(start + share, len(_work.found)))]


def rivals(found: Sequence[Found], plan: Plan) -> dict[int, Path]:
    """For each report by its place another one that has its title (names compare without case)."""
    if len(found) == 1:
        return {}
    folders = {project: folder_of(project, plan) for project in {project for _, project in found}}
    first: dict[tuple[Path, str], int] = {}
    rivals: dict[int, Path] = {}
    for place, report in enumerate(found):
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
