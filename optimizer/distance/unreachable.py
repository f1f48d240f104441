"""Unreachable households: why no way along the paths, or no named distance, leads to a member."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
import shapely

from optimizer.distance.connected_components import connected_components
from optimizer.distance.network import NOWHERE, Legs, Paths, paths_of
from optimizer.distance.paths import path_m
from optimizer.distance.walked import join_points
from optimizer.domain.rules import Matrix, Path
from optimizer.domain.scenario import Floats, Ints, Village


class ReachCause(StrEnum):
    """What keeps a household from every member."""

    NO_PATHS = "NO_PATHS"
    OFF_PATHS = "OFF_PATHS"
    BEHIND_BARRIER = "BEHIND_BARRIER"
    OTHER_PIECE = "OTHER_PIECE"
    TOO_FAR = "TOO_FAR"
    NOT_NAMED = "NOT_NAMED"
    NAMED_TOO_FAR = "NAMED_TOO_FAR"


@dataclass(frozen=True, slots=True)
class Hint:
    """Why one household is out of reach.

    Parameters
    ----------
    household
        Its row.
    metres
        To the nearest path, or along the paths to the nearest member, or to the nearest member as
        it is named; None where none of these is meant.
    most_m
        What these may be at most.
    edges
        Edges of the piece of paths that its own path belongs to; None where that is not meant.
    """

    household: int
    cause: ReachCause
    metres: float | None
    most_m: float
    edges: int | None


def reach_hints(village: Village, rows: Ints) -> tuple[Hint, ...]:
    """Return why no member is in reach of some households: along paths, or by named distances."""
    metric, network = village.rules.metric, village.network
    if isinstance(metric, Matrix):
        return _by_name(village, rows)
    if not isinstance(metric, Path) or network is None or not len(rows):
        return ()
    paths = paths_of(network, village.barriers)
    here, there = (
        join_points(points, network, village.barriers, metric.max_leg_m)
        for points in (village.households, village.members)
    )
    some = here.only(rows)
    off = np.flatnonzero(some.edge == NOWHERE)
    on = np.flatnonzero(some.edge != NOWHERE)
    # A path that a barrier cuts is there all the same: what is missing is a crossing.
    drawn = paths_of(network, None)
    off_paths = _off_paths(rows[off], village.households.xy[rows[off]], drawn, metric.max_leg_m)
    limit_m = village.rules.max_distance_m
    found = [*off_paths, *_on_paths(rows[on], some.only(on), there, paths, limit_m)]
    return tuple(sorted(found, key=lambda hint: hint.household))


def _by_name(village: Village, rows: Ints) -> tuple[Hint, ...]:
    """Return why named distances put no member in reach: there is none, or none that is near."""
    limit_m = village.rules.max_distance_m
    near_m = np.full(len(village.households), np.inf)
    if village.distances is not None:
        pairs = village.distances.members
        np.minimum.at(near_m, pairs.rows, pairs.metres)
    # A forbidden pair may be near, and is another reason.
    return tuple(
        Hint(row, ReachCause.NOT_NAMED, None, limit_m, None)
        if np.isinf(near_m[row])
        else Hint(row, ReachCause.NAMED_TOO_FAR, float(near_m[row]), limit_m, None)
        for row in sorted(rows.tolist())
        if near_m[row] > limit_m
    )


def _off_paths(rows: Ints, xy: Floats, paths: Paths, most_m: float) -> list[Hint]:
    """Return why doors join no edge: there is none, none is near, or a barrier bars it.

    Parameters
    ----------
    paths
        As they were drawn, whatever bars them.
    """
    if not len(paths.edges):
        return [Hint(row, ReachCause.NO_PATHS, None, most_m, None) for row in rows.tolist()]
    if not len(rows):
        return []
    at, away_m = paths.tree.query_nearest(
        shapely.points(xy), all_matches=False, return_distance=True
    )
    nearest_m = dict(zip(rows[at[0]].tolist(), away_m.tolist(), strict=True))
    return [
        Hint(row, ReachCause.OFF_PATHS, nearest_m[row], most_m, None)
        if nearest_m[row] > most_m
        else Hint(row, ReachCause.BEHIND_BARRIER, None, most_m, None)
        for row in rows.tolist()
    ]


def _on_paths(rows: Ints, here: Legs, there: Legs, paths: Paths, limit_m: float) -> list[Hint]:
    """Return why doors on edges reach no member: none lives on their piece, or all too far off."""
    if not len(rows):
        return []
    piece = path_pieces(paths)
    size = np.bincount(piece, minlength=1)
    manned = np.isin(piece[here.edge], piece[there.edge[there.edge != NOWHERE]])
    alone = [
        Hint(row, ReachCause.OTHER_PIECE, None, limit_m, edges)
        for row, edges in zip(
            rows[~manned].tolist(), size[piece[here.edge[~manned]]].tolist(), strict=True
        )
    ]
    far = np.flatnonzero(manned)
    nearest_m = path_m(here.only(far), there, paths, np.inf).min(axis=1, initial=np.inf)
    pairs = zip(rows[far].tolist(), nearest_m.tolist(), strict=True)
    # A forbidden pair may be near, and is another reason.
    return alone + [
        Hint(row, ReachCause.TOO_FAR, metres, limit_m, None)
        for row, metres in pairs
        if metres > limit_m
    ]


def path_pieces(paths: Paths) -> Ints:
    """Return the number of the piece of paths that each edge belongs to, shape (edges,)."""
    first, second = paths.edges.T
    piece: Ints = connected_components(first, second, len(paths.xy))[first]
    return piece
