"""Villages whose distances are named: out of points, or at random and asymmetric."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.distance import distances_within
from optimizer.domain.named_distances import NamedDistances, NamedPairs, named_pairs
from optimizer.domain.rules import Matrix
from optimizer.domain.scenario import Ends, Floats, Members, Points, Village
from tests.optimizer.random_villages import random_village, under


def named(village: Village) -> Village:
    """Return a village of points as one without, its straight lines named instead."""
    members, sites = (
        named_pairs(*distances_within(village, ends, np.inf)) for ends in (Ends.MEMBERS, Ends.SITES)
    )
    nobody = named_pairs(np.empty(0, np.int64), np.empty(0, np.int64), np.empty(0))
    return replace(
        under(village, metric=Matrix()),
        households=without_points(village.households),
        members=_members(village.members),
        places=None if village.places is None else without_points(village.places),
        distances=NamedDistances(members, sites, nobody),
    )


def random_matrix(seed: int, *, most_households: int = 5, most_members: int = 3) -> Village:
    """Return a small village of random distances: asymmetric, some pairs missing, ties among them.

    Half of the villages have places of their own.
    """
    made = random_village(seed, most_households=most_households, most_members=most_members)
    rng = np.random.default_rng((seed, 1))
    homes = len(made.households)
    places = None
    if rng.random() < 0.5:
        count = int(rng.integers(1, 4))
        ids = np.array([f"p{row}" for row in range(count)], np.str_)
        places = without_points(Points(ids, np.zeros((count, 2)), np.zeros((count, 2))))
    sites = homes if places is None else len(places)
    return replace(
        named(made),
        places=places,
        distances=NamedDistances(
            _some(rng, homes, len(made.members)),
            _some(rng, homes, sites),
            _some(rng, len(made.members), len(made.members)),
        ),
    )


def _some(rng: np.random.Generator, rows: int, columns: int) -> NamedPairs:
    metres = np.round(rng.uniform(0, 900, (rows, columns)), 1)
    metres[rng.random((rows, columns)) < 0.3] = 300.0
    at = np.argwhere(rng.random((rows, columns)) < 0.7)
    if rows == columns:
        np.fill_diagonal(metres, 0.0)
    return named_pairs(at[:, 0], at[:, 1], metres[at[:, 0], at[:, 1]])


def without_points(points: Points) -> Points:
    """Return the same rows without any point."""
    nowhere: Floats = np.full((len(points), 2), np.nan)
    return Points(points.ids, nowhere, nowhere)


def _members(members: Members) -> Members:
    nowhere: Floats = np.full((len(members), 2), np.nan)
    return replace(members, xy=nowhere, given=nowhere)
