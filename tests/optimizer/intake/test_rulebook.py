"""Rules laid over rules, and what is said of those that cannot be."""

from __future__ import annotations

import pytest

from optimizer.intake.rulebook import overlay
from optimizer.rules import Priority, Rules


@pytest.mark.parametrize(
    ("priorities", "value", "words"),
    [
        (["speed"], "speed", "'walk', 'longest' or 'balance'"),
        (["walk", "speed"], "speed", "'walk', 'longest' or 'balance'"),
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
