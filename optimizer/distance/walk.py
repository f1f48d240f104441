"""Metres between a village's households and those who look after them, by its own metric."""

from __future__ import annotations

from functools import lru_cache

import numpy as np

from optimizer.distance.around import around_m, near
from optimizer.distance.network import Legs, legs, paths_of
from optimizer.distance.paths import path_m
from optimizer.distance.straight import straight_m
from optimizer.distance.walls import Bools
from optimizer.rules import Path, Straight
from optimizer.scenario import Barriers, Floats, Ints, Network, Points, Village

Pairs = tuple[Ints, Ints, Floats]
"""Rows of households, rows of the others, and metres."""


def is_plain(village: Village) -> bool:
    """Return whether a distance is a straight line and nothing else."""
    metric = village.rules.metric
    return metric == Straight() and not village.barriers


def distances_within(village: Village, ends: Points, limit_m: float) -> Pairs:
    """Return the households and ends at most ``limit_m`` apart: inclusive, before any rounding."""
    metric = village.rules.metric
    start = village.households
    if isinstance(metric, Path):
        assert village.network is not None  # the intake has seen to it
        return _by_path(start, ends, village.network, village.barriers, metric, limit_m)
    if village.barriers:
        return _round(start, ends, village.barriers, metric.detour, limit_m)
    row, column = near(start.xy, ends.xy, limit_m / metric.detour)
    return _kept(row, column, metric.detour * straight_m(start.xy[row], ends.xy[column]), limit_m)


def locked_metres(village: Village) -> tuple[Floats, Bools]:
    """Return the distance of each locked pair, however long, and which have no way at all.

    A pair without a way is used all the same, because it is locked: its metres are the straight
    line, and it counts as beyond any limit.
    """
    rows, columns = village.locked.T
    start, end = village.households, village.members
    straight = straight_m(start.xy[rows], end.xy[columns])
    metric = village.rules.metric
    if not len(rows) or (isinstance(metric, Straight) and not village.barriers):
        return straight * getattr(metric, "detour", 1.0), np.zeros(len(rows), np.bool_)
    found = np.full((len(start), len(end)), np.inf)
    row, column, metres = distances_within(village, end, np.inf)
    found[row, column] = metres
    lost = np.isinf(found[rows, columns])
    return np.where(lost, straight, found[rows, columns]), lost


# Villages, points, paths and barriers never change, and a plan asks for the same distances several
# times: for reach, reasons, limits, sites. They are remembered by what they were asked of.
@lru_cache(maxsize=6)
def _by_path(
    start: Points,
    ends: Points,
    network: Network,
    barriers: Barriers | None,
    metric: Path,
    limit_m: float,
) -> Pairs:
    paths = paths_of(network, barriers)
    here = joined(start, network, barriers, metric.max_leg_m)
    there = joined(ends, network, barriers, metric.max_leg_m)
    metres = path_m(here, there, paths, limit_m)
    # Nobody walks to a path and back to where they are, be there a path or not.
    metres[_same_point(start, ends)] = 0.0
    return _of_table(metres, limit_m)


def _same_point(start: Points, ends: Points) -> Bools:
    """Return which pairs stand at the same coordinates, shape (start, ends)."""
    xy = np.concatenate([start.xy, ends.xy])
    _, spot = np.unique(xy[:, 0] + 1j * xy[:, 1], return_inverse=True)
    return np.asarray(spot[: len(start), None] == spot[len(start) :])


@lru_cache(maxsize=8)
def joined(points: Points, network: Network, barriers: Barriers | None, max_leg_m: float) -> Legs:
    """Return where points join what is left of a network."""
    return legs(points.xy, paths_of(network, barriers), max_leg_m)


@lru_cache(maxsize=6)
def _round(start: Points, ends: Points, barriers: Barriers, detour: float, limit_m: float) -> Pairs:
    return _of_table(detour * around_m(start, ends, barriers, limit_m / detour), limit_m)


def _of_table(metres: Floats, limit_m: float) -> Pairs:
    row, column = np.nonzero(metres <= min(limit_m, np.finfo(np.float64).max))
    return row, column, metres[row, column]


def _kept(row: Ints, column: Ints, metres: Floats, limit_m: float) -> Pairs:
    within = metres <= limit_m
    return row[within], column[within], metres[within]
