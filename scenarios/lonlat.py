"""Metres round a point to degrees of WGS 84: the way a simulated village gets onto the map."""

from __future__ import annotations

import numpy as np
from pyproj import Geod

from optimizer.domain.scenario import Floats

_DECIMALS = 7
"""One centimetre; a file then holds exactly what was planned."""


def degrees(xy: Floats, origin: tuple[float, float]) -> Floats:
    """Return longitude and latitude, shape (n, 2), of metres east and north of ``origin``."""
    lon, lat = (np.full(len(xy), degree) for degree in origin)
    azimuth = np.degrees(np.arctan2(xy[:, 0], xy[:, 1]))
    east, north, _ = Geod(ellps="WGS84").fwd(lon, lat, azimuth, np.hypot(xy[:, 0], xy[:, 1]))
    return np.round(np.column_stack((east, north)), _DECIMALS)
