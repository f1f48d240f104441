"""Better places for the recruits of a plan: locate, allocate, and again.

Each recruit moves to the place that is nearest, in sum, to the households it has; then the
households are shared anew by a flow; until nothing gets better (Cooper 1964, Maranzana 1964).
"""

from __future__ import annotations

from collections.abc import Callable

import numpy as np

from optimizer.scenario import Floats, Ints
from optimizer.windows.question import Goal, Question

ROUNDS = 12
"""A plan rarely improves more often than this."""


def in_use(question: Question, person: Ints) -> tuple[Ints, Ints]:
    """Return how many of each person a plan uses inside their window, and below it."""
    loads = question.loads(person)
    count = np.maximum(question.hired(person), (loads > 0).astype(np.int64))
    full = np.where(question.minimum > 0, loads // np.maximum(question.minimum, 1), count)
    normal = np.minimum(count, full)
    return normal, count - normal


def relocated(
    question: Question, goal: Goal, person: Ints, allocate: Callable[[Ints, Ints], Ints | None]
) -> Ints:
    """Return a plan at least as good, with the same number of recruits at each step."""
    table = _table(question, goal)
    best = person
    for _ in range(ROUNDS):
        moved = _located(question, table, best)
        plan = allocate(*in_use(question, moved))
        if plan is None or not question.answered_by(plan):
            plan = moved
        if goal.value(question, plan) >= goal.value(question, best):
            return best
        best = plan
    return best


def _table(question: Question, goal: Goal) -> Floats:
    """Return what each household costs at each person, shape (persons, households), inf apart."""
    cost = np.full((question.persons, question.households), np.inf)
    cost[question.reach.person, question.reach.household] = goal.pair
    return cost


def _located(question: Question, table: Floats, person: Ints) -> Ints:
    """Move the recruits of each place together to the best place for their households."""
    if question.hiring is None:
        return person
    moved, hired = person.copy(), question.hired(person)
    for row in np.flatnonzero(hired > 0):
        mine = np.flatnonzero(moved == row)
        room = question.hiring.copies - hired
        room[row] = question.hiring.copies[row]
        total = np.where(room >= hired[row], table[:, mine].sum(axis=1), np.inf)
        better = int(total.argmin())
        if total[better] < total[row]:
            hired[better] += hired[row]
            hired[row] = 0
            moved[mine] = better
    return moved
