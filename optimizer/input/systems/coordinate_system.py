"""A system of coordinates by its name, and points of it in degrees of WGS 84."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache

import numpy as np
from numpy.typing import NDArray
from pyproj import CRS, Transformer
from pyproj.exceptions import CRSError, ProjError

from optimizer.domain.scenario import Floats
from optimizer.input.systems.vietnam import MERIDIANS, code_of, provinces_of

_WGS84 = "EPSG:4326"
_SAME = frozenset({_WGS84, "OGC:CRS84"})
_CODE = re.compile(r"([A-Za-z]{2,10}):{1,2}([0-9A-Za-z]{1,12})")
_MARGIN = 3.0
"""Degrees beyond a system's area of use within which its points are still taken: people measure
a little beyond their zone."""

REMEDY = (
    'write metres, lonlat, a code such as EPSG:9217, or VN-2000 and the province, as in "VN-2000 '
    'Ninh Thuận"'
)


@dataclass(frozen=True, slots=True)
class CoordinateSystem:
    """What x and y are.

    Parameters
    ----------
    name
        ``metres``, ``lonlat``, or authority and code.
    title
        The name that people know it by.
    """

    name: str
    title: str

    @property
    def said_back(self) -> str:
        """The name with the provinces whose zone it is, by which a wrong zone is seen."""
        return (
            f"{self.title} ({provinces})" if (provinces := provinces_of(self.name)) else self.title
        )

    @property
    def own(self) -> bool:
        """Whether its points are to be brought to WGS 84 first."""
        return self.name not in ("metres", "lonlat")

    @property
    def lonlat(self) -> bool:
        """Whether its points end as degrees."""
        return self.name != "metres"

    def degrees(self, xy: Floats) -> Floats:
        """Return points, shape (n, 2), in degrees; infinite where they have none, NaN stays."""
        if not self.own or not len(xy):
            return xy
        given = np.isfinite(xy).all(axis=1)
        made = np.full(xy.shape, np.nan)
        made[given] = np.column_stack(_to_degrees(self.name).transform(*xy[given].T))
        return made

    @property
    def geographic(self) -> bool:
        """Whether its x and y are degrees."""
        return self.name == "lonlat" or (self.own and CRS.from_user_input(self.name).is_geographic)

    @property
    def area(self) -> str:
        """Where the system is used, in the words of its registry; '' where that is not said."""
        known = CRS.from_user_input(self.name).area_of_use if self.own else None
        return "" if known is None else str(known.name).rstrip(".")

    def covers(self, lonlat: Floats, margin: float = _MARGIN) -> NDArray[np.bool_]:
        """Return which points, shape (n, 2) in degrees, lie in or near the system's area of use.

        Parameters
        ----------
        margin
            Degrees around the area that count as near.
        """
        finite: NDArray[np.bool_] = np.isfinite(lonlat[:, 0]) & np.isfinite(lonlat[:, 1])
        area = CRS.from_user_input(self.name).area_of_use if self.own else None
        if area is None:
            return finite
        x, y = lonlat.T
        near: NDArray[np.bool_] = (y >= area.south - margin) & (y <= area.north + margin)
        if area.west <= area.east:
            near &= (x >= area.west - margin) & (x <= area.east + margin)
        return np.asarray(finite & near, np.bool_)


METRES = CoordinateSystem("metres", "metres")
LONLAT = CoordinateSystem("lonlat", "WGS 84")


@cache
def parse_system(said: str) -> CoordinateSystem | None:
    """Return the system that a text names, None where it names none that has x and y.

    ``EPSG:4326`` is ``lonlat``: x is always the longitude or the easting.
    """
    word = said.strip()
    if word in ("metres", "lonlat"):
        return METRES if word == "metres" else LONLAT
    code = code_of(word)
    found = _CODE.fullmatch(word if code is None else f"EPSG:{code}")
    if found is None:
        return None
    name = f"{found[1].upper()}:{found[2]}"
    if name in _SAME:
        return LONLAT
    try:
        system = CRS.from_user_input(name)
        if not (system.is_projected or system.is_geographic) or len(system.axis_info) != 2:  # noqa: PLR2004 - x and y
            return None
        _to_degrees(name)
    except (CRSError, ProjError):
        return None
    meridian = MERIDIANS.get(int(found[2])) if found[2].isdigit() else None
    title = f"VN-2000 {meridian}" if meridian and found[1].upper() == "EPSG" else system.name
    return CoordinateSystem(name, title)


@cache
def _to_degrees(name: str) -> Transformer:
    return Transformer.from_crs(name, _WGS84, always_xy=True)
