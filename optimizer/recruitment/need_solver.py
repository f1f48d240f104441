"""One need, solved: bound by pockets, recruits by search, an integer programme for the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need, flow_of
from optimizer.pockets.separation import Cut
from optimizer.recruitment.cutting_planes import (
    COUNTING,
    THOROUGH,
    TRYING,
    Master,
    first_cuts,
    lift_bound,
)
from optimizer.recruitment.feasibility import decide
from optimizer.recruitment.start_groups import spread
from optimizer.recruitment.tabu_search import Packing, Search, rounded

SHORT_SEARCH, LONG_SEARCH = 300, 3_000
"""Flows that a search for one number of recruits may spend."""
SOON = 5_000
"""Pairs up to which the integer programme is asked before anything that takes long."""


@dataclass(frozen=True, slots=True, eq=False)
class Solved:
    """Recruits that serve a whole need, how many at least, and the pockets met on the way.

    Parameters
    ----------
    leaning
        Shape (places,): fewest recruits, fractions allowed, under all the pockets.
    """

    recruits: Ints
    bound: int
    cuts: tuple[Cut, ...]
    leaning: Floats

    @property
    def value(self) -> int:
        """How many recruits there are."""
        return int(self.recruits.sum())


def solve_need(need: Need, limits: SearchLimits) -> Solved:
    """Find the fewest recruits that serve everybody of the need, as far as time allows.

    A quick bound and a short search settle most needs. Of the others the small ones are put to an
    integer programme at once; the large ones get every pocket there is to find and a long search
    before.
    """
    cuts = first_cuts(need)
    number = max(cut.forces for cut in cuts)
    start = spread(need, min(number, int(need.cap.sum())))
    if not flow_of(need, start).short.any():
        return Solved(start, number, tuple(cuts), start.astype(np.float64))
    master = lift_bound(need, cuts, limits)
    found = _found(need, master, limits, SHORT_SEARCH)
    if not found.short:
        return _solved(found.recruits, master.bound, master)
    small = need.places.sum() + need.members.sum() <= SOON
    if small:
        return asked(need, master, found, limits)
    return searched(need, master, limits)


def _found(need: Need, master: Master, limits: SearchLimits, flows: int) -> Packing:
    if master.served is not None:
        return Packing(master.served, 0)
    return pack(need, master.recruits, master.bound, limits, flows)


def _solved(recruits: Ints, bound: int, master: Master) -> Solved:
    return Solved(recruits, bound, master.cuts, master.recruits)


def asked(need: Need, master: Master, found: Packing, limits: SearchLimits) -> Solved:
    """Ask of one number after the other whether it is enough.

    What was refuted by search may be so by counting too: more pockets are looked for afterwards.
    """
    master = lift_bound(need, list(master.cuts), limits, TRYING)
    if master.served is not None:
        return _solved(master.served, master.bound, master)
    number = master.bound
    while found.short and not limits.over:
        answer = decide(need, master, number, limits.share(0.5))
        if answer.recruits is not None:
            found = Packing(answer.recruits, 0)
        elif answer.bound > number:
            number += 1
            filled = filled_up(need, found.recruits)
            if filled.sum() == number:
                found = Packing(filled, 0)
            else:
                found = pack(need, found.recruits.astype(np.float64), number, limits, LONG_SEARCH)
        else:
            return searched(need, replace(master, bound=number), limits)
    if found.short:
        return _solved(filled_up(need, found.recruits), number, master)
    master = lift_bound(need, list(master.cuts), limits, COUNTING, number)
    return _solved(found.recruits, number, master)


def searched(need: Need, master: Master, limits: SearchLimits) -> Solved:
    """Find pockets and recruits as long as there are any, and close the gap that is left.

    The bound may be above what the pockets prove: numbers below it have been refuted then.
    """
    lifted = lift_bound(need, list(master.cuts), limits, THOROUGH)
    master = replace(lifted, bound=max(lifted.bound, master.bound))
    found = _found(need, master, limits, LONG_SEARCH)
    while found.short and not limits.over:
        more = int(found.recruits.sum()) + 1
        found = pack(need, found.recruits.astype(np.float64), more, limits, LONG_SEARCH)
    solved = _solved(filled_up(need, found.recruits), master.bound, master)
    if solved.value == solved.bound or limits.over:
        return solved
    answer = decide(need, master, solved.value - 1, limits)
    bound = max(solved.bound, answer.bound)
    better = solved.recruits if answer.recruits is None else answer.recruits
    return replace(solved, recruits=better, bound=bound)


def pack(need: Need, leaning: Floats, number: int, limits: SearchLimits, flows: int) -> Packing:
    """Look for ``number`` recruits that leave as few as possible short, from fractional ones."""
    start = rounded(leaning, number, need.cap)
    return Search(need, start, np.random.default_rng(limits.seed)).run(flows, limits)


def filled_up(need: Need, recruits: Ints) -> Ints:
    """Add recruits, each where a path leads to most short households, until nobody is."""
    recruits = recruits.copy()
    while True:
        flow = flow_of(need, recruits)
        if not flow.short.any():
            return recruits
        touched = flow.short @ need.places
        recruits[int(np.argmax(np.where(recruits < need.cap, touched, -1)))] += 1
