"""Better places for the recruits of a plan: locate, allocate, exchange, and again.

Each recruit moves to the place that is nearest, in sum, to the households it has; then the
households are shared anew by a flow; until nothing gets better (Cooper 1964,
Maranzana 1964). Then single recruits move to places that the prices of the bound recommend
(the vertex exchange of Teitz and Bart 1968).
"""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from optimizer.scenario import Floats, Ints
from optimizer.windows.question import Goal, Hiring, Question

ROUNDS = 12
"""A plan rarely improves more often than this."""
CANDIDATES = 8
"""Promising places tried beyond the number of recruits."""
NEIGHBOURS = 3
"""Recruits who might move to a promising place: those whose households it would suit best."""
FAR = 1e12
"""Stands for a household out of reach in an average, above any distance in micrometres."""


def in_use(question: Question, person: Ints) -> tuple[Ints, Ints]:
    """Return how many of each person a plan uses inside their window, and below it."""
    loads = question.loads(person)
    count = np.maximum(question.hired(person), (loads > 0).astype(np.int64))
    full = np.where(question.minimum > 0, loads // np.maximum(question.minimum, 1), count)
    normal = np.minimum(count, full)
    return normal, count - normal


@dataclass(frozen=True, slots=True)
class Allocation:
    """Shares the households among given persons, inside and below their window; when to stop.

    Parameters
    ----------
    tries
        Exchanges that may be tried: unlike time, they are the same on every machine.
    """

    share: Callable[[Ints, Ints], Ints | None]
    deadline_s: float
    tries: int


def moved(
    question: Question, goal: Goal, person: Ints, worth: Floats, allocation: Allocation
) -> Ints:
    """Return a plan at least as good with the same number of recruits, some of them elsewhere.

    Parameters
    ----------
    worth
        Shape (persons,): value of each place in the relaxation, the lowest the most promising.
    """
    table = _table(question, goal)
    best = _relocated(question, goal, person, table, allocation)
    left = allocation.tries
    while left > 0 and time.monotonic() < allocation.deadline_s:
        now = replace(allocation, tries=left)
        better, tried = _exchanged(question, goal, best, (table, worth), now)
        if better is best:
            break
        best, left = _relocated(question, goal, better, table, allocation), left - tried
    return best


def _relocated(
    question: Question, goal: Goal, person: Ints, table: Floats, allocation: Allocation
) -> Ints:
    """Locate and allocate in turn until nothing gets better."""
    best = person
    for _ in range(ROUNDS):
        better = _located(question, table, best)
        plan = allocation.share(*in_use(question, better))
        if plan is None or not question.answered_by(plan):
            plan = better
        if goal.value(question, plan) >= goal.value(question, best):
            return best
        best = plan
    return best


def _exchanged(
    question: Question,
    goal: Goal,
    person: Ints,
    ground: tuple[Floats, Floats],
    allocation: Allocation,
) -> tuple[Ints, int]:
    """Move one recruit to a promising place whose households are much the same; the first gain.

    Returns
    -------
    The better plan, or the same one; and how many exchanges were tried.
    """
    table, worth = ground
    hired, value = question.hired(person), goal.value(question, person)
    used = np.flatnonzero(hired > 0)
    if question.hiring is None or not len(used):
        return person, 0
    tried = 0
    normal, short = in_use(question, person)
    for new in _promising(question.hiring, hired, worth):
        dearer = [np.mean(np.minimum(table[new, person == old], FAR)) for old in used]
        for old in used[np.argsort(dearer, kind="stable")[:NEIGHBOURS]]:
            if tried == allocation.tries or time.monotonic() > allocation.deadline_s:
                return person, tried
            tried += 1
            trial, few = normal.copy(), short.copy()
            source = trial if trial[old] > 0 else few
            source[old] -= 1
            trial[new] += 1
            plan = allocation.share(trial, few)
            if plan is None or not question.answered_by(plan):
                continue
            if goal.value(question, plan) < value:
                return plan, tried
    return person, tried


def _promising(hiring: Hiring, hired: Ints, worth: Floats) -> Ints:
    """Return the places that look best and may have one recruit more."""
    free = np.flatnonzero((hiring.copies > hired) & np.isfinite(worth))
    return free[np.argsort(worth[free], kind="stable")[: hiring.number + CANDIDATES]]


def _table(question: Question, goal: Goal) -> Floats:
    """Return what each household costs at each person, shape (persons, households), inf apart."""
    cost = np.full((question.persons, question.households), np.inf)
    cost[question.reach.person, question.reach.household] = goal.pair
    return cost


def _located(question: Question, table: Floats, person: Ints) -> Ints:
    """Move the recruits of each place together to the best place for their households."""
    if question.hiring is None:
        return person
    elsewhere, hired = person.copy(), question.hired(person)
    for row in np.flatnonzero(hired > 0):
        mine = np.flatnonzero(elsewhere == row)
        room = question.hiring.copies - hired
        room[row] = question.hiring.copies[row]
        total = np.where(room >= hired[row], table[:, mine].sum(axis=1), np.inf)
        better = int(total.argmin())
        if total[better] < total[row]:
            hired[better] += hired[row]
            hired[row] = 0
            elsewhere[mine] = better
    return elsewhere
