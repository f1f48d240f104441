"""Reduced costs of pairs, persons and households: what the bound rises to when they are forced."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.assignment.bounds.lagrangian import CostTable, LagrangianBound, recruit_values
from optimizer.domain.scenario import Floats


@dataclass(frozen=True, slots=True, eq=False)
class ReducedCosts:
    """What the bound rises to, at least, when something is forced.

    Parameters
    ----------
    pair
        Shape (pairs,): the pair is used.
    used, idle
        Shape (persons,): the person is used, or not.
    skip
        Shape (households,): the household stays unserved.
    """

    pair: Floats
    used: Floats
    idle: Floats
    skip: Floats


def reduced_cost_bounds(table: CostTable, bound: LagrangianBound, pairs: int) -> ReducedCosts:
    """Return what each pair, person and household would cost at the prices of ``bound``."""
    seats = table.normal.shape[1]
    reduced = table.cost - bound.price[table.household]
    lowest = np.sort(np.partition(reduced, seats - 1, axis=1)[:, :seats], axis=1)
    before = np.zeros_like(lowest)
    np.cumsum(lowest[:, :-1], axis=1, out=before[:, 1:])
    with_one = np.where(table.normal, before, np.inf).min(axis=1)[:, None] + reduced
    with_one = np.maximum(with_one, bound.inside[:, None])
    if table.exceptions:
        few = (
            np.where(table.short, before + table.exception_cost, np.inf).min(axis=1)[:, None]
            + reduced
        )
        with_one = np.minimum(with_one, np.maximum(few, bound.outside[:, None]))
    used = np.minimum(bound.inside, bound.outside) if table.exceptions else bound.inside
    out, back = _given_up(table, bound)
    pair = np.full(pairs, np.inf)
    real = np.isfinite(table.cost)
    pair[table.pair[real]] = (bound.value + out[:, None] + with_one)[real]
    left = bound.price - table.skip
    if table.unserved is None or table.unserved > np.isfinite(left).sum():
        skip = bound.value + np.maximum(-left, 0.0)
    elif table.unserved:
        skip = bound.value + (np.sort(left)[-table.unserved] - left)
    else:
        skip = np.full(len(left), np.inf)
    return ReducedCosts(pair, bound.value + out + used, bound.value + back, skip)


def _given_up(table: CostTable, bound: LagrangianBound) -> tuple[Floats, Floats]:
    """Return what one use of each person gives back when it is made otherwise, or not at all.

    A member's share of the bound is freed. An exception that is freed may be taken by the next
    in the line, and so may a recruit; a place that is not hired has to push the last one out.
    """
    share = np.where(bound.normal > 0, bound.inside, 0.0)
    share = np.where(bound.short > 0, bound.outside, share)
    line = np.minimum(bound.outside - np.minimum(bound.inside, 0.0), 0.0)
    place = (
        np.zeros(len(share), bool) if table.recruit_limits is None else table.recruit_limits.places
    )
    waiting = ~place & (bound.short == 0)
    spare = float(line[waiting].min(initial=0.0)) if table.exceptions else 0.0
    freed = np.where(bound.short > 0, spare, 0.0) - share
    if table.recruit_limits is None:
        return freed, freed
    times = bound.normal + bound.short
    worth = recruit_values(table, bound.inside, bound.outside)
    hired = np.where(place, times, 0)
    again = hired < table.recruit_limits.copies
    mine = np.where(hired > 0, worth, 0.0)
    anew = np.where((hired > 0) & ~again, -mine, -table.recruit_limits.entering(worth, hired))
    dearer = np.where(hired > 0, table.recruit_limits.leaving(worth, hired) - mine, 0.0)
    return np.where(place, anew, freed), np.where(place, hired * dearer, freed)
