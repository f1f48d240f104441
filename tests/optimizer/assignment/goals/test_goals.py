"""The goals as objects: one for every stage, and bounds that no plan goes below."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.assignment.goals import STAGE_GOALS, NearestPersons, sum_goal
from optimizer.assignment.goals.protocol import ScalarGoal
from optimizer.assignment.lexicographic import solve_lexicographic
from optimizer.assignment.plan_conversion import members_problem
from optimizer.distance.reach import make_reach, village_reach
from optimizer.domain.goals import GOALS, Stage, Unit
from optimizer.domain.plan import UNSERVED
from optimizer.domain.search_limits import SearchLimits
from tests.optimizer.random_villages import random_village

SLACK_M = 1e-3
SCALARS = [stage for stage, goal in STAGE_GOALS.items() if isinstance(goal, ScalarGoal)]
"""Stages with one number; of steps the bounds are checked where they are planned."""


def test_that_every_stage_has_a_goal() -> None:
    """Tests that an assignment settles every stage of the table but the number of recruits."""
    assert set(STAGE_GOALS) == set(GOALS) - {Stage.RECRUIT}
    assert all(goal.stage is stage for stage, goal in STAGE_GOALS.items())


def test_that_a_bottleneck_is_no_sum() -> None:
    """Tests that nobody takes the longest walk for a sum."""
    with pytest.raises(TypeError, match="longest is no sum"):
        sum_goal(Stage.LONGEST)


@pytest.mark.parametrize("stage", SCALARS)
@pytest.mark.parametrize("seed", range(8))
def test_that_bounds_for_any_places_bound(stage: Stage, seed: int) -> None:
    """Tests that the members' own best plan is not below what holds wherever recruits live.

    Nobody is hired, so the pairs of the members are all there are.
    """
    village = random_village(seed, most_households=12, most_members=4)
    task = members_problem(village, village_reach(village))
    person = solve_lexicographic(task, SearchLimits.lasting(60)).person
    goal = STAGE_GOALS[stage]
    assert isinstance(goal, ScalarGoal)
    served = int((person != UNSERVED).sum())
    value = goal.value(task.problem, task.current, person)
    stated = value / 1e6 if goal.unit is Unit.METRES else value
    free = replace(
        task,
        reach=make_reach(
            task.reach.household,
            task.reach.person,
            np.zeros(len(task.reach)),
            (task.reach.households, task.reach.persons),
        ),
    )
    nearest = np.full(len(person), np.inf)
    np.minimum.at(nearest, task.reach.household, task.reach.metres)
    seen = NearestPersons(np.sort(nearest)[:served], task.reach.persons)
    assert goal.bound_anywhere(free, served) <= stated + SLACK_M
    assert goal.bound_by_nearest(seen) <= stated + SLACK_M
