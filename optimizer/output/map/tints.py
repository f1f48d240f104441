"""Tints for areas, so that neighbours can be told apart."""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Ints


def tints(shapes: NDArray[np.object_], count: int) -> Ints:
    """Return a number below ``count`` for each area; those that share a border get different ones.

    The area whose neighbours have the most different tints is next (Brélaz, Communications of the
    ACM 22, 1979). Areas of several parts may need more tints than there are: then the one is taken
    that meets its own kind along the shortest border.
    """
    one, other = shapely.STRtree(shapes).query(shapes, predicate="intersects")
    pairs = one < other
    one, other = one[pairs], other[pairs]
    length = shapely.length(shapely.intersection(shapes[one], shapes[other]))
    border = np.zeros((len(shapes), len(shapes)))
    border[one, other] = border[other, one] = length
    degree = (border > 0).sum(axis=1)
    beside = np.zeros((len(shapes), count))  # metres of border with each tint
    found = np.full(len(shapes), -1)
    for _ in range(len(shapes)):
        rank = (beside > 0).sum(axis=1) * (len(shapes) + 1) + degree
        area = int(np.where(found < 0, rank, -1).argmax())
        found[area] = beside[area].argmin()
        beside[:, found[area]] += border[area]
    return np.asarray(found, np.int64)
