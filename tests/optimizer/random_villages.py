"""Small random villages that hold every kind of trouble: the ground for oracles and laws."""

from __future__ import annotations

import numpy as np

from optimizer.rules import MinimumPolicy, Priority, Rules
from optimizer.scenario import Members, Points, Village, points

ORDERS: tuple[tuple[Priority, ...], ...] = (
    (Priority.WALK,),
    (Priority.LONGEST, Priority.WALK),
    (Priority.WALK, Priority.LONGEST, Priority.BALANCE),
    (Priority.BALANCE, Priority.WALK),
    (Priority.BALANCE,),
    (Priority.LONGEST, Priority.BALANCE, Priority.WALK),
)


def random_village(seed: int, *, most_households: int = 22, most_members: int = 7) -> Village:
    """Return a village of a few hamlets with windows, locked, forbidden and current pairs."""
    rng = np.random.default_rng(seed)
    households = int(rng.integers(1, most_households + 1))
    members = int(rng.integers(1, most_members + 1))
    hamlets = rng.uniform(0, 900, (3, 2))
    home = np.rint(hamlets[rng.integers(0, 3, households)] + rng.normal(0, 80, (households, 2)))
    post = np.where(
        rng.random((members, 1)) < 0.5,
        home[rng.integers(0, households, members)],
        np.rint(hamlets[rng.integers(0, 3, members)] + rng.normal(0, 80, (members, 2))),
    )
    low = rng.integers(1, 6, members)
    high = low + rng.integers(0, 6, members)
    pairs = rng.permutation(
        np.stack(np.meshgrid(np.arange(households), np.arange(members)), -1).reshape(-1, 2)
    )
    forbidden = pairs[: int(rng.integers(0, 4))]
    rest = pairs[len(forbidden) :]
    locked = _one_each(rest[: int(rng.integers(0, 3))], high)
    current = _one_each(rest[: int(rng.integers(0, 2)) * households], None)
    rules = Rules(
        min_households=2,
        max_households=5,
        max_distance_m=float(rng.uniform(40, 900)),
        minimum=(MinimumPolicy.FLAG, MinimumPolicy.ENFORCE)[int(rng.random() < 0.3)],
        priorities=ORDERS[int(rng.integers(0, len(ORDERS)))],
    )
    return village(home, post, low, high, rules, locked, forbidden, current)


def _one_each(pairs: np.ndarray, high: np.ndarray | None) -> np.ndarray:  # type: ignore[type-arg]
    _, first = np.unique(pairs[:, 0], return_index=True)
    chosen = pairs[np.sort(first)]
    if high is not None and len(chosen):
        chosen = chosen[np.bincount(chosen[:, 1], minlength=len(high))[chosen[:, 1]] <= 1]
    return chosen[np.lexsort((chosen[:, 1], chosen[:, 0]))]


def named(letter: str, xy: np.ndarray) -> Points:  # type: ignore[type-arg]
    return points(np.array([f"{letter}{row:03d}" for row in range(len(xy))], np.str_), xy.astype(float))


def village(home, post, low, high, rules, locked=(), forbidden=(), current=()):  # type: ignore[no-untyped-def]
    """Return a village from plain arrays."""
    pairs = [np.asarray(p, np.int64).reshape(-1, 2) for p in (locked, forbidden, current)]
    people = named("m", np.asarray(post, float).reshape(-1, 2))
    return Village(
        "v", "v", (), rules, named("h", np.asarray(home, float).reshape(-1, 2)),
        Members(people.ids, people.xy, people.given, np.asarray(low, np.int64),
                np.asarray(high, np.int64), np.full(len(people), "")),
        None, *pairs, lonlat=False,
    )
