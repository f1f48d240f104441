"""A dense ward: straight streets, houses wall to wall, flats above each other."""

from __future__ import annotations

import numpy as np

from scenarios.terrain.settlement import Settlement, Shape

_HOUSE_FRONT_M = 5.0
_STREET_HALF_WIDTH_M = 5.0


def ward(rng: np.random.Generator, households: int, shape: Shape) -> Settlement:
    """Place households along streets ``spread_m`` apart; some buildings hold many of them."""
    buildings = min(households, max(1, round(households / shape.stacked)))
    streets = max(1, round(shape.extent_m / shape.spread_m))
    street = rng.integers(streets, size=buildings)
    fronts = max(1, int(shape.extent_m / _HOUSE_FRONT_M))
    along_m = (rng.integers(fronts, size=buildings) + 0.5) * _HOUSE_FRONT_M
    side_m = rng.choice((-_STREET_HALF_WIDTH_M, _STREET_HALF_WIDTH_M), size=buildings)
    at_m = np.column_stack((along_m, (street + 0.5) * shape.spread_m + side_m))
    building = _flats(rng, households, buildings)
    xy = at_m[building] - shape.extent_m / 2
    quarters = shape.hamlets[0]
    hamlet = np.minimum(street[building] * quarters // streets, quarters - 1)
    return Settlement(xy, hamlet.astype(np.int64))


def _flats(rng: np.random.Generator, households: int, buildings: int) -> np.ndarray:
    """Give every building one household and the rest to a few tall ones, shape (households,)."""
    ground_floor = np.arange(buildings)
    tall = max(1, buildings // 20)
    above = rng.integers(tall, size=households - buildings)
    return np.concatenate((ground_floor, above))
