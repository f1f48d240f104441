"""The MIP on what is left: the strong programme on the pairs that a plan up to a value may use.

A search among all plans up to a guessed value proves one of two things: the best of them is the
best of all, or no plan is as good as the guess. So it starts with a close guess, when little is
left, and takes a wider one each time the guess was too bold.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.exact.mip import MipResult, RemainingProblem, solve_mip
from optimizer.assignment.incumbent import (
    NOTHING_KNOWN,
    better_solution,
    round_bound_up,
    with_bound,
)
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.search.flow_plans import plan_for_persons
from optimizer.assignment.search.lagrangian_ascent import STEPS, raise_bound
from optimizer.assignment.search.local_search import exchanges_allowed, improve_plan
from optimizer.assignment.search.reduced_cost_fixing import drop_pairs, fix_variables
from optimizer.assignment.search.search_state import SearchState, is_over, on_pairs
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits

PAIRS = 15_000
"""Pairs of a programme to a unit of effort."""
ALL = 1.0
"""A gap from which on every plan is looked at."""
GAPS = (0.001, 0.004, 0.016, 0.064, 0.256, ALL)
"""Guesses of the gap that the bound leaves, one after the other."""
CLOSE = 0.01
"""A plan known to be this close is searched up to at once, without a guess."""


@dataclass(frozen=True, slots=True, eq=False)
class MipStep:
    """The state after a programme, and whether that was solved to its end."""

    state: SearchState
    finished: bool


def solve_remaining(state: SearchState, limits: SearchLimits) -> SearchState:
    """Solve programmes up to wider and wider guesses, until one proves the best plan."""
    return _widen(state, GAPS, limits)


def solve_whole(state: SearchState, limits: SearchLimits) -> SearchState:
    """Solve the programme of all that is left, without a guess."""
    return _widen(state, (ALL,), limits)


def _widen(state: SearchState, gaps: Sequence[float], limits: SearchLimits) -> SearchState:
    for gap in gaps:
        step = _solve_up_to_guess(state, gap, limits)
        state = step.state
        # A guess whose plans are too many to be searched leaves no hope for a wider one.
        if not step.finished or is_over(state.best, limits):
            break
        state = raise_bound(drop_pairs(state), STEPS, limits, again=True)
        state = improve_plan(state, limits, tries=exchanges_allowed(limits))
    return state


def _solve_up_to_guess(state: SearchState, gap: float, limits: SearchLimits) -> MipStep:
    """Solve exactly what a plan up to a guessed value may use."""
    best = state.best
    guess = _guess(best, gap)
    if best.person is not None and best.value - best.bound <= CLOSE * best.value:
        guess = best.value - 1
    left = fix_variables(state, guess)
    if best.person is not None and is_too_large(left, limits):
        return MipStep(state, finished=False)
    return solve_within(state, left, guess, limits)


def _guess(best: Solution, gap: float) -> int:
    """Return a value that the best plan hopefully does not exceed."""
    guess = best.bound + int(gap * abs(best.bound))
    if gap >= ALL:
        guess = NOTHING_KNOWN
    return min(guess, best.value - 1) if best.person is not None else guess


def solve_within(
    state: SearchState, left: RemainingProblem, guess: int, limits: SearchLimits
) -> MipStep:
    """Solve exactly what is left for a plan of value ``guess``."""
    problem, goal, best = state.problem, state.goal, state.best
    found = solve_mip(problem, goal, left, limits)
    plan = None
    if found.normal is not None and found.short is not None:
        plan = plan_for_persons(problem, goal, found.normal, found.short)
    best = better_solution(best, plan, problem, goal)
    best = with_bound(best, _proved(problem, goal, found, plan, guess))
    return MipStep(replace(state, best=best), found.finished)


def is_too_large(left: RemainingProblem, limits: SearchLimits) -> bool:
    """Tell whether a programme is too large for the effort allowed."""
    return int(left.pair.sum()) > PAIRS * limits.effort


def _proved(
    problem: AssignmentProblem, goal: Goal, found: MipResult, plan: Ints | None, guess: int
) -> int:
    """Return the bound that a search among all plans of value ``guess`` or less has proved.

    A finished search proves its own plan's exact value: HiGHS's sum differs from it by rounding.
    """
    if found.finished and plan is not None and problem.answered_exactly_by(plan):
        return min(goal.value(problem, plan), guess + 1)
    return min(round_bound_up(found.bound), guess + 1)


def search_members(state: SearchState, limits: SearchLimits) -> SearchState:
    """Search for a better plan with the recruits where the best one has them.

    Exchanges move recruits and leave the members as they are; here members go idle or come in.
    """
    problem, best = state.problem, state.best
    if problem.recruit_limits is None or best.person is None:
        return state
    if not _may_be_idle(problem, problem.recruit_limits.places, best.person):
        return state
    open_now = ~problem.recruit_limits.places | (problem.hired(best.person) > 0)
    here = on_pairs(state, open_now[problem.reach.person])
    here = drop_pairs(raise_bound(here, STEPS, limits, again=True))
    guess = best.value - 1
    left = fix_variables(here, guess)
    if is_too_large(left, limits):
        return state
    found = solve_within(here, left, guess, limits).state.best
    return replace(state, best=replace(found, bound=min(best.bound, found.value)))


def _may_be_idle(problem: AssignmentProblem, places: NDArray[np.bool_], person: Ints) -> bool:
    """Tell whether the others and the recruits of a plan have room when some member is idle."""
    near = np.bincount(problem.reach.person, minlength=problem.persons) > 0
    members = ~places & near & (problem.maximum > 0)
    seats = np.where(places, problem.hired(person), members) * problem.maximum
    spare = int(seats.sum()) - int((person != UNSERVED).sum())
    return bool((problem.maximum[members] <= spare).any())
