"""Seeded villages, each made to ask one question; the same seed gives the same village."""

from __future__ import annotations

from dataclasses import dataclass, replace
from functools import cache

import numpy as np

from optimizer.distance.reach import village_reach
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Floats, Ints, Members, Village, points
from optimizer.solvers.flow import maximum_flow
from scenarios import generate

PROVINCE = 397
"""Villages of the whole province."""
_LEAST, _MOST = 5, 10


@dataclass(frozen=True, slots=True)
class Size:
    """How large the villages of a case are, and how many seeds it has.

    Parameters
    ----------
    households, members
        Of a village; what a case draws for itself stays below ``households``.
    """

    villages: int
    households: int = 0
    members: int = 0


def pocketed(size: Size, seed: int) -> Village:
    """Return mountain hamlets in which nobody can be spared.

    Hamlets lie farther apart than the limit and have two to four members. One with n members has
    more than 10 (n - 1) households, which n - 1 members could not hold, and at most 10 n.
    """
    rng = np.random.default_rng((1, seed))
    counts = _small_groups(rng, size.members)
    households = _between(rng, _MOST * (counts - 1) + 1, _MOST * counts, size.households)
    side = int(np.ceil(np.sqrt(len(counts))))
    cells = np.stack(np.divmod(rng.permutation(side * side)[: len(counts)], side), axis=1)
    middle = 2500.0 * cells + rng.uniform(-300, 300, cells.shape)
    homes = middle.repeat(households, axis=0) + _disc(rng, 200.0, size.households)
    first = np.cumsum(households) - households
    posts = [
        start + rng.choice(number, of_hamlet, replace=False)
        for start, number, of_hamlet in zip(first, households, counts, strict=True)
    ]
    return _village(f"pocketed-{seed}", homes, homes[np.concatenate(posts)], 1000.0)


def full(size: Size, seed: int) -> Village:
    """Return one connected village whose members' own maxima leave three seats in all.

    Whoever is left out takes at least 8 seats away, so everybody is needed, and at least 5 of
    everybody's seats are taken. Villages that a flow cannot serve are drawn again.
    """
    rng = np.random.default_rng((2, seed))
    extra = (size.households + 3) % size.members
    while True:
        homes, _ = _hamlets(rng, size.households, 8, 1500.0)
        posts = homes[rng.choice(size.households, size.members, replace=False)]
        most = np.full(size.members, (size.households + 3) // size.members)
        most[rng.choice(size.members, extra, replace=False)] += 1
        village = _village(f"full-{seed}", homes, posts, 1000.0, most)
        if _serves_all(village):
            return village


def ordinary(size: Size, seed: int) -> Village:
    """Return random hamlets with members anywhere: some may stay in reserve, some are too few."""
    rng = np.random.default_rng((3, seed))
    homes, _ = _hamlets(rng, size.households, 8, 1500.0)
    posts = homes[rng.choice(size.households, size.members, replace=False)]
    return _village(f"ordinary-{seed}", homes, posts, 1000.0)


def clustered(size: Size, seed: int) -> Village:
    """Return a village of any size from 60, with 3 to 11 households a member, limit 600 m."""
    rng = np.random.default_rng((4, seed))
    households = int(rng.integers(min(60, size.households), size.households + 1))
    members = max(1, round(households / rng.uniform(3, 11)))
    hamlets = max(2, households // int(rng.integers(30, 81)))
    homes, _ = _hamlets(rng, households, hamlets, float(rng.uniform(800, 2500)))
    posts = homes[rng.choice(households, members, replace=False)]
    return _village(f"clustered-{seed}", homes, posts, 600.0)


def hamlet_village(
    rng: np.random.Generator, households: int, members: int, hamlets: int, extent_m: float
) -> Village:
    """Return random hamlets with members anywhere, limit 1,000 m."""
    homes, _ = _hamlets(rng, households, hamlets, extent_m)
    posts = homes[rng.choice(households, members, replace=False)]
    return _village("hamlets", homes, posts, 1000.0)


def short(size: Size, seed: int) -> Village:
    """Return random hamlets with too few members: some households need a recruit."""
    rng = np.random.default_rng((5, seed))
    homes, _ = _hamlets(rng, size.households, 8, 1500.0)
    posts = homes[rng.choice(size.households, size.members, replace=False)]
    village = _village(f"short-{seed}", homes, posts, 600.0)
    return replace(village, rules=village.rules.model_copy(update={"recruiting": True}))


def province(size: Size, seed: int) -> Village:
    """Return one village of the province; the seeds from 0 are all of its villages."""
    return _province(size.villages)[seed]


@cache
def _province(villages: int) -> tuple[Village, ...]:
    scenario = generate("ninh-thuan", scale=villages / PROVINCE)
    return tuple(_for_today(village) for village in scenario.villages)


def _for_today(village: Village) -> Village:
    """Return the village with recruiting off: the plan with the members there are."""
    rules = village.rules.model_copy(update={"recruiting": False})
    return replace(village, rules=rules)


def _serves_all(village: Village) -> bool:
    reach = village_reach(village)
    one = np.ones(reach.households, np.int64)
    return not maximum_flow(reach.household, reach.person, one, village.members.maximum).short.any()


def _small_groups(rng: np.random.Generator, total: int) -> Ints:
    """Split members into hamlets of two to four."""
    groups: list[int] = []
    while (left := total - sum(groups)) > 4:  # noqa: PLR2004 - the largest hamlet
        groups.append(int(rng.integers(2, min(4, left - 2) + 1)))
    return np.array([*groups, left])


def _between(rng: np.random.Generator, low: Ints, high: Ints, total: int) -> Ints:
    """Draw whole numbers between two rows of bounds with a given sum."""
    assert low.sum() <= total <= high.sum(), "the hamlets' windows leave no room for this total"
    free = np.repeat(np.arange(len(low)), high - low)
    more = rng.choice(free, total - int(low.sum()), replace=False)
    return np.asarray(low + np.bincount(more, minlength=len(low)), np.int64)


def _hamlets(
    rng: np.random.Generator, households: int, number: int, extent_m: float
) -> tuple[Floats, Ints]:
    """Draw hamlets of uneven sizes with houses spread about their middles."""
    middle = rng.uniform(0, extent_m, (number, 2))
    hamlet = rng.choice(number, households, p=rng.dirichlet(np.full(number, 3.0)))
    return middle[hamlet] + rng.normal(0, 90, (households, 2)), hamlet


def _disc(rng: np.random.Generator, radius_m: float, number: int) -> Floats:
    angle, out = rng.uniform(0, 2 * np.pi, number), radius_m * np.sqrt(rng.random(number))
    return np.stack((out * np.cos(angle), out * np.sin(angle)), axis=1)


def _village(
    village_id: str, homes: Floats, posts: Floats, limit_m: float, most: Ints | None = None
) -> Village:
    none = np.empty((0, 2), np.int64)
    at = points(np.array([f"m{row:04d}" for row in range(len(posts))], np.str_), posts)
    return Village(
        id=village_id,
        name=village_id,
        area=(),
        rules=Rules(max_distance_m=limit_m, recruiting=False),
        households=points(np.array([f"h{row:04d}" for row in range(len(homes))], np.str_), homes),
        members=Members(
            at.ids,
            at.xy,
            at.given,
            minimum=np.full(len(at), _LEAST),
            maximum=np.full(len(at), _MOST) if most is None else most,
            team=np.full(len(at), ""),
        ),
        places=None,
        locked=none,
        forbidden=none,
        current=none,
        lonlat=False,
    )
