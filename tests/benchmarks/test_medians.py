"""The benchmark of medians by a matrix: on an instance small enough to know."""

from __future__ import annotations

from itertools import combinations, permutations

import numpy as np

from benchmarks.medians import by_cpsat, by_highs, by_planner, read_distances

SMALL = """ 4 5 2
1 2 3
2 3 9
2 3 4
3 4 5
1 4 2
"""


def test_that_an_instance_is_read() -> None:
    """Tests that distances are shortest paths, and that of an edge named twice the last counts."""
    metres = read_distances(SMALL)
    assert metres.tolist() == [[0, 3, 7, 2], [3, 0, 4, 5], [7, 4, 0, 5], [2, 5, 5, 0]]


def test_that_all_methods_find_the_smallest_sum() -> None:
    """Tests that planner, HiGHS and CP-SAT agree with every choice of medians and shares."""
    rng = np.random.default_rng(3)
    xy = rng.uniform(0, 100, (6, 2))
    metres = np.rint(np.hypot(*(xy[:, None] - xy).transpose(2, 0, 1)))
    best = min(
        sum(metres[node, median] for node, median in zip(order, np.repeat(medians, 3), strict=True))
        for medians in combinations(range(6), 2)
        for order in permutations(range(6))
    )
    for found in (by_planner(metres, 3), by_highs(metres, 3, 20.0), by_cpsat(metres, 3, 20.0)):
        assert abs(found.value - best) < 1e-6
        assert found.proven
