"""Parts in turn: each has its share of the time, and what small ones leave goes to large ones."""

from __future__ import annotations

import time

import pytest

from optimizer.assignment.lexicographic import solve_in_turn
from optimizer.domain.search_limits import SearchLimits


def test_that_small_parts_come_first_and_leave_their_time() -> None:
    """Tests that a part of a hundred times the pairs has ten times the share, and all the rest."""
    begun_s = time.process_time()
    turns: list[tuple[int, float]] = []

    def settle(pairs: int, limits: SearchLimits) -> str:
        turns.append((pairs, limits.deadline_s - begun_s))
        return str(pairs)

    limits = SearchLimits.lasting(1000.0, seed=7)
    assert solve_in_turn([10_000, 100, 1], limits, settle, lambda pairs: pairs) == [
        "10000",
        "100",
        "1",
    ]
    assert [pairs for pairs, _ in turns] == [1, 100, 10_000]
    assert [room_s for _, room_s in turns] == pytest.approx([9, 99, 1000], abs=20.0, rel=0.2)


def test_that_a_deadline_in_the_past_gives_nobody_time() -> None:
    """Tests that parts are still settled when the time is up, as far as that goes without it."""
    limits = SearchLimits.lasting(-5.0)
    late = solve_in_turn([1, 2], limits, lambda _, mine: mine.deadline_s, lambda pairs: pairs)
    assert all(deadline_s <= time.process_time() for deadline_s in late)
