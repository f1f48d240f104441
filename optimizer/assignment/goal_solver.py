"""Solves an assignment problem for one goal, as far as there is time; or bounds it alone."""

from __future__ import annotations

import numpy as np

from optimizer.assignment.bounds.lagrangian import make_cost_table
from optimizer.assignment.bounds.nearest_person import nearest_bound
from optimizer.assignment.bounds.subgradient import ascend
from optimizer.assignment.incumbent import NOTHING_KNOWN, round_bound_up
from optimizer.assignment.one_median import is_one_median, solve_one_median
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.assignment.search.flow_plans import penalise_settled, penalty_price
from optimizer.assignment.search.lagrangian_ascent import STEPS
from optimizer.assignment.search.sequence import run_search
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits

LATE = 30_000
"""Pairs from which on not even a first flow and its prices are looked at when time is up."""


def solve_goal(
    problem: AssignmentProblem,
    goal: Goal,
    limits: SearchLimits,
    hint: Ints | None = None,
) -> Solution:
    """Find the plan that keeps ``goal`` smallest, and prove it as far as the limits allow.

    Parameters
    ----------
    hint
        A plan to improve on, shape (households,).
    """
    if is_one_median(problem):
        return solve_one_median(problem, goal)
    late = limits.over and len(problem.reach) > LATE
    if (late or limits.all_over) and hint is not None and problem.answered_by(hint):
        return Solution(hint, goal.value(problem, hint), nearest_bound(problem, goal))
    if limits.all_over:
        return Solution(None, NOTHING_KNOWN, nearest_bound(problem, goal))
    return run_search(problem, goal, limits, hint)


def lower_bound(problem: AssignmentProblem, goal: Goal, limits: SearchLimits) -> int:
    """Return a valid lower bound of ``goal`` without looking for a plan."""
    if is_one_median(problem):
        return solve_one_median(problem, goal).bound
    if limits.all_over:
        return nearest_bound(problem, goal)
    priced, owed = penalise_settled(problem, goal, penalty_price(problem, goal))
    table = make_cost_table(problem, priced)
    nobody = np.zeros(problem.households)
    best = ascend(table, nobody, float(problem.persons) + owed, STEPS, limits)
    return max(round_bound_up(best.bound.value - owed), 0)
