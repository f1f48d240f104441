"""When a search stops: counted work, processor time, and the clock as a last cap."""

from __future__ import annotations

import os
import time
from dataclasses import dataclass, replace
from math import inf

CLOCK_TIMES = 5.0
"""A limit of processor time may take so many times as long by the clock."""
TELLING_S = 0.2
"""Processor seconds after which a process can tell how slow it is by the clock."""
EFFORT = 20.0
"""Units of effort of a search that is not told otherwise."""
MEASURING_S = 0.3
"""Processor seconds that distances may always take, though a search took all the time."""
GRACE_S = 0.3
"""Processor seconds beyond all time in which small things are still done as if there were some."""
NODES = 2000
"""Nodes of a search among members; the proofs seen took fewer."""


@dataclass(frozen=True, slots=True)
class SearchLimits:
    """What a search may spend, and from what value on it need not look any further.

    Counted work (``effort``, ``nodes``) is the same on every machine and ends most searches.
    Processor time ends the others; it goes on only while this process computes, so that a busy
    machine gives the same plan later and not a worse one. It is that of the whole process
    (``time.process_time``): a planner has a process of its own, in which its solvers are the
    only ones who compute, and a thread that watches a solver reads the same clock.

    Parameters
    ----------
    deadline_s
        On the clock of ``time.process_time``.
    clock_s
        On the clock of ``time.monotonic``: for a process that hardly ever gets a processor.
    seed
        Of every draw.
    effort
        What may be tried and how large a programme may be, counted. A unit is about what a
        second of one processor allows.
    nodes
        Of each search tree, at most; None for as many as the time allows.
    enough
        A value that will do: the search stops when a plan has it or none can. Negative: none.
    gap
        (value - bound) / value of the walk that will do: the search for the shortest walk ends
        when a plan is known to be this close. All other goals are searched until they are proven.
    measuring_s
        Processor seconds that distances may always take: without them there is no plan at all.
    begun_s, begun_clock_s
        When the work began, on both clocks: how much of the processor this process gets.
    last_s
        Like ``deadline_s``, of the whole work: a share of it ends earlier.
    """

    deadline_s: float
    clock_s: float = inf
    seed: int = 0
    effort: float = EFFORT
    nodes: int | None = NODES
    enough: int = -1
    gap: float = 0.0
    measuring_s: float = MEASURING_S
    begun_s: float = 0.0
    begun_clock_s: float = 0.0
    last_s: float = inf

    @classmethod
    def lasting(
        cls,
        seconds: float,
        *,
        seed: int = 0,
        effort: float = EFFORT,
        nodes: int | None = NODES,
        gap: float = 0.0,
        measuring_s: float = MEASURING_S,
    ) -> SearchLimits:
        """Return limits that end so many seconds of this process from now."""
        now_s, clock_s = time.process_time(), time.monotonic()
        return cls(
            now_s + seconds,
            clock_s + CLOCK_TIMES * seconds,
            seed,
            effort,
            nodes,
            gap=gap,
            measuring_s=measuring_s,
            begun_s=now_s,
            begun_clock_s=clock_s,
            last_s=now_s + seconds,
        )

    @property
    def left_s(self) -> float:
        """Seconds of this process that are left, 0 at least; none once the clock has run out."""
        if time.monotonic() > self.clock_s:
            return 0.0
        return max(self.deadline_s - time.process_time(), 0.0)

    @property
    def over(self) -> bool:
        """Whether the time is up."""
        return time.process_time() > self.deadline_s or time.monotonic() > self.clock_s

    @property
    def all_over(self) -> bool:
        """Whether the time of the whole work is up, and not only a share of it.

        What takes a moment for each of many parts is done while it is not, and for a moment more.
        """
        return (
            time.process_time() > self.last_s + GRACE_S
            or time.monotonic() > self.clock_s + GRACE_S * CLOCK_TIMES
        )

    @property
    def wall_s(self) -> float:
        """Seconds by the clock that ``left_s`` will take, for a solver that knows no other clock.

        As slow as this process has been so far; before that can be told, as the machine's load
        makes likely. An estimate: whoever can be interrupted is to be watched instead.
        """
        spent_s = time.process_time() - self.begun_s
        passed_s = time.monotonic() - self.begun_clock_s
        slow = passed_s / spent_s if spent_s > TELLING_S else processes_waiting()
        most_s = max(self.clock_s - time.monotonic(), 0.0)
        return min(self.left_s * min(max(slow, 1.0), CLOCK_TIMES), most_s)

    def within(self, seconds: float) -> SearchLimits:
        """Return the same limits, ending so many seconds of this process from now at the latest."""
        return replace(self, deadline_s=min(self.deadline_s, time.process_time() + seconds))

    def share(self, part: float) -> SearchLimits:
        """Return the same limits with a part of the time that is left."""
        return self.within(part * self.left_s)

    def aiming_at(self, enough: int) -> SearchLimits:
        """Return the same limits for a search that may stop at a value."""
        return replace(self, enough=enough)

    def until_proven(self) -> SearchLimits:
        """Return the same limits for a search that no gap ends."""
        return self if self.gap == 0 else replace(self, gap=0.0)


def processes_waiting() -> float:
    """Return how many processes wait for each processor, where the system tells."""
    if not hasattr(os, "getloadavg"):
        return 1.0
    return os.getloadavg()[0] / (os.cpu_count() or 1)
