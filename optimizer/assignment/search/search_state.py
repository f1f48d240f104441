"""The search state: pairs left, bound and prices, incumbent; and whether a search may stop."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.bounds.lagrangian import (
    CostTable,
    LagrangianBound,
    evaluate_bound,
    make_cost_table,
)
from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution, restricted_goal
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.assignment.search.flow_plans import penalise_settled
from optimizer.domain.scenario import Floats
from optimizer.domain.search_limits import SearchLimits


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


def on_pairs(state: SearchState, pairs: NDArray[np.bool_]) -> SearchState:
    """Return the state on some of its pairs, at the same prices."""
    problem = state.problem
    settled = tuple(one._replace(goal=restricted_goal(one.goal, pairs)) for one in problem.settled)
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
