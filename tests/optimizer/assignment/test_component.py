"""One connected part on its way through the stages."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.assignment.component import (
    Component,
    settle_served_and_exceptions,
    settle_sum,
    start_component,
    sum_proofs,
)
from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.assignment.problem import BoundedValue, Solution
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import SolverError
from tests.optimizer.assignment.test_lexicographic_problem import task_of
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

RULES = Rules(min_households=2, max_households=3, max_distance_m=10.0)
NEAREST = np.array([0, 0, 1])
"""Households at 0, 1 and 6 with members at 0 and 6: the second has too few."""


def line(policy: MinimumPolicy = MinimumPolicy.FLAG) -> Component:
    """Return a part before its first stage, with everybody at the nearest member."""
    rules = RULES.model_copy(update={"minimum": policy})
    task = task_of(make_village(on_a_line(0, 1, 6), on_a_line(0, 6), rules=rules))
    return start_component(task, NEAREST, None)


def clock(room_s: float = 60.0) -> SearchLimits:
    """Return limits with so much time."""
    return SearchLimits.lasting(room_s)


def test_that_an_enforced_minimum_starts_without_who_has_too_few() -> None:
    """Tests that the first plan keeps the rules: household 2 has nobody to begin with."""
    assert line().person.tolist() == [0, 0, 1]
    assert line(MinimumPolicy.ENFORCE).person.tolist() == [0, 0, UNSERVED]


@pytest.mark.parametrize(
    ("found", "stands"),
    [
        (Solution(NEAREST, 0, 0), BoundedValue(1, 0)),
        (Solution(None, 0, 1), BoundedValue(1, 1)),
        (Solution(None, 0, -3), BoundedValue(1, 0)),
        (Solution(np.array([0, 0, 0]), 0, 7), BoundedValue(0, 0)),
    ],
)
def test_that_a_stage_stands_at_a_plans_own_value(found: Solution, stands: BoundedValue) -> None:
    """Tests that the value is the plan's, or the known plan's, and the bound never above it."""
    part = line().settle(Stage.MINIMUM, found)
    assert part.values[Stage.MINIMUM] == stands
    assert part.problem.exceptions == stands.value


def test_that_a_proof_against_a_known_plan_is_a_fault() -> None:
    """Tests that a search which proves that no plan exists is not believed where one is known."""
    with pytest.raises(SolverError, match="walk was refuted"):
        line().settle(Stage.WALK, Solution(None, NOTHING_KNOWN, NOTHING_KNOWN))


def test_that_later_stages_give_nothing_back() -> None:
    """Tests that the walk of 6 m has no exception, though 1 m would do with one."""
    part = settle_served_and_exceptions(line(), 0, Stage.WALK, clock())
    assert part.person.tolist() == [0, 0, 0]
    assert part.values == {
        Stage.SERVE: BoundedValue(0, 0),
        Stage.MINIMUM: BoundedValue(0, 0),
        Stage.WALK: BoundedValue(7 * 10**6, 7 * 10**6),
    }
    evened = settle_sum(part, Stage.SPREAD, clock())
    assert evened.values[Stage.SPREAD] == BoundedValue(9, 9)
    assert len(evened.problem.settled) == 2


def test_that_without_time_a_known_plan_stands_unproven() -> None:
    """Tests that an exception stays, with a bound of none."""
    part = settle_served_and_exceptions(line(), 0, Stage.WALK, clock(-1.0))
    assert len(part.problem.below(part.person)) == 1
    assert part.values[Stage.MINIMUM] == BoundedValue(1, 0)


def test_that_parts_are_summed() -> None:
    """Tests that values add up to values, and bounds to bounds."""
    first = line().settle(Stage.MINIMUM, Solution(NEAREST, 0, 0))
    other = line().settle(Stage.MINIMUM, Solution(NEAREST, 0, 1))
    assert sum_proofs([first, other, first], Stage.MINIMUM) == BoundedValue(3, 1)
