"""What duals say an exchange costs at least, beside the flows that say what it costs."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from optimizer.assignment.search.allocator import AllocatedPlan, Allocator
from optimizer.assignment.search.exchange_screening import exchange_bounds
from optimizer.domain.scenario import Ints
from tests.optimizer.assignment.search.placed_recruits import allocated

CHUNK = 50
SLACK = 1e-9
"""Relative: sums of floats."""


def everybody(allocator: Allocator, plan: AllocatedPlan) -> tuple[Ints, Ints]:
    """Return all persons who may come in, and all who may go."""
    used = plan.normal + plan.short
    return np.flatnonzero(used < allocator.problem.copies), np.flatnonzero(used)


def value_after(allocator: Allocator, plan: AllocatedPlan, coming: Ints, going: Ints) -> float:
    """Return the value of the best plan after an exchange, by a flow; infinite where there is none.

    Parameters
    ----------
    coming, going
        Rows of no or one person.
    """
    normal = plan.normal.copy()
    normal[coming] += 1
    normal[going] -= 1
    found = allocator.allocate(normal, plan.short)
    return np.inf if found is None else found.value


@pytest.mark.parametrize("first", range(0, 200, CHUNK))
def test_that_no_exchange_costs_less_than_its_bound(first: int) -> None:
    """Tests that it holds with locks, places for two recruits, and people left out."""
    nobody, seen, refuted = np.empty(0, np.int64), 0, 0
    for seed in range(first, first + CHUNK):
        made = allocated(seed)
        if made is None:
            continue
        allocator, plan = made
        found = exchange_bounds(allocator, plan, *everybody(allocator, plan))
        rows, columns = range(len(found.coming)), range(len(found.going))
        pairs = [
            *(
                (found.both[r, c], found.coming[[r]], found.going[[c]])
                for r, c in product(rows, columns)
            ),
            *((found.alone[r], found.coming[[r]], nobody) for r in rows),
            *((found.without[c], nobody, found.going[[c]]) for c in columns),
        ]
        for bound, coming, going in pairs:
            value = value_after(allocator, plan, coming, going)
            assert bound <= value + SLACK * (1 + abs(plan.value)), (seed, coming, going)
            seen, refuted = seen + 1, refuted + (bound >= plan.value)
    assert refuted > seen / 4, "a bound that refutes nothing saves no flow"


@pytest.mark.parametrize("seed", range(40))
def test_that_duals_meet_the_flow(seed: int) -> None:
    """Tests that nothing changed costs what the plan costs: the bounds start at its value."""
    made = allocated(seed)
    if made is None:
        return
    allocator, plan = made
    for duals in allocator.duals(plan):
        lower, upper = allocator.window(plan.normal, plan.short)
        seat = np.where(upper > 0, duals.seat, 0.0)
        value = duals.price.sum() - (upper * np.maximum(seat, 0)).sum()
        value += (lower * np.maximum(-seat, 0)).sum()
        assert value == pytest.approx(plan.value, rel=SLACK)
