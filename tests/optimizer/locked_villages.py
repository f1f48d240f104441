"""Small random villages full of locks, and every plan of their members: brute force."""

from __future__ import annotations

from dataclasses import replace
from itertools import product

import numpy as np

from optimizer.domain.goals import Priority, Stage
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Floats, Ints, Village
from tests.optimizer.plain_changes import forced_changes
from tests.optimizer.random_villages import random_village, under

MICRO = 1_000_000


def locked_village(seed: int, *, most_households: int = 8, most_members: int = 3) -> Village:
    """Return a village whose members have up to as many locked households as they may hold.

    Some locked pairs are out of reach, and many members have fewer locks than their minimum.
    """
    made = random_village(seed, most_households=most_households, most_members=most_members)
    rng = np.random.default_rng([seed, 1])
    room = made.members.maximum.copy()
    locked = []
    for household in rng.permutation(len(made.households))[: rng.integers(1, 4)].tolist():
        member = int(rng.integers(0, len(made.members)))
        if room[member] > 0:
            room[member] -= 1
            locked.append((household, member))
    pairs = np.array(sorted(locked), np.int64).reshape(-1, 2)
    both = {tuple(pair) for pair in pairs.tolist()}
    free = [pair for pair in made.forbidden.tolist() if tuple(pair) not in both]
    forbidden = np.array(free, np.int64).reshape(-1, 2)
    return under(replace(made, locked=pairs, forbidden=forbidden), priorities=(Priority.WALK,))


def best_by_hand(village: Village) -> dict[Stage, float]:
    """Return the values of the best plan of the members, found by looking at every plan."""
    home, post = village.households.xy, village.members.xy
    metres = np.hypot(home[:, None, 0] - post[None, :, 0], home[:, None, 1] - post[None, :, 1])
    plans = np.array(list(product(*_ways(village, metres))), np.int64)
    plans = plans.reshape(-1, len(home))
    values = (_values(village, metres, plan) for plan in plans)
    best = min(value for value in values if value is not None)
    stages = [Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK]
    found = dict(zip(stages, best, strict=True))
    if not len(village.current):
        del found[Stage.KEEP]
    return found


def _ways(village: Village, metres: Floats) -> list[list[int]]:
    """Return who may look after each household: its lock alone, or whoever is near, or nobody."""
    locked = dict(village.locked.tolist())
    forbidden = {tuple(pair) for pair in village.forbidden.tolist()}
    near = metres <= village.rules.max_distance_m
    ways = []
    for row, reached in enumerate(near):
        free = [who for who in np.flatnonzero(reached).tolist() if (row, who) not in forbidden]
        ways.append([locked[row]] if row in locked else [UNSERVED, *free])
    return ways


def _values(village: Village, metres: Floats, plan: Ints) -> tuple[float, ...] | None:
    """Return the stages' values of a plan, None where it breaks a rule."""
    served = np.flatnonzero(plan != UNSERVED)
    loads = np.bincount(plan[served], minlength=len(village.members))
    if (loads > village.members.maximum).any():
        return None
    few = np.flatnonzero((loads > 0) & (loads < village.members.minimum))
    enforced = village.rules.minimum is MinimumPolicy.ENFORCE
    if enforced and not np.isin(few, village.locked[:, 1]).all():
        return None
    walk = int(np.rint(metres[served, plan[served]] * MICRO).sum()) / MICRO
    moved = int((plan[village.current[:, 0]] != village.current[:, 1]).sum())
    moved -= forced_changes(village)
    return len(plan) - len(served), len(few), moved, walk
