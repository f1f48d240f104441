"""Plans by every metric, and the verifier that walks for itself."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.distance import distances_within
from optimizer.domain.scenario import Ends
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from optimizer.verification.case import case_of
from optimizer.verification.relaxation_rules import check_smallest
from optimizer.verification.village_check import NOBODY
from optimizer.verification.walks import walks_of
from tests.optimizer.distance.walked_villages import walked


@pytest.mark.parametrize("seed", range(24))
def test_that_plans_hold_by_every_metric(seed: int) -> None:
    """Tests that plans hold with paths, walls, both and a factor, down to their relaxations."""
    village = walked(seed, most_households=14, most_members=5)
    plan = plan_village(village, time_limit_s=3.0)
    assert verify_plan(village, plan) == ()
    today = case_of("today", village, plan.today, NOBODY, 0.0)
    assert check_smallest(plan, today) == ()


@pytest.mark.parametrize("seed", [1, 2, 3, 5, 6, 7])
def test_that_two_routines_find_the_same(seed: int) -> None:
    """Tests that every pair of a village agrees, not only those that a plan uses."""
    village = walked(seed)
    walks = walks_of(village)
    assert walks is not None
    limit_m = 800.0
    planned = np.full((len(village.households), len(village.members)), np.inf)
    rows, columns, metres = distances_within(village, Ends.MEMBERS, limit_m)
    planned[rows, columns] = metres
    own = walks.table(walks.households, walks.members, limit_m + 1)
    near = np.abs(planned - limit_m) > 1
    near &= np.abs(own - limit_m) > 1
    np.testing.assert_allclose(
        np.where(near & (own <= limit_m), own, np.inf),
        np.where(near, planned, np.inf),
        atol=walks.slack(0.0),
    )


@pytest.mark.parametrize("seed", [5, 6, 7])
def test_that_false_metres_are_found(seed: int) -> None:
    """Tests that a plan is caught that states the straight line where the walk is longer."""
    village = walked(seed)
    plan = plan_village(village, time_limit_s=3.0)
    served = np.flatnonzero(plan.today.person >= 0)
    step = village.households.xy[served] - village.members.xy[plan.today.person[served]]
    metres = plan.today.metres.copy()
    metres[served] = np.hypot(step[:, 0], step[:, 1])
    assert (metres[served] < plan.today.metres[served] - 1).any()
    false = replace(plan, today=replace(plan.today, metres=metres))
    assert "METRES" in {violation.code for violation in verify_plan(village, false)}
