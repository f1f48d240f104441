"""When a search stops: counted work, processor time, and the clock as a last cap."""

from __future__ import annotations

import time
from dataclasses import dataclass, replace
from math import inf

CLOCK_TIMES = 5.0
"""A limit of processor time may take so many times as long by the clock."""
EFFORT = 20.0
"""Units of effort of a search that is not told otherwise."""
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
        Of each search tree, at most.
    enough
        A value that will do: the search stops when a plan has it or none can. Negative: none.
    """

    deadline_s: float
    clock_s: float = inf
    seed: int = 0
    effort: float = EFFORT
    nodes: int = NODES
    enough: int = -1

    @classmethod
    def lasting(
        cls, seconds: float, *, seed: int = 0, effort: float | None = None, nodes: int = NODES
    ) -> SearchLimits:
        """Return limits that end so many seconds of this process from now.

        Parameters
        ----------
        effort
            Counted work; None for as many units as there are seconds.
        """
        return cls(
            time.process_time() + seconds,
            time.monotonic() + CLOCK_TIMES * seconds,
            seed,
            seconds if effort is None else effort,
            nodes,
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

    def within(self, seconds: float) -> SearchLimits:
        """Return the same limits, ending so many seconds of this process from now at the latest."""
        return replace(self, deadline_s=min(self.deadline_s, time.process_time() + seconds))

    def share(self, part: float) -> SearchLimits:
        """Return the same limits with a part of the time that is left."""
        return self.within(part * self.left_s)

    def aiming_at(self, enough: int) -> SearchLimits:
        """Return the same limits for a search that may stop at a value."""
        return replace(self, enough=enough)
