"""Lagrangian lower bound: the value of the relaxation at any prices.

Relaxing "each household once" with a price u per household leaves one small problem a person:
of the households in reach, which number allowed by the window has the smallest sum of
cost - u? Its answer is the cheapest so many, found by a partition. The bound equals that of the
strong linear programme (x <= y), which is within 1 % of the optimum here, at a thousandth of the
price. Method: Holmberg, Rönnqvist and Yuan 1999 (capacitated facility location).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.problem import AssignmentProblem, Goal
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.domain.scenario import Floats, Ints

ROUNDING = 1e-13
"""Of the sum of all prices, taken off a bound: some hundred times what sums in floats lose."""


@dataclass(frozen=True, slots=True, eq=False)
class CostTable:
    """The pairs by person, padded to the longest row; costs as floats.

    Parameters
    ----------
    household, cost, pair
        Shape (persons, widest): household row, cost (inf in the padding), row in the reach.
    normal, short
        Shape (persons, seats): True where a load of column + 1 is inside the window, or below it.
    skip
        Shape (households,): cost of leaving a household unserved, inf where it is pinned.
    unserved, exceptions
        As in the problem; whoever may be an exception is one where their number is free.
    """

    household: Ints
    cost: Floats
    pair: Ints
    normal: NDArray[np.bool_]
    short: NDArray[np.bool_]
    skip: Floats
    unserved: int | None
    exceptions: int
    exception_cost: float
    recruit_limits: RecruitLimits | None


def make_cost_table(problem: AssignmentProblem, goal: Goal) -> CostTable:
    """Lay the pairs of a problem out by person."""
    reach = problem.reach
    order, first = reach.by_person()
    degree = np.diff(first)
    column = np.arange(len(reach)) - first[reach.person[order]]
    shape = (problem.persons, max(int(degree.max(initial=0)), 1))
    household, pair = np.zeros(shape, np.int64), np.zeros(shape, np.int64)
    cost = np.full(shape, np.inf)
    row = reach.person[order]
    household[row, column], pair[row, column] = reach.household[order], order
    cost[row, column] = goal.pair[order]
    seat = np.arange(1, min(int(problem.maximum.max(initial=1)), shape[1]) + 1)
    low, high = problem.minimum[:, None], problem.maximum[:, None]
    return CostTable(
        household,
        cost,
        pair,
        (seat >= low) & (seat <= high),
        (seat < low) & (seat <= high) & problem.may_be_short[:, None],
        np.where(problem.pinned, np.inf, goal.skip.astype(np.float64)),
        problem.unserved,
        problem.persons if problem.exceptions is None else problem.exceptions,
        float(goal.exception),
        problem.recruit_limits,
    )


@dataclass(frozen=True, slots=True, eq=False)
class LagrangianBound:
    """The value of the relaxation at one price vector, and who is used in it.

    Parameters
    ----------
    price
        Shape (households,).
    inside, outside
        Shape (persons,): best value with a load inside the window, or below it (inf where none).
    normal, short
        Shape (persons,): how many are used in the relaxed plan inside their window, and below.
    slope
        Shape (households,): 1 - how often each household is served in the relaxed plan.
    """

    value: float
    price: Floats
    inside: Floats
    outside: Floats
    normal: Ints
    short: Ints
    slope: Floats


def evaluate_bound(table: CostTable, price: Floats) -> LagrangianBound:
    """Solve the relaxation at one price per household."""
    reduced, lowest, sums = _cheapest_sums(table, price)
    last, least = _least(sums, table.normal)
    last_short, small = last, np.full(len(sums), np.inf)
    if table.exceptions:
        last_short, small = _least(sums + table.exception_cost, table.short)
    normal, short = _in_use(table, least, small)
    times = normal + short
    used = times.nonzero()[0]
    chosen = (
        np.where(short[used] > 0, last_short[used], last[used]) if table.exceptions else last[used]
    )
    count, often = chosen + 1, times[used]
    taken = _cheapest(reduced[used], lowest[used, chosen], count)
    weights = often.repeat(count) if (often > 1).any() else None
    served = np.bincount(table.household[used][taken], weights=weights, minlength=len(price))
    value = price.sum() + _paid(normal, least) + (_paid(short, small) if table.exceptions else 0.0)
    slope = np.asarray(1.0 - served, np.float64)
    if table.unserved != 0:
        left = price - table.skip
        out = _skipped(table, left)
        slope[out] -= 1.0
        value -= left[out].sum()
    # What is lost in sums is lost of the prices, which may be far larger than their value.
    sure = float(value) - ROUNDING * float(np.abs(price).sum())
    return LagrangianBound(sure, price, least, small, normal, short, slope)


def _cheapest_sums(table: CostTable, price: Floats) -> tuple[Floats, Floats, Floats]:
    """Return the reduced costs by person, the lowest of them in order, and the sums of those."""
    seats = table.normal.shape[1]
    reduced = table.cost - price.take(table.household)
    lowest = np.partition(reduced, seats - 1, axis=1)[:, :seats]
    lowest.sort(axis=1)
    return reduced, lowest, lowest.cumsum(axis=1)


def _least(sums: Floats, allowed: NDArray[np.bool_]) -> tuple[Ints, Floats]:
    """Return the column of the smallest allowed sum of each row, and that sum."""
    inside = np.where(allowed, sums, np.inf)
    last = inside.argmin(axis=1)
    return last, inside[np.arange(len(inside)), last]


def _cheapest(reduced: Floats, dearest: Floats, count: Ints) -> NDArray[np.bool_]:
    """Mark the ``count`` cheapest of each row, of which ``dearest`` is the last."""
    taken = reduced <= dearest[:, None]
    if np.count_nonzero(taken) > count.sum():
        for row in np.flatnonzero(np.count_nonzero(taken, axis=1) > count):
            taken[row] = False
            taken[row, np.argsort(reduced[row], kind="stable")[: count[row]]] = True
    return taken


def _paid(count: Ints, value: Floats) -> float:
    used = count > 0
    return float((count[used] * value[used]).sum())


def _in_use(table: CostTable, least: Floats, small: Floats) -> tuple[Ints, Ints]:
    """Return how many of each person the relaxed plan uses: inside the window, and below it.

    Of the places, the best are hired as often as they may be, those of each pocket first. Whether
    a recruit is an exception is not counted against the number allowed: the bound stays valid.
    """
    if not table.exceptions:
        return _inside_alone(table, least), np.zeros(len(least), np.int64)
    place = (
        np.zeros(len(least), bool) if table.recruit_limits is None else table.recruit_limits.places
    )
    base = np.minimum(least, 0.0)
    gain = np.where(place, 0.0, np.minimum(small - base, 0.0))
    short = _exceptions(gain, table.exceptions)
    normal = ((least < 0) & ~short & ~place).astype(np.int64)
    below = short.astype(np.int64)
    if table.recruit_limits is not None:
        value = recruit_values(table, least, small)
        hired = table.recruit_limits.chosen(value)
        normal += np.where(least <= value, hired, 0)
        below += np.where(least <= value, 0, hired)
    return normal, below


def _inside_alone(table: CostTable, least: Floats) -> Ints:
    """Return how many of each person are used where nobody may be below the window."""
    normal = (least < 0).astype(np.int64)
    if table.recruit_limits is not None:
        rows = table.recruit_limits.places.nonzero()[0]
        normal[rows] = table.recruit_limits.chosen_places(least[rows], rows)
    return normal


def recruit_values(table: CostTable, least: Floats, small: Floats) -> Floats:
    """Return the best value of one recruit at each place, inf for members."""
    if table.recruit_limits is None:
        return np.full(len(least), np.inf)
    value = np.minimum(least, small) if table.exceptions else least
    return np.where(table.recruit_limits.places, value, np.inf)


def _skipped(table: CostTable, left: Floats) -> Ints:
    """Return the households that the relaxed plan leaves unserved."""
    if table.unserved is None:
        return np.flatnonzero(left > 0)
    chosen = np.argsort(-left, kind="stable")[: table.unserved]
    return chosen[np.isfinite(left[chosen])]


def _exceptions(gain: Floats, allowed: int) -> NDArray[np.bool_]:
    """Return the persons for whom an exception gains most, at most so many."""
    chosen = np.zeros(len(gain), bool)
    if allowed > 0:
        order = np.argsort(gain, kind="stable")[:allowed]
        chosen[order] = gain[order] < 0
    return chosen
