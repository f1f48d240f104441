"""A coast: one long strip of houses, thick at the landing places and thin between them."""

from __future__ import annotations

import numpy as np

from scenarios.terrain.settlement import Settlement, Shape

_STRAGGLERS = 0.2
"""Share of the households that live between the landing places."""
_BEND = 0.05
"""How far the shore swings out, as a share of its length."""


def ribbon(rng: np.random.Generator, households: int, shape: Shape) -> Settlement:
    """Place households along a bent line ``extent_m`` long and ``spread_m`` deep."""
    landings = int(rng.integers(shape.hamlets[0], shape.hamlets[1] + 1))
    middle = (np.arange(landings) + rng.uniform(0.25, 0.75, landings)) / landings
    share = rng.dirichlet(np.full(landings, 4.0))
    hamlet = rng.choice(landings, size=households, p=share)
    along = rng.normal(middle[hamlet], 0.2 / landings)
    straggles = rng.random(households) < _STRAGGLERS
    along = np.clip(np.where(straggles, rng.random(households), along), 0.0, 1.0)
    depth_m = rng.exponential(shape.spread_m / 3, households).clip(0.0, shape.spread_m)
    swing_m = _BEND * shape.extent_m * np.sin(2 * np.pi * along + rng.uniform(0, 2 * np.pi))
    nearest = np.abs(along[:, None] - middle[None, :]).argmin(axis=1)
    line = np.column_stack(((along - 0.5) * shape.extent_m, depth_m + swing_m))
    return Settlement(line @ _heading(rng), nearest.astype(np.int64))


def _heading(rng: np.random.Generator) -> np.ndarray:
    """Turn the strip north-east, as the province's shore runs, give or take 20 degrees."""
    angle = np.deg2rad(50.0 + rng.uniform(-20.0, 20.0))
    return np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
