"""Subgradient ascent of the Lagrangian bound, on the few pairs that matter.

A step over all pairs of all places costs milliseconds; near good prices only a few dozen of the
cheapest pairs of each person, and the most promising places, have a say. So the climb steps over
those, looks at everything from time to time, and takes in what it has missed. Only looks at
everything are bounds. Steps after Polyak, deflected after Camerini, Fratta and Maffioli 1975.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import inf

import numpy as np
from numpy.typing import NDArray

from optimizer.assignment.bounds.lagrangian import (
    CostTable,
    LagrangianBound,
    evaluate_bound,
    recruit_values,
)
from optimizer.assignment.recruit_limits import RecruitLimits
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits

PATIENCE = 10
"""Steps without a better bound before the step is shortened."""
SHORTER = 0.75
SHORTEST = 1e-3
SHORT = 0.2
"""Length of the first step where an earlier climb ended."""
DEFLECTION = 0.8
FORGETTING = 0.05
"""Weight of a step's plan in the mean of all."""
SLOW = 0.05
"""Once steps are this short, a block has to be worth its while."""
WORTH_A_BLOCK = 0.04
"""Of what the bound still lacks, the share that a block has to gain."""
FIRST = 40
"""Steps over all pairs of the members and of a sample of the places, before any choice."""
SAMPLE = 64
BLOCK = 30
"""Steps between two looks at everything."""
CHEAPEST = 30
"""Pairs of each person that a look takes in, those of the lowest reduced cost."""
PROMISING = 20
"""Places that a look takes in, besides as many as there are recruits."""


@dataclass(frozen=True, slots=True, eq=False)
class SubgradientState:
    """How the climb goes on: length of the next step, its direction, steps without success."""

    length: float = 1.0
    direction: Floats | None = None
    stalled: int = 0


@dataclass(frozen=True, slots=True, eq=False)
class SubgradientResult:
    """Where a climb ended.

    Parameters
    ----------
    bound
        The best that was met, with its prices.
    usage
        Shape (persons,): how many of each the relaxed plans of the last steps used, in the mean;
        it comes near what the linear programme uses (Barahona and Anbil 2000).
    """

    bound: LagrangianBound
    usage: Floats


def ascend(
    table: CostTable,
    price: Floats,
    target: float,
    steps: int,
    limits: SearchLimits,
    *,
    again: bool = False,
    enough: float = inf,
) -> SubgradientResult:
    """Climb from a price vector towards ``target``, a value that some plan has.

    Parameters
    ----------
    steps
        At most; the climb ends sooner where its steps have become short.
    again
        The prices are those of an earlier climb: go on with shorter steps.
    enough
        A bound that will do.
    """
    here = best = evaluate_bound(table, price)
    usage = np.asarray(best.normal + best.short, np.float64)
    rows, seen = _sample(table), np.zeros(table.cost.shape, bool)
    stride = SubgradientState(SHORT) if again else SubgradientState()
    taken = 0
    if not again and best.value <= enough:
        taken = min(FIRST, steps)
        block = _step(_of_persons(table, rows), best, stride, target, taken, limits)
        stride, usage[rows] = block.stride, block.usage
        here = evaluate_bound(table, block.best.price)
    for _ in range(taken, steps, BLOCK):
        gained = here.value - best.value
        best = here if gained > 0 else best
        slow = stride.length < SLOW and gained < WORTH_A_BLOCK * (target - best.value)
        over = slow or stride.length < SHORTEST or best.value > min(target - 1, enough)
        if over or limits.over:
            break
        rows |= _promising(table, here)
        _see(table, here, rows, seen)
        near = _of_pairs(table, rows, seen)
        usage = np.zeros(len(rows))
        block = _step(near, here, stride, target, BLOCK, limits)
        stride, usage[rows] = block.stride, block.usage
        here = evaluate_bound(table, block.best.price)
    return SubgradientResult(here if here.value > best.value else best, usage)


@dataclass(frozen=True, slots=True, eq=False)
class _Block:
    """Some steps over a table: its best bound, how the next ones go on, and the mean use."""

    best: LagrangianBound
    stride: SubgradientState
    usage: Floats


