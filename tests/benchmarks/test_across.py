"""The benchmark across villages, on villages small enough for a test."""

from __future__ import annotations

import numpy as np

from benchmarks.across import budget_table, cluster_tables, measure, merge_table, side_by_side
from scenarios import generate

VILLAGES = generate("tiny", seed=0).villages + generate("hamlets", seed=0).villages


def test_that_villages_stand_as_far_apart_as_is_said() -> None:
    """Tests that the boxes of two villages in a row are the gap apart."""
    one, two = (
        np.concatenate([village.households.xy, village.members.xy])[:, 0]
        for village in side_by_side(VILLAGES[:2], 250.0)
    )
    assert np.isclose(two.min() - one.max(), 250.0)


def test_that_lending_is_measured() -> None:
    """Tests that a cluster needs no more recruits together than alone, in two tables."""
    found = measure(VILLAGES[:2], 0)
    assert found.together <= found.alone
    assert [table.row_count for table in cluster_tables([found])] == [1, 1]


def test_that_curves_and_a_merge_are_measured() -> None:
    """Tests that curves, frontier and merge have their tables."""
    assert budget_table(VILLAGES[:2], 1).row_count == 1
    assert merge_table(VILLAGES[:2]).row_count == 1
