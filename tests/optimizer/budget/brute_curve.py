"""The most households for every number of recruits, by a plain model and by every choice."""

from __future__ import annotations

from itertools import combinations_with_replacement

import numpy as np

from optimizer.distance.reach import Reach, village_reach
from optimizer.domain.scenario import Village
from optimizer.recruitment import site_reach
from optimizer.solvers.flow import maximum_flow
from tests.optimizer.recruitment.plain_recruits import fewest


def modelled_curve(village: Village, most: int) -> list[int]:
    """Return the households served with at most 0, 1, ... recruits, by a plain CP-SAT model."""
    return [len(village.households) - fewest(village, number)[0] for number in range(most + 1)]


def enumerated_curve(village: Village, most: int) -> list[int]:
    """Return the same by a maximum flow for every choice of places; the minimum is no matter."""
    reach, near = village_reach(village), site_reach(village)
    cap = village.rules.recruits_per_place or most
    best = 0
    curve = []
    for number in range(most + 1):
        for chosen in combinations_with_replacement(range(len(village.sites)), number):
            if max((chosen.count(place) for place in chosen), default=0) <= cap:
                best = max(best, served_by(village, reach, near, chosen))
        curve.append(best)
    return curve


def served_by(village: Village, reach: Reach, near: Reach, places: tuple[int, ...]) -> int:
    """Return how many households the members and recruits near these places serve."""
    pairs = [(reach.household, reach.person)]
    for row, place in enumerate(places):
        mine = near.household[near.person == place]
        pairs.append((mine, np.full(len(mine), reach.persons + row)))
    room = np.append(
        village.members.maximum, np.full(len(places), village.rules.max_households)
    ).astype(np.int64)
    supply = np.ones(reach.households, np.int64)
    flow = maximum_flow(
        np.concatenate([one for one, _ in pairs]),
        np.concatenate([other for _, other in pairs]),
        supply,
        room,
    )
    return int(len(village.households) - flow.short.sum())
