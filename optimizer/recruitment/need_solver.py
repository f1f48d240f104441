"""One need, solved: bound by pockets, recruits by search, an integer programme for the rest."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need, need_flow
from optimizer.pockets.separation import Cut
from optimizer.recruitment.cutting_planes import (
    COUNTING,
    THOROUGH,
    TRYING,
    MasterProgram,
    first_cuts,
    lift_bound,
)
from optimizer.recruitment.feasibility import decide_number
from optimizer.recruitment.start_groups import place_in_groups
from optimizer.recruitment.tabu_search import Packing, TabuSearch, round_recruits

SHORT_SEARCH, LONG_SEARCH = 300, 3_000
"""Flows that a search for one number of recruits may spend."""
SOON = 5_000
"""Pairs up to which the integer programme is asked before anything that takes long."""


@dataclass(frozen=True, slots=True, eq=False)
class NeedSolution:
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


def solve_need(need: Need, limits: SearchLimits) -> NeedSolution:
    """Find the fewest recruits that serve everybody of the need, as far as time allows.

    A quick bound and a short search settle most needs. Of the others the small ones are put to an
    integer programme at once; the large ones get every pocket there is to find and a long search
    before.
    """
    cuts = first_cuts(need)
    number = max(cut.forces for cut in cuts)
    start = place_in_groups(need, min(number, int(need.cap.sum())))
    if not need_flow(need, start).short.any():
        return NeedSolution(start, number, tuple(cuts), start.astype(np.float64))
    master = lift_bound(need, cuts, limits)
    found = _found(need, master, limits, SHORT_SEARCH)
    if not found.short:
        return _solved(found.recruits, master.bound, master)
    small = need.places.sum() + need.members.sum() <= SOON
    if small:
        return ask_numbers(need, master, found, limits)
    return search_need(need, master, limits)


def _found(need: Need, master: MasterProgram, limits: SearchLimits, flows: int) -> Packing:
    if master.served is not None:
        return Packing(master.served, 0)
    return pack_recruits(need, master.recruits, master.bound, limits, flows)


def _solved(recruits: Ints, bound: int, master: MasterProgram) -> NeedSolution:
    return NeedSolution(recruits, bound, master.cuts, master.recruits)


def ask_numbers(
    need: Need, master: MasterProgram, found: Packing, limits: SearchLimits
) -> NeedSolution:
    """Ask of one number after the other whether it is enough.

    What was refuted by search may be so by counting too: more pockets are looked for afterwards.
    """
    master = lift_bound(need, list(master.cuts), limits, TRYING)
    if master.served is not None:
        return _solved(master.served, master.bound, master)
    number = master.bound
    while found.short and not limits.over:
        answer = decide_number(need, master, number, limits.share(0.5))
        if answer.recruits is not None:
            found = Packing(answer.recruits, 0)
        elif answer.bound > number:
            number += 1
            filled = fill_up(need, found.recruits)
            if filled.sum() == number:
                found = Packing(filled, 0)
            else:
                found = pack_recruits(
                    need, found.recruits.astype(np.float64), number, limits, LONG_SEARCH
                )
        else:
            return search_need(need, replace(master, bound=number), limits)
    if found.short:
        return _solved(fill_up(need, found.recruits), number, master)
    master = lift_bound(need, list(master.cuts), limits, COUNTING, number)
    return _solved(found.recruits, number, master)


def search_need(need: Need, master: MasterProgram, limits: SearchLimits) -> NeedSolution:
    """Find pockets and recruits as long as there are any, and close the gap that is left.

    The bound may be above what the pockets prove: numbers below it have been refuted then.
    """
    lifted = lift_bound(need, list(master.cuts), limits, THOROUGH)
    master = replace(lifted, bound=max(lifted.bound, master.bound))
    found = _found(need, master, limits, LONG_SEARCH)
    while found.short and not limits.over:
        more = int(found.recruits.sum()) + 1
        found = pack_recruits(need, found.recruits.astype(np.float64), more, limits, LONG_SEARCH)
    solved = _solved(fill_up(need, found.recruits), master.bound, master)
    if solved.value == solved.bound or limits.over:
        return solved
    answer = decide_number(need, master, solved.value - 1, limits)
    bound = max(solved.bound, answer.bound)
    better = solved.recruits if answer.recruits is None else answer.recruits
    return replace(solved, recruits=better, bound=bound)


def pack_recruits(
    need: Need, leaning: Floats, number: int, limits: SearchLimits, flows: int
) -> Packing:
    """Look for ``number`` recruits that leave as few as possible short, from fractional ones."""
    start = round_recruits(leaning, number, need.cap)
    return TabuSearch(need, start, np.random.default_rng(limits.seed)).run(flows, limits)


def fill_up(need: Need, recruits: Ints) -> Ints:
    """Add recruits, each where a path leads to most short households, until nobody is."""
    recruits = recruits.copy()
    while True:
        flow = need_flow(need, recruits)
        if not flow.short.any():
            return recruits
        touched = flow.short @ need.places
        recruits[int(np.argmax(np.where(recruits < need.cap, touched, -1)))] += 1
