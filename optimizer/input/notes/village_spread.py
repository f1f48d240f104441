"""Spread of villages: middle and typical distance from it, and one frame for all villages."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.spatial import cKDTree

from optimizer.domain.scenario import Floats, Ints
from optimizer.input.notes.scenario_rows import ScenarioRows, by_village

EARTH_M = 6_371_000.0
Found = tuple[Floats, Ints]
_LOCAL = 0.25
"""Share of villages lying in another from which on each village has a plane of its own."""


@dataclass(frozen=True, slots=True, eq=False)
class VillageSpread:
    """Where the points of households and members lie to their village's middle.

    Parameters
    ----------
    table, row
        Shape (n,): table (0 households, 1 members) and row in it.
    village
        Shape (n,).
    given, metres
        Shape (n, 2).
    order, starts
        Rows by village, and where each village begins.
    middle
        Shape (villages, 2): median point in metres of each village's plane.
    away_m
        Shape (n,): distance from that point.
    typical_m
        Shape (villages,): median of those distances.
    """

    table: Ints
    row: Ints
    village: Ints
    given: Floats
    metres: Floats
    order: Ints
    starts: Ints
    middle: Floats
    away_m: Floats
    typical_m: Floats

    @property
    def sizes(self) -> Ints:
        """Return how many points each village has."""
        return np.diff(self.starts)


def spread_of(rows: ScenarioRows) -> VillageSpread:
    """Measure every village by its own median: one wrong point moves neither figure."""
    tables = rows.tables[:2]
    village = np.concatenate([table.village for table in tables])
    metres = np.concatenate([table.metres for table in tables])
    order, starts = by_village(village, len(rows.villages))
    middle = np.column_stack([_medians(metres[:, axis], village, starts) for axis in (0, 1)])
    offset = metres - middle[village]
    away_m = np.hypot(offset[:, 0], offset[:, 1])
    return VillageSpread(
        table=np.repeat([0, 1], [len(table) for table in tables]),
        row=np.concatenate([np.arange(len(table)) for table in tables]),
        village=village,
        given=np.concatenate([table.given for table in tables]),
        metres=metres,
        order=order,
        starts=starts,
        middle=middle,
        away_m=away_m,
        typical_m=_medians(away_m, village, starts),
    )


def _medians(values: Floats, village: Ints, starts: Ints) -> Floats:
    """Return the lower median of each village's values, NaN for a village without any."""
    medians = np.full(len(starts) - 1, np.nan)
    held = np.flatnonzero(np.diff(starts))
    ranked = values[np.lexsort((values, village))]
    medians[held] = ranked[starts[held] + (np.diff(starts)[held] - 1) // 2]
    return medians


def shared_frame(rows: ScenarioRows, spread: VillageSpread) -> Floats | None:
    """Return all points in one frame of metres, or None where each village has its own plane.

    Degrees always share the globe. Metres may be any local plane, of each village alone: where a
    quarter of the villages have their middle inside another, the villages' planes are taken to
    be different ones.
    """
    if rows.lonlat:
        return on_globe(spread.given)
    shared = planes_are_shared(spread.middle, spread.typical_m, spread.sizes)
    return spread.given if shared else None


def planes_are_shared(middle: Floats, typical_m: Floats, sizes: Ints) -> bool:
    """Tell whether villages in metres lie in one plane; see `shared_frame`."""
    held = np.flatnonzero(sizes)
    if len(held) < 2:  # noqa: PLR2004 - two villages can be compared
        return True
    apart_m, other = _nearest_other(middle[held])
    inside = apart_m <= np.maximum(typical_m[held], typical_m[held][other])
    return bool(inside.mean() < _LOCAL)


def _nearest_other(points: Floats) -> tuple[Floats, Ints]:
    """Return how far the nearest other point is from each, and which it is."""
    apart, rows = nearest(points, points, 2)
    own = np.arange(len(points))
    second = rows[:, 1] != own
    other = np.where(second, rows[:, 1], rows[:, 0])
    return np.where(second, apart[:, 1], apart[:, 0]), other


def nearest(points: Floats, asked: Floats, k: int, *, within_m: float = np.inf) -> Found:
    """Return the nearest points of each point asked about, the nearest first.

    Returns
    -------
    tuple
        Shapes (asked, k): metres, infinite where there is none, and rows, then their number.
    """
    apart_m, rows = cKDTree(points).query(asked, k=k, distance_upper_bound=within_m)
    return np.asarray(apart_m, np.float64), np.asarray(rows, np.int64)


def on_globe(lonlat: Floats) -> Floats:
    """Return degrees as points in space, shape (n, 3), in metres: chords, so no edge to cross."""
    lon, lat = np.radians(lonlat[:, 0]), np.radians(lonlat[:, 1])
    flat = np.cos(lat)
    return EARTH_M * np.column_stack((flat * np.cos(lon), flat * np.sin(lon), np.sin(lat)))
