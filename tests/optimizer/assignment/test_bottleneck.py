"""The longest walk and the largest load."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.assignment.bottleneck import settle_bottleneck
from optimizer.assignment.component import Component, settle_sum, start_component
from optimizer.assignment.goals import BottleneckGoal
from optimizer.assignment.goals.balance import Balance
from optimizer.assignment.goals.longest import Longest
from optimizer.assignment.problem import BoundedValue, Solution
from optimizer.domain.goals import Stage
from optimizer.domain.rules import Rules
from tests.optimizer.assignment.test_component import clock
from tests.optimizer.assignment.test_lexicographic_problem import task_of
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

RULES = Rules(min_households=0, max_households=4, max_distance_m=100.0)


def part(*at_m: float) -> Component:
    """Return a part with members at 0 and 10; everybody is served, so far by the first."""
    task = task_of(make_village(on_a_line(*at_m), on_a_line(0, 10), rules=RULES))
    everybody = np.zeros(len(at_m), np.int64)
    return start_component(task, everybody, None).settle(Stage.SERVE, Solution(everybody, 0, 0))


@pytest.mark.parametrize(("goal", "value"), [(Longest(), 2_000_000), (Balance(), 2)])
def test_that_the_threshold_is_the_smallest(goal: BottleneckGoal, value: int) -> None:
    """Tests that the longest walk falls from 10 m to 2 m, and the largest load from 4 to 2."""
    found = settle_bottleneck([part(0, 1, 8, 10)], goal, clock())
    assert found.result == BoundedValue(value, value)
    assert found.parts[0].person.tolist() == [0, 0, 1, 1]


def test_that_all_parts_share_one_threshold() -> None:
    """Tests that a part needs no less than the other one does: both may walk 5 m."""
    found = settle_bottleneck([part(0, 5), part(0, 9)], Longest(), clock())
    assert found.result == BoundedValue(5_000_000, 5_000_000)
    assert [int(one.problem.reach.micrometres.max()) for one in found.parts] == [
        5_000_000,
        1_000_000,
    ]


def test_that_a_settled_walk_is_not_given_back() -> None:
    """Tests that the largest load of 3, which the shortest walk needs, stays though 2 would do."""
    walked = settle_sum(part(0, 1, 2, 10), Stage.WALK, clock())
    found = settle_bottleneck([walked], Balance(), clock())
    assert found.result == BoundedValue(3, 3)


def test_that_without_time_the_known_plan_stands_over_a_bound_of_flows() -> None:
    """Tests that the longest walk of 10 m is kept, unproven: a flow says that 2 m might do."""
    found = settle_bottleneck([part(0, 1, 8, 10)], Longest(), clock(-1.0))
    assert found.parts[0].person.tolist() == [0, 0, 0, 0]
    assert found.result == BoundedValue(10_000_000, 2_000_000)


def test_that_no_parts_have_no_threshold() -> None:
    """Tests that a village in which nobody reaches anybody is settled at 0."""
    found = settle_bottleneck([], Longest(), clock())
    assert (found.parts, found.result) == ([], BoundedValue(0, 0))
