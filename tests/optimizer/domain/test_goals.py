"""The table of goals, and the orders that are derived from it."""

from __future__ import annotations

import pytest

from optimizer.domain.goals import GOALS, Priority, Stage, order_of_stages


def test_that_every_stage_and_every_word_stands_in_the_table() -> None:
    """Tests that no stage is without unit and no word of the planner without a stage."""
    assert set(GOALS) == set(Stage)
    assert {row.ranked_by for row in GOALS.values()} == {None, *Priority}


@pytest.mark.parametrize(
    ("recruiting", "current", "fixed"),
    [
        (False, False, ("serve", "minimum")),
        (True, False, ("serve", "recruit", "minimum")),
        (False, True, ("serve", "minimum", "keep")),
        (True, True, ("serve", "recruit", "minimum", "keep")),
    ],
)
def test_that_fixed_ranks_come_first(
    recruiting: bool,  # noqa: FBT001
    current: bool,  # noqa: FBT001
    fixed: tuple[str, ...],
) -> None:
    """Tests that recruits are counted after recruiting, changes where there is a plan to keep."""
    order = order_of_stages((Priority.LONGEST,), recruiting=recruiting, current=current)
    assert order == (*fixed, "longest", "walk")


def test_that_one_word_ranks_several_stages() -> None:
    """Tests that the balance is settled in two stages, and a walk that is ranked once only."""
    order = order_of_stages((Priority.WALK, Priority.BALANCE), recruiting=False, current=False)
    assert order == ("serve", "minimum", "walk", "balance", "spread")
