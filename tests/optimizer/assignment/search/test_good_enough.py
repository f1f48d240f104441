"""A search that may end at a gap: where it ends, and what it says then."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.assignment.problem import Solution
from optimizer.assignment.search.search_state import is_over
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.search_limits import SearchLimits
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.random_villages import random_village, under

PLAN = np.zeros(1, np.int64)
LIMITS = SearchLimits.lasting(1000.0, gap=0.01)


def test_that_a_plan_within_the_gap_ends_the_search() -> None:
    """Tests that it ends at the gap and not beyond, and never without a plan."""
    assert is_over(Solution(PLAN, 1000, 990), LIMITS)
    assert not is_over(Solution(PLAN, 1000, 989), LIMITS)
    assert not is_over(Solution(None, 1000, 990), LIMITS)
    assert not is_over(Solution(PLAN, 1000, 999), LIMITS.until_proven())
    assert is_over(Solution(PLAN, 1000, 1000), LIMITS.until_proven())


def test_that_a_search_for_anything_but_the_walk_is_not_ended_by_a_gap() -> None:
    """Tests that limits without a gap stay the same, and others lose theirs."""
    without = replace(LIMITS, gap=0.0)
    assert without.until_proven() is without
    assert LIMITS.until_proven() == without


@pytest.mark.parametrize("seed", range(12))
def test_that_a_gap_costs_metres_and_nothing_else(seed: int) -> None:
    """Tests that all other goals are as without a gap, and the walk as close as was asked for."""
    village = under(
        random_village(seed, most_households=12, most_members=4), priorities=(Priority.WALK,)
    )
    best, near = plan_village(village), plan_village(village, gap=0.2)
    assert not verify_plan(village, near)
    for one, other in ((best.today, near.today), (best.after, near.after)):
        assert (one is None) is (other is None)
        if one is None or other is None:
            continue
        walks = one.proofs[Stage.WALK], other.proofs[Stage.WALK]
        assert walks[1].bound <= walks[0].value <= walks[1].value + 1e-6
        assert walks[1].gap <= 0.2
        for stage in (Stage.SERVE, Stage.MINIMUM):
            assert one.proofs[stage] == other.proofs[stage]
