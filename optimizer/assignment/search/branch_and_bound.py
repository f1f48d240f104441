"""Branch and bound on the number of recruits in each cluster of places.

The relaxation likes half a recruit here and half a recruit there. Two cases cover every plan: so
many recruits in a neighbourhood at most, or one more at least; each raises the bound where a
single place would only pass its half on to the next door. The case with the lowest bound is split
next: the lowest of all open cases bounds every plan (branch and bound, Land and Doig 1960).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from heapq import heappop, heappush
from itertools import count

import numpy as np

from optimizer.assignment.incumbent import NOTHING_KNOWN, better_solution, with_bound
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.assignment.search.allocator import make_allocator
from optimizer.assignment.search.flow_plans import plan_for_persons
from optimizer.assignment.search.lagrangian_ascent import raise_bound, restart_bound
from optimizer.assignment.search.location_search import locate_and_allocate
from optimizer.assignment.search.place_clusters import place_clusters
from optimizer.assignment.search.reduced_cost_fixing import drop_pairs, fix_variables
from optimizer.assignment.search.remaining_mip import is_too_large, solve_within
from optimizer.assignment.search.search_state import SearchState, is_over, with_recruit_limits
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits

STEPS = 60
"""Subgradient steps a case, from the prices of the case that it is part of."""
MORE_STEPS = 240
"""And from those of a plan with as many recruits there, before it is split itself."""
CASES = 20
"""Cases to a unit of effort, those counted twice that are looked at twice."""
MOST_CASES = 2000
"""Cases in all: those that wait are kept in memory."""
SEARCHED = 4
"""Cases that an exact search counts for."""
PLACES = 1200
"""Places that are sorted into neighbourhoods, at most: their distances are a square."""
FEW_PAIRS = 1500
"""A case with so few pairs left is searched exactly."""
CLEAR = 0.1
"""Of the neighbourhoods whose number is this far from a whole one, the largest is split."""
WHOLE = 0.02
"""A number this near to a whole one counts as that."""


@dataclass(frozen=True, slots=True, eq=False)
class Node:
    """Some limits on where recruits live, and what is known of the plans that keep them.

    Small, because many wait: the pairs that such a plan may use are found again from the prices.

    Parameters
    ----------
    close
        True where the bound was also raised from the prices of a plan.
    """

    bound: int
    recruit_limits: RecruitLimits
    price: Floats
    usage: Floats
    close: bool


@dataclass(frozen=True, slots=True, eq=False)
class Branching:
    """Two cases: near some places, shape (many,), live ``few`` recruits at most, or more."""

    places: Ints
    few: int
    urgency: float


def branch_and_bound(state: SearchState, limits: SearchLimits) -> SearchState | None:
    """Raise the bound by splitting into cases, and take better plans that are met.

    Parameters
    ----------
    state
        With a plan, and with places among its persons.

    Returns
    -------
    The same problem with a bound and a plan that may be better; None where there are too many
    places to be sorted.
    """
    places = np.flatnonzero(
        _recruit_limits(state).places & fix_variables(state, state.best.value - 1).used
    )
    if len(places) > PLACES:
        return None
    tree, order = place_clusters(state, places), count()
    left = min(int(CASES * limits.effort), MOST_CASES)
    waiting = [(state.best.bound, next(order), _case(state, close=False))]
    stuck = NOTHING_KNOWN
    while waiting and waiting[0][0] < state.best.value and left > 0:
        if is_over(_told(state, waiting, stuck).best, limits):
            break
        case = heappop(waiting)[-1]
        opened = _opened(state, case)
        looked = not case.close and len(opened.problem.reach) > FEW_PAIRS
        if looked:
            # Only once a case is the next to be split: a good many never are.
            after: Sequence[SearchState] = (_closely(opened, limits),)
        else:
            opened, after = _split_up(opened, tree, limits)
        for one in after or (opened,):
            if one.best.value < state.best.value:
                state = drop_pairs(replace(state, best=replace(one.best, bound=state.best.bound)))
            if after and not one.best.proven:
                heappush(waiting, (one.best.bound, next(order), _case(one, close=looked)))
        if not after and not opened.best.proven:
            # A search of so many nodes was not enough, and that is all there is to know of it.
            stuck = min(stuck, opened.best.bound)
        left -= len(after) or SEARCHED
    return _told(state, waiting, stuck)


def _told(state: SearchState, waiting: Sequence[tuple[int, int, Node]], stuck: int) -> SearchState:
    """Return the state with what all cases prove that are not closed."""
    least = min(stuck, state.best.value, *(bound for bound, *_ in waiting[:1]))
    return replace(state, best=with_bound(state.best, least))


def _case(state: SearchState, *, close: bool) -> Node:
    return Node(state.best.bound, _recruit_limits(state), state.bound.price, state.usage, close)


def _opened(state: SearchState, case: Node) -> SearchState:
    """Return a case with the pairs that its better plans may use."""
    best = replace(state.best, bound=min(case.bound, state.best.value))
    opened = with_recruit_limits(
        replace(state, usage=case.usage, best=best), case.recruit_limits, case.price
    )
    return drop_pairs(opened)


def _split_up(
    case: SearchState, tree: Sequence[Ints], limits: SearchLimits
) -> tuple[SearchState, Sequence[SearchState]]:
    """Return a case, searched where it is small, and the cases that it is split into.

    There are none where the search came to its end, and where nothing is left to be split.
    """
    guess = case.best.value - 1
    left, split = fix_variables(case, guess), _split(case, tree)
    if left.pair.sum() <= FEW_PAIRS or (split is None and not is_too_large(left, limits)):
        step = solve_within(case, left, guess, limits)
        case = step.state
        if step.finished:
            return case, ()
    if split is None:
        return case, ()
    return case, [
        _examined(case, recruit_limits, limits) for recruit_limits in _children(case, split)
    ]


def _examined(
    case: SearchState, recruit_limits: RecruitLimits, limits: SearchLimits
) -> SearchState:
    """Return a case with one more limit, its bound raised, and a plan made of its choice."""
    child = with_recruit_limits(case, recruit_limits, case.bound.price)
    return _planned(raise_bound(child, STEPS, limits, again=True), limits)


def _closely(case: SearchState, limits: SearchLimits) -> SearchState:
    """Return a case with its bound raised from the prices of a plan that keeps its limits.

    One limit more may move prices far, and steps from the parent's follow slowly.
    """
    return _planned(restart_bound(case, _choice(case), MORE_STEPS, limits), limits)


def _choice(case: SearchState) -> Ints | None:
    """Return the plan with the recruits that the case's relaxation chose; None if none."""
    plan = plan_for_persons(case.problem, case.goal, case.bound.normal, case.bound.short)
    return plan if plan is not None and case.problem.answered_by(plan) else None


