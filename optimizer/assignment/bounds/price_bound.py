"""The bound of the walk at integer prices: what anyone can recompute with whole numbers alone.

Relaxing "each household once" with a price u a household leaves a small problem a person: which
permitted number of its smallest (cost - u) has the smallest sum. With U unserved settled, the walk
is at least the sum of u, less the U largest u, plus those sums (nothing for the idle), plus
the R cheapest of the places. The same formula as `lagrangian.evaluate_bound` solves in floating
point; here every number is whole, so the result is exact. Method: Geoffrion 1974, as in Holmberg,
Rönnqvist and Yuan 1999.
"""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.problem import AssignmentProblem
from optimizer.domain.scenario import Ints

_NEVER = 1 << 52
"""Above any sum of costs and prices, and far from what 64 bits hold when some are added."""
LARGEST_PRICE = 1 << 44
"""Prices above are not looked at: a price is some walks, and sums of them have to fit."""


def price_bound(problem: AssignmentProblem, cost: Ints, price: Ints) -> int:
    """Return a lower bound of the sum of ``cost`` over the pairs in use.

    Parameters
    ----------
    problem
        With the number of unserved households and of exceptions settled.
    cost
        Shape (pairs,), micrometres.
    price
        Shape (households,), micrometres.
    """
    inside, outside = _best_of_persons(problem, cost - price[problem.reach.household])
    place = np.zeros(problem.persons, bool)
    total = int(price.sum())
    if problem.unserved:
        total -= int(np.sort(price[~problem.pinned])[-problem.unserved :].sum())
    if problem.recruit_limits is not None:
        place = problem.recruit_limits.places
        worth = np.minimum(inside, outside)[place]
        copies = problem.recruit_limits.copies[place]
        order = np.argsort(worth, kind="stable")
        line = np.repeat(worth[order], np.minimum(copies[order], problem.recruit_limits.number))
        total += int(np.minimum(line[: problem.recruit_limits.number], 0).sum())
    members = np.minimum(inside[~place], 0)
    saved = np.minimum(outside[~place] - members, 0)
    most = len(saved) if problem.exceptions is None else problem.exceptions
    return total + int(members.sum()) + int(np.sort(saved)[:most].sum())


def _best_of_persons(problem: AssignmentProblem, reduced: Ints) -> tuple[Ints, Ints]:
    """Return each person's best sum with a load inside the window, and below it.

    Shapes (persons,); a number that no sum reaches where there is none.
    """
    reach = problem.reach
    order, first = reach.by_person()
    degree = np.diff(first)
    width = max(int(degree.max(initial=0)), 1)
    rows = np.full((problem.persons, width), _NEVER)
    person = reach.person[order]
    rows[person, np.arange(len(order)) - first[person]] = reduced[order]
    seats = min(int(problem.maximum.max(initial=1)), width)
    lowest = np.sort(np.partition(rows, seats - 1, axis=1)[:, :seats], axis=1)
    load = np.arange(1, seats + 1)
    there = (load <= degree[:, None]) & (load <= problem.maximum[:, None])
    sums = np.where(there, lowest, 0).cumsum(axis=1)
    normal = there & (load >= problem.minimum[:, None])
    short = there & ~normal & problem.may_be_short[:, None]
    return _least(sums, normal), _least(sums, short)


def _least(sums: Ints, allowed: NDArray[np.bool_]) -> Ints:
    least: Ints = np.where(allowed, sums, _NEVER).min(axis=1)
    return least
