"""Steps that raise the Lagrangian bound: from the prices of a flow, and on from those at hand."""

from __future__ import annotations

from dataclasses import replace
from math import inf

from optimizer.assignment.bounds.flow_duals import flow_duals
from optimizer.assignment.bounds.lagrangian import (
    CostTable,
    LagrangianBound,
    evaluate_bound,
    make_cost_table,
)
from optimizer.assignment.bounds.subgradient import ascend
from optimizer.assignment.incumbent import round_bound_up, with_bound
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.search.flow_plans import (
    close_unused_places,
    flow_plan,
    penalise_settled,
    penalty_price,
)
from optimizer.assignment.search.search_state import SearchState
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits

STEPS = 240
"""Subgradient steps a round, at most."""
LEVELS = (2.0, 4.0, 8.0, 16.0)
"""Prices of a recruit, in longest walks, at which the climb may start."""


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
