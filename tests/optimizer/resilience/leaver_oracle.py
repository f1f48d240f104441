"""What is left when somebody leaves, found by trying everybody: the oracle of resilience."""

from __future__ import annotations

import math
from collections.abc import Collection, Sequence
from itertools import combinations_with_replacement, product

import numpy as np
from scipy.optimize import linear_sum_assignment

from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints, Village

MICRO = 1_000_000


def away_m(village: Village, household: int, person: int, places: Sequence[int]) -> float:
    """Return the metres from a household to a person, members first."""
    members = len(village.members)
    recruit = person >= members
    at = village.sites.xy[places[person - members]] if recruit else village.members.xy[person]
    return math.dist(village.households.xy[household], at)


def may_use(
    village: Village,
    household: int,
    person: int,
    places: Sequence[int],
    gone: int | Collection[int],
) -> bool:
    """Tell whether a person may look after a household if another one, or several, leave."""
    away = {gone} if isinstance(gone, int) else gone
    if person in away:
        return False
    lock = dict(village.locked.tolist()).get(household)
    if lock is not None and lock not in away:
        return bool(lock == person)
    near = away_m(village, household, person, places) <= village.rules.max_distance_m
    return near and [household, person] not in village.forbidden.tolist()


def room_of(village: Village, places: Sequence[int]) -> list[int]:
    """Return everybody's maximum load."""
    return [*village.members.maximum.tolist(), *[village.rules.max_households] * len(places)]


def served(
    village: Village,
    households: Sequence[int],
    places: Sequence[int],
    gone: int | Collection[int],
) -> int:
    """Return how many of the households the others can serve, minimum loads aside."""
    room = room_of(village, places)
    seats = [person for person, most in enumerate(room) for _ in range(most)]
    if not seats or not households:
        return 0
    table = np.array(
        [
            [may_use(village, row, person, places, gone) for person in range(len(room))]
            for row in households
        ]
    )[:, seats]
    return int(table[linear_sum_assignment(~table)].sum())


def further(village: Village, person: Ints, places: Sequence[int]) -> list[int]:
    """Return how many of those whom a plan serves have nobody, for each leaver."""
    rows = np.flatnonzero(person != UNSERVED).tolist()
    people = range(len(village.members) + len(places))
    return [len(rows) - served(village, rows, places, gone) for gone in people]


def holds(village: Village, places: Sequence[int]) -> bool:
    """Tell whether whom all serve together is still served whoever leaves."""
    everybody = list(range(len(village.households)))
    whole = served(village, everybody, places, -1)
    people = range(len(village.members) + len(places))
    return all(served(village, everybody, places, gone) == whole for gone in people)


def fewest(village: Village, most: int) -> int | None:
    """Return the fewest recruits that serve all whom any number serves, whoever leaves.

    None where no number up to ``most`` does.
    """
    everybody = list(range(len(village.households)))
    sites = range(len(village.sites))
    cap = village.rules.recruits_per_place
    times = most if cap is None else cap
    reachable = served(village, everybody, [place for place in sites for _ in range(times)], -1)
    for number in range(most + 1):
        for places in combinations_with_replacement(sites, number):
            if cap is not None and any(places.count(place) > cap for place in places):
                continue
            if served(village, everybody, places, -1) == reachable and holds(village, places):
                return number
    return None


def best_stand_ins(
    village: Village, person: Ints, places: Sequence[int], gone: int
) -> tuple[int, int, int]:
    """Return fewest without anybody, fewest others who move, and fewest micrometres.

    Every way to share those whom the plan serves among the others is looked at.
    """
    room = room_of(village, places)
    rows = np.flatnonzero(person != UNSERVED).tolist()
    ways = [
        [UNSERVED, *(who for who in range(len(room)) if may_use(village, row, who, places, gone))]
        for row in rows
    ]
    best = (len(rows) + 1, 0, 0)
    for plan in product(*ways):
        loads = [plan.count(who) for who in range(len(room))]
        if any(load > most for load, most in zip(loads, room, strict=True)):
            continue
        pairs = list(zip(rows, plan, strict=True))
        moved = sum(who != person[row] and person[row] != gone for row, who in pairs)
        walk = sum(
            round(away_m(village, row, who, places) * MICRO) for row, who in pairs if who >= 0
        )
        best = min(best, (plan.count(UNSERVED), moved, walk))
    return best
