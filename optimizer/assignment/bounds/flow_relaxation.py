"""Flow relaxation: the problem without its minimum, exact whenever its loads fit."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.assignment.bounds.optimal_face import optimal_face
from optimizer.assignment.problem import AssignmentProblem, Goal, restricted_goal
from optimizer.domain.scenario import Ints
from optimizer.errors import SolverError
from optimizer.solvers.flow import LARGEST_COST, DearestCosts, minimum_cost_flow


def dominating_weight(goal: Goal, problem: AssignmentProblem) -> int:
    """Return a weight above anything that ``goal`` can change along one cycle of a flow.

    Two flows differ by cycles and paths that visit each person at most once. A weight above what
    the lower goal can change along any of them settles the higher goal first, because an optimal
    flow has no improving cycle (Ahuja, Magnanti and Orlin 1993, theorem 9.1).
    """
    pair = (problem.persons + 1) * int(goal.pair.max(initial=0))
    rising = 2 * goal.rising * (2 * int(problem.maximum.max(initial=0)) + 1)
    return pair + 2 * int(goal.skip.max(initial=0)) + rising + 1


def combine_goals(goals: tuple[Goal, ...], problem: AssignmentProblem) -> Goal | None:
    """Return one goal that ranks ``goals``, the first highest; None where it would overflow."""
    total = goals[-1]
    for goal in reversed(goals[:-1]):
        weight = dominating_weight(total, problem)
        highest = max(int(goal.pair.max(initial=0)), int(goal.skip.max(initial=0)), goal.rising, 1)
        if weight * highest * (problem.persons + 2) * (problem.households + 2) > LARGEST_COST:
            return None
        total = Goal(
            goal.pair * weight + total.pair,
            goal.skip * weight + total.skip,
            goal.rising * weight + total.rising,
        )
    return total if len(goals) == 1 or _fits(total, problem) else None


def _fits(total: Goal, problem: AssignmentProblem) -> bool:
    seat = total.rising * max(2 * int(problem.maximum.max(initial=0)) - 1, 0)
    dearest = DearestCosts(int(total.pair.max(initial=0)), int(total.skip.max(initial=0)), seat)
    return dearest.fit(problem.households, problem.persons)


def solve_flow(problem: AssignmentProblem, goal: Goal, lower: Ints, upper: Ints) -> Ints | None:
    """Serve as many as the loads ``lower`` to ``upper`` allow, then keep ``goal`` smallest.

    Returns
    -------
    Shape (households,), or None where the lower loads or the pinned households cannot be met.
    """
    return minimum_cost_flow(
        problem.reach,
        goal.pair,
        lower,
        upper,
        skip=goal.skip,
        rising=goal.rising,
        pinned=problem.pinned,
    )


def flow_relaxation(problem: AssignmentProblem, goal: Goal) -> Ints | None:
    """Return the best plan when every load from 0 to the maximum is allowed, settled goals first.

    It is a bound for the problem, and its answer when ``problem.answered_by`` says so. None
    where a goal is too large for whole numbers.
    """
    goals = (*(goal for _, goal, _ in problem.settled), goal)
    nothing = np.zeros(problem.persons, np.int64)
    try:
        return lexicographic_flow(problem, goals, nothing, problem.maximum)
    except SolverError:
        return None


def lexicographic_flow(
    problem: AssignmentProblem, goals: tuple[Goal, ...], lower: Ints, upper: Ints
) -> Ints | None:
    """Serve as many as the loads allow, then keep the first goal smallest, then the next.

    As many goals as can be ranked by weights are one flow; the next flow is on its optimal face.

    Returns
    -------
    Shape (households,), or None where the lower loads or the pinned households cannot be met.

    Raises
    ------
    SolverError
        Where one goal alone would wrap in 64 bits.
    """
    here = replace(problem, settled=())
    while True:
        count, total = _ranked_together(goals, here)
        person = solve_flow(here, total, lower, upper)
        if person is None or count == len(goals):
            return person
        face = optimal_face(here, total, person, lower, upper)
        lower, upper = face.lower, face.upper
        goals = tuple(restricted_goal(goal, face.pairs) for goal in goals[count:])
        here = replace(here, reach=here.reach.only(face.pairs), pinned=face.pinned)


def _ranked_together(goals: tuple[Goal, ...], problem: AssignmentProblem) -> tuple[int, Goal]:
    """Return how many of the first goals can be ranked by weights, and the goal that does it."""
    best = 1, goals[0]
    for count in range(2, len(goals) + 1):
        total = combine_goals(goals[:count], problem)
        if total is None:
            break
        best = count, total
    return best
