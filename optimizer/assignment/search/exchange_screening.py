"""Screening of exchanges by duals: what a plan costs at least once persons come in and go out.

At the dual prices of a flow the plan's value is a sum over households and persons, so what changes
when somebody comes in or goes out can be read off for all of them at once: the prices stay
feasible, those of the households that somebody held rise to what they would pay elsewhere, and
whoever comes in takes from the sum what the households nearest by gain, at most. By weak duality
this bounds every plan with those persons, and most exchanges need no flow to be refuted (the same
sums without seats are the fast interchange of Whitaker 1983).
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.assignment.bounds.flow_duals import FlowDuals
from optimizer.assignment.search.allocator import AllocatedPlan, Allocator
from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class ExchangeBounds:
    """Bounds of the plans in which one person more is used, and one less.

    Parameters
    ----------
    coming, going
        Rows of the persons.
    both
        Shape (coming, going).
    alone
        Shape (coming,): one person more beside all of the others.
    without
        Shape (going,): one person less and nobody instead.
    """

    coming: Ints
    going: Ints
    both: Floats
    alone: Floats
    without: Floats


def exchange_bounds(
    allocator: Allocator, plan: AllocatedPlan, coming: Ints, going: Ints
) -> ExchangeBounds:
    """Bound all exchanges of one person for another, at the best of the prices of a plan.

    Parameters
    ----------
    coming
        Rows of persons who may be used once more, inside their window.
    going
        Rows of persons who are used, and would be once less: inside their window, where they are.
    """
    each = [_bounds(allocator, plan, duals, coming, going) for duals in allocator.duals(plan)]
    return ExchangeBounds(
        coming,
        going,
        np.max([both for both, _, _ in each], axis=0),
        np.max([alone for _, alone, _ in each], axis=0),
        np.max([without for _, _, without in each], axis=0),
    )


def _bounds(
    allocator: Allocator, plan: AllocatedPlan, duals: FlowDuals, coming: Ints, going: Ints
) -> tuple[Floats, Floats, Floats]:
    """Return the bounds at one vector of prices: of both, of coming alone, of going alone."""
    lower, upper = allocator.window(plan.normal, plan.short)
    seats = _seats(duals.seat, lower, upper)
    rows = np.append(np.flatnonzero(upper), UNSERVED)
    paid = np.vstack([allocator.cost[rows[:-1]] + duals.seat[rows[:-1], None], allocator.skip])
    first, columns = paid.argmin(axis=0), np.arange(paid.shape[1])
    price = paid[first, columns]
    base = float(price.sum() + seats.sum())
    cost = allocator.cost[coming]
    least, most = allocator.problem.minimum[coming], allocator.problem.maximum[coming]
    gain, inside = _gains(price - cost, least, most)
    # Where somebody leaves for good, households pay what the next best place would ask.
    paid[first, columns] = np.inf
    dearer = paid.min(axis=0)
    after_lower, after_upper = _one_less(allocator, plan, going)
    left = _seats(duals.seat[going], after_lower, after_upper) - seats[going]
    more = np.zeros((len(coming), len(going)))
    raised = np.zeros(len(going))
    for column in np.flatnonzero(after_upper == 0):
        mine = np.flatnonzero(rows[first] == going[column])
        raised[column] = (dearer[mine] - price[mine]).sum()
        more[:, column] = _raised_gains(cost[:, mine], price[mine], dearer[mine])
    without = base + left + raised
    both = np.maximum(without - gain[:, None] - more, (base + left) - inside[:, None])
    return both, base - inside, without


def _seats(seat: Floats, lower: Ints, upper: Ints) -> Floats:
    """Return what the windows of persons add to the dual value, at the prices of their seats."""
    price = np.where(upper > 0, seat, 0.0)
    return np.asarray(lower * np.maximum(-price, 0.0) - upper * np.maximum(price, 0.0), float)


def _one_less(allocator: Allocator, plan: AllocatedPlan, going: Ints) -> tuple[Ints, Ints]:
    """Return the windows of some persons once each of them is used once less."""
    full = (plan.normal > 0).astype(np.int64)
    short = (plan.short > 0) & (full == 0)
    lower, upper = allocator.window(plan.normal - full, plan.short - short)
    return lower[going], upper[going]


def _raised_gains(cost: Floats, price: Floats, dearer: Floats) -> Floats:
    """Return how much more somebody may gain, at most, once some prices rise; shape (rows,)."""
    more = np.maximum(dearer - cost, 0.0) - np.maximum(price - cost, 0.0)
    return np.asarray(more.sum(axis=1))


def _gains(gain: Floats, least: Ints, most: Ints) -> tuple[Floats, Floats]:
    """Return what households gain at most at each person, shape (rows,).

    With any number of households up to the largest load, and with a load inside the window: that
    may be a loss, and is minus infinity where too few are in reach.
    """
    seats = min(int(most.max(initial=0)), gain.shape[1])
    if not gain.size or seats == 0:
        return np.zeros(len(gain)), np.where(least > 0, -np.inf, 0.0)
    largest = -np.sort(np.partition(-gain, seats - 1, axis=1)[:, :seats], axis=1)
    sums = np.concatenate([np.zeros((len(gain), 1)), largest.cumsum(axis=1)], axis=1)
    load = np.arange(seats + 1)
    allowed = load <= most[:, None]
    any_load = np.where(allowed, sums, -np.inf).max(axis=1)
    inside = np.where(allowed & (load >= least[:, None]), sums, -np.inf).max(axis=1)
    return any_load, inside
