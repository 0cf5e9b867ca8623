"""Interleaved measurement: every way of doing a thing takes its turn in every round."""

from __future__ import annotations

import gc
import itertools
import statistics
import time
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

TURN = 0.15
"""Seconds that one turn of one way takes at least, so that the clock does not matter."""

_clock = time.perf_counter


def count_processor_time() -> None:
    """Count this process's own time, where others work on the machine as well."""
    global _clock
    _clock = time.process_time


def counts_processor_time() -> bool:
    return _clock is time.process_time


def now() -> float:
    """Seconds by the clock that is asked for."""
    return _clock()


Way = Callable[[int], float]
"""Does so many documents and gives the seconds that it took."""


@dataclass(frozen=True)
class Row:
    """What was measured of one way: seconds per document, one value a round."""

    name: str
    seconds: tuple[float, ...]

    @property
    def median(self) -> float:
        return statistics.median(self.seconds)

    def times(self, other: Row) -> float:
        """How often this way fits into the other's time: the median of the rounds' ratios."""
        pairs = zip(self.seconds, other.seconds, strict=True)
        return statistics.median(theirs / own for own, theirs in pairs)

    @property
    def spread(self) -> float:
        """The middle half of the rounds, as a share of the median: how quiet the machine was."""
        quarters = statistics.quantiles(self.seconds, n=4)
        return (quarters[2] - quarters[0]) / self.median


def over(items: Iterable[object], do: Callable[..., object]) -> Way:
    """A way that does one thing to each of the items in turn, without end."""
    turn: Iterator[object] = itertools.cycle(items)

    def run(count: int) -> float:
        taken = list(itertools.islice(turn, count))
        start = now()
        for item in taken:
            do(item)
        return now() - start

    return run


def interleaved(ways: Mapping[str, Way], rounds: int, turn: float = TURN) -> list[Row]:
    """Let every way take its turn in each of so many rounds."""
    counts = {name: _calibrated(way, turn) for name, way in ways.items()}
    found: dict[str, list[float]] = {name: [] for name in ways}
    for _ in range(rounds):
        for name, way in ways.items():
            gc.collect()
            found[name].append(way(counts[name]) / counts[name])
    return [Row(name, tuple(seconds)) for name, seconds in found.items()]


def _calibrated(way: Way, turn: float) -> int:
    way(1)  # whatever is compiled or cached at first
    seconds = min(way(1), way(1))
    return max(1, round(turn / max(seconds, 1e-7)))
