"""Where points may lie: on earth, with the axes in order, near the rest of their village."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.distance.projection import to_metres
from optimizer.domain.scenario import Floats, Ints
from optimizer.input.checks.faults import FaultColumn
from optimizer.input.checks.points import UNKNOWN, PointRows
from optimizer.input.checks.raw_table import Bools

FAR_M = 100_000.0
"""A point farther than this from its village's median point is a mistake."""

PLANE_M = 1e8
"""Largest coordinate in metres: more than the way round the earth; beyond it precision is lost."""

POLE, ANTIMERIDIAN = 90.0, 180.0
"""Largest latitude and longitude, in degrees."""

_SWAPPED = "latitude and longitude look swapped: x is the longitude, y the latitude; exchange them"
_EXCHANGED = "x and y look exchanged: the other way round the point lies in its village"
_OFF_EARTH = "outside WGS 84: x runs from -180 to 180, y from -90 to 90; mend the coordinate"
_OFF_PLANE = f"beyond {PLANE_M:,.0f} m; give metres in a plane of the village"


@dataclass(frozen=True, slots=True, eq=False)
class _Cloud:
    """Usable points of all tables: row among all points, village, coordinates, metres from it."""

    rows: Ints
    village: Ints
    given: Floats
    middle: Floats


def locate(
    tables: tuple[PointRows, PointRows, PointRows], villages: int, *, lonlat: bool
) -> tuple[list[Floats], Floats, list[FaultColumn]]:
    """Check the coordinates of households, members and places, and give each its metres.

    A village's middle is the median of its households and members (of its places where it has
    neither): one wrong point does not move it. The lower median of an even number is taken, so
    that the middle never lies between a right point and a wrong one.

    Returns
    -------
    tuple
        For each table shape (n, 2), metres in the village's plane (NaN where a fault was found;
        the given coordinates themselves where these are metres), each village's middle (NaN
        without points), and the faults.
    """
    village = np.concatenate([rows.village for rows in tables])
    given = np.concatenate([rows.given for rows in tables])
    swapped, outside = _off_range(given, lonlat=lonlat)
    usable = (village != UNKNOWN) & np.isfinite(given).all(axis=1) & ~swapped & ~outside
    rows = np.flatnonzero(usable)
    unwrapped = _unwrapped(given[rows], village[rows], villages) if lonlat else given[rows]
    core = rows < len(tables[0].ids) + len(tables[1].ids)
    middle = _middles(unwrapped, village[rows], core, villages)
    cloud = _Cloud(rows, village[rows], unwrapped, middle)
    metres, far_m = _metres(cloud, given, lonlat=lonlat)
    far = far_m > FAR_M
    if far.any():
        swapped |= far & _near_when_swapped(cloud, given, far, lonlat=lonlat)
    cuts = np.cumsum([len(part.ids) for part in tables])[:-1]
    faults: list[FaultColumn] = []
    for part, wrong_axes, off, away, distance in zip(
        tables, *(np.split(a, cuts) for a in (swapped, outside, far & ~swapped, far_m)), strict=True
    ):
        faults += _faults(part, wrong_axes, off, away, distance, lonlat=lonlat)
    parts = np.split(metres, cuts) if lonlat else [part.given for part in tables]
    return parts, middle, faults


def off_earth(part: PointRows, *, lonlat: bool) -> list[FaultColumn]:
    """Return the points of one table that no earth has, wherever their village lies."""
    swapped, outside = _off_range(part.given, lonlat=lonlat)
    nowhere = np.zeros(len(part.given), dtype=np.bool_)
    return _faults(part, swapped, outside, nowhere, np.zeros(len(nowhere)), lonlat=lonlat)


def _off_range(given: Floats, *, lonlat: bool) -> tuple[Bools, Bools]:
    """Find points that no earth has: axes certainly swapped, and out of range either way."""
    x, y = np.abs(given[:, 0]), np.abs(given[:, 1])
    if not lonlat:
        return np.zeros(len(given), dtype=np.bool_), (x > PLANE_M) | (y > PLANE_M)
    swapped = (y > POLE) & (y <= ANTIMERIDIAN) & (x <= POLE)
    return swapped, ((x > ANTIMERIDIAN) | (y > POLE)) & ~swapped


