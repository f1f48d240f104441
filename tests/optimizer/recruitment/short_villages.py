"""Villages that need recruits: by hand on a line, and at random with every kind of trouble."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

import numpy as np

from optimizer.distance.reach import village_reach
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Floats, Ints, Members, Points, Village, points
from optimizer.domain.search_limits import SearchLimits
from optimizer.recruitment import Recruits, fewest_recruits, site_reach


def named(letter: str, xy: Floats) -> Points:
    ids = np.array([f"{letter}{row:05d}" for row in range(len(xy))], np.str_)
    return points(ids, np.asarray(xy, np.float64).reshape(-1, 2))


def village(
    home: Floats,
    post: Floats,
    rules: Rules,
    windows: tuple[Ints, Ints] | None = None,
    places: Floats | None = None,
    locked: Sequence[tuple[int, int]] = (),
    forbidden: Sequence[tuple[int, int]] = (),
) -> Village:
    people = named("m", np.asarray(post, np.float64).reshape(-1, 2))
    usual = np.full(len(people), rules.min_households), np.full(len(people), rules.max_households)
    low, high = usual if windows is None else windows
    return Village(
        id="v",
        name="v",
        area=(),
        rules=rules,
        households=named("h", home),
        members=Members(
            people.ids, people.xy, people.given, low, high, np.full(len(people), "", np.str_)
        ),
        places=None if places is None else named("p", places),
        locked=np.array(locked, np.int64).reshape(-1, 2),
        forbidden=np.array(forbidden, np.int64).reshape(-1, 2),
        current=np.empty((0, 2), np.int64),
        lonlat=False,
    )


def on_a_line(home_m: Sequence[float], post_m: Sequence[float], **rules: Any) -> Village:  # noqa: ANN401
    """Return a village along a road; points are metres from its start."""
    home = np.column_stack([home_m, np.zeros(len(home_m))])
    post = np.column_stack([post_m, np.zeros(len(post_m))])
    return village(home, post, Rules(**rules))


def hamlets(seed: int, households: int, members: int, limit_m: float, **rules: Any) -> Village:  # noqa: ANN401
    """Return a village of several hamlets in 1.5 km, members spread unevenly."""
    rng = np.random.default_rng([seed, households, members, int(limit_m)])
    many = int(rng.integers(3, 8))
    centre, spread = rng.uniform(-750, 750, (many, 2)), rng.uniform(40, 160, many)
    share = rng.dirichlet(np.full(many, 3.0))
    skewed = share * rng.uniform(0.4, 1.6, many)
    where = rng.choice(many, households, p=share)
    posted = rng.choice(many, members, p=skewed / skewed.sum())
    home = centre[where] + rng.normal(size=(households, 2)) * spread[where][:, None]
    post = centre[posted] + rng.normal(size=(members, 2)) * spread[posted][:, None]
    return village(home, post, Rules(max_distance_m=limit_m, **rules))


def troubled(seed: int) -> Village:
    """Return a small village with odd windows, places, pairs, caps and policies."""
    rng = np.random.default_rng(seed)
    households, members = int(rng.integers(1, 14)), int(rng.integers(0, 4))
    span = int(rng.choice([50, 150, 300]))
    most = int(rng.integers(1, 5))
    low = int(rng.integers(0, most + 1))
    high = rng.integers(0, 6, members) if rng.random() < 0.5 else np.full(members, most)
    pairs = rng.permutation(np.argwhere(np.ones((households, members), bool)))
    _, first = np.unique(pairs[: int(rng.integers(0, 5)), 0], return_index=True)
    locked, forbidden = pairs[np.sort(first)], pairs[5 : 5 + int(rng.integers(0, 12))]
    rules = Rules(
        min_households=low,
        max_households=most,
        max_distance_m=float(rng.choice([10, 40, 80, 150])),
        minimum=MinimumPolicy.ENFORCE if rng.random() < 0.4 else MinimumPolicy.FLAG,
        recruits_per_place=int(rng.integers(1, 3)) if rng.random() < 0.4 else None,
        max_recruits=int(rng.integers(0, 5)) if rng.random() < 0.4 else None,
    )
    given = int(rng.integers(0, 6)) if rng.random() < 0.5 else None
    return village(
        _scattered(rng, households, span),
        _scattered(rng, members, span),
        rules,
        (np.minimum(high, rng.integers(0, 4, members)), high),
        None if given is None else _scattered(rng, given, span),
        [(int(h), int(m)) for h, m in locked],
        [(int(h), int(m)) for h, m in forbidden],
    )


def _scattered(rng: np.random.Generator, many: int, span: int) -> Floats:
    """Return points with whole metres: some distances are exactly at the limit."""
    return rng.integers(0, span, (many, 2)).astype(np.float64)


def solved(one: Village, seconds: float = 60.0, *, seed: int = 0) -> Recruits:
    """Find the fewest recruits of a village."""
    return fewest_recruits(
        one, village_reach(one), site_reach(one), SearchLimits.lasting(seconds, seed=seed)
    )
