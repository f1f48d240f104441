"""Distances of a village by the metric of its rules."""

from __future__ import annotations

import numpy as np

from optimizer.distance.around_barriers import around_m
from optimizer.distance.barriers import Bools
from optimizer.distance.measuring_time import Limits, check, remembered
from optimizer.distance.nearby_pairs import most_near, near
from optimizer.distance.network import Legs, legs, paths_of
from optimizer.distance.paths import path_m
from optimizer.distance.straight import straight_m
from optimizer.domain.rules import Path, Straight
from optimizer.domain.scenario import Barriers, Floats, Ints, Network, Points, Village
from optimizer.domain.search_limits import SearchLimits

Pairs = tuple[Ints, Ints, Floats]
"""Rows of households, rows of the others, and metres."""


def is_plain(village: Village) -> bool:
    """Return whether a distance is a straight line and nothing else."""
    metric = village.rules.metric
    return metric == Straight() and not village.barriers


def measuring_limits(village: Village, limits: SearchLimits) -> SearchLimits | None:
    """Return how long distances may take: straight lines of so few pairs need no limit."""
    if is_plain(village):
        return None
    least_s = limits.measuring_s
    return limits if limits.left_s > least_s else SearchLimits.lasting(least_s)


def distances_within(
    village: Village, ends: Points, limit_m: float, *, limits: Limits | None = None
) -> Pairs:
    """Return the households and ends at most ``limit_m`` apart: inclusive, before any rounding.

    In the order of the households, and of the ends.

    Raises
    ------
    Unmeasured
        Where ``limits`` end before all of them are measured.
    """
    metric = village.rules.metric
    start = village.households
    if isinstance(metric, Path):
        assert village.network is not None  # the intake has seen to it
        return _by_path(
            start, ends, village.network, village.barriers, metric, limit_m, limits=limits
        )
    if village.barriers:
        return _round(start, ends, village.barriers, metric.detour, limit_m, limits=limits)
    return straight_within(start.xy, ends.xy, limit_m, detour=metric.detour, limits=limits)


def straight_within(
    start: Floats, end: Floats, limit_m: float, *, detour: float = 1.0, limits: Limits | None = None
) -> Pairs:
    """Return the points, shapes (n, 2), at most ``limit_m`` apart in a straight line.

    Parameters
    ----------
    detour
        Factor on the straight line.
    """
    # Room for all of them is made once: parts put together take twice the memory.
    most, count = most_near(start, end, limit_m / detour), 0
    rows, columns, lengths = np.empty(most, np.int64), np.empty(most, np.int64), np.empty(most)
    for row, column in near(start, end, limit_m / detour):
        check(limits, f"{len(start):,} households and {len(end):,} others")
        metres = detour * straight_m(start[row], end[column])
        within = np.flatnonzero(metres <= limit_m)
        part = slice(count, count + len(within))
        rows[part], columns[part], lengths[part] = row[within], column[within], metres[within]
        count += len(within)
    return rows[:count], columns[:count], lengths[:count]


def locked_metres(village: Village, *, limits: Limits | None = None) -> tuple[Floats, Bools]:
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
    row, column, metres = distances_within(village, end, np.inf, limits=limits)
    number, wanted = row * len(end) + column, rows * len(end) + columns
    at = np.minimum(np.searchsorted(number, wanted), max(len(number) - 1, 0))
    lost = number[at] != wanted if len(number) else np.ones(len(rows), np.bool_)
    return np.where(lost, straight, metres[at] if len(number) else straight), lost


# Villages, points, paths and barriers never change, and a plan asks for the same distances several
# times: for reach, reasons, limits, sites. They are remembered by what they were asked of.
@remembered(6)
def _by_path(
    start: Points,
    ends: Points,
    network: Network,
    barriers: Barriers | None,
    metric: Path,
    limit_m: float,
    *,
    limits: Limits | None = None,
) -> Pairs:
    paths = paths_of(network, barriers, limits=limits)
    here = join_points(start, network, barriers, metric.max_leg_m, limits=limits)
    there = join_points(ends, network, barriers, metric.max_leg_m, limits=limits)
    metres = path_m(here, there, paths, limit_m, limits=limits)
    # Nobody walks to a path and back to where they are, be there a path or not.
    _at_their_own(metres, start, ends)
    return _of_table(metres, limit_m)


def _at_their_own(metres: Floats, start: Points, ends: Points) -> None:
    """Set the distance of pairs that stand at the same coordinates to 0, in place."""
    xy = np.concatenate([start.xy, ends.xy])
    _, spot = np.unique(xy[:, 0] + 1j * xy[:, 1], return_inverse=True)
    here, there = spot[: len(start)], spot[len(start) :]
    for row in np.flatnonzero(np.isin(here, there)).tolist():
        metres[row, there == here[row]] = 0.0


@remembered(8)
def join_points(
    points: Points,
    network: Network,
    barriers: Barriers | None,
    max_leg_m: float,
    *,
    limits: Limits | None = None,
) -> Legs:
    """Return where points join what is left of a network."""
    paths = paths_of(network, barriers, limits=limits)
    return legs(points.xy, paths, max_leg_m, limits=limits)


@remembered(6)
def _round(
    start: Points,
    ends: Points,
    barriers: Barriers,
    detour: float,
    limit_m: float,
    *,
    limits: Limits | None = None,
) -> Pairs:
    metres = around_m(start, ends, barriers, limit_m / detour, limits=limits)
    return _of_table(detour * metres, limit_m)


def _of_table(metres: Floats, limit_m: float) -> Pairs:
    row, column = np.nonzero(metres <= min(limit_m, np.finfo(np.float64).max))
    return row, column, metres[row, column]
