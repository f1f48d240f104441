"""Crossings that open nothing, because no barrier is near them."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
import shapely

from optimizer.domain.scenario import CROSSING_M, Floats, Village, belt_m


@dataclass(frozen=True, slots=True)
class IdleCrossing:
    """A crossing that opens nothing.

    Parameters
    ----------
    at
        Its coordinates as they came in.
    metres
        To the nearest barrier; None where the village has none.
    """

    at: tuple[float, float]
    metres: float | None


def idle_crossings(village: Village) -> tuple[IdleCrossing, ...]:
    """Return the crossings in and near a village that are not within `CROSSING_M` of a barrier.

    Barriers are kept in a belt around the village and crossings everywhere: those that lie beyond
    half of the belt may open a barrier of another village, or be nearer to one that is cut off.
    """
    people = [village.households.xy, village.members.xy, village.sites.xy]
    xy = np.concatenate(people)
    if village.barriers is None or not len(xy):
        return ()
    half_m = belt_m(village.rules.max_distance_m) / 2
    crossings = village.barriers.crossings_xy
    near = ((crossings >= xy.min(axis=0) - half_m) & (crossings <= xy.max(axis=0) + half_m)).all(1)
    away_m = _nearest_m(crossings[near], village.barriers.xy)
    given = village.barriers.crossings_given[near]
    return tuple(
        IdleCrossing((x, y), metres if np.isfinite(metres) else None)
        for (x, y), metres in zip(given.tolist(), away_m.tolist(), strict=True)
        if metres >= CROSSING_M
    )


def _nearest_m(points: Floats, walls: Floats) -> Floats:
    """Return the metres from each point to the nearest wall, infinite where there is none."""
    found = np.full(len(points), np.inf)
    if len(points) and len(walls):
        tree = shapely.STRtree(np.asarray(shapely.linestrings(walls)).reshape(-1))
        rows, away_m = tree.query_nearest(
            np.asarray(shapely.points(points)).reshape(-1), all_matches=False, return_distance=True
        )
        found[rows[0]] = away_m
    return found
