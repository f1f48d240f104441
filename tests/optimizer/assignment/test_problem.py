"""The problem: what a goal counts, and which plans answer."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.assignment.problem import AssignmentProblem, Goal, SettledGoal, Solution
from optimizer.distance.reach import make_reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED

REACH = make_reach(
    np.array([0, 1, 1, 2, 3]), np.array([0, 0, 1, 1, 1]), np.array([1, 2, 3, 4, 5]) / 1e6, (4, 2)
)
"""Households 0 and 1 reach person 0; households 1, 2 and 3 reach person 1."""
QUESTION = AssignmentProblem(
    REACH, np.array([2, 2]), np.array([2, 3]), exceptions=1, unserved=1, pinned=np.arange(4) == 3
)
PLAN = np.array([0, 0, UNSERVED, 1])
"""Person 0 holds two, person 1 one and so too few; household 2 has nobody."""


def test_that_a_goal_counts_pairs_skips_exceptions_and_squares() -> None:
    """Tests that each of the four sums is right: 1 + 2 + 5, 100, one exception, 4 + 1."""
    nothing, nobody = np.zeros(5, np.int64), np.zeros(4, np.int64)
    alone = [
        Goal(REACH.micrometres, nobody),
        Goal(nothing, np.array([1, 10, 100, 1000])),
        Goal(nothing, nobody, exception=7),
        Goal(nothing, nobody, rising=2),
    ]
    assert [goal.value(QUESTION, PLAN) for goal in alone] == [8, 100, 7, 10]


@pytest.mark.parametrize(
    ("changes", "answered"),
    [
        ({}, True),
        ({"exceptions": 0}, False),
        ({"exceptions": None}, True),
        ({"unserved": 0}, False),
        ({"unserved": None}, True),
        ({"maximum": np.array([1, 3])}, False),
        ({"pinned": np.arange(4) == 2}, False),
        ({"settled": ((Stage.WALK, Goal(REACH.micrometres, np.zeros(4, np.int64)), 8),)}, True),
        ({"settled": ((Stage.WALK, Goal(REACH.micrometres, np.zeros(4, np.int64)), 7),)}, False),
    ],
)
def test_that_a_plan_answers_at_each_edge_and_not_past_it(
    changes: dict[str, object],
    answered: bool,  # noqa: FBT001
) -> None:
    """Tests that exceptions, unserved, maximum, pins and settled values have two sides."""
    problem: AssignmentProblem = replace(QUESTION, **changes)  # type: ignore[arg-type]
    assert problem.answered_by(PLAN) is answered


@pytest.mark.parametrize(
    ("unserved", "settled", "exactly"),
    [(1, 8, True), (None, 8, True), (2, 8, False), (1, 9, False)],
)
def test_that_beating_what_is_settled_is_told_from_meeting_it(
    unserved: int | None,
    settled: int,
    exactly: bool,  # noqa: FBT001
) -> None:
    """Tests that a plan that serves more or walks less than settled answers, but not exactly."""
    goal = Goal(REACH.micrometres, np.zeros(4, np.int64))
    asked = replace(QUESTION, unserved=unserved, settled=(SettledGoal(Stage.WALK, goal, settled),))
    assert asked.answered_by(PLAN)
    assert asked.answered_exactly_by(PLAN) is exactly


def test_that_holders_are_whom_a_pin_cannot_do_without() -> None:
    """Tests that a pinned household with two ways to go holds nobody, with one way that person."""
    assert QUESTION.holders.tolist() == [False, True]
    assert replace(QUESTION, pinned=np.arange(4) == 1).holders.tolist() == [False, False]


def test_that_persons_below_their_minimum_are_named() -> None:
    """Tests that a person in reserve is not below, and one with a household too few is."""
    assert QUESTION.below(PLAN).tolist() == [1]
    assert QUESTION.below(np.array([0, 0, UNSERVED, UNSERVED])).tolist() == []


@pytest.mark.parametrize(("longest", "pairs"), [(4, 4), (3, 3), (0, 0)])
def test_that_a_narrower_question_drops_pairs_everywhere(longest: int, pairs: int) -> None:
    """Tests that pairs at the threshold stay, in the reach and in every settled goal."""
    goal = Goal(REACH.micrometres, np.zeros(4, np.int64))
    asked = replace(QUESTION, settled=(SettledGoal(Stage.WALK, goal, 8),)).within(longest, 2)
    assert asked.reach.micrometres.tolist() == [1, 2, 3, 4, 5][:pairs]
    assert asked.settled[0].goal.pair.tolist() == [1, 2, 3, 4, 5][:pairs]
    assert asked.settled[0].value == 8
    assert asked.maximum.tolist() == [2, 2]


@pytest.mark.parametrize(
    ("answer", "proven"),
    [
        (Solution(PLAN, 8, 8), True),
        (Solution(PLAN, 8, 7), False),
        (Solution(None, 8, 8), False),
    ],
)
def test_that_an_answer_is_proven_where_plan_and_bound_meet(answer: Solution, proven: bool) -> None:  # noqa: FBT001
    """Tests that a bound below the value, or no plan at all, proves nothing."""
    assert answer.proven is proven
