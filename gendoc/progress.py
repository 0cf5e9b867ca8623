"""What a person at a terminal sees of a long batch, and how they end it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Callable, Generator, Iterator
from contextlib import closing, contextmanager, suppress
from itertools import chain, islice
from types import FrameType

from gendoc.build import Outcome
from gendoc.messages import Language, say

MANY = 20
"""Reports from which on a bar is shown."""


def has_bar(reports: int) -> bool:
    """Whether a bar is shown: for many reports, on a terminal."""
    return reports >= MANY and sys.stderr.isatty() and os.environ.get("TERM") != "dumb"


@contextmanager
def followed(
    begin: Callable[[Callable[[], bool]], Generator[Outcome]], reports: int, language: Language
) -> Iterator[Iterator[Outcome]]:
    """The outcomes of a batch as they come, until they end or a person ends them.

    Ctrl-C asks `begin`'s batch for an end behind the reports in hand; a second one ends it at once.
    Either way what follows is run, so that it can be told what was done.
    """
    with (
        suppress(KeyboardInterrupt),
        _interruptible() as stop,
        closing(begin(stop)) as outcomes,
        closing(_watched(outcomes, reports, language)) as shown,
    ):
        yield shown


def _watched(outcomes: Iterator[Outcome], reports: int, language: Language) -> Generator[Outcome]:
    """The same with a bar that counts them; it is gone at the end."""
    if not has_bar(reports):
        yield from outcomes
        return
    from rich.console import Console
    from rich.progress import (
        BarColumn,
        MofNCompleteColumn,
        Progress,
        TextColumn,
        TimeRemainingColumn,
    )

    columns = (
        BarColumn(),
        MofNCompleteColumn(),
        TextColumn("{task.fields[rate]}"),
        TimeRemainingColumn(),
        TextColumn("{task.fields[problems]}"),
    )
    # Once the bar has its thread, no process should be begun.
    first = list(islice(outcomes, 1))
    # What is printed meanwhile stands above the bar; a pipe beside the terminal is left alone.
    with Progress(
        *columns,
        console=Console(stderr=True),
        transient=True,
        redirect_stdout=sys.stdout.isatty(),
    ) as bar:
        task = bar.add_task("", total=reports, rate="", problems="")
        problems = 0
        for outcome in chain(first, outcomes):
            yield outcome
            problems += len(outcome.problems)
            rate = say("progress/rate", language, rate=round(bar.tasks[0].speed or 0))
            told = say("progress/problems", language, problems=problems)
            bar.update(task, advance=1, rate=rate, problems=told)


@contextmanager
def _interruptible() -> Iterator[Callable[[], bool]]:
    asked = False

    def ask(number: int, frame: FrameType | None) -> None:
        nonlocal asked
        if asked:
            raise KeyboardInterrupt
        asked = True

    before = signal.signal(signal.SIGINT, ask)
    try:
        yield lambda: asked
    finally:
        signal.signal(signal.SIGINT, before)
