"""Checks of paths and barriers, and the part of them that lies in and near each village.

Paths that all villages share are cut for each of them: what is farther from its points than
twice the limit is left out. A walk that leaves this belt and comes back is longer than four times
the limit, so that every distance up to there is exact.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TypeVar

import numpy as np
import shapely
from pyproj import Geod

from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Barriers, Floats, Ints, Network, belt_m
from optimizer.errors import Problem
from optimizer.input.checks.raw_land import RawBarriers, RawNetwork
from optimizer.input.checks.raw_table import Bools
from optimizer.input.checks.village_land import make_barriers, make_network

SHORTER = 0.01
"""Stated metres may be less than the straight line by this share: projections differ."""
_DEGREE_M = 110_000.0
"""A degree of latitude is longer than this, everywhere."""
FAR_M = 100_000.0
"""Paths that are all farther than this from whoever should walk along them are a mistake."""
TINY = 0.01
"""Paths in a plane that reach so small a share of a village may well be in degrees."""
_FEW = 16
"""Villages up to which each looks at every line: no tree of the lines is built."""


_Raw = TypeVar("_Raw", RawNetwork, RawBarriers)


@dataclass(frozen=True, slots=True, eq=False)
class Extent:
    """Where each village lies: boxes (west, south, east, north) and middles; NaN without points."""

    boxes: Floats
    middles: Floats
    lonlat: bool


def check_network(raw: RawNetwork, *, lonlat: bool) -> list[Problem]:
    """Return nodes that lie nowhere, and edges stated shorter than their own straight line."""
    problems = _off_range(raw.where, raw.nodes, lonlat=lonlat)
    stated = np.flatnonzero(~np.isnan(raw.metres))
    if problems or not len(stated):
        return problems
    start, end = (raw.nodes[raw.edges[stated, side]] for side in (0, 1))
    straight = _straight(start, end, lonlat=lonlat)
    rows = raw.rows if raw.rows is not None else np.arange(len(raw.edges))
    return [
        Problem(
            "TOO_SHORT",
            # Of a request it is a pointer, of a map a name.
            f"{raw.where}{'/edges/' if raw.where.startswith('/') else ' edge '}{rows[stated[at]]}",
            "metres",
            f"{raw.metres[stated[at]]:g}",
            f"the straight line between its nodes is {straight[at]:.1f} m; a path is no shorter, "
            "mend the metres or leave them out",
        )
        for at in np.flatnonzero(raw.metres[stated] < (1 - SHORTER) * straight - 1)
    ]


def check_near(raw: RawNetwork, boxes: Floats, *, lonlat: bool) -> list[Problem]:
    """Return paths that lie nowhere near the villages that walk along them.

    Parameters
    ----------
    boxes
        Shape (villages, 4): west, south, east and north of each; infinite without points.
    """
    boxes = boxes[np.isfinite(boxes).all(axis=1)]
    if not len(raw.edges) or not len(boxes):
        return []
    ends = raw.nodes[raw.edges].reshape(-1, 2)
    low, high = ends.min(axis=0), ends.max(axis=0)
    gap = np.maximum(np.maximum(boxes[:, :2] - high, low - boxes[:, 2:]), 0.0)
    if lonlat:  # the other way round the earth may be shorter, and meridians draw together
        pole = np.abs(boxes[:, [1, 3]]).max(axis=1) + gap[:, 1]
        narrow = np.cos(np.radians(np.minimum(pole, 90.0)))
        gap[:, 0] = np.minimum(gap[:, 0], 360.0 - gap[:, 0]) * narrow
    away_m = np.hypot(*gap.T).min() * (_DEGREE_M if lonlat else 1.0)
    across = float(np.hypot(*(boxes[:, 2:] - boxes[:, :2]).T).max())
    degrees = not lonlat and bool((np.abs(ends) <= (180.0, 90.0)).all())
    if away_m > FAR_M:
        text = f"no path lies within {FAR_M / 1000:.0f} km of those who should walk along them"
    elif degrees and np.hypot(*(high - low)) < TINY * across:
        text = f"the paths are {np.hypot(*(high - low)):.2g} m across, a village {across:,.0f} m"
    else:
        return []
    remedy = "give paths and points in the same coordinates, all in degrees or all in metres"
    x, y = ends[0]
    return [Problem("FAR_PATHS", raw.where, "", f"{x:g}, {y:g}", f"{text}; {remedy}")]


def check_barriers(raw: RawBarriers, *, lonlat: bool) -> list[Problem]:
    """Return barriers that lie nowhere."""
    points = np.concatenate([raw.walls.reshape(-1, 2), raw.crossings])
    return _off_range(raw.where, points, lonlat=lonlat)


def networks(
    shared: RawNetwork | None, own: Sequence[RawNetwork | None], extent: Extent, rules: list[Rules]
) -> list[Network | None]:
    """Return each village's paths: its own, or its part of those that all share."""
    parts = _parts(shared, _lines(shared), own, extent, rules)
    return [
        None
        if raw is None or np.isnan(middle).any()
        else make_network(raw, rows, middle, lonlat=extent.lonlat)
        for (raw, rows), middle in zip(parts, extent.middles, strict=True)
    ]


