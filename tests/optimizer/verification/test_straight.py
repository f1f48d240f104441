"""Which points are near any of a few others, against all pairs."""

from __future__ import annotations

import numpy as np

from optimizer.verification.straight import near, near_any


def test_that_nobody_at_the_limit_is_left_out_by_a_box() -> None:
    """Tests that points on a lattice, many exactly at the limit, are found as among all pairs."""
    for seed in range(200):
        rng = np.random.default_rng(seed)
        axes, limit_m = int(rng.integers(2, 4)), float(rng.integers(0, 6)) / 3
        start = rng.integers(-9, 10, (60, axes)) / 3 + 5e6
        end = rng.integers(-3, 4, (int(rng.integers(1, 6)), axes)) / 3 + 5e6
        expected = near(start, end, limit_m).any(axis=1)
        assert near_any(start, end, limit_m).tolist() == expected.tolist(), seed


def test_that_no_points_are_near_nobody() -> None:
    """Tests that without points on either side nothing is near, and an endless limit is all."""
    some, none = np.zeros((3, 2)), np.empty((0, 2))
    assert near_any(some, none, 9.0).tolist() == [False] * 3
    assert near_any(none, some, 9.0).tolist() == []
    assert near_any(some, some + 1e6, np.inf).tolist() == [True] * 3
