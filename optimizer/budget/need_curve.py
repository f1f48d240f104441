"""The coverage curve of one connected need: the most households for every number of recruits."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need, need_flow
from optimizer.recruitment.maximum_coverage import MaximumCoverage, place_next, settle_coverage
from optimizer.recruitment.minimum_mip import cover_with_minimum
from optimizer.recruitment.recruit_mip import LoadWindow
from optimizer.recruitment.tabu_search import TabuSearch

FLOWS = 300
"""Flows that a search for one number may spend before the integer programme is asked."""


@dataclass(frozen=True, slots=True, eq=False)
class NeedCurve:
    """Households of a need that so many recruits serve, for 0, 1, 2, ... recruits.

    Parameters
    ----------
    served, bound
        Shape (numbers,): what is reached, and what nothing goes beyond.
    recruits
        Recruits per place of the need, for each number.
    """

    served: Ints
    bound: Ints
    recruits: tuple[Ints, ...]


def need_curve(need: Need, most: int, limits: SearchLimits) -> NeedCurve:
    """Cover a need with 0, 1, ... recruits, at most ``most``, until nobody more can be served.

    What a set of recruits serves is submodular (the rank of a transversal matroid), so the best
    set of r gains no more for each recruit than the best of r - 1 does: that bounds each number by
    the one before it. A search among flows meets most of these bounds; where it does not, the
    integer programme of maximum coverage is asked.
    """
    everybody = need.households
    alone = _served(need, np.zeros_like(need.cap))
    highest = _served(need, need.cap)
    served, bound, recruits = [alone], [alone], [np.zeros_like(need.cap)]
    while len(served) <= most and served[-1] < highest:
        number = len(served)
        gain = min(bound[-1] - alone, need.size * (number - 1))
        fair = need.size if number == 1 else gain * number // (number - 1)
        ceiling = min(highest, alone + fair, bound[-1] + need.size)
        start = place_next(need, recruits[-1])
        left = max((highest - served[-1]) // need.size, 1)
        found = _cover(need, start, number, everybody - ceiling, limits.share(1 / left))
        served.append(everybody - found.short)
        bound.append(everybody - found.bound)
        recruits.append(found.recruits)
    return NeedCurve(np.array(served), np.array(bound), tuple(recruits))


def _served(need: Need, recruits: Ints) -> int:
    return need.households - int(need_flow(need, recruits).short.sum())


def _cover(
    need: Need, start: Ints, number: int, least: int, limits: SearchLimits
) -> MaximumCoverage:
    """Place ``number`` recruits; ``least`` households stay short in any case."""
    rng = np.random.default_rng([limits.seed, number])
    found = TabuSearch(need, start.copy(), rng).run(FLOWS, limits, goal=least)
    best = MaximumCoverage(found.recruits, found.short, least)
    if best.short <= least or limits.over:
        return best
    return settle_coverage(need, best, number, limits)


def need_curve_with_minimum(
    need: Need, window: LoadWindow, most: int, lost: int, limits: SearchLimits
) -> NeedCurve:
    """Cover a need whose loads must keep the minimum, with 0, 1, ... ``most`` recruits.

    The number served is not submodular then; one recruit more still serves at most its own
    households more.

    Parameters
    ----------
    lost
        Households that no number of recruits could serve, minimum loads aside.
    """
    highest = need.households - lost
    nobody = np.zeros_like(need.cap)
    served, bound, recruits = [0], [0], [nobody]
    for number in range(most + 1):
        share = limits.share(1 / (most + 1 - number))
        found = cover_with_minimum(need, window, number, share)
        ceiling = min(highest, need.households - found.bound)
        ceiling = ceiling if number == 0 else min(ceiling, bound[-1] + need.size)
        reached = need.households - found.short
        better = number == 0 or reached > served[-1]
        served.append(reached if better else served[-1])
        recruits.append(found.recruits if better else recruits[-1])
        bound.append(max(ceiling, served[-1]))
        if served[-1] >= highest:
            break
    return NeedCurve(np.array(served[1:]), np.array(bound[1:]), tuple(recruits[1:]))
