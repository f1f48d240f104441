"""Metres that every plan with recruits at any places walks."""

from __future__ import annotations

import numpy as np

from optimizer.distance import straight_m
from optimizer.distance.distance_matrix import usable_metres
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from optimizer.large_villages.nearest import Nearest
from tests.optimizer.simple_planner import make_village

RULES = Rules(min_households=1, max_households=4, max_distance_m=50.0)
HOMES = np.array([[0.0, 0.0], [10.0, 0.0], [30.0, 0.0], [200.0, 0.0]])


def nearest(village: Village) -> Nearest:
    nobody = np.zeros(len(village.households), bool)
    return Nearest.of(village, usable_metres(village), nobody)


def test_that_so_many_doors_as_recruits_save_their_walk() -> None:
    """Tests that of households at 0, 10, 30 and 200 m the farthest have the recruits."""
    found = nearest(make_village(HOMES, np.empty((0, 2)), rules=RULES))
    assert found.any_m.tolist() == [0.0, 0.0, 0.0, 0.0]
    # The last has its own door only, which costs nothing.
    assert found.other_m.tolist() == [10.0, 10.0, 20.0, 0.0]
    assert [found.walk_m(4, recruits) for recruits in (1, 2, 3)] == [20.0, 10.0, 0.0]
    assert found.walk_m(3, 1) == 0.0
    assert found.walk_m(4, None) == 0.0


def test_that_no_plan_walks_less() -> None:
    """Tests that no choice of two doors, each household at its nearest, walks less."""
    rng = np.random.default_rng(3)
    for _ in range(30):
        homes = rng.integers(0, 40, (7, 2)).astype(float)
        village = make_village(homes, homes[:1] + 3.0, rules=RULES)
        found = nearest(village)
        at = np.append(village.members.xy, village.sites.xy, axis=0)
        away_m = np.array([straight_m(homes, np.broadcast_to(one, homes.shape)) for one in at])
        sites = range(1, len(at))
        for served in (5, 7):
            least = min(
                np.sort(away_m[[0, one, other]].min(axis=0))[:served].sum()
                for one in sites
                for other in sites
            )
            assert found.walk_m(served, 2) <= least + 1e-6
