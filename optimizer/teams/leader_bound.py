"""A Lagrangian bound over columns: each member once is relaxed, with a price a member.

What is left is one small question a column: its leader, and of the others the best permitted
number of the smallest reduced costs. So many columns are taken, one a team of today at most
(Cornuéjols, Fisher and Nemhauser 1977; the strong programme's bound). What the bound rises to when
a column or a member in it is forced says what no better plan can have (reduced-cost fixing).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.teams.leader_columns import LeaderColumns
from optimizer.teams.team_problem import Bools
from optimizer.teams.team_solution import NEW

PATIENCE = 15
"""Rounds without a better bound after which steps become shorter."""
SHORTER = 1.6
LEAST_STEP = 2e-3
PENALTY = 2.0
"""What a change costs at first, in mean prices of a member."""
ROOM = 1e-9
"""Relative room for rounding in floating point, and as much of the prices' sum as `PRICE_ROOM`."""
PRICE_ROOM = 1e-12


@dataclass(frozen=True, slots=True, eq=False)
class Question:
    """Columns with costs: which so many of them, and who is in each.

    Parameters
    ----------
    cost
        Shape (columns, members), whole; for a leader's own place whatever the column costs.
    low, high
        Sizes.
    keep
        Shape (labels,): teams of today that go on.
    order_limit
        The settled number that ``columns.order`` must not go beyond, its offset taken off; None
        where that number is the cost itself.
    """

    columns: LeaderColumns
    cost: Ints
    teams: int
    low: int
    high: int
    keep: Bools
    order_limit: int | None


@dataclass(frozen=True, slots=True, eq=False)
class LeaderBound:
    """A valid bound, and what may be in a plan as good as a value.

    Parameters
    ----------
    rises
        Shape (columns, members): what the bound is at least where the member is in the column.
    leaders
        Columns of the last choice, for a plan to be made of.
    """

    value: float
    rises: Floats
    chosen: Ints


@dataclass(slots=True)
class _Relaxed:
    value: float
    chosen: Ints
    count: Floats
    over: float
    rises: Floats | None = None


def lagrangian_bound(
    asked: Question,
    best: float,
    better: Callable[[Ints], float],
    rounds: int,
    over: Callable[[], bool],
) -> LeaderBound:
    """Climb the bound.

    Parameters
    ----------
    best
        Value of the best plan known.
    better
        Makes a plan of chosen columns and returns the value of the best plan known then.
    rounds
        How often prices are looked at, at most: counted work.
    over
        Whether to end all the same.
    """
    price, penalty, scale = _first_prices(asked)
    top: _Relaxed | None = None
    top_price, top_penalty = price, penalty
    step, waited = 1.0, 0
    for nth in range(rounds):
        now = _relaxed(asked, price, penalty)
        if top is None or now.value > top.value + 1e-9 * abs(top.value):
            top, top_price, top_penalty, waited = now, price, penalty, 0
        else:
            waited += 1
        if nth % 10 == 0 or waited == PATIENCE:
            best = better(now.chosen)
        if waited == PATIENCE:
            step, waited = step / SHORTER, 0
            price, penalty, now = top_price, top_penalty, top
        near = max(1 - 1e-3, 2 * ROOM * abs(best))
        slope = 1.0 - now.count
        steepness = float((slope * slope).sum() + (now.over * scale) ** 2)
        if steepness == 0 or top.value > best - near or step < LEAST_STEP or over():
            break
        length = step * max(1.001 * best - now.value, 1.0) / steepness
        price = price + length * slope
        penalty = max(0.0, penalty + length * now.over * scale * scale)
    assert top is not None
    last = _relaxed(asked, top_price, top_penalty, forced=True)
    assert last.rises is not None
    sum_of_prices = float(np.abs(top_price).sum())
    room = ROOM * abs(last.value) + PRICE_ROOM * sum_of_prices + 1e-6
    return LeaderBound(last.value - room, last.rises - room, last.chosen)