def all_barriers(
    shared: RawBarriers | None,
    own: Sequence[RawBarriers | None],
    extent: Extent,
    rules: list[Rules],
) -> list[Barriers | None]:
    """Return each village's barriers: its own, or its part of those that all share."""
    parts = _parts(shared, shared.walls if shared else None, own, extent, rules)
    return [
        None
        if raw is None or np.isnan(middle).any()
        else make_barriers(raw, rows, middle, lonlat=extent.lonlat)
        for (raw, rows), middle in zip(parts, extent.middles, strict=True)
    ]


def _lines(raw: RawNetwork | None) -> Floats | None:
    return None if raw is None else raw.nodes[raw.edges]


def _parts(
    shared: _Raw | None,
    lines: Floats | None,
    own: Sequence[_Raw | None],
    extent: Extent,
    rules: list[Rules],
) -> list[tuple[_Raw | None, Ints | None]]:
    """Return what each village takes its part from, and the rows it takes (None for all)."""
    mine: Sequence[_Raw | None] = own or [None] * len(rules)
    if shared is None or lines is None:
        return [(raw, None) for raw in mine]
    belts_m = np.array([belt_m(village.max_distance_m) for village in rules])
    near = _near(lines, extent, belts_m)
    return [
        (raw, None) if raw is not None else (shared, near[village])
        for village, raw in enumerate(mine)
    ]


def _near(lines: Floats, extent: Extent, belt_m: Floats) -> list[Ints]:
    """Return the lines, shape (n, 2, 2), that come near the box of each village."""
    belt = np.column_stack((belt_m, belt_m))
    if extent.lonlat:
        pole = np.abs(extent.boxes[:, [1, 3]]).max(axis=1) + belt_m / _DEGREE_M
        narrow = np.cos(np.radians(np.minimum(pole, 89.9)))
        belt = np.column_stack((belt_m / (_DEGREE_M * narrow), belt_m / _DEGREE_M))
    held = np.flatnonzero(~np.isnan(extent.middles).any(axis=1))
    low, high = extent.boxes[held, :2] - belt[held], extent.boxes[held, 2:] + belt[held]
    village, row = meeting(lines, low, high)
    order = np.lexsort((row, village))
    starts = np.searchsorted(village[order], np.arange(len(held) + 1))
    found: list[Ints] = [np.empty(0, np.int64)] * len(extent.middles)
    for at, number in enumerate(held.tolist()):
        found[number] = row[order[starts[at] : starts[at + 1]]].astype(np.int64)
    return found


def meeting(lines: Floats, low: Floats, high: Floats) -> tuple[Ints, Ints]:
    """Return the pairs of a box, between its low and high corner, and a line whose own meets it."""
    if len(low) > _FEW:
        boxes = shapely.box(low[:, 0], low[:, 1], high[:, 0], high[:, 1])
        met = shapely.STRtree(np.asarray(shapely.linestrings(lines))).query(boxes)
        return met[0].astype(np.int64), met[1].astype(np.int64)
    least, most = lines.min(axis=1), lines.max(axis=1)
    rows = [
        np.flatnonzero(((least <= above) & (most >= below)).all(axis=1))
        for below, above in zip(low, high, strict=True)
    ]
    village = np.repeat(np.arange(len(low)), [len(found) for found in rows])
    return village, np.concatenate([*rows, np.empty(0, np.int64)])


def _straight(start: Floats, end: Floats, *, lonlat: bool) -> Floats:
    if lonlat:
        return np.asarray(Geod(ellps="WGS84").inv(*start.T, *end.T)[2], np.float64)
    return np.asarray(np.hypot(*(start - end).T), np.float64)


def _off_range(where: str, points: Floats, *, lonlat: bool) -> list[Problem]:
    most = (180.0, 90.0) if lonlat else (1e8, 1e8)
    off: Bools = np.any(np.abs(points) > np.array(most), axis=1, keepdims=True)[:, 0]
    if not off.any():
        return []
    message = (
        "outside WGS 84: x runs from -180 to 180, y from -90 to 90; mend or exchange them"
        if lonlat
        else "beyond 100,000,000 m; give metres in a plane of the villages"
    )
    x, y = points[off][0]
    return [Problem("OUT_OF_RANGE", where, "", f"{x:g}, {y:g} and {off.sum() - 1} more", message)]
