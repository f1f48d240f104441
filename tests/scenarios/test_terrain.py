"""How villages lie."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain.scenario import Floats
from scenarios.terrain import TERRAINS, Shape

SHAPE = Shape(extent_m=2000.0, spread_m=200.0, hamlets=(3, 5), stacked=2.0)


def nearest_other_m(middles: Floats) -> float:
    apart = np.hypot(*np.moveaxis(middles[:, None] - middles[None, :], -1, 0))
    np.fill_diagonal(apart, np.inf)
    return float(apart.min())


@pytest.mark.parametrize("name", sorted(TERRAINS))
@pytest.mark.parametrize("households", [0, 1, 2, 500])
def test_terrain_places_every_household_inside(name: str, households: int) -> None:
    """Tests that each household gets a point within the extent, even in a village of none."""
    laid = TERRAINS[name](np.random.default_rng(0), households, SHAPE)
    assert laid.xy.shape == (households, 2)
    assert laid.hamlet.shape == (households,)
    assert np.isfinite(laid.xy).all()
    assert (np.abs(laid.xy) <= 2000.0).all()
    assert ((laid.hamlet >= 0) & (laid.hamlet < 5)).all()


@pytest.mark.parametrize("name", sorted(TERRAINS))
def test_terrain_repeats_with_its_generator(name: str) -> None:
    """Tests that equal generators give equal villages and other ones do not."""
    first, again, other = (
        TERRAINS[name](np.random.default_rng(seed), 100, SHAPE).xy for seed in (1, 1, 2)
    )
    np.testing.assert_array_equal(first, again)
    assert not np.array_equal(first, other)


def test_ward_stacks_households() -> None:
    """Tests that flats stand above each other: half as many points as households."""
    laid = TERRAINS["ward"](np.random.default_rng(0), 400, SHAPE)
    points, stacks = np.unique(laid.xy, axis=0, return_counts=True)
    assert len(points) <= 200
    assert stacks.max() >= 10


def test_ribbon_is_long_and_thin() -> None:
    """Tests that a coast village is many times longer than deep."""
    laid = TERRAINS["ribbon"](np.random.default_rng(0), 400, SHAPE)
    spread = np.sqrt(np.linalg.eigvalsh(np.cov(laid.xy.T)))
    assert spread[1] > 5 * spread[0]


def test_hamlets_are_apart() -> None:
    """Tests that mountain hamlets have empty land between them."""
    laid = TERRAINS["hamlets"](np.random.default_rng(0), 400, SHAPE)
    middles = np.array([laid.xy[laid.hamlet == h].mean(axis=0) for h in np.unique(laid.hamlet)])
    assert 3 <= len(middles) <= 5
    assert nearest_other_m(middles) > 2 * SHAPE.spread_m


def test_plain_has_farmsteads() -> None:
    """Tests that most of the plain lives in clusters and some among the fields."""
    laid = TERRAINS["plain"](np.random.default_rng(0), 400, SHAPE)
    middles = np.array([np.median(laid.xy[laid.hamlet == h], axis=0) for h in range(3)])
    away_m = np.hypot(*np.moveaxis(laid.xy[:, None] - middles[None, :], -1, 0)).min(axis=1)
    far = (away_m > SHAPE.spread_m).mean()
    assert 0.02 < far < 0.5
