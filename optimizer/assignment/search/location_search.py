"""Location-allocation local search for recruits' places: locate, allocate, exchange.

Each recruit moves to the place that is nearest, in sum, to the households it has; then the
households are shared anew by a flow; until nothing gets better (Cooper 1964,
Maranzana 1964). Then single recruits move to places that the prices of the bound recommend
(the vertex exchange of Teitz and Bart 1968).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace

import numpy as np

from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits

ROUNDS = 12
"""A plan rarely improves more often than this."""
CANDIDATES = 8
"""Promising places tried beyond the number of recruits."""
NEIGHBOURS = 5
"""Recruits who might move to a promising place: those whose households it would suit best."""
ALIKE = 6
"""Households by which two places are told apart: the nearest that each reaches."""
FAR = 1e12
"""Stands for a household out of reach in an average, above any distance in micrometres."""


def persons_in_use(question: AssignmentProblem, person: Ints) -> tuple[Ints, Ints]:
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
    limits: SearchLimits
    tries: int


def move_recruits(
    question: AssignmentProblem, goal: Goal, person: Ints, worth: Floats, allocation: Allocation
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
    while left > 0 and not allocation.limits.over:
        now = replace(allocation, tries=left)
        better, tried = _exchanged(question, goal, best, (table, worth), now)
        if better is best:
            break
        best, left = _relocated(question, goal, better, table, allocation), left - tried
    return best


def _relocated(
    question: AssignmentProblem, goal: Goal, person: Ints, table: Floats, allocation: Allocation
) -> Ints:
    """Locate and allocate in turn until nothing gets better."""
    best = person
    for _ in range(ROUNDS):
        if allocation.limits.over:
            break
        plan = allocation.share(*_located(question, table, best))
        if plan is None or not question.answered_by(plan):
            return best
        if goal.value(question, plan) >= goal.value(question, best):
            return best
        best = plan
    return best


def _exchanged(
    question: AssignmentProblem,
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
    normal, short = persons_in_use(question, person)
    for new in _promising(question.hiring, hired, worth, table):
        dearer = [np.mean(np.minimum(table[new, person == old], FAR)) for old in used]
        for old in used[np.argsort(dearer, kind="stable")[:NEIGHBOURS]]:
            if tried == allocation.tries or allocation.limits.over:
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


def _promising(hiring: RecruitLimits, hired: Ints, worth: Floats, table: Floats) -> Ints:
    """Return the places that look best and may have one recruit more, no two of them alike.

    Neighbours have the same worth and the same households; one of them stands for all, and is
    moved to the best of them later.
    """
    free = np.flatnonzero((hiring.copies > hired) & np.isfinite(worth))
    order = free[np.argsort(worth[free], kind="stable")]
    nearest = np.argsort(table[order], axis=1, kind="stable")[:, :ALIKE]
    told = np.zeros(table.shape[1], bool)
    chosen: list[int] = []
    for place, six in zip(order, nearest, strict=True):
        homes = six[np.isfinite(table[place, six])]
        if 2 * np.count_nonzero(told[homes]) < len(homes):
            told[homes] = True
            chosen.append(int(place))
            if len(chosen) == hiring.number + CANDIDATES:
                break
    return np.array(chosen, np.int64)


def _table(question: AssignmentProblem, goal: Goal) -> Floats:
    """Return what each household costs at each person, shape (persons, households), inf apart."""
    cost = np.full((question.persons, question.households), np.inf)
    cost[question.reach.person, question.reach.household] = goal.pair
    return cost


def _located(question: AssignmentProblem, table: Floats, person: Ints) -> tuple[Ints, Ints]:
    """Move the recruits of each place to the best places for its households.

    Returns
    -------
    How many of each person are used then, inside their window and below it.
    """
    normal, short = persons_in_use(question, person)
    if question.hiring is None:
        return normal, short
    hired = question.hired(person)
    for row in np.flatnonzero(hired > 0):
        room = question.hiring.copies - normal - short
        room[row] = question.hiring.copies[row]
        places = _best_places(table[:, person == row], int(hired[row]), room)
        full = int(normal[row])
        normal[row] = short[row] = 0
        np.add.at(normal, places[:full], 1)
        np.add.at(short, places[full:], 1)
    return normal, short


def _best_places(cost: Floats, number: int, room: Ints) -> Ints:
    """Choose places one by one, each the best beside those before it, then each anew.

    Parameters
    ----------
    cost
        Shape (persons, households): of the households that are to be near.
    room
        Shape (persons,): recruits that a place may still have.
    """
    cost, left = np.minimum(cost, FAR), room.copy()
    places = np.full(number, -1)
    nearest = np.full((number, cost.shape[1]), FAR)
    for nth in (*range(number), *range(number if number > 1 else 0)):
        if places[nth] >= 0:
            left[places[nth]] += 1
            nearest[nth] = FAR
        total = np.where(left > 0, np.minimum(cost, nearest.min(axis=0)).sum(axis=1), np.inf)
        places[nth] = int(total.argmin())
        nearest[nth] = cost[places[nth]]
        left[places[nth]] -= 1
    return places