def _planned(case: SearchState, limits: SearchLimits) -> SearchState:
    """Make a plan of the recruits that the case's relaxation chose, and move them to the best."""
    plan = _choice(case)
    if plan is None:
        return case
    problem, goal = case.problem, case.goal
    allocator = make_allocator(problem, goal)
    if allocator is not None:
        plan = locate_and_allocate(allocator, allocator.of_plan(plan), limits).person
    return replace(case, best=better_solution(case.best, plan, problem, goal))


def _split(case: SearchState, tree: Sequence[Ints]) -> Branching | None:
    """Return where to ask next, or None where the number of recruits is settled everywhere."""
    clear, unclear, whole = list[Branching](), list[Branching](), list[Branching]()
    for places in tree:
        recruits = float(case.usage[places].sum())
        off = abs(recruits - round(recruits))
        if off > CLEAR:
            clear.append(Branching(places, int(recruits), len(places)))
        elif off > WHOLE:
            unclear.append(Branching(places, int(recruits), off))
        elif len(places) == 1 and recruits > WHOLE and not _settled_at(case, places, recruits):
            whole.append(Branching(places, round(recruits) - 1, recruits))
    for kind in (clear, unclear, whole):
        if kind:
            return max(kind, key=lambda split: split.urgency)
    return None


def _settled_at(case: SearchState, places: Ints, recruits: float) -> bool:
    return _recruit_limits(case).least_of(places) >= round(recruits)


def _children(case: SearchState, split: Branching) -> Iterator[RecruitLimits]:
    """Yield the limits with at most so many in a neighbourhood, and with one more at least."""
    recruit_limits = _recruit_limits(case)
    for least, most in ((0, split.few), (split.few + 1, recruit_limits.number)):
        child = recruit_limits.limited(split.places, least, most)
        if child is not None:
            yield child


def _recruit_limits(case: SearchState) -> RecruitLimits:
    recruit_limits = case.problem.recruit_limits
    assert recruit_limits is not None, "only recruits live in one neighbourhood or another"
    return recruit_limits
