"""Which walks a wall stops, cell by cell and wall by wall."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.distance import distances_within
from optimizer.distance.barriers import standing_walls
from optimizer.distance.visibility import FEW, Sight
from optimizer.domain.rules import Rules, Straight
from optimizer.domain.scenario import Barriers, Ends, Ints, Village, barriers
from optimizer.verification.walks import walks_of
from tests.optimizer.simple_planner import make_village


def lattice(seed: int, *, across_m: float = 400.0, step_m: float = 25.0) -> Barriers:
    """Return four in ten of the sides of a lattice: walls in line, and walks along them."""
    rng = np.random.default_rng((3, seed))
    ticks = np.arange(0.0, across_m + 1, step_m)
    corner = np.stack(np.meshgrid(ticks, ticks), axis=-1).reshape(-1, 2)
    sides = [np.stack([corner, corner + step], axis=1) for step in ([step_m, 0], [0, step_m])]
    every = np.concatenate(sides)
    return barriers(every[rng.random(len(every)) < 0.4], np.array([[step_m, step_m]]))


def wall_by_wall(start: Ints, end: Ints, walls: Ints) -> np.ndarray[tuple[int], np.dtype[np.bool_]]:
    """Return the same with every wall by itself, which no cells choose."""
    found = np.zeros(len(start), np.bool_)
    for wall in walls:
        found |= Sight(wall[None]).blocked(start, end)
    return found


@pytest.mark.parametrize("seed", range(8))
def test_that_cells_lose_no_wall(seed: int) -> None:
    """Tests that walks along, over and past walls in line are stopped by the same ones."""
    rng = np.random.default_rng((4, seed))
    walls = standing_walls(lattice(seed))
    if seed % 2:
        walls = rng.integers(-50_000, 450_000, (60, 2, 2))
        walls[::3, 1] = walls[::3, 0] + rng.integers(-2, 3, (20, 2))  # some of no length at all
    assert len(walls) > FEW
    start, end = rng.integers(-20, 421, (2, 900, 2)) * (1_000 if seed % 2 else 5_000)
    start[::5], end[1::5] = (walls[rng.integers(0, len(walls), 180), 0] for _ in range(2))
    found = Sight(walls).blocked(start, end)
    np.testing.assert_array_equal(found, wall_by_wall(start, end, walls))
    assert 0.05 < found.mean() < 0.99


def test_that_one_wide_and_one_tiny_wall_stop_what_they_stop() -> None:
    """Tests that a wall and a walk of a hundred kilometres are not lost among short ones."""
    short = np.array([[[x, 0], [x, 5]] for x in range(0, 400, 10)])
    walls = np.concatenate([short, [[[-50_000_000, 7], [50_000_000, 7]]]])
    start = np.array([[-1, 3], [401, 6], [-40_000_000, 8], [1, 8], [1, 1]])
    end = np.array([[401, 3], [-1, 6], [40_000_000, 6], [1, 900_000_000], [9, 4]])
    assert Sight(walls).blocked(start, end).tolist() == [True, False, True, False, False]


def test_that_it_does_not_matter_what_was_asked_before() -> None:
    """Tests that what is remembered of a shorter limit changes nothing for a longer one."""
    village = walled(1)
    for limit_m in (120.0, 700.0, 260.0, np.inf):
        fresh = walled(1)
        asked, anew = (distances_within(one, Ends.MEMBERS, limit_m) for one in (village, fresh))
        for one, other in zip(asked, anew, strict=True):
            np.testing.assert_array_equal(one, other)
    there = distances_within(village, Ends.MEMBERS, np.inf)[2]
    assert len(there) > 0


@pytest.mark.parametrize("seed", [0, 1])
def test_that_both_routines_agree_among_many_walls(seed: int) -> None:
    """Tests that every pair agrees among hundreds of walls, a few doors right on them."""
    village = walled(seed)
    walks = walks_of(village)
    assert walks is not None
    planned = np.full((len(village.households), len(village.members)), np.inf)
    rows, columns, metres = distances_within(village, Ends.MEMBERS, 600.0)
    planned[rows, columns] = metres
    own = walks.table(walks.households, walks.members, 601.0)
    sure = np.abs(own - 600.0) > 1.0
    own[own > 600.0] = np.inf
    np.testing.assert_allclose(own[sure], planned[sure], atol=walks.slack(0.0))
    straight = village.households.xy[:, None] - village.members.xy
    assert (planned[sure] > 1.01 * np.hypot(*straight.transpose(2, 0, 1))[sure]).mean() > 0.3


def walled(seed: int) -> Village:
    """Return a village among the sides of a lattice, a few doors right on them."""
    rng = np.random.default_rng((5, seed))
    homes, posts = np.round(rng.uniform(0, 400, (40, 2)), 3), np.round(rng.uniform(0, 400, (9, 2)))
    homes[:3] = [[25.0, 60.0], [50.0, 50.0], [80.0, 75.0]]
    rules = Rules(metric=Straight(detour=1.0), max_distance_m=600.0)
    return replace(make_village(homes, posts, rules=rules), barriers=lattice(seed))
