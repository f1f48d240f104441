"""The measurement of the fewest recruits, untimed and small."""

from __future__ import annotations

import pytest

from benchmarks.recruits import Spec, covering, direct, make, ours, rows, table


@pytest.mark.parametrize("seed", range(3))
def test_that_all_models_find_the_same_number(seed: int) -> None:
    """Tests that what is compared answers the same question, with members and without."""
    without, few = make(Spec(40, 0, 150.0, seed)), make(Spec(40, 2, 150.0, seed))
    assert ours(without).number == covering(without).number == direct(without).number
    assert ours(few).number == direct(few).number


def test_that_the_table_sums_up() -> None:
    """Tests that a peer's share of proofs stands under the table."""
    measured = list(rows([Spec(30, 0, 150.0, 0)], covering))
    caption = str(table("small", "peer", measured).caption)
    assert caption.startswith("1 of 1 proven")
    assert "the peer proves 1 of 1" in caption
