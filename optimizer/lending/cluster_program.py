"""The integer programme of a cluster whose villages have rules of different kinds.

Windows of recruits that differ from village to village, caps on the recruits of a village, and
enforced minimums: what the cutting planes of `optimizer.recruitment` do not know. Only recruits
and members in use are whole; with these fixed the rest is a flow.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np
import scipy.sparse as sp

from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.search_limits import SearchLimits
from optimizer.lending.joined import Joined
from optimizer.solvers.highs import MixedIntegerProgram, run_highs

WHOLE = 1e-6


@dataclass(frozen=True, slots=True, eq=False)
class ClusterNeed:
    """Recruits per place, and what is proven of the unserved and of their number."""

    per_place: Ints
    unserved: Proof
    needed: Proof


def solve_cluster(joined: Joined, cap: Ints, limits: SearchLimits) -> ClusterNeed | None:
    """Serve as many households as possible, then with the fewest recruits.

    Parameters
    ----------
    cap
        Shape (places,): recruits that a place takes.

    Returns
    -------
    None where the time ended before anything was found.
    """
    columns = _Columns(len(joined.place_of), len(joined.member_of), joined)
    everybody = float(joined.reach.households)
    served = _solved(joined, columns, cap, "unserved", everybody, limits.share(0.5))
    if served is None:
        return None
    x, unserved = served
    fewest = _solved(joined, columns, cap, "recruits", float(unserved.value), limits)
    if fewest is None:
        per_place = _whole(x[: columns.places])
        return ClusterNeed(per_place, unserved, Proof(int(per_place.sum()), 0))
    x, needed = fewest
    if not unserved.proven:
        needed = Proof(needed.value, 0)
    return ClusterNeed(_whole(x[: columns.places]), unserved, needed)


def _whole(values: Floats) -> Ints:
    return np.rint(values).astype(np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class _Columns:
    """Where the variables stand: recruits, members in use, pairs with either, unserved."""

    places: int
    members: int
    joined: Joined

    @property
    def near(self) -> int:
        return self.places + self.members

    @property
    def held(self) -> int:
        return self.near + len(self.joined.near)

    @property
    def left(self) -> int:
        return self.held + len(self.joined.reach)

    @property
    def total(self) -> int:
        return self.left + self.joined.reach.households


def _solved(
    joined: Joined,
    columns: _Columns,
    cap: Ints,
    goal: str,
    most_unserved: float,
    limits: SearchLimits,
) -> tuple[Floats, Proof] | None:
    cost = np.zeros(columns.total)
    if goal == "unserved":
        cost[columns.left :] = 1.0
    else:
        cost[: columns.places] = 1.0
    ceiling = np.ones(columns.total)
    ceiling[: columns.places] = cap
    ceiling[columns.left :] = ~joined.locked
    low, high, matrix = _rows(joined, columns, most_unserved)
    programme = MixedIntegerProgram(
        cost, np.zeros(columns.total), ceiling, low, high, matrix, np.arange(columns.near)
    )
    if limits.over:
        return None
    found = run_highs(programme, limits)
    if found.x is None:
        return None
    value = round(float(cost @ found.x))
    bound = value if found.finished else max(math.ceil(found.bound - WHOLE), 0)
    return found.x, Proof(value, min(bound, value))


def _rows(
    joined: Joined, columns: _Columns, most_unserved: float
) -> tuple[Floats, Floats, sp.csr_matrix]:
    """Return the rows: everybody once, windows of both kinds of persons, caps of villages."""
    reach, near = joined.reach, joined.near
    homes, members, places = reach.households, columns.members, columns.places
    held_at = columns.held + np.arange(len(reach))
    near_at = columns.near + np.arange(len(near))
    left_at = columns.left + np.arange(homes)
    used_at, hired_at = places + np.arange(members), np.arange(places)
    enforced = joined.enforced
    least = np.where(enforced[joined.member_of], _least(joined), 0)
    few = np.where(enforced[joined.place_of], joined.rule("min_households", joined.place_of), 0)
    size = joined.rule("max_households", joined.place_of)
    caps = [one.rules.max_recruits for one in joined.villages]
    capped = [number for number, most in enumerate(caps) if most is not None]
    blocks = [
        (
            np.concatenate([reach.household, near.household, np.arange(homes)]),
            np.concatenate([held_at, near_at, left_at]),
            np.ones(len(reach) + len(near) + homes),
            np.ones(homes),
            np.ones(homes),
        ),
        _window(reach.person, held_at, used_at, -joined.maximum, upper=True),
        _window(reach.person, held_at, used_at, -least, upper=False),
        _window(near.person, near_at, hired_at, -size, upper=True),
        _window(near.person, near_at, hired_at, -few, upper=False),
        (
            np.zeros(homes, np.int64),
            left_at,
            np.ones(homes),
            np.zeros(1),
            np.array([most_unserved]),
        ),
    ]
    for number in capped:
        mine = np.flatnonzero(joined.place_of == number)
        zero = np.zeros(len(mine), np.int64)
        most = np.array([float(caps[number] or 0)])
        blocks.append((zero, mine, np.ones(len(mine)), np.zeros(1), most))
    starts = np.cumsum([0, *(len(block[3]) for block in blocks)])
    row = np.concatenate([block[0] + start for block, start in zip(blocks, starts, strict=False)])
    column = np.concatenate([block[1] for block in blocks])
    value = np.concatenate([block[2] for block in blocks])
    matrix = sp.csr_matrix((value, (row, column)), (int(starts[-1]), columns.total))
    low, high = (np.concatenate([block[side] for block in blocks]) for side in (3, 4))
    return low, high, matrix


def _window(
    person: Ints, pairs: Ints, used: Ints, factor: Ints, *, upper: bool
) -> tuple[Ints, Ints, Floats, Floats, Floats]:
    """Return load + factor * used <= 0, or >= 0, for every person."""
    count = len(used)
    infinite = np.full(count, np.inf)
    sides = (-infinite, np.zeros(count)) if upper else (np.zeros(count), infinite)
    return (
        np.concatenate([person, np.arange(count)]),
        np.concatenate([pairs, used]),
        np.concatenate([np.ones(len(pairs)), factor.astype(np.float64)]),
        *sides,
    )


def _least(joined: Joined) -> Ints:
    """Return the smallest loads; a member with fewer locks may keep to these."""
    reach, minimum = joined.reach, joined.minimum
    locked = joined.locked[reach.household]
    locks = np.bincount(reach.person[locked], minlength=len(minimum))
    return np.where(locks > 0, np.minimum(minimum, locks), minimum)
