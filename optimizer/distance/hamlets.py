"""Hamlets, found from the points: households that a chain of neighbours connects."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from string import ascii_uppercase

import numpy as np
from scipy.spatial import cKDTree

from optimizer.distance.connected_components import connected_components
from optimizer.domain.scenario import Floats, Ints, Village

NEIGHBOURS_M = 150.0
"""Farthest that two neighbours of one hamlet live apart, inclusive.

Two minutes on foot. In a scattered mountain hamlet neighbours are up to 100 m apart, and hamlets
lie hundreds of metres from each other: any distance from 100 to 300 m finds the same ones there.
"""

NAMELESS = ""
"""Name of a hamlet that nobody names."""

FEW = 2_000
"""Points of which all neighbours are listed: two million pairs at most."""
_AROUND = [complex(x, y) for x in range(3) for y in range(-2, 3) if (x, y) > (0, 0)]
"""Steps to half of the cells around one that may hold a neighbour: the others look here."""


@dataclass(frozen=True, slots=True, eq=False)
class Hamlets:
    """The hamlets of a village, the largest first; of equal ones that with the smallest id.

    Parameters
    ----------
    of
        Shape (households,): row of the household's hamlet.
    names
        A, B, ... Z, AA, ... for the rows of the hamlets.
    """

    of: Ints
    names: tuple[str, ...]


def hamlets(xy: Floats, *, neighbours_m: float = NEIGHBOURS_M) -> Hamlets:
    """Find the hamlets of households whose rows are sorted by id.

    Parameters
    ----------
    xy
        Shape (households, 2), metres.
    """
    if len(xy) == 0:
        return Hamlets(np.empty(0, np.int64), ())
    # As single numbers points are sorted faster; a house with many flats is one point.
    _, first, of_point = np.unique(_as_complex(xy), return_index=True, return_inverse=True)
    label = _connected(xy[first], neighbours_m)[of_point]
    size, smallest = np.bincount(label), np.full(label.max() + 1, len(label))
    np.minimum.at(smallest, label, np.arange(len(label)))
    order = np.lexsort((smallest, -size))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return Hamlets(rank[label], tuple(_letters(row) for row in range(len(order))))


def places_hamlets(found: Hamlets, households: Floats, places: Floats) -> Ints:
    """Return the hamlet of each place: that of the nearest household."""
    _, nearest = cKDTree(households).query(places)
    return found.of[nearest]


# A village is told of in several tables, one after the other, and never changes.
@lru_cache(maxsize=1)
def village_hamlets(village: Village) -> Hamlets:
    """Return the hamlets of a village's households: those that they name, else those found.

    Households that name none, beside others that do, are a hamlet without a name. Where nobody
    names any and not every household has a point, all are one.
    """
    lived, homes = village.addresses, village.households
    if lived is not None and (lived.households.hamlet >= 0).any():
        return _named(lived.households.hamlet, lived.hamlets)
    if np.isfinite(homes.xy).all():
        return hamlets(homes.xy)
    return Hamlets(np.zeros(len(homes), np.int64), (NAMELESS,))


def hamlets_of_sites(village: Village, found: Hamlets, sites: Ints) -> Ints:
    """Return the hamlet of some sites: the one that they name, else that of the nearest household.

    A place that has neither a hamlet nor a point is in the first of all.
    """
    if village.places is None:
        return found.of[sites]
    lived, xy = village.addresses, village.places.xy[sites]
    of = np.zeros(len(sites), np.int64)
    located = np.isfinite(xy).all(axis=1) & bool(np.isfinite(village.households.xy).all())
    if located.any():
        of[located] = places_hamlets(found, village.households.xy, xy[located])
    if lived is not None:
        at = {name: row for row, name in enumerate(found.names)}
        for row, hamlet in enumerate(lived.sites.hamlet[sites].tolist()):
            if hamlet >= 0:
                of[row] = at.get(lived.hamlets[hamlet], of[row])
    return of


def _named(hamlet: Ints, names: tuple[str, ...]) -> Hamlets:
    """Return hamlets by the names that households give, the largest first."""
    _, first, code, size = np.unique(
        hamlet, return_index=True, return_inverse=True, return_counts=True
    )
    order = np.lexsort((first, -size))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    known = [(*names, NAMELESS)[row] for row in hamlet[first[order]].tolist()]
    return Hamlets(rank[code], tuple(known))


def _as_complex(xy: Floats) -> np.ndarray[tuple[int], np.dtype[np.complex128]]:
    return xy[:, 0] + 1j * xy[:, 1]


def _connected(xy: Floats, neighbours_m: float) -> Ints:
    """Return a label for each point; points have the same where a chain connects them."""
    if len(xy) > FEW:
        return _connected_cells(xy, neighbours_m)
    ends = cKDTree(xy).query_pairs(neighbours_m, output_type="ndarray")
    return connected_components(ends[:, 0], ends[:, 1], len(xy))


def _connected_cells(xy: Floats, neighbours_m: float) -> Ints:
    """Return the same of points that may have more pairs than memory holds.

    Points of one square cell, whose diagonal is shorter than the distance, are neighbours all; of
    two cells one pair of neighbours connects them, the nearest, and 24 cells are near enough.
    """
    cell = np.floor((xy - xy.min(axis=0)) / (neighbours_m / 1.5)).astype(np.int64)
    cells, of = np.unique(cell[:, 0] + 1j * cell[:, 1], return_inverse=True)
    order = np.argsort(of, kind="stable")
    points = np.split(order, np.cumsum(np.bincount(of))[:-1])
    trees = [cKDTree(xy[some]) for some in points]
    at = {place: row for row, place in enumerate(cells.tolist())}
    pairs = [
        (row, other)
        for place, row in at.items()
        for step in _AROUND
        if (other := at.get(place + step)) is not None
        and _nearest_m(xy[points[row]], trees[row], xy[points[other]], trees[other]) <= neighbours_m
    ]
    ends = np.array(pairs, np.int64).reshape(-1, 2)
    return connected_components(ends[:, 0], ends[:, 1], len(at))[of]


def _nearest_m(one: Floats, tree: cKDTree, other: Floats, other_tree: cKDTree) -> float:
    """Return the distance of the nearest pair: the fewer points are looked up among the more."""
    asked, known = (one, other_tree) if len(one) <= len(other) else (other, tree)
    return float(np.min(known.query(asked)[0]))


def _letters(row: int) -> str:
    """Name a row as spreadsheets name columns: A to Z, then AA, AB and so on."""
    name = ""
    while row >= 0:
        row, letter = divmod(row, len(ascii_uppercase))
        name, row = ascii_uppercase[letter] + name, row - 1
    return name