def _first_prices(asked: Question) -> tuple[Floats, float, float]:
    """Return prices to begin with: about what the nearest few leaders cost each member."""
    columns = asked.columns
    cost = np.where(columns.allowed, asked.cost, np.inf).astype(np.float64)
    some = min(5, len(columns))
    nearest = np.partition(cost, some - 1, axis=0)[:some]
    finite = np.isfinite(nearest)
    price = np.where(finite, nearest, 0).sum(axis=0) / np.maximum(finite.sum(axis=0), 1)
    scale = max(float(np.abs(price).mean()), 1.0) / max(asked.columns.change, 1)
    return price, (0.0 if asked.order_limit is None else PENALTY * scale), scale


def _relaxed(asked: Question, price: Floats, penalty: float, *, forced: bool = False) -> _Relaxed:
    """Answer the relaxed question at prices."""
    columns, count = asked.columns, len(asked.columns)
    priced = asked.cost + penalty * columns.order if asked.order_limit is not None else asked.cost
    reduced = np.where(columns.allowed, priced - price, np.inf)
    every = np.arange(count)
    own = reduced[every, columns.leader]
    reduced[every, columns.leader] = np.inf
    most = min(asked.high, reduced.shape[1]) - 1
    order = np.argsort(reduced, axis=1, kind="stable")[:, :most]
    smallest = np.take_along_axis(reduced, order, axis=1)
    taken = np.maximum((smallest < 0).sum(axis=1), min(asked.low - 1, most))
    sums = np.concatenate([np.zeros((count, 1)), np.cumsum(smallest, axis=1)], axis=1)
    value = own + sums[every, taken]
    chosen, rise = _choose(asked, value)
    used = np.zeros(reduced.shape[1])
    members: list[Ints] = [order[one, : taken[one]] for one in chosen.tolist()]
    np.add.at(used, np.concatenate([columns.leader[chosen], *members]), 1)
    spent = 0.0
    if asked.order_limit is not None:
        spent = float(
            columns.order[chosen, columns.leader[chosen]].sum()
            + sum(
                int(columns.order[one, rows].sum())
                for one, rows in zip(chosen.tolist(), members, strict=True)
            )
            - asked.order_limit
        )
    total = float(price.sum() + value[chosen].sum())
    if asked.order_limit is not None:
        total -= penalty * asked.order_limit
    found = _Relaxed(total, chosen, used, spent)
    if forced:
        last = np.full(count, -np.inf)
        some = np.flatnonzero(taken > 0)
        last[some] = smallest[some, taken[some] - 1]
        room = taken < most
        base = np.where(room, np.maximum(last, 0.0), last)
        base = np.where(np.isfinite(base), base, 0.0)
        extra = np.maximum(reduced - base[:, None], 0.0)
        extra[every, columns.leader] = 0.0
        found.rises = total + rise[:, None] + extra
    return found


def _choose(asked: Question, value: Floats) -> tuple[Ints, Floats]:
    """Take the best columns, one a team of today at most, those first that go on.

    Returns
    -------
    The columns, and shape (columns,): by how much the bound rises where a column is forced in.
    """
    label = asked.columns.label
    order = np.lexsort((value, label))
    first = np.append(True, label[order][1:] != label[order][:-1])
    best = order[first & (label[order] != NEW)]
    kept = asked.keep[label[best]]
    free = np.concatenate([best[~kept], np.flatnonzero(label == NEW)])
    free = free[np.lexsort((free, value[free]))]
    wanted = asked.teams - int(kept.sum())
    chosen = np.concatenate([best[kept], free[:wanted]])
    threshold = value[free[wanted - 1]] if wanted > 0 else -np.inf
    is_chosen = np.zeros(len(value), np.bool_)
    is_chosen[chosen] = True
    rise = np.where(is_chosen, 0.0, value - threshold)
    of_label = np.full(len(asked.keep), -1)
    of_label[label[best]] = best
    old = np.flatnonzero(label != NEW)
    rival = of_label[label[old]]
    rise[old] = value[old] - value[rival] + rise[rival]
    return chosen, rise
