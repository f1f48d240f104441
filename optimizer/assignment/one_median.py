"""The 1-median: one recruit for everybody, at the best of all places.

A village without members near falls into many such problems, most of them of one household. Each
place is one plan, so that looking at all of them is the proof.
"""

from __future__ import annotations

import numpy as np

from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.domain.scenario import Ints


def is_one_median(problem: AssignmentProblem) -> bool:
    """Tell whether one recruit has to serve every household, and nobody else can."""
    recruit_limits = problem.recruit_limits
    return (
        recruit_limits is not None
        and recruit_limits.number == 1
        and problem.unserved == 0
        and bool(recruit_limits.places.all())
    )


def solve_one_median(problem: AssignmentProblem, goal: Goal) -> Solution:
    """Return the best place, proven; of equal ones the first.

    Parameters
    ----------
    problem
        One for which `is_one_median` holds.
    """
    households, person = problem.households, problem.reach.person
    reached = np.bincount(person, minlength=problem.persons)
    lawful = (reached == households) & (problem.maximum >= households)
    exceptions = np.asarray(problem.minimum > households, np.int64)
    lawful &= (exceptions == 0) | problem.may_be_short
    squares = households * households
    for _, settled, value in problem.settled:
        lawful &= _cost(problem, settled, exceptions, squares) <= value
    rows = np.flatnonzero(lawful)
    if not len(rows):
        return Solution(None, NOTHING_KNOWN, NOTHING_KNOWN)
    costs = _cost(problem, goal, exceptions, squares)[rows]
    best = int(costs.argmin())
    value = int(costs[best])
    return Solution(np.full(households, rows[best]), value, value)


def _cost(problem: AssignmentProblem, goal: Goal, exceptions: Ints, squares: int) -> Ints:
    """Return a goal's value with everybody at one place, shape (persons,)."""
    costs = np.zeros(problem.persons, np.int64)
    np.add.at(costs, problem.reach.person, goal.pair)
    return costs + goal.exception * exceptions + goal.rising * squares
