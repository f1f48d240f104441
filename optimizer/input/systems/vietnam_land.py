"""Where Vietnam lies, roughly: enough to tell a zone of coordinates from the one beside it."""

from __future__ import annotations

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats

_SOUTH, _HEIGHT = 8.5, 0.5
_BANDS = np.array(
    [
        *([104.6, 106.8], [103.4, 106.6], [104.2, 106.8], [103.8, 107.6], [104.4, 109.0]),
        *([105.1, 109.1], [105.7, 109.3], [106.3, 109.4], [107.3, 109.5], [107.3, 109.5]),
        *([107.3, 109.4], [107.3, 109.3], [107.3, 109.2], [107.3, 109.2], [107.1, 109.0]),
        *([106.9, 108.5], [106.4, 107.9], [105.8, 107.4], [105.4, 106.9], [105.0, 106.7]),
        *([104.2, 106.3], [103.8, 106.1], [103.8, 106.1], [104.2, 107.8], [103.0, 107.9]),
        *([102.7, 108.1], [102.4, 108.2], [102.1, 107.7], [102.2, 107.1], [104.6, 106.1]),
    ]
)
"""Degrees of longitude between which land and near islands lie, by half degrees of latitude."""
_FAR_ISLANDS = np.array([[111.0, 15.7, 113.0, 17.2], [111.5, 6.8, 117.6, 12.1]])
_MARGIN = 0.1


def in_vietnam(lonlat: Floats) -> NDArray[np.bool_]:
    """Return which points, shape (n, 2) in degrees, lie in Vietnam or hardly beside it."""
    x, y = lonlat.T
    near = np.zeros(len(lonlat), np.bool_)
    for shift in (-_MARGIN, 0.0, _MARGIN):
        band = np.floor((y + shift - _SOUTH) / _HEIGHT)
        known = np.isfinite(x) & (band >= 0) & (band < len(_BANDS))
        west, east = _BANDS[np.where(known, band, 0).astype(np.int64)].T
        near |= known & (x >= west - _MARGIN) & (x <= east + _MARGIN)
    for left, low, right, high in _FAR_ISLANDS:
        near |= (x >= left) & (x <= right) & (y >= low) & (y <= high)
    return near
