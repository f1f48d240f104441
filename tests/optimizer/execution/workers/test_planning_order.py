from __future__ import annotations

import math
from collections.abc import Iterator, Sequence
from dataclasses import replace

import numpy as np
import pytest

from optimizer.domain.scenario import Village
from optimizer.execution.workers import planning_order
from optimizer.execution.workers.planning_order import hardest_first, hardness
from tests.optimizer.hand_made import SERVED, SHORT, village


def sized(*households: int) -> list[Village]:
    """Return villages named by their numbers of households; those with more than six are short."""
    return [village(str(number), number) for number in households]


def in_order(villages: Sequence[Village], sight: int) -> list[int]:
    return [int(one.id) for one in hardest_first(villages, sight=sight)]


def test_that_the_hardest_comes_first() -> None:
    """Tests that within sight the villages come by their hardness, whatever their order was."""
    assert in_order(sized(7, 3, 40, 5, 20), sight=1000) == [40, 20, 7, 5, 3]


def test_that_only_what_is_within_sight_is_put_in_order() -> None:
    """Tests that every village comes once, and a hard one far away waits for its batch."""
    found = in_order(sized(1, 2, 3, 4, 5, 6, 7, 8, 40), sight=6)
    assert sorted(found) == [1, 2, 3, 4, 5, 6, 7, 8, 40]
    assert found[:3] == [3, 2, 1]


def test_that_the_last_villages_are_one_batch() -> None:
    """Tests that a hard village that is read last is not begun last, while others are waiting."""
    assert in_order(sized(1, 2, 3, 4, 40), sight=10) == [4, 3, 40, 2, 1]


def test_that_no_more_villages_are_held_than_two_batches() -> None:
    """Tests that a long row of villages is read as it is handed out."""
    read: list[int] = []

    def coming() -> Iterator[Village]:
        for one in sized(*[5] * 100):
            read.append(1)
            yield one

    handed = hardest_first(coming(), sight=50)
    for done in range(60):
        next(handed)
        assert len(read) <= done + 20


def test_that_hardness_counts_seats_and_pairs() -> None:
    """Tests that two households out of reach and six pairs are counted as such."""
    assert hardness(SHORT) == pytest.approx(2 + 6 / 1000)
    assert hardness(SERVED) == pytest.approx(6 / 1000)


def test_that_a_member_shares_seats_among_all_in_reach() -> None:
    """Tests that with half the seats every household is half short."""
    tight = replace(SERVED.members, maximum=np.array([3]))
    assert hardness(replace(SERVED, members=tight)) == pytest.approx(3 + 6 / 1000)


def test_that_a_huge_village_is_hard_without_looking(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that no table of distances is made where it would not fit."""
    monkeypatch.setattr(planning_order, "_MOST_PAIRS", 5)
    assert hardness(SERVED) == math.inf


def test_that_nothing_comes_of_nothing() -> None:
    """Tests that an empty row is an empty row."""
    assert list(hardest_first([])) == []
