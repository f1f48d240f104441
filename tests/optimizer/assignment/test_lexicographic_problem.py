"""What is asked of a village: the order of the stages, their sums, and its connected parts."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.assignment.goals import sum_goal
from optimizer.assignment.lexicographic_problem import LexicographicProblem, components
from optimizer.assignment.plan_conversion import members_problem
from optimizer.distance.reach import village_reach
from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Village
from tests.optimizer.random_villages import under
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

RULES = Rules(min_households=2, max_households=3, max_distance_m=10.0)
WALK, LONGEST, BALANCE = Priority.WALK, Priority.LONGEST, Priority.BALANCE


def hamlets() -> Village:
    """Return two hamlets: households 0 and 2 with member 1, household 1 with member 0.

    Household 3 is far from all; member 2 has nobody near. Household 0 is with member 0 today.
    """
    return make_village(
        on_a_line(100, 0, 102, 500),
        on_a_line(1, 101, 900),
        rules=RULES,
        windows=np.array([[1, 2], [3, 4], [5, 6]]),
        locked=np.array([[2, 1]]),
        current=np.array([[0, 0], [2, 1]]),
    )


def task_of(village: Village) -> LexicographicProblem:
    """Return the members' task."""
    return members_problem(village, village_reach(village))


@pytest.mark.parametrize(
    ("order", "after_keep"),
    [
        ((WALK,), [Stage.WALK]),
        ((LONGEST,), [Stage.LONGEST, Stage.WALK]),
        ((BALANCE,), [Stage.BALANCE, Stage.SPREAD, Stage.WALK]),
        ((WALK, BALANCE), [Stage.WALK, Stage.BALANCE, Stage.SPREAD]),
        ((BALANCE, LONGEST), [Stage.BALANCE, Stage.SPREAD, Stage.LONGEST, Stage.WALK]),
    ],
)
def test_that_stages_follow_the_planners_order(
    order: tuple[Priority, ...], after_keep: list[Stage]
) -> None:
    """Tests that the walk comes last where it is not ranked, and once where it is."""
    task = task_of(under(hamlets(), priorities=order))
    assert list(task.stages) == [Stage.SERVE, Stage.MINIMUM, Stage.KEEP, *after_keep]


def test_that_nothing_is_kept_without_a_current_plan() -> None:
    """Tests that the stage of changes is there only when something can change."""
    village = make_village(on_a_line(0), on_a_line(0), rules=RULES)
    assert Stage.KEEP not in task_of(village).stages


@pytest.mark.parametrize(("policy", "exceptions"), [("flag", None), ("enforce", 0)])
def test_that_the_policy_is_a_number_of_exceptions(policy: str, exceptions: int | None) -> None:
    """Tests that a flagged minimum leaves exceptions free and an enforced one forbids them."""
    free = replace(hamlets(), locked=np.empty((0, 2), np.int64))
    assert task_of(under(free, minimum=MinimumPolicy(policy))).problem.exceptions == exceptions


@pytest.mark.parametrize(("locks", "forced"), [(0, False), (1, True), (2, False)])
def test_that_fewer_locks_than_an_enforced_minimum_may_be_too_few(locks: int, forced: bool) -> None:  # noqa: FBT001
    """Tests that a member who needs two may fall short with one lock, and nobody else may."""
    village = make_village(
        on_a_line(0, 1, 2),
        on_a_line(0, 3),
        rules=Rules(min_households=2, max_households=3, minimum=MinimumPolicy.ENFORCE),
        locked=np.array([[row, 1] for row in range(locks)], np.int64).reshape(-1, 2),
    )
    problem = task_of(village).problem
    assert problem.exceptions == (None if forced else 0)
    assert problem.may_be_short.tolist() == [False, forced]


def test_that_parts_are_what_reach_connects() -> None:
    """Tests that both hamlets have their rows, windows, locks and persons, and nobody else is in.

    Household 0's person is in the other hamlet: a person who cannot be had, one past the last.
    """
    first, second = components(task_of(hamlets()))
    assert (first.households.tolist(), first.persons.tolist()) == ([0, 2], [1])
    assert (second.households.tolist(), second.persons.tolist()) == ([1], [0])
    assert first.reach.household.tolist() == [0, 1]
    assert first.reach.person.tolist() == [0, 0]
    assert first.reach.metres.tolist() == [1.0, 1.0]
    assert (first.minimum.tolist(), first.maximum.tolist()) == ([3], [4])
    assert first.locked.tolist() == [False, True]
    assert first.current.tolist() == [1, 0]
    assert second.current.tolist() == [UNSERVED]


def test_that_goals_count_what_their_stages_mean() -> None:
    """Tests that each sum is that of the plan: household 0 moved, 2 stays, 3 has nobody."""
    task = task_of(hamlets())
    plan = np.array([1, 0, 1, UNSERVED])
    values = {
        stage: sum_goal(stage).value(task.problem, task.current, plan)
        for stage in (Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK, Stage.SPREAD)
    }
    assert values == {
        Stage.SERVE: 1,
        Stage.MINIMUM: 1,
        Stage.KEEP: 1,
        Stage.WALK: 3_000_000,
        Stage.SPREAD: 5,
    }
