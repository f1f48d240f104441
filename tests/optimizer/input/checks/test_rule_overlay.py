"""Rules laid over rules, and what is said of those that cannot be."""

from __future__ import annotations

import pytest

from optimizer.domain.goals import Priority
from optimizer.domain.rules import Rules
from optimizer.input.checks.rule_overlay import overlay


@pytest.mark.parametrize(
    ("priorities", "value", "words"),
    [
        (["speed"], "speed", "'walk', 'longest', 'balance', 'fairest' or 'compact'"),
        (["walk", "speed"], "speed", "'walk', 'longest', 'balance', 'fairest' or 'compact'"),
        ([], "a list of 0", "name at least one goal"),
        ("walk", "walk", "write a list of goals"),
        (None, "", "write a list of goals"),
    ],
)
def test_that_a_wrong_order_is_one_problem(priorities: object, value: str, words: str) -> None:
    """Tests that the goal that is wrong is shown, once, in words that do not speak of Python."""
    rules, (problem,) = overlay(Rules(), {"priorities": priorities}, "/rules")
    assert rules == Rules()
    assert (problem.code, problem.field, problem.value) == ("BAD_RULE", "priorities", value)
    assert words in problem.message
    assert "uple" not in problem.message


def test_that_a_right_order_replaces_the_other() -> None:
    """Tests that the order given is taken as it stands."""
    rules, problems = overlay(Rules(), {"priorities": ["longest", "walk"]}, "/rules")
    assert rules.priorities == (Priority.LONGEST, Priority.WALK)
    assert problems == ()


@pytest.mark.parametrize(
    "field", ["min_households", "max_households", "recruits_per_place", "max_recruits"]
)
def test_that_a_whole_number_may_have_a_point(field: str) -> None:
    """Tests that 7.0 is 7, as in JSON, and 7.5 or a truth is no number of anything."""
    rules, problems = overlay(Rules(), {field: 7.0}, "/rules")
    assert (repr(getattr(rules, field)), problems) == ("7", ())
    for wrong in (7.5, True, "7", float("nan"), float("inf")):
        assert overlay(Rules(), {field: wrong}, "/rules")[1][0].code == "BAD_RULE"


@pytest.mark.parametrize("most", [1_000_000, 1_000_001])
def test_that_recruits_of_a_place_have_an_end(most: int) -> None:
    """Tests that a million is taken and no more; one beyond 64 bits was a fault of the planner."""
    problems = overlay(Rules(), {"recruits_per_place": most}, "/rules")[1]
    assert [problem.field for problem in problems] == ["recruits_per_place"] * (most > 1_000_000)
