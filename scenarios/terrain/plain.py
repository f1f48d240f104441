"""The plain: clusters along a main road, and farmsteads among the fields."""

from __future__ import annotations

import numpy as np

from scenarios.terrain.settlement import Settlement, Shape

_FARMSTEADS = 0.12
"""Share of the households that live among the fields."""


def plain(rng: np.random.Generator, households: int, shape: Shape) -> Settlement:
    """Place households round clusters ``spread_m`` across and, thinly, over ``extent_m``."""
    clusters = int(rng.integers(shape.hamlets[0], shape.hamlets[1] + 1))
    half_m = (shape.extent_m - shape.spread_m) / 2
    road = np.linspace(-half_m, half_m, clusters) if clusters > 1 else np.zeros(1)
    beside = rng.uniform(-half_m / 2, half_m / 2, clusters)
    angle = rng.uniform(0, np.pi)
    turn = np.array([[np.cos(angle), np.sin(angle)], [-np.sin(angle), np.cos(angle)]])
    middle = np.column_stack((road, beside)) @ turn
    cluster = rng.choice(clusters, size=households, p=rng.dirichlet(np.full(clusters, 5.0)))
    near = rng.normal(middle[cluster], shape.spread_m / 4)
    fields = rng.uniform(-shape.extent_m / 2, shape.extent_m / 2, (households, 2))
    on_farm = rng.random(households) < _FARMSTEADS
    xy = np.where(on_farm[:, None], fields, near)
    away = np.hypot(*np.moveaxis(xy[:, None, :] - middle[None, :, :], -1, 0))
    return Settlement(xy, away.argmin(axis=1).astype(np.int64))
