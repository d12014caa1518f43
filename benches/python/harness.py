"""Measures two things in turns, so that what disturbs the machine disturbs both, and tells what came out as the benches in Rust do."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from statistics import median_high
from time import perf_counter_ns
from typing import NamedTuple


class Size(NamedTuple):
    """How much is measured."""

    rounds: int
    units: int
    """Pieces of work in a round."""


@dataclass
class Times:
    """How long each round took, in nanoseconds a unit of work."""

    rounds: list[float] = field(default_factory=list)

    @property
    def median(self) -> float:
        """What half of the rounds stayed below."""
        return median_high(self.rounds)

    def __str__(self) -> str:
        return f"{time(self.median)} ({time(min(self.rounds))})"


class Work(NamedTuple):
    """A piece of work that is measured."""

    run: Callable[[], object]
    times: int
    """How often it is done in a round."""
    units: int = 1
    """How many units it is."""


def in_turns(size: Size, *works: Callable[[], object]) -> list[Times]:
    """Lets pieces of work take turns, each round all units of one; the first round only warms up."""
    return side_by_side(size.rounds, *[Work(work, size.units) for work in works])


def side_by_side(rounds: int, *works: Work) -> list[Times]:
    """The same for pieces of which some are done less often, as they take longer."""
    times = [Times() for _ in works]
    for nth in range(rounds + 1):
        for work, of_work in zip(works, times):
            begun = perf_counter_ns()
            for _ in range(work.times):
                work.run()
            if nth > 0:
                of_work.rounds.append((perf_counter_ns() - begun) / (work.times * work.units))
    return times


def row(what: str, ours: Times, peer: Times | None = None, *, most: float | None = None, ratio: float | None = None) -> str:
    """A line of the table. The ratio is the speed of ours as a part of the peer's."""
    if not ours.median > 0:
        raise ValueError(f"nothing was measured of: {what}")
    cells = [what, str(ours), "", "", "", ""]
    if peer is not None:
        speed = peer.median / ours.median
        cells[2:4] = [str(peer), f"{speed:.2f}"]
        if ratio is not None:
            cells[4:] = [f"ratio ≥ {ratio:.2f}", "yes" if speed >= ratio else "no"]
    if most is not None:
        cells[4:] = [f"≤ {time(most)}", "yes" if ours.median <= most else "no"]
    return f"| {' | '.join(cells)} |"


def time(nanos: float) -> str:
    """Nanoseconds, for people."""
    for unit, size in (("ns", 1e3), ("µs", 1e6), ("ms", 1e9)):
        if nanos < size:
            return f"{nanos * 1e3 / size:.{0 if unit == 'ns' else 1}f} {unit}"
    return f"{nanos / 1e9:.1f} s"
