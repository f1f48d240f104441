"""The search as a sequence: raise the bound, fix variables, solve what is left.

A search among all plans up to a guessed value proves one of two things: the best of them is the
best of all, or no plan is as good as the guess. So it starts with a close guess, when little is
left, and takes a wider one each time the guess was too bold.
"""

from __future__ import annotations

from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.search.branch_and_bound import branch_and_bound
from optimizer.assignment.search.greedy_plan import greedy_plan
from optimizer.assignment.search.pocket_cuts import add_pocket_cuts
from optimizer.assignment.search.search_state import (
    SearchState,
    drop_pairs,
    fix_variables,
    improve_plan,
    is_over,
    is_too_large,
    raise_bound,
    restart_bound,
    search_members,
    solve_within,
    start_search,
)
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits

STEPS = 240
"""Subgradient steps a round, at most."""
ALL = 1.0
"""A gap from which on every plan is looked at."""
GAPS = (0.001, 0.004, 0.016, 0.064, 0.256, ALL)
"""Guesses of the gap that the bound leaves, one after the other."""
SMALL = 400
"""So few pairs are searched whole: a good bound would cost more than the search."""
FEW_STEPS = 15
CLOSE = 0.01
"""A plan known to be this close is searched up to at once, without a guess."""
TRIES = 30
"""Exchanges of a recruit's place to a unit of effort."""
CLIMBS = 8
"""Rounds of raising the bound, each on the pairs that the last one left, at most."""
WORTH_CLIMBING = 0.001
"""Of the value, what a round that changes nothing else has to add to the bound."""
POCKETS = 6
"""Rounds of looking for pockets, at most."""


def run_search(
    problem: AssignmentProblem,
    goal: Goal,
    best: Solution,
    limits: SearchLimits,
    relaxed_plan: Ints | None,
) -> Solution:
    """Return a better answer than ``best``, proven unless the deadline came first.

    Parameters
    ----------
    relaxed_plan
        The best plan without minimum, where it is known: its prices are a good start.
    """
    small = len(problem.reach) <= SMALL
    if not small:
        best = greedy_plan(problem, goal, best, limits)
    state = start_search(problem, goal, best, relaxed_plan)
    state = _climbed(state, limits, small=small)
    if is_over(state.best, limits):
        return state.best
    if problem.recruit_limits is not None and state.best.person is not None and not small:
        state = drop_pairs(search_members(state, STEPS, limits))
        if is_over(state.best, limits):
            return state.best
        state = _strengthened(state, limits)
        if is_over(state.best, limits):
            return state.best
        told = branch_and_bound(state, limits)
        if told is not None:
            return told.best
    for gap in GAPS[-1:] if small else GAPS:
        state, finished = _looked(state, gap, limits)
        # A guess whose plans are too many to be searched leaves no hope for a wider one.
        if not finished or is_over(state.best, limits):
            break
        state = raise_bound(drop_pairs(state), STEPS, limits, again=True)
        state = improve_plan(state, limits, tries=int(TRIES * limits.effort))
    return state.best


def _climbed(state: SearchState, limits: SearchLimits, *, small: bool) -> SearchState:
    """Raise the bound and improve the plan in turn, as long as either gains."""
    problem, tries = state.problem, int(TRIES * limits.effort)
    # An exchange costs some flows, and is only as good as the prices that recommend it: while the
    # bound still rises well, recruits are but moved among the households they have.
    exchanges = tries if small or problem.recruit_limits is None else 0
    for climb in range(1 if small else CLIMBS):
        before = state
        state = raise_bound(state, FEW_STEPS if small else STEPS, limits, again=climb > 0)
        if state.best.person is not None and is_over(state.best, limits):
            break
        state = drop_pairs(improve_plan(state, limits, tries=exchanges))
        gained = _gained(before, state)
        if is_over(state.best, limits) or (not gained and exchanges):
            break
        last = climb + 2 == CLIMBS
        exchanges = 0 if gained and problem.recruit_limits is not None and not last else tries
    return state


def _strengthened(state: SearchState, limits: SearchLimits) -> SearchState:
    """Raise the bound with pockets that the relaxation misses, as long as there are any."""
    for _ in range(POCKETS):
        told = add_pocket_cuts(state)
        if told is None or is_over(told.best, limits):
            return state if told is None else told
        state = raise_bound(told, STEPS, limits, again=True)
        state = drop_pairs(restart_bound(state, state.best.person, STEPS, limits))
    return state


def _gained(before: SearchState, after: SearchState) -> bool:
    """Tell whether a round left fewer pairs, found a better plan, or raised the bound well."""
    same = after.table is before.table and after.best.person is before.best.person
    return not same or after.best.bound - before.best.bound > WORTH_CLIMBING * after.best.value


def _looked(state: SearchState, gap: float, limits: SearchLimits) -> tuple[SearchState, bool]:
    """Solve exactly what a plan up to a guessed value may use; tell whether that was finished."""
    best = state.best
    guess = _guess(best, gap)
    if best.person is not None and best.value - best.bound <= CLOSE * best.value:
        guess = best.value - 1
    left = fix_variables(state, guess)
    if best.person is not None and is_too_large(left, limits):
        return state, False
    return solve_within(state, left, guess, limits)


def _guess(best: Solution, gap: float) -> int:
    """Return a value that the best plan hopefully does not exceed."""
    guess = best.bound + int(gap * abs(best.bound))
    if gap >= ALL:
        guess = NOTHING_KNOWN
    return min(guess, best.value - 1) if best.person is not None else guess
