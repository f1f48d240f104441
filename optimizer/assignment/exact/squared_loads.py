"""Goals with squared loads: the plain CP-SAT model, from the best plan that is known."""

from __future__ import annotations

from collections.abc import Sequence

from optimizer.assignment.bounds.flow_relaxation import solve_flow
from optimizer.assignment.incumbent import NOTHING_KNOWN, better_solution, with_bound
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.domain.scenario import Ints
from optimizer.domain.search_limits import SearchLimits


def has_squared_loads(problem: AssignmentProblem, goal: Goal) -> bool:
    """Tell whether a goal or a settled one adds up squared loads, which no other method takes."""
    return bool(goal.rising) or any(settled.rising for _, settled, _ in problem.settled)


def solve_squared_loads(
    problem: AssignmentProblem,
    goal: Goal,
    plans: Sequence[Ints | None],
    bound: int,
    limits: SearchLimits,
) -> Solution:
    """Return the best plan that the plain model finds.

    A plan with the loads of another has its balance too, so a flow may shorten its walk.

    Parameters
    ----------
    plans
        Where to start, each of shape (households,).
    bound
        What no plan goes below.
    """
    best = Solution(None, NOTHING_KNOWN, bound)
    for plan in plans:
        if plan is not None and problem.answered_by(plan):
            loads = problem.loads(plan)
            best = better_solution(best, plan, problem, goal)
            best = better_solution(best, solve_flow(problem, goal, loads, loads), problem, goal)
    # Few problems come here, and CP-SAT's model loads pandas: a third of a process's start.
    from optimizer.assignment.exact import cpsat  # noqa: PLC0415

    found = cpsat.solve_cpsat(problem, goal, best.person, limits)
    return with_bound(better_solution(best, found.person, problem, goal), max(found.bound, bound))
