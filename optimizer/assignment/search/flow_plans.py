"""Plans by flows over given persons, and the price at which what is settled is kept."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.bounds.flow_relaxation import (
    combine_goals,
    lexicographic_flow,
    solve_flow,
)
from optimizer.assignment.problem import AssignmentProblem, Goal, restricted_goal
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.errors import SolverError

PRICED = 10**12
"""The largest cost of a pair at the price of what is settled: sums of it are exact in floats."""


def flow_plan(problem: AssignmentProblem, priced: Goal, known: Ints | None) -> Ints:
    """Return the best plan without minimum; with the recruits of a known plan, where there are."""
    here, goal = close_unused_places(problem, priced, known)
    nothing = np.zeros(here.persons, np.int64)
    plan = solve_flow(here, goal, nothing, here.maximum)
    if plan is None:
        raise SolverError("a flow without lower loads cannot fail")
    return plan


def close_unused_places(
    problem: AssignmentProblem, goal: Goal, known: Ints | None
) -> tuple[AssignmentProblem, Goal]:
    """Return the problem without the places that a known plan leaves without a recruit."""
    if problem.recruit_limits is None:
        return problem, goal
    hired = problem.hired(np.full(problem.households, UNSERVED) if known is None else known)
    open_now = ~problem.recruit_limits.places | (hired > 0)
    keep = open_now[problem.reach.person]
    here = replace(
        problem,
        reach=problem.reach.only(keep),
        maximum=problem.maximum * np.maximum(hired, 1) * open_now,
        settled=(),
    )
    return here, restricted_goal(goal, keep)


def penalise_settled(problem: AssignmentProblem, goal: Goal, side: int) -> tuple[Goal, float]:
    """Return the goal with the settled goals at a price, and what the settled values cost so.

    Parameters
    ----------
    side
        The price of each settled goal. A Lagrangian multiplier: any price of at least nothing
        gives a valid bound. Prices of households fit to one that stays the same.
    """
    pair, skip, owed = goal.pair, goal.skip, 0.0
    for _, settled, value in problem.settled:
        pair, skip = pair + side * settled.pair, skip + side * settled.skip
        owed += float(side * value)
    return Goal(pair, skip, 0, goal.exception), owed


def penalty_price(problem: AssignmentProblem, goal: Goal) -> int:
    """Return a price at which nothing settled is given back for any one pair of a goal.

    Less where what is settled is itself a sum of lengths: their product has to stay exact.
    """
    largest = max((int(one.pair.max(initial=0)) for _, one, _ in problem.settled), default=0)
    return min(int(goal.pair.max(initial=0)) + 1, max(PRICED // max(largest, 1), 1))


def plan_for_persons(
    problem: AssignmentProblem, goal: Goal, normal: Ints, short: Ints
) -> Ints | None:
    """Return the best plan with so many of each person in their window, and below; None if none."""
    goals = (*(settled for _, settled, _ in problem.settled), goal)
    goals = tuple(replace(one, exception=0) for one in goals)
    total = combine_goals(goals, problem)
    goals = goals if total is None else (total,)
    lower = normal * problem.minimum
    upper = np.maximum(normal + short, problem.holders) * problem.maximum
    if problem.recruit_limits is None:
        return lexicographic_flow(problem, goals, lower, upper)
    # Most places are closed: a flow over the open ones is many times smaller.
    keep = upper[problem.reach.person] > 0
    here = replace(problem, reach=problem.reach.only(keep), settled=())
    goals = tuple(restricted_goal(one, keep) for one in goals)
    return lexicographic_flow(here, goals, lower, upper)


def reassign(problem: AssignmentProblem, goal: Goal, hint: Ints) -> Ints | None:
    """Return the best plan with the persons that a plan uses, each used as it uses them."""
    normal, short = problem.persons_in_use(hint)
    if problem.exceptions is not None and short.sum() > problem.exceptions:
        normal, short = normal + short, np.zeros_like(short)
    return plan_for_persons(problem, goal, normal, short)
