"""The search state (pairs left, bound and prices, incumbent) and the steps that improve it."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.bounds.flow_duals import flow_duals
from optimizer.assignment.bounds.lagrangian import (
    CostTable,
    LagrangianBound,
    evaluate_bound,
    make_cost_table,
    reduced_cost_bounds,
)
from optimizer.assignment.bounds.subgradient import ascend
from optimizer.assignment.exact import mip
from optimizer.assignment.incumbent import (
    NOISE,
    NOTHING_KNOWN,
    better_solution,
    round_bound_up,
    with_bound,
)
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution, restricted_goal
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.assignment.search.flow_plans import (
    close_unused_places,
    flow_plan,
    improve_by_flow,
    penalise_settled,
    penalty_price,
    plan_for_persons,
)
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits

LEVELS = (2.0, 4.0, 8.0, 16.0)
"""Prices of a recruit, in longest walks, at which the climb may start."""
PAIRS = 15_000
"""Pairs of a programme to a unit of effort."""
WORTH_DROPPING = 0.8
"""Pairs are dropped when at most this share of them is left."""


@dataclass(frozen=True, slots=True, eq=False)
class SearchState:
    """What is known of a problem: the pairs that a better plan may use, a bound, the best plan.

    Parameters
    ----------
    side, owed
        The price of the settled goals in ``table``, and what the settled values cost at it.
    usage
        Shape (persons,): how many of each the relaxation used of late, in the mean.
    """

    problem: AssignmentProblem
    goal: Goal
    side: int
    owed: float
    table: CostTable
    bound: LagrangianBound
    best: Solution
    usage: Floats


def start_search(
    problem: AssignmentProblem, goal: Goal, best: Solution, relaxed_plan: Ints | None
) -> SearchState:
    """Return a state that starts at the prices of a flow.

    Parameters
    ----------
    relaxed_plan
        The best plan without minimum, where it is known.
    """
    side = penalty_price(problem, goal)
    priced, owed = penalise_settled(problem, goal, side)
    table = make_cost_table(problem, priced)
    if relaxed_plan is None:
        relaxed_plan = flow_plan(problem, priced, best.person)
    bound = _start(problem, priced, table, best.person, relaxed_plan)
    if problem.recruit_limits is not None and best.person is not None:
        # Where a plan has many exceptions its prices say little. Those of the members alone may
        # bound more, but to climb from them is to start far from the top.
        alone = _start(problem, priced, table, None, flow_plan(problem, priced, None))
        best = with_bound(best, round_bound_up(alone.value - owed))
    usage = (bound.normal + bound.short).astype(float)
    return SearchState(problem, goal, side, owed, table, bound, best, usage)


def _start(
    problem: AssignmentProblem,
    priced: Goal,
    table: CostTable,
    staffed: Ints | None,
    best: Ints,
) -> LagrangianBound:
    """Return the bound at the prices of a flow, with places at the best price of a recruit.

    Parameters
    ----------
    staffed
        A plan whose recruits are in service, or None for members alone.
    best
        The best plan then.
    """
    here = close_unused_places(problem, priced, staffed)
    bound = evaluate_bound(table, flow_duals(*here, best))
    for level in () if problem.recruit_limits is None else LEVELS:
        other = evaluate_bound(table, flow_duals(*here, best, level))
        if other.value < bound.value:
            break
        bound = other
    return bound


def raise_bound(
    state: SearchState, steps: int, limits: SearchLimits, *, again: bool
) -> SearchState:
    """Raise the bound, towards the value of the best plan."""
    best, owed = state.best, state.owed
    target = best.value
    if best.person is None:
        target = int(max(best.bound, state.bound.value - owed) * 1.05) + 1
    # A bound that shows the plan to be close enough ends the search, and so the climb before it.
    close = best.person is not None and limits.gap > 0
    enough = best.value * (1 - limits.gap) + owed + 1 if close else inf
    start = state.bound.price
    top = ascend(state.table, start, target + owed, steps, limits, again=again, enough=enough)
    best = with_bound(best, round_bound_up(top.bound.value - owed))
    best = replace(best, price=top.bound.price)
    return replace(state, bound=top.bound, usage=top.usage, best=best)


def restart_bound(
    state: SearchState, plan: Ints | None, steps: int, limits: SearchLimits
) -> SearchState:
    """Raise the bound anew, over a wide sample first, and keep what ends higher.

    Where nearly everybody has to be full, a seat has its price all along a chain of persons.
    Steps find such chains late; a flow over the persons of a plan has them all.

    Parameters
    ----------
    plan
        With recruits: whose prices to start at; None for those of the state.
    """
    start = state.bound
    if plan is not None:
        priced, _ = penalise_settled(state.problem, state.goal, state.side)
        start = _start(state.problem, priced, state.table, plan, plan)
    other = raise_bound(replace(state, bound=start), steps, limits, again=False)
    return other if other.bound.value > state.bound.value else state


def improve_plan(state: SearchState, limits: SearchLimits, *, tries: int) -> SearchState:
    """Make a plan of what the relaxation looks like, or a better one of the best."""
    problem, goal = state.problem, state.goal
    plan = improve_by_flow(problem, goal, state.bound, state.best, limits, tries=tries)
    return replace(state, best=better_solution(state.best, plan, problem, goal))


def drop_pairs(state: SearchState) -> SearchState:
    """Drop the pairs that no plan as good as the best one uses."""
    if state.best.person is None:
        return state
    left = fix_variables(state, state.best.value)
    if left.pair.sum() > WORTH_DROPPING * len(left.pair):
        return state
    return _only(state, left.pair)


def search_members(state: SearchState, steps: int, limits: SearchLimits) -> SearchState:
    """Search for a better plan with the recruits where the best one has them.

    Exchanges move recruits and leave the members as they are; here members go idle or come in.
    """
    problem, best = state.problem, state.best
    if problem.recruit_limits is None or best.person is None:
        return state
    if not _may_be_idle(problem, problem.recruit_limits.places, best.person):
        return state
    open_now = ~problem.recruit_limits.places | (problem.hired(best.person) > 0)
    here = _only(state, open_now[problem.reach.person])
    here = drop_pairs(raise_bound(here, steps, limits, again=True))
    guess = best.value - 1
    left = fix_variables(here, guess)
    if is_too_large(left, limits):
        return state
    found = solve_within(here, left, guess, limits)[0].best
    return replace(state, best=replace(found, bound=min(best.bound, found.value)))


def _may_be_idle(problem: AssignmentProblem, places: NDArray[np.bool_], person: Ints) -> bool:
    """Tell whether the others and the recruits of a plan have room when some member is idle."""
    near = np.bincount(problem.reach.person, minlength=problem.persons) > 0
    members = ~places & near & (problem.maximum > 0)
    seats = np.where(places, problem.hired(person), members) * problem.maximum
    spare = int(seats.sum()) - int((person != UNSERVED).sum())
    return bool((problem.maximum[members] <= spare).any())


def _only(state: SearchState, pairs: NDArray[np.bool_]) -> SearchState:
    """Return the state on some of its pairs, at the same prices."""
    problem = state.problem
    settled = tuple((stage, restricted_goal(goal, pairs), v) for stage, goal, v in problem.settled)
    problem = replace(problem, reach=problem.reach.only(pairs), settled=settled)
    goal = restricted_goal(state.goal, pairs)
    priced, owed = penalise_settled(problem, goal, state.side)
    table = make_cost_table(problem, priced)
    bound = evaluate_bound(table, state.bound.price)
    return replace(state, problem=problem, goal=goal, owed=owed, table=table, bound=bound)


def with_recruit_limits(
    state: SearchState, recruit_limits: RecruitLimits, price: Floats
) -> SearchState:
    """Return a state with other limits on where recruits live, at the prices given."""
    problem, table = (
        replace(state.problem, recruit_limits=recruit_limits),
        replace(state.table, recruit_limits=recruit_limits),
    )
    return replace(state, problem=problem, table=table, bound=evaluate_bound(table, price))


def solve_within(
    state: SearchState, left: mip.RemainingProblem, guess: int, limits: SearchLimits
) -> tuple[SearchState, bool]:
    """Solve exactly what is left for a plan of value ``guess``; tell whether that was finished."""
    problem, goal, best = state.problem, state.goal, state.best
    found = mip.solve_mip(
        problem,
        goal,
        left,
        limits,
    )
    plan = None
    if found.normal is not None and found.short is not None:
        plan = plan_for_persons(problem, goal, found.normal, found.short)
    best = better_solution(best, plan, problem, goal)
    best = with_bound(best, _proved(problem, goal, found, plan, guess))
    return replace(state, best=best), found.finished


def is_too_large(left: mip.RemainingProblem, limits: SearchLimits) -> bool:
    """Tell whether a programme is too large for the effort allowed."""
    return int(left.pair.sum()) > PAIRS * limits.effort


def is_over(best: Solution, limits: SearchLimits) -> bool:
    """Tell whether the search may stop: proven, in time, or known to reach or miss ``enough``.

    Or the plan is known to be as close to the best as the limits' gap asks.
    """
    if best.proven or best.bound >= NOTHING_KNOWN or limits.over:
        return True
    if best.person is not None and best.value - best.bound <= limits.gap * best.value:
        return True
    enough = limits.enough
    return enough >= 0 and (
        best.bound > enough or (best.person is not None and best.value <= enough)
    )


def fix_variables(state: SearchState, guess: int) -> mip.RemainingProblem:
    """Return what a plan of value ``guess`` or less may use."""
    most = guess + state.owed
    limit = most + NOISE * abs(most) + 1e-6
    price = reduced_cost_bounds(state.table, state.bound, len(state.problem.reach))
    return mip.RemainingProblem(
        price.pair <= limit, price.skip <= limit, price.used <= limit, price.idle <= limit
    )


def _proved(
    problem: AssignmentProblem, goal: Goal, found: mip.MipResult, plan: Ints | None, guess: int
) -> int:
    """Return the bound that a search among all plans of value ``guess`` or less has proved.

    A finished search proves its own plan's exact value: HiGHS's sum differs from it by rounding.
    """
    if found.finished and plan is not None and problem.answered_exactly_by(plan):
        return min(goal.value(problem, plan), guess + 1)
    return min(round_bound_up(found.bound), guess + 1)
