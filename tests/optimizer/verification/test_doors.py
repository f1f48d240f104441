"""Where people's doors join a network, as the verifier finds it."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain.scenario import Floats, barriers
from optimizer.verification.doors import NOWHERE, Doors, doors_of
from optimizer.verification.walls import Walls, walls_of

NO_WALLS = barriers(np.empty((0, 2, 2)), np.empty((0, 2)))


def joined(
    points: list[list[float]] | Floats, lines: Floats, max_leg_m: float, walls: Floats | None = None
) -> Doors:
    """Join points to edges, all of them open."""
    barrier = NO_WALLS if walls is None else barriers(walls, np.empty((0, 2)))
    rows = np.arange(len(lines))
    return doors_of(np.array(points, float), lines, rows, max_leg_m, Walls(walls_of(barrier)))


def lanes(*from_y: float) -> Floats:
    """Return lanes of a hundred metres along x."""
    return np.array([[[0.0, y], [100.0, y]] for y in from_y])


@pytest.mark.parametrize("seed", range(20))
def test_that_each_door_joins_the_nearest_edge(seed: int) -> None:
    """Tests that it is the nearest of short lanes and of roads of kilometres, near and far."""
    rng = np.random.default_rng((11, seed))
    start = rng.uniform(0, 2000, (60, 2))
    long_m = 10.0 ** rng.uniform(0, 4, (60, 1))
    turn = rng.uniform(0, 2 * np.pi, 60)
    end = start + long_m * np.column_stack((np.cos(turn), np.sin(turn)))
    points = rng.uniform(-1000, 3000, (300, 2))
    max_leg_m = float(rng.choice([1.0, 40.0, 300.0]))
    doors = joined(points, np.stack([start, end], axis=1), max_leg_m)
    for row, point in enumerate(points):
        step = end - start
        share = np.clip(((point - start) * step).sum(axis=1) / (step**2).sum(axis=1), 0, 1)
        metres = np.hypot(*(start + share[:, None] * step - point).T)
        nearest = int(metres.argmin())
        if metres[nearest] > max_leg_m:
            assert (doors.edge[row], doors.leg_m[row]) == (NOWHERE, np.inf)
        else:
            assert doors.edge[row] == nearest
            assert doors.leg_m[row] == pytest.approx(metres[nearest], abs=1e-9)
            assert doors.share[row] == pytest.approx(share[nearest], abs=1e-9)


def test_that_the_longest_leg_counts_and_nothing_beyond() -> None:
    """Tests that a door right at the longest leg is joined, and one a centimetre farther is not."""
    doors = joined([[50, 40], [50, 40.01]], lanes(0), 40.0)
    assert doors.edge.tolist() == [0, NOWHERE]


@pytest.mark.parametrize("away_m", [4.0, 2.4991, 2.5, 10.0, 39.9995])
def test_that_of_equals_the_first_edge_is_taken(away_m: float) -> None:
    """Tests that half a millimetre is a tie, wherever a look at the nearer edges ends."""
    assert joined([[30, 0]], lanes(away_m + 0.0005, -away_m), 40.0).edge.tolist() == [0]
    assert joined([[30, 0]], lanes(away_m + 0.002, -away_m), 40.0).edge.tolist() == [1]


def test_that_a_wall_sends_a_door_to_an_edge_farther_off() -> None:
    """Tests that the nearest two lanes lie behind a wall, and that with another none is left."""
    paths = lanes(5, 6, -30)
    near = np.array([[[-50.0, 2], [150, 2]]])
    assert joined([[50, 0]], paths, 40.0, near).edge.tolist() == [2]
    both = np.concatenate([near, [[[-50.0, -9], [150, -9]]]])
    assert joined([[50, 0]], paths, 40.0, both).edge.tolist() == [NOWHERE]
