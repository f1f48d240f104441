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

FLOWS = 3_000
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
    """Find the fewest recruits that serve everybody of the need, as far as time allows."""
    master = lift_bound(need, first_cuts(need), deadline)
    found = pack(need, master.recruits, master.bound, (deadline, seed))
    if found.short:
        master = lift_bound(need, list(master.cuts), deadline, patience=100)
        found = _more_until_served(need, master, (deadline, seed))
    solved = Solved(found.recruits, master.bound, master.cuts)
    return solved if solved.value == solved.bound else _settled(need, solved, deadline)


def pack(need: Need, leaning: Floats, number: int, budget: tuple[float, int]) -> Packing:
    """Look for ``number`` recruits that leave as few as possible short, from fractional ones."""
    deadline, seed = budget
    start = rounded(leaning, number, need.cap)
    return Search(need, start, np.random.default_rng(seed)).run(FLOWS, deadline)


def _more_until_served(need: Need, master: Master, budget: tuple[float, int]) -> Packing:
    """Add recruits until everybody is served; without time left, one by one where they help."""
    found = pack(need, master.recruits, master.bound, budget)
    while found.short and time.monotonic() < budget[0]:
        more = int(found.recruits.sum()) + 1
        found = pack(need, found.recruits.astype(np.float64), more, budget)
    return found if not found.short else filled_up(need, found.recruits)


def filled_up(need: Need, recruits: Ints) -> Packing:
    """Add recruits, each where a path leads to most short households, until nobody is."""
    recruits = recruits.copy()
    while True:
        flow = flow_of(need, recruits)
        if not flow.short.any():
            return Packing(recruits, 0)
        touched = flow.short @ need.places
        recruits[int(np.argmax(np.where(recruits < need.cap, touched, -1)))] += 1


def _settled(need: Need, solved: Solved, deadline: float) -> Solved:
    """Close the gap that is left with the whole problem as one integer programme."""
    between = (float(solved.bound), float(solved.value - 1))
    model = programme(need, (1.0, 0.0), between, 0)
    answer = exact(model, deadline - time.monotonic())
    if math.isinf(answer.bound) and answer.bound > 0:
        return replace(solved, bound=solved.value)
    if math.isfinite(answer.bound):
        solved = replace(solved, bound=max(solved.bound, math.ceil(answer.bound - 1e-6)))
    if answer.x is None:
        return solved
    recruits = np.rint(answer.x[: len(need.cap)]).astype(np.int64)
    if flow_of(need, recruits).short.any():
        return solved
    return replace(solved, recruits=recruits)
