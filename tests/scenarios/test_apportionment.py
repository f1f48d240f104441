"""Shares that meet their total."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from scenarios.apportionment import largest_remainder

WEIGHTS = st.lists(st.floats(0.01, 1000.0), min_size=1, max_size=30)


def test_largest_fraction_gets_what_is_left() -> None:
    """Tests that 10 seats for 47, 16, 15.8 and 12 go as Hamilton would share them."""
    assert largest_remainder(10, np.array([47.0, 16.0, 15.8, 12.0])).tolist() == [5, 2, 2, 1]


def test_equal_fractions_favour_the_earlier_row() -> None:
    """Tests that a tie is broken by order, so that the same input gives the same shares."""
    assert largest_remainder(4, np.ones(3)).tolist() == [2, 1, 1]


def test_least_share_is_taken_from_the_others() -> None:
    """Tests that a tiny weight still gets its least share and the total stays met."""
    assert largest_remainder(10, np.array([1000.0, 1.0, 1.0]), at_least=2).tolist() == [6, 2, 2]


def test_total_of_exactly_the_least_shares_suffices() -> None:
    """Tests that the smallest total suffices, and one less does not."""
    assert largest_remainder(6, np.ones(3), at_least=2).tolist() == [2, 2, 2]
    with pytest.raises(ValueError, match="5 cannot be shared by 3"):
        largest_remainder(5, np.ones(3), at_least=2)


@given(WEIGHTS, st.integers(0, 5), st.integers(0, 10_000))
def test_total_is_met_and_nobody_falls_short(weights: list[float], least: int, more: int) -> None:
    """Tests that shares sum to the total, respect the least share and follow the weights."""
    shares = largest_remainder(least * len(weights) + more, np.array(weights), at_least=least)
    assert shares.sum() == least * len(weights) + more
    assert shares.min() >= least
    by_weight = shares[np.argsort(weights, kind="stable")]
    assert (np.diff(by_weight) >= -1).all()


@given(WEIGHTS, st.integers(0, 10_000))
def test_no_share_is_a_whole_one_off_its_quota(weights: list[float], total: int) -> None:
    """Tests that every share obeys the quota rule: it is its quota rounded down or up."""
    quota = total * np.array(weights) / np.sum(weights)
    assert (np.abs(largest_remainder(total, np.array(weights)) - quota) < 1 + 1e-6).all()
