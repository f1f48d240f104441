"""The table of distances beside distances one by one."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.distance import distance_matrix
from optimizer.distance.reach import reach_within
from optimizer.domain.scenario import Ends
from tests.optimizer.random_villages import random_village


def test_that_a_table_has_the_pairs_in_reach_to_the_last_bit(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that blocks of a row or two have the very metres that pairs have."""
    monkeypatch.setattr(distance_matrix, "AT_ONCE", 9)
    for seed in range(40):
        village = random_village(seed)
        plain = replace(village, rules=village.rules.model_copy(update={"max_distance_m": 150.0}))
        near = reach_within(plain, Ends.MEMBERS, 150.0)
        table = np.full((near.households, near.persons), np.inf)
        table[near.household, near.person] = near.metres
        assert np.array_equal(distance_matrix.metres_within(plain, Ends.MEMBERS), table), seed


def test_that_the_nearest_with_room_is_the_rule_applied_to_all_pairs() -> None:
    """Tests that waiting households come out as if all pairs were sorted, ties and all."""
    for seed in range(200):
        rng = np.random.default_rng(seed)
        households, persons = rng.integers(1, 12), rng.integers(1, 5)
        metres = rng.integers(0, 4, (households, persons)).astype(float)
        metres[rng.random(metres.shape) < 0.3] = np.inf
        left = rng.integers(0, 4, persons)
        expected, seats = np.full(households, -1), left.copy()
        for flat in np.argsort(metres, axis=None, kind="stable"):
            row, column = divmod(int(flat), int(persons))
            if np.isfinite(metres[row, column]) and expected[row] < 0 and seats[column]:
                expected[row] = column
                seats[column] -= 1
        assert distance_matrix.nearest_with_room(metres, left).tolist() == expected.tolist(), seed
