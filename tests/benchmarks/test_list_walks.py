"""The measure of how much longer a list's plan walks."""

from __future__ import annotations

from benchmarks.list_walks import longer, random_village


def test_that_no_list_walks_less_than_the_best_plan() -> None:
    """Tests that the points' plan is proven, and that both lists' plans walk no less."""
    homes, members, flat, near, proven = longer(2)
    assert proven
    assert min(flat, near) >= 0
    assert (homes, members) == tuple(
        len(random_village(2)[table]) for table in ("households", "members")
    )
