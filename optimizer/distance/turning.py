"""To which side a walk turns, exactly: signs of products of whole millimetres."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.scenario import Ints


def turn(origin: Ints, one: Ints, other: Ints) -> Ints:
    """Return the sign of the turn from ``one`` to ``other`` seen from ``origin``: 1 is left."""
    a, b = one - origin, other - origin
    return np.asarray(np.sign(a[..., 0] * b[..., 1] - a[..., 1] * b[..., 0]), np.int64)


def between(point: Ints, start: Ints, end: Ints) -> NDArray[np.bool_]:
    """Return whether points known to be in line with two others lie between them, ends included."""
    low, high = np.minimum(start, end), np.maximum(start, end)
    return np.asarray(((point >= low) & (point <= high)).all(axis=-1))