def _step(
    table: CostTable,
    start: LagrangianBound,
    stride: SubgradientState,
    target: float,
    steps: int,
    limits: SearchLimits,
) -> _Block:
    """Take some steps over a table; its best bound is none for a larger table."""
    here = best = evaluate_bound(table, start.price)
    length, stalled = stride.length, stride.stalled
    before = 0.0 if stride.direction is None else DEFLECTION * stride.direction
    direction = here.slope + before
    usage = np.asarray(here.normal + here.short, np.float64)
    for _ in range(steps):
        norm = float(direction @ direction)
        # Without a slope this is the top; what is left of the direction would lead far away.
        if norm == 0 or not here.slope.any() or length < SHORTEST or limits.over:
            break
        step = length * max(target - here.value, 1e-9 * abs(target)) / norm
        here = evaluate_bound(table, here.price + step * direction)
        direction = here.slope + DEFLECTION * direction
        usage += FORGETTING * (here.normal + here.short - usage)
        stalled = 0 if here.value > best.value + 1e-6 * abs(best.value) else stalled + 1
        best = here if here.value > best.value else best
        if stalled >= PATIENCE:
            length, stalled = length * SHORTER, 0
    return _Block(best, SubgradientState(length, direction, stalled), usage)


def _places(table: CostTable) -> NDArray[np.bool_]:
    if table.recruit_limits is None:
        return np.zeros(len(table.cost), bool)
    return table.recruit_limits.places


def _sample(table: CostTable) -> NDArray[np.bool_]:
    """Return the members and some places; rows are sorted by id, which says nothing of where."""
    place = _places(table)
    rows = ~place
    every = np.flatnonzero(place)
    rows[every[:: max(1, len(every) // SAMPLE)]] = True
    return rows


def _promising(table: CostTable, bound: LagrangianBound) -> NDArray[np.bool_]:
    """Return the members and the places of the highest worth."""
    rows = ~_places(table)
    if table.recruit_limits is not None:
        worth = recruit_values(table, bound.inside, bound.outside)
        rows[np.argsort(worth, kind="stable")[: table.recruit_limits.number + PROMISING]] = True
        # The best of a group that needs somebody may look worse than all of these.
        rows |= bound.normal + bound.short > 0
    return rows


def _see(
    table: CostTable, bound: LagrangianBound, rows: NDArray[np.bool_], seen: NDArray[np.bool_]
) -> None:
    """Mark the cheapest pairs of the chosen persons at the prices of ``bound``."""
    chosen = np.flatnonzero(rows)
    if table.cost.shape[1] <= CHEAPEST:
        seen[chosen] = True
        return
    reduced = table.cost[chosen] - bound.price[table.household[chosen]]
    columns = np.argpartition(reduced, CHEAPEST - 1, axis=1)[:, :CHEAPEST]
    seen[chosen[:, None], columns] = True


def _of_persons(table: CostTable, rows: NDArray[np.bool_]) -> CostTable:
    """Return the table of some persons, with all of their pairs."""
    if rows.all():
        return table
    return replace(
        table,
        household=table.household[rows],
        cost=table.cost[rows],
        pair=table.pair[rows],
        normal=table.normal[rows],
        short=table.short[rows],
        recruit_limits=_limits_of(table, rows),
    )


def _of_pairs(table: CostTable, rows: NDArray[np.bool_], seen: NDArray[np.bool_]) -> CostTable:
    """Return the table of some persons with the pairs that were seen, padded anew."""
    chosen = np.flatnonzero(rows)
    marks = seen[chosen]
    width = max(int(marks.sum(axis=1).max(initial=0)), 1)
    columns: Ints = np.argsort(~marks, axis=1, kind="stable")[:, :width]
    row = chosen[:, None]
    seats = min(table.normal.shape[1], width)
    return replace(
        table,
        household=table.household[row, columns],
        cost=np.where(seen[row, columns], table.cost[row, columns], np.inf),
        pair=table.pair[row, columns],
        normal=table.normal[chosen, :seats],
        short=table.short[chosen, :seats],
        recruit_limits=_limits_of(table, rows),
    )


def _limits_of(table: CostTable, rows: NDArray[np.bool_]) -> RecruitLimits | None:
    if table.recruit_limits is None:
        return None
    return table.recruit_limits.of(rows)