def _unwrapped(given: Floats, village: Ints, villages: int) -> Floats:
    """Put a village that lies across the antimeridian on one side of it, for the median's sake."""
    west, east = np.full(villages, np.inf), np.full(villages, -np.inf)
    np.minimum.at(west, village, given[:, 0])
    np.maximum.at(east, village, given[:, 0])
    across = (east - west > ANTIMERIDIAN)[village] & (given[:, 0] < 0)
    x = np.where(across, given[:, 0] + 2 * ANTIMERIDIAN, given[:, 0])
    return np.column_stack((x, given[:, 1]))


def _middles(given: Floats, village: Ints, core: Bools, villages: int) -> Floats:
    """Return the median point of each village, NaN for a village without points."""
    middles = _medians(given[core], village[core], villages)
    if core.all():
        return middles
    return np.where(np.isnan(middles), _medians(given, village, villages), middles)


def _medians(given: Floats, village: Ints, villages: int) -> Floats:
    sizes = np.bincount(village, minlength=villages)
    starts = np.cumsum(sizes) - sizes
    held = sizes > 0
    at = (starts + (sizes - 1) // 2)[held]
    middles = np.full((villages, 2), np.nan)
    for axis in (0, 1):
        middles[held, axis] = given[np.lexsort((given[:, axis], village)), axis][at]
    return middles


def _metres(cloud: _Cloud, given: Floats, *, lonlat: bool) -> tuple[Floats, Floats]:
    """Return metres of all points in their village's plane, and each point's way to the middle."""
    metres, far_m = np.full(given.shape, np.nan), np.zeros(len(given))
    centre = cloud.middle[cloud.village]
    if lonlat:
        metres[cloud.rows] = to_metres(cloud.given, centre)
        far_m[cloud.rows] = np.hypot(metres[cloud.rows, 0], metres[cloud.rows, 1])
    else:
        offset = cloud.given - centre
        far_m[cloud.rows] = np.hypot(offset[:, 0], offset[:, 1])
    return metres, far_m


def _near_when_swapped(cloud: _Cloud, given: Floats, far: Bools, *, lonlat: bool) -> Bools:
    """Find far points that would lie near their village with the axes exchanged."""
    near = np.zeros(len(given), dtype=np.bool_)
    exchanged = given[cloud.rows][:, ::-1]
    asked = far[cloud.rows]
    if lonlat:
        asked &= np.abs(exchanged[:, 1]) <= POLE
    centre = cloud.middle[cloud.village[asked]]
    metres = to_metres(exchanged[asked], centre) if lonlat else exchanged[asked] - centre
    near[cloud.rows[asked]] = np.hypot(metres[:, 0], metres[:, 1]) <= FAR_M
    return near


def _beyond(
    part: PointRows, outside: Bools, *, lonlat: bool
) -> Iterator[tuple[str, Bools, str, str]]:
    """Yield what is wrong with the points outside, each with the coordinate that is."""
    if not lonlat:
        yield "OUT_OF_RANGE", outside, "x", _OFF_PLANE
        return
    high = np.abs(part.given[:, 1]) > POLE
    yield "OUT_OF_RANGE", outside & ~high, "x", _OFF_EARTH
    yield "OUT_OF_RANGE", outside & high, "y", _OFF_EARTH


def _faults(
    part: PointRows, swapped: Bools, outside: Bools, far: Bools, far_m: Floats, *, lonlat: bool
) -> list[FaultColumn]:
    away_m = far_m[far]

    def distance(position: int) -> str:
        return (
            f"the point lies {away_m[position] / 1000:,.0f} km from the middle of its village, "
            f"more than {FAR_M / 1000:.0f} km; mend the coordinate or the village"
        )

    found: Sequence[tuple[str, Bools, str, str | Callable[[int], str]]] = (
        ("SWAPPED", swapped, "y", _SWAPPED if lonlat else _EXCHANGED),
        *_beyond(part, outside, lonlat=lonlat),
        ("FAR_FROM_VILLAGE", far, "x", distance),
    )
    return [
        FaultColumn(code, part.table, np.flatnonzero(rows), field, message)
        for code, rows, field, message in found
        if rows.any()
    ]
