"""The search for one goal: a sequence of steps on one state, until bound and incumbent meet.

    flow relaxation -> first plan -> Lagrangian bound, reduced-cost fixing and local search in turn
        -> members in and out of reserve -> pocket cuts -> branch and bound, or MIP on what is left

The steps about recruits are left out where none are to be placed. Where a problem is small, it is
solved whole after a short ascent.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import partial

from optimizer.assignment.exact.squared_loads import has_squared_loads, solve_squared_loads
from optimizer.assignment.incumbent import NOTHING_KNOWN, better_solution
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.search.branch_and_bound import branch_and_bound
from optimizer.assignment.search.flow_plans import reassign
from optimizer.assignment.search.flow_solution import solve_by_flow
from optimizer.assignment.search.greedy_plan import greedy_plan
from optimizer.assignment.search.lagrangian_ascent import STEPS, raise_bound, start_search
from optimizer.assignment.search.local_search import exchanges_allowed, improve_plan
from optimizer.assignment.search.pocket_cuts import add_pocket_cuts
from optimizer.assignment.search.reduced_cost_fixing import drop_pairs
from optimizer.assignment.search.remaining_mip import search_members, solve_remaining, solve_whole
from optimizer.assignment.search.search_state import SearchState, is_over
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits

SMALL = 400
"""So few pairs are searched whole: a good bound would cost more than the search."""
FEW_STEPS = 15
ROUNDS = 8
"""Rounds of bound, fixing and local search, each on the pairs that the last one left, at most."""
WORTH_A_ROUND = 0.001
"""Of the value, what a round that changes nothing else has to add to the bound."""

SearchStep = Callable[[SearchState, SearchLimits], SearchState]
"""It never makes the incumbent worse and never lowers the bound."""


def run_search(
    problem: AssignmentProblem, goal: Goal, limits: SearchLimits, hint: Ints | None = None
) -> Solution:
    """Return the best plan, proven unless the limits came first.

    Parameters
    ----------
    hint
        A plan to improve on, shape (households,).
    """
    flow = solve_by_flow(problem, goal)
    if flow.solution is not None:
        return flow.solution
    if has_squared_loads(problem, goal):
        return solve_squared_loads(problem, goal, (flow.plan, hint), flow.bound, limits)
    best = Solution(None, NOTHING_KNOWN, flow.bound)
    if hint is not None:
        best = better_solution(best, reassign(problem, goal, hint), problem, goal)
    small = len(problem.reach) <= SMALL
    if not small:
        best = greedy_plan(problem, goal, best, limits)
    state = start_search(problem, goal, best, None if problem.settled else flow.plan)
    for step in _whole() if small else _steps(problem):
        state = step(state, limits)
        if is_over(state.best, limits):
            break
    return state.best


def _whole() -> tuple[SearchStep, ...]:
    """Return the steps of a small problem."""
    return partial(_improve_in_turn, rounds=1, steps=FEW_STEPS), solve_whole


def _steps(problem: AssignmentProblem) -> tuple[SearchStep, ...]:
    """Return the steps of any other problem, in their order."""
    if problem.recruit_limits is None:
        return _improve_in_turn, solve_remaining
    return _improve_in_turn, _rest_members, _add_pockets, _branch_or_solve


def _improve_in_turn(
    state: SearchState, limits: SearchLimits, rounds: int = ROUNDS, steps: int = STEPS
) -> SearchState:
    """Raise the Lagrangian bound, fix variables and search locally, as long as anything gains."""
    placing, tries = state.problem.recruit_limits is not None, exchanges_allowed(limits)
    # An exchange costs some flows, and is only as good as the prices that recommend it: while the
    # bound still rises well, recruits are but moved among the households they have.
    exchanges = 0 if placing and rounds > 1 else tries
    for nth in range(rounds):
        before = state
        state = raise_bound(state, steps, limits, again=nth > 0)
        if state.best.person is not None and is_over(state.best, limits):
            break
        state = drop_pairs(improve_plan(state, limits, tries=exchanges))
        gained = _gained(before, state)
        if is_over(state.best, limits) or (not gained and exchanges):
            break
        last = nth + 2 == rounds
        exchanges = 0 if gained and placing and not last else tries
    return state


def _gained(before: SearchState, after: SearchState) -> bool:
    """Tell whether a round left fewer pairs, found a better plan, or raised the bound well."""
    same = after.table is before.table and after.best.person is before.best.person
    return not same or after.best.bound - before.best.bound > WORTH_A_ROUND * after.best.value


def _rest_members(state: SearchState, limits: SearchLimits) -> SearchState:
    """Let members go idle or come in, with the recruits where the incumbent has them."""
    return drop_pairs(search_members(state, limits))


def _add_pockets(state: SearchState, limits: SearchLimits) -> SearchState:
    """Add pocket cuts; a state without any plan has none that hold for it."""
    return state if state.best.person is None else add_pocket_cuts(state, limits)


def _branch_or_solve(state: SearchState, limits: SearchLimits) -> SearchState:
    """Branch on recruits in clusters of places; solve what is left where that cannot be done."""
    branched = None if state.best.person is None else branch_and_bound(state, limits)
    return solve_remaining(state, limits) if branched is None else branched
