"""Small random villages that hold every kind of trouble: the ground for oracles and laws."""

from __future__ import annotations

from dataclasses import replace
from itertools import permutations

import numpy as np

from optimizer.domain.goals import Priority
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Floats, Ints, Village
from tests.optimizer.simple_planner import make_village

WORDS = (Priority.WALK, Priority.LONGEST, Priority.BALANCE)
ORDERS = tuple(order for count in (1, 2, 3) for order in permutations(WORDS, count))
"""Every way in which a planner may rank some of these goals; the others have a plain model of
their own, `every_village_plan`."""

HAMLETS = 3
HAMLET_M = 80.0
"""Spread of a hamlet; its points lie on whole metres, so that distances tie."""
ACROSS_M = 900.0


def random_village(seed: int, *, most_households: int = 22, most_members: int = 7) -> Village:
    """Return a village of a few hamlets with windows, locked, forbidden and current pairs.

    Half of the members live in a household of the village, at distance 0.
    """
    rng = np.random.default_rng(seed)
    households = int(rng.integers(1, most_households + 1))
    members = int(rng.integers(1, most_members + 1))
    hamlets = rng.uniform(0, ACROSS_M, (HAMLETS, 2))
    home = _scattered(rng, hamlets, households)
    own = rng.random((members, 1)) < 0.5
    post = np.where(
        own, home[rng.integers(0, households, members)], _scattered(rng, hamlets, members)
    )
    least = rng.integers(0, 6, members)
    most = np.maximum(least + rng.integers(0, 6, members), 1)
    pairs = rng.permutation(np.argwhere(np.ones((households, members), bool)))
    forbidden, rest = np.split(pairs, [int(rng.integers(0, 4))])
    locked = _one_each(rest[: int(rng.integers(0, 3))])
    # Nobody is locked to a member who is full.
    locked = locked[np.unique(locked[:, 1], return_index=True)[1]]
    current = _one_each(rest[: int(rng.integers(0, 2)) * households])
    return make_village(
        home,
        post,
        rules=_rules(rng),
        windows=np.stack([least, most], 1),
        locked=locked,
        forbidden=forbidden,
        current=current,
    )


def under(village: Village, **changes: object) -> Village:
    """Return the village under rules changed like this."""
    return replace(village, rules=village.rules.model_copy(update=changes))


def _scattered(rng: np.random.Generator, hamlets: Floats, count: int) -> Floats:
    return np.rint(hamlets[rng.integers(0, HAMLETS, count)] + rng.normal(0, HAMLET_M, (count, 2)))


def _rules(rng: np.random.Generator) -> Rules:
    return Rules(
        min_households=2,
        max_households=5,
        max_distance_m=float(rng.uniform(40, ACROSS_M)),
        minimum=MinimumPolicy.ENFORCE if rng.random() < 0.3 else MinimumPolicy.FLAG,
        priorities=ORDERS[int(rng.integers(0, len(ORDERS)))],
    )


def _one_each(pairs: Ints) -> Ints:
    """Return the first pair of each household, sorted by household."""
    _, first = np.unique(pairs[:, 0], return_index=True)
    return pairs[first]
