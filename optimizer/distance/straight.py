"""Metres between points as the crow flies."""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Floats


def straight_m(start: Floats, end: Floats) -> Floats:
    """Return the distance of each pair of points, shape (n,) from two arrays of shape (n, 2)."""
    return np.asarray(np.hypot(start[:, 0] - end[:, 0], start[:, 1] - end[:, 1]), np.float64)
