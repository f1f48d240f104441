"""Mountain hamlets: a few tight clusters, far from each other, with nothing between."""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Floats
from scenarios.terrain.settlement import Settlement, Shape

_TRIES = 60
_EVENNESS = 3.0
"""Of the hamlets' sizes: a large value makes them alike."""


def mountain_hamlets(rng: np.random.Generator, households: int, shape: Shape) -> Settlement:
    """Place households in clusters ``spread_m`` across inside ``extent_m``."""
    number = int(rng.integers(shape.hamlets[0], shape.hamlets[1] + 1))
    middle = _apart(rng, number, shape.extent_m - shape.spread_m)
    share = rng.dirichlet(np.full(number, _EVENNESS))
    hamlet = rng.choice(number, size=households, p=share)
    angle = rng.uniform(0, 2 * np.pi, households)
    radius_m = shape.spread_m / 2 * np.sqrt(rng.random(households))
    round_it = np.column_stack((np.cos(angle), np.sin(angle))) * radius_m[:, None]
    return Settlement(middle[hamlet] + round_it, hamlet.astype(np.int64))


def _apart(rng: np.random.Generator, number: int, across_m: float) -> Floats:
    """Choose middles far from each other: of many random draws the one most spread out."""
    drawn = rng.uniform(-across_m / 2, across_m / 2, (_TRIES, number, 2))
    between = np.hypot(*np.moveaxis(drawn[:, :, None, :] - drawn[:, None, :, :], -1, 0))
    between[:, np.arange(number), np.arange(number)] = np.inf
    return np.asarray(drawn[between.min(axis=(1, 2)).argmax()], np.float64)
