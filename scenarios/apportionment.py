"""Shares whole numbers out so that a total is met exactly: the largest remainder."""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Floats, Ints


def largest_remainder(total: int, weights: Floats, *, at_least: int = 0) -> Ints:
    """Share ``total`` by ``weights``, every share at least ``at_least``, the sum exact.

    Hamilton's method: each gets the whole part of its quota, and what is left goes to the
    largest fractions (the earlier row where fractions tie). Who would fall below ``at_least``
    gets just that, and the others share the rest.

    Parameters
    ----------
    weights
        Shape (n,), positive.

    Raises
    ------
    ValueError
        When ``total`` is too small for everybody's least share.
    """
    if total < at_least * len(weights):
        raise ValueError(f"{total} cannot be shared by {len(weights)} with {at_least} for each")
    shares = np.full(len(weights), at_least, np.int64)
    free = np.ones(len(weights), np.bool_)
    while free.any():
        quota = np.zeros(len(weights))
        rest = total - at_least * int((~free).sum())
        quota[free] = rest * weights[free] / weights[free].sum()
        low = free & (quota < at_least)
        if not low.any():
            shares[free] = _rounded(rest, quota[free])
            break
        free &= ~low
    return shares


def _rounded(total: int, quota: Floats) -> Ints:
    """Round quotas that sum to ``total`` so that the integers do as well."""
    shares = np.floor(quota).astype(np.int64)
    missing = total - int(shares.sum())
    shares[np.argsort(shares - quota, kind="stable")[:missing]] += 1
    return shares
