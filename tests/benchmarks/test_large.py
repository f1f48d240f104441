"""The measurement of very large villages, on a small one."""

from __future__ import annotations

from benchmarks.large import measure


def test_that_a_village_is_planned_and_verified() -> None:
    """Tests that a row says what came out."""
    row = measure(120, 15, 5.0)
    assert (row.households, row.members) == (120, 15)
    assert row.walk_m > 0
    assert row.gap >= 0
