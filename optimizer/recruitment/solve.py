"""One need, solved: bound by pockets, recruits by search, an integer programme for the rest."""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, replace

import numpy as np

from optimizer.recruitment.master import Master, first_cuts, lift_bound
from optimizer.recruitment.need import Need, flow_of
from optimizer.recruitment.packing import Packing, Search, rounded
from optimizer.recruitment.pockets import Cut
from optimizer.recruitment.programme import exact
from optimizer.recruitment.whole import programme
from optimizer.scenario import Floats, Ints

SHORT_SEARCH, LONG_SEARCH = 600, 3_000
"""Flows that a search for one number of recruits may spend."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Recruits that serve a whole need, how many at least, and the pockets met on the way."""

    recruits: Ints
    bound: int
    cuts: tuple[Cut, ...]

    @property
    def value(self) -> int:
        """How many recruits there are."""
        return int(self.recruits.sum())


def solve_need(need: Need, deadline: float, seed: int) -> Solved:
    """Find the fewest recruits that serve everybody of the need, as far as time allows.

    A quick bound and a short search settle most needs; the others get every pocket there is to
    find, a long search, and at last an integer programme.
    """
    master = lift_bound(need, first_cuts(need), deadline)
    found = _found(need, master, (deadline, seed), SHORT_SEARCH)
    if found.short:
        master = lift_bound(need, list(master.cuts), deadline, thorough=True)
        found = _found(need, master, (deadline, seed), LONG_SEARCH)
    while found.short and time.monotonic() < deadline:
        more = int(found.recruits.sum()) + 1
        found = pack(need, found.recruits.astype(np.float64), more, (deadline, seed), LONG_SEARCH)
    served = filled_up(need, found.recruits)
    solved = Solved(served, master.bound, master.cuts)
    return solved if solved.value == solved.bound else _settled(need, solved, deadline)


def _found(need: Need, master: Master, budget: tuple[float, int], flows: int) -> Packing:
    if master.served is not None:
        return Packing(master.served, 0)
    return pack(need, master.recruits, master.bound, budget, flows)


def pack(
    need: Need, leaning: Floats, number: int, budget: tuple[float, int], flows: int
) -> Packing:
    """Look for ``number`` recruits that leave as few as possible short, from fractional ones."""
    deadline, seed = budget
    start = rounded(leaning, number, need.cap)
    return Search(need, start, np.random.default_rng(seed)).run(flows, deadline)


def filled_up(need: Need, recruits: Ints) -> Ints:
    """Add recruits, each where a path leads to most short households, until nobody is."""
    recruits = recruits.copy()
    while True:
        flow = flow_of(need, recruits)
        if not flow.short.any():
            return recruits
        touched = flow.short @ need.places
        recruits[int(np.argmax(np.where(recruits < need.cap, touched, -1)))] += 1


def _settled(need: Need, solved: Solved, deadline: float) -> Solved:
    """Close the gap that is left with the whole problem as one integer programme.

    It is told nothing of the gap: a row over all recruits makes HiGHS four times slower.
    """
    model = programme(need, (1.0, 0.0), (0.0, math.inf), 0)
    answer = exact(model, deadline - time.monotonic())
    if math.isfinite(answer.bound):
        lifted = max(solved.bound, math.ceil(answer.bound - 1e-6))
        solved = replace(solved, bound=min(solved.value, lifted))
    if answer.x is None:
        return solved
    recruits = np.rint(answer.x[: len(need.cap)]).astype(np.int64)
    if recruits.sum() >= solved.value or flow_of(need, recruits).short.any():
        return solved
    return replace(solved, recruits=recruits)
