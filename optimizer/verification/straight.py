"""Which straight lines are within a limit, in the plane and through the earth."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray
from scipy.spatial import cKDTree

from optimizer.domain.scenario import Floats

Mask = NDArray[np.bool_]

PAIRS_AT_ONCE = 1 << 20
"""Pairs measured in one go: bounds the memory in a village of any size."""


def near(start: Floats, end: Floats, limit_m: float) -> Mask:
    """Return which straight lines are at most the limit, shape (start, end), exactly."""
    mask = np.empty((len(start), len(end)), np.bool_)
    step = max(1, PAIRS_AT_ONCE // max(1, len(end)))
    for first in range(0, len(start), step):
        chunk = slice(first, first + step)
        mask[chunk] = _near_block(start[chunk], end, limit_m)
    return mask


def near_any(start: Floats, end: Floats, limit_m: float) -> Mask:
    """Return which points are at most the limit from one of the others at least, exactly.

    The nearest tells, as the tree measures it; where it is at the limit, all of them are measured.
    """
    found = np.zeros(len(start), np.bool_)
    if not len(start) or not len(end):
        return found
    # A few households of a large village: most others are too far along one axis alone.
    margin_m = limit_m + 1e-9 * (limit_m + 1.0)
    apart_m = np.maximum(end.min(axis=0) - start, start - end.max(axis=0))
    beside = np.flatnonzero((apart_m <= margin_m).all(axis=1))
    spots, spot = np.unique(start[beside], axis=0, return_inverse=True)
    nearest_m, _ = cKDTree(np.unique(end, axis=0)).query(spots)
    mask = np.asarray(nearest_m <= limit_m)
    doubt = np.flatnonzero(np.abs(nearest_m - limit_m) <= 1e-12 * limit_m + 1e-9)
    mask[doubt] = near(spots[doubt], end, limit_m).any(axis=1)
    found[beside] = mask[spot.ravel()]
    return found


def _near_block(start: Floats, end: Floats, limit_m: float) -> Mask:
    square = np.zeros((len(start), len(end)))
    for axis in range(start.shape[1]):
        step = np.subtract.outer(start[:, axis], end[:, axis])
        square += step * step
    limit = limit_m * limit_m
    mask = np.asarray(square <= limit)
    # A square rounds: where it cannot tell, the length itself decides, as the model says.
    edge = np.nonzero(np.abs(square - limit) <= 1e-14 * limit + 1e-290)
    if start.shape[1] == 2:  # noqa: PLR2004 - the plane; the chord has its own doubt
        line = start[edge[0]] - end[edge[1]]
        mask[edge] = np.hypot(line[:, 0], line[:, 1]) <= limit_m
    return mask
