"""Pocket cuts: pockets that the relaxation violates, added as limits on recruits.

A pocket counts (households less the room of the members in reach, in recruits, rounded up), so it
holds for whole recruits where the linear programme makes do with a fraction. Those of the
certificate say how many recruits there must be; these are looked for where the relaxation hires,
on the pairs that a better plan may still use, which reach less and so force more. They are told to
the problem as groups of places with a least number, as long as the groups lie inside one another
or apart. Counting pockets: Chvatal-Gomory cuts of the capacity rows, known as cover and effective
capacity inequalities of facility location (Aardal, Pochet and Wolsey 1995).
"""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.exact.mip import RemainingProblem
from optimizer.assignment.incumbent import with_bound
from optimizer.assignment.problem import AssignmentProblem
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.assignment.search.lagrangian_ascent import STEPS, raise_bound, restart_bound
from optimizer.assignment.search.reduced_cost_fixing import drop_pairs, fix_variables
from optimizer.assignment.search.search_state import SearchState, is_over, with_recruit_limits
from optimizer.domain.scenario import Floats
from optimizer.domain.search_limits import SearchLimits
from optimizer.pockets.instance import Need
from optimizer.pockets.lifting import grow_pockets, peel_pockets
from optimizer.pockets.reduction import group_equal_rows
from optimizer.pockets.separation import Cut

ROUNDS = 6
"""Rounds of looking for pockets, at most."""
MISSED = 0.1
"""Of a recruit: by how much the relaxation has to miss a pocket."""
CLASSES = 600
"""Kinds of households from which pockets are grown, at most: the work is their square."""


def add_pocket_cuts(state: SearchState, limits: SearchLimits) -> SearchState:
    """Raise the bound with pockets that the relaxation misses, as long as there are any."""
    for _ in range(ROUNDS):
        told = with_missed_pockets(state)
        if told is None or is_over(told.best, limits):
            return state if told is None else told
        state = raise_bound(told, STEPS, limits, again=True)
        state = drop_pairs(restart_bound(state, state.best.person, STEPS, limits))
    return state


def with_missed_pockets(state: SearchState) -> SearchState | None:
    """Return the state with the pockets that its relaxation misses; None where it misses none.

    Every plan as good as the best one keeps them: it serves everybody of the pockets, along pairs
    that are left.
    """
    recruit_limits = state.problem.recruit_limits
    assert recruit_limits is not None, "only recruits are forced"
    need = _need(state.problem, recruit_limits, fix_variables(state, state.best.value))
    hired = state.usage[need.place_rows]
    alive = np.zeros(state.problem.persons, bool)
    alive[need.place_rows] = True
    told = replace(recruit_limits, inside=recruit_limits.inside & alive)
    found = False
    for cut in _missed(need, hired, recruit_limits.number):
        group = need.place_rows[cut.places]
        if not told.fits(group):
            continue
        more = told.limited(group, cut.forces, recruit_limits.number)
        if more is None:
            return replace(state, best=with_bound(state.best, state.best.value))
        told, found = more, True
    return with_recruit_limits(state, told, state.bound.price) if found else None


def _missed(need: Need, hired: Floats, number: int) -> list[Cut]:
    """Return pockets that force more than is hired, the most violated first.

    Before all others come those that force everybody: they close all other places.
    """
    cuts = peel_pockets(need, hired)
    if len(need.count) <= CLASSES:
        cuts += grow_pockets(need, hired)
    missing = [(cut.forces - float(hired @ cut.places), cut) for cut in cuts]
    missed = [(by, cut) for by, cut in missing if by > MISSED]
    return [cut for by, cut in sorted(missed, key=lambda one: (one[1].forces < number, -one[0]))]


def _need(
    problem: AssignmentProblem, recruit_limits: RecruitLimits, left: RemainingProblem
) -> Need:
    """Return the households that every better plan serves, and who reaches them in one."""
    near = np.zeros((problem.households, problem.persons), bool)
    near[problem.reach.household[left.pair], problem.reach.person[left.pair]] = True
    households, reached = np.flatnonzero(~left.skip), near.any(axis=0)
    member_rows = np.flatnonzero(reached & ~recruit_limits.places)
    place_rows = np.flatnonzero(reached & recruit_limits.places)
    members, places = near[np.ix_(households, member_rows)], near[np.ix_(households, place_rows)]
    order, starts = group_equal_rows(np.hstack([members, places]))
    first = order[starts]
    return Need(
        rows=households[order],
        count=np.diff(np.append(starts, len(order))),
        member_rows=member_rows,
        place_rows=place_rows,
        members=members[first],
        places=places[first],
        room=problem.maximum[member_rows],
        size=int(problem.maximum[place_rows].max(initial=1)),
        cap=recruit_limits.copies[place_rows],
        urgent=np.zeros(len(first), bool),
        xy=np.zeros((len(first), 2)),
    )
