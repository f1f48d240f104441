"""HiGHS on programmes in the head."""

from __future__ import annotations

import math

import numpy as np
import pytest
import scipy.sparse as sp

from optimizer.windows.highs import Outcome, Programme, run


def knapsack(*, at_least: float, whole: bool) -> Outcome:
    """Buy of goods of 2, 3 and 4 for 3, 4 and 5 each, at most one of a kind, so many in all."""
    kinds = np.arange(3)
    programme = Programme(
        cost=np.array([3.0, 4.0, 5.0]),
        floor=np.zeros(3),
        ceiling=np.ones(3),
        low=np.array([at_least]),
        high=np.array([np.inf]),
        matrix=sp.csr_matrix(np.array([[2.0, 3.0, 4.0]])),
        whole=kinds if whole else kinds[:0],
    )
    return run(programme, time_limit_s=10.0, nodes=1000, seed=2**40)


def test_that_whole_numbers_are_whole() -> None:
    """Tests that 5 are had from the first two for 7, and from shares for 6 and a third."""
    whole, shares = (knapsack(at_least=5.0, whole=choice) for choice in (True, False))
    assert whole.x is not None
    assert np.rint(whole.x).tolist() == [1, 1, 0]
    assert (whole.finished, shares.finished) == (True, True)
    assert whole.bound == pytest.approx(7.0)
    assert shares.bound == pytest.approx(5.0 + 4.0 / 3.0)


@pytest.mark.parametrize(("at_least", "possible"), [(9.0, True), (9.5, False)])
def test_that_the_impossible_is_proven(at_least: float, possible: bool) -> None:  # noqa: FBT001
    """Tests that all three give 9, and that half of one more is an infinite bound."""
    outcome = knapsack(at_least=at_least, whole=True)
    assert outcome.finished
    assert (outcome.x is not None) == possible
    assert outcome.bound == pytest.approx(12.0 if possible else math.inf)
