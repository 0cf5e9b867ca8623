"""Work spread over processes, any of which may be killed without harm to the rest."""

from __future__ import annotations

import signal
import sys
import traceback
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import suppress
from multiprocessing import Pipe, Process
from multiprocessing.connection import Connection, wait
from typing import Generic, Protocol, TypeVar

_SHARE = 16
"""Numbers that a process takes at a time, at most."""
_HELD = 2
"""Shares that a process has at a time: the one it is at, and the next."""
_AHEAD = 8
"""Shares for each process that may be done before one that comes before them."""

Result = TypeVar("Result", covariant=True)


class Work(Protocol[Result]):
    """What is to be done with each of some numbers."""

    def do(self, place: int, /) -> Result:
        """Done in one of the processes."""

    def lost(self, place: int, process: Process, /) -> Result:
        """What there is to say of one over which a process came to its end."""

    def tidy(self, process: Process, /) -> None:
        """Clear away what a process that was ended has left."""


def spread(work: Work[Result], count: int, jobs: int, stop: Callable[[], bool]) -> Iterator[Result]:
    """What is made of each number below `count`, in order, by so many processes at once.

    Once `stop` says so no further share is begun, and those in hand are finished. A share whose
    process comes to its end is done again one by one; what ends a process by itself is lost. An
    exception in a process is raised here. Closing the iterator ends the processes.
    """
    team = _Team(work, count, jobs)
    try:
        while team.has_work(stop):
            team.gather()
            yield from team.in_turn()
        yield from team.rest()
    finally:
        team.end()


class _Team(Generic[Result]):
    """Processes, what they have to do, and the results that are not in turn yet."""

    def __init__(self, work: Work[Result], count: int, jobs: int) -> None:
        self.work = work
        size = max(1, min(_SHARE, count // (4 * jobs)))
        starts = range(0, count, size)
        self.todo = deque(range(start, min(start + size, count)) for start in starts)
        self.results: dict[int, list[Result]] = {}
        """By the first number of the share."""
        self.turn = 0
        self.room = _AHEAD * size * jobs
        self.members: list[_Member] = []
        for _ in range(jobs):
            self._hire()

    def _hire(self) -> None:
        with suppress(OSError):  # no memory for one more: those that are there go on, or none
            self.members.append(_Member(self.work.do))

    def has_work(self, stop: Callable[[], bool]) -> bool:
        """Hand out what is to be done next; whether anything is in hand."""
        for held in range(_HELD):
            for member in self.members:
                near = self.todo and self.todo[0].start < self.turn + self.room
                if near and len(member.given) <= held and not stop():
                    member.give(self.todo.popleft())
        alone = not self.members and self.todo and not stop()
        return bool(alone) or any(member.given for member in self.members)

    def gather(self) -> None:
        """Wait until results are there, or a process has come to its end."""
        if not self.members:
            share = self.todo.popleft()
            self.results[share.start] = [self.work.do(place) for place in share]
            return
        for pipe in wait([member.pipe for member in self.members]):
            member = next(member for member in self.members if member.pipe is pipe)
            try:
                results, error = member.pipe.recv()
            except (EOFError, OSError):
                self._replace(member)
                continue
            if error:
                raise error
            self.results[member.given.popleft().start] = results

    def _replace(self, member: _Member) -> None:
        self._end(member)
        self.members.remove(member)
        if member.given:
            share = member.given.popleft()
            if len(share) == 1:
                self.results[share.start] = [self.work.lost(share.start, member.process)]
            else:
                member.given.extendleft(range(n, n + 1) for n in reversed(share))
            self.todo.extendleft(reversed(member.given))
        if self.todo:
            self._hire()

    def in_turn(self) -> Iterator[Result]:
        while results := self.results.pop(self.turn, None):
            self.turn += len(results)
            yield from results

    def rest(self) -> Iterator[Result]:
        """What stands behind a share that was not begun any more."""
        for start in sorted(self.results):
            yield from self.results[start]

    def end(self) -> None:
        for member in self.members:
            self._end(member)

    def _end(self, member: _Member) -> None:
        member.end()
        if member.given:
            self.work.tidy(member.process)


class _Member:
    """A process and the pipe by which it is given its shares."""

    def __init__(self, do: Callable[[int], object]) -> None:
        self.given: deque[range] = deque()
        self.pipe, theirs = Pipe()
        self.process = Process(target=_work, args=(do, theirs, self.pipe))
        self.process.start()
        theirs.close()  # so that the pipe ends when that process does

    def give(self, share: range) -> None:
        self.given.append(share)
        with suppress(OSError):  # it has ended, as the pipe tells in its turn
            self.pipe.send(share)

    def end(self) -> None:
        self.process.terminate()
        self.process.join()
        self.pipe.close()


def _work(do: Callable[[int], object], pipe: Connection, theirs: Connection) -> None:
    theirs.close()  # so that the pipe ends when the first process does
    # Ctrl-C reaches every process; the first one decides.
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    # An end by the first one takes back what is half done.
    signal.signal(signal.SIGTERM, lambda *_: sys.exit())
    with suppress(EOFError, OSError):
        while True:
            pipe.send(_done(do, pipe.recv()))


def _done(do: Callable[[int], object], share: range) -> tuple[list[object], Exception | None]:
    try:
        return [do(place) for place in share], None
    except Exception as error:
        error.add_note(traceback.format_exc())
        return [], error
