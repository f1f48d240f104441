"""The 1-median: one recruit for everybody, at the best of all places.

A village without members near falls into many such questions, most of them of one household. Each
place is one plan, so that looking at all of them is the proof.
"""

from __future__ import annotations

import numpy as np

from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import AssignmentProblem, Goal, Solution
from optimizer.domain.scenario import Ints


def is_one_median(question: AssignmentProblem) -> bool:
    """Tell whether one recruit has to serve every household, and nobody else can."""
    hiring = question.hiring
    return (
        hiring is not None
        and hiring.number == 1
        and question.unserved == 0
        and bool(hiring.places.all())
    )


def solve_one_median(question: AssignmentProblem, goal: Goal) -> Solution:
    """Return the best place, proven; of equal ones the first.

    Parameters
    ----------
    question
        One for which `is_one_median` holds.
    """
    households, person = question.households, question.reach.person
    reached = np.bincount(person, minlength=question.persons)
    lawful = (reached == households) & (question.maximum >= households)
    exceptions = np.asarray(question.minimum > households, np.int64)
    lawful &= (exceptions == 0) | question.may_be_short
    squares = households * households
    for _, settled, value in question.settled:
        lawful &= _cost(question, settled, exceptions, squares) <= value
    rows = np.flatnonzero(lawful)
    if not len(rows):
        return Solution(None, NOTHING_KNOWN, NOTHING_KNOWN)
    costs = _cost(question, goal, exceptions, squares)[rows]
    best = int(costs.argmin())
    value = int(costs[best])
    return Solution(np.full(households, rows[best]), value, value)


def _cost(question: AssignmentProblem, goal: Goal, exceptions: Ints, squares: int) -> Ints:
    """Return a goal's value with everybody at one place, shape (persons,)."""
    costs = np.zeros(question.persons, np.int64)
    np.add.at(costs, question.reach.person, goal.pair)
    return costs + goal.exception * exceptions + goal.rising * squares
