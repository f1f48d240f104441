"""The measurement of the time limit, untimed and small."""

from __future__ import annotations

from dataclasses import replace

import pytest

from benchmarks.time_limit import (
    APART,
    KINDS,
    LIMITS_S,
    Row,
    Spec,
    apart,
    document,
    measure,
    specs,
)


@pytest.mark.parametrize("kind", KINDS)
def test_that_every_kind_is_planned_and_verified(kind: str) -> None:
    """Tests that thirty households and two members leave ten out, and recruits serve them."""
    row = measure(Spec(kind, 30, 2, 1.0, limit_m=100_000.0))
    assert (row.unserved, row.recruits, row.unserved_after) == (10, 1, 0)
    assert row.worse <= 0


@pytest.mark.parametrize("kind", APART)
def test_that_parts_that_do_not_reach_each_other_are_planned(kind: str) -> None:
    """Tests that hamlets of fifteen take a recruit each, and so does what lies behind barriers."""
    row = measure(Spec(kind, 30, 2, 60.0))
    assert row.unserved_after == 0
    assert row.recruits is not None
    assert (row.recruits == 2) is (kind == "hamlets")


def test_that_a_village_is_measured_in_a_process_of_its_own() -> None:
    """Tests that what a process says of a village comes back as it was said."""
    row = apart(Spec("point", 12, 1, 1.0))
    assert row is not None
    assert (row.spec.households, row.unserved, row.recruits) == (12, 2, 1)


def test_that_a_limit_a_tenth_and_half_a_second_are_kept() -> None:
    """Tests that the time, the memory and the nearest member's plan are limits on both sides."""
    row = Row(Spec("point", 1, 1, 2.0), 0, 2.7, 9.0, 2.0, 0, None, None, 0.0, 0.0)
    assert row.kept
    late, large, worse = (
        replace(row, planned_s=2.71),
        replace(row, memory_gb=2.01),
        replace(row, worse=0.001),
    )
    assert [late.kept, large.kept, worse.kept] == [False] * 3


def test_that_all_kinds_sizes_and_limits_are_asked() -> None:
    """Tests that the list holds every kind in every time, and the largest villages."""
    asked = list(specs())
    assert {(one.kind, one.limit_s) for one in asked} >= {
        (kind, limit_s) for kind in KINDS for limit_s in LIMITS_S
    }
    assert {one.kind for one in asked} == {*KINDS, *APART}
    assert max(one.households for one in asked) == 20_000
    assert document(next(specs(["point"])))["villages"][0]["households"][0]["id"] == "h0"
