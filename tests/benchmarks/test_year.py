"""The benchmark of a year, on a village small enough for a test."""

from __future__ import annotations

from benchmarks.year import measure, table
from scenarios import generate


def test_that_a_year_is_measured() -> None:
    """Tests that a year of a small village has its moves and a proven frontier, in a table."""
    village = max(generate("hamlets", seed=0).villages, key=lambda one: len(one.members))
    row = measure(village)
    assert row.moves > 0
    assert row.kept <= row.anew
    assert row.points == row.proven > 0
    assert row.attrition.unserved.shape == (1, 200)
    assert table([row]).row_count == 1
