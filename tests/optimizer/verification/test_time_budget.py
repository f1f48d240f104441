"""A check within limits: what was not looked at is counted, and what is wrong is still found."""

from __future__ import annotations

from dataclasses import dataclass, replace

import numpy as np
import pytest

from optimizer.domain.plan import UNSERVED
from optimizer.pipeline import plan_village
from optimizer.verification import check_plan
from tests.optimizer.distance.walked_villages import walked


@dataclass
class Looks:
    """Limits that are over once they have been asked so often."""

    most: int
    asked: int = 0

    @property
    def over(self) -> bool:
        """Whether it is."""
        self.asked += 1
        return self.asked > self.most


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_that_a_check_is_whole_or_says_that_it_is_not(seed: int) -> None:
    """Tests that limits that are over leave every pair unchecked, and others leave none."""
    plan = plan_village(walked(seed), time_limit_s=2.0)
    pairs = int(np.count_nonzero(plan.today.person != UNSERVED))
    pairs += 0 if plan.after is None else int(np.count_nonzero(plan.after.person != UNSERVED))
    assert pairs > 0
    looks = Looks(10**9)
    whole = check_plan(walked(seed), plan, limits=looks)
    assert (whole.violations, whole.unchecked) == ((), 0)
    for most in (0, 1, looks.asked - 1):
        cut = check_plan(walked(seed), plan, limits=Looks(most))
        assert (cut.violations, cut.unchecked) == ((), pairs)
    assert check_plan(walked(seed), plan, limits=Looks(looks.asked)).unchecked == 0


def test_that_a_distance_below_the_straight_line_is_found_in_no_time() -> None:
    """Tests that what needs no way round a barrier is checked whatever the limits."""
    village = walked(6)
    plan = plan_village(village, time_limit_s=2.0)
    assert np.nanmax(plan.today.metres) > 0
    wrong = replace(plan, today=replace(plan.today, metres=plan.today.metres * 0.01))
    codes = {found.code for found in check_plan(walked(6), wrong, limits=Looks(0)).violations}
    assert "METRES" in codes
    nobody = replace(plan, today=replace(plan.today, loads=plan.today.loads + 1))
    assert check_plan(walked(6), nobody, limits=Looks(0)).violations
