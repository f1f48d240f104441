"""One measurement after the other, in one process and one thread."""

from __future__ import annotations

import time
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from statistics import median

from benchmarks.phases import Outcome, Phase
from benchmarks.recruits_peers import busy_s
from benchmarks.registry import Case
from optimizer.domain.scenario import Village


@dataclass(frozen=True, slots=True)
class Row:
    """A phase on a village.

    Parameters
    ----------
    seconds, cpu_s
        On the clock, and of this process and those it starts: on a machine that is shared, the
        second is what the work costs.
    """

    case: str
    size: str
    phase: str
    seed: int
    seconds: float
    cpu_s: float
    walk_m: float | None
    status: str
    gap: float
    more: Mapping[str, float]


def measure(case: Case, size: str) -> Iterator[Row]:
    """Yield a row for each village and phase; the phases of a village follow one another."""
    phases = case.available()
    # The first call of everything loads libraries; a peer that takes a minute need not take two.
    tiny = next(case.villages("tiny"))
    for phase in phases:
        phase.bind(tiny, case.time_limit_s)()
    for seed, village in enumerate(case.villages(size)):
        for phase in phases:
            seconds, cpu_s, found = timed(phase, village, case.time_limit_s)
            yield Row(
                case.name,
                size,
                phase.name,
                seed,
                seconds,
                cpu_s,
                found.walk_m,
                found.status,
                found.gap,
                found.more,
            )


def timed(phase: Phase, village: Village, limit_s: float) -> tuple[float, float, Outcome]:
    """Return the middle of the repeated times, by both clocks, and what the last repeat found."""
    call = phase.bind(village, limit_s)
    taken, busy = [], []
    for _ in range(phase.repeats):
        start_s, used_s = time.perf_counter(), busy_s()
        found = call()
        taken.append(time.perf_counter() - start_s)
        busy.append(busy_s() - used_s)
    return median(taken), median(busy), found
