"""Distances across country, with a detour factor and round barriers."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest
import shapely

from optimizer.distance import distances_within, locked_metres, straight_m
from optimizer.distance.around_barriers import around_m
from optimizer.distance.barriers import standing_walls
from optimizer.domain.rules import Path, Rules, Straight
from optimizer.domain.scenario import Barriers, Ends, Floats, Points, barriers, network, points
from tests.optimizer.distance.brute import by_every_corner
from tests.optimizer.random_villages import random_village, under
from tests.optimizer.simple_planner import make_village

NONE = np.empty((0, 2))


def walls(*lines: list[tuple[float, float]], crossings: Floats = NONE) -> Barriers:
    """Return broken lines."""
    pieces = [np.array(pair, np.float64) for line in lines for pair in pairwise(line)]
    return barriers(np.array(pieces), crossings)


def at(*places: tuple[float, ...]) -> Points:
    """Return points in the order in which they are given."""
    return points(np.array([f"{row:03}" for row in range(len(places))]), np.array(places))


def way(
    start: tuple[float, float], end: tuple[float, float], barrier: Barriers, limit_m: float = np.inf
) -> float:
    """Return the metres of one pair."""
    return float(around_m(at(start), at(end), barrier, limit_m)[0, 0])


def random_walls(seed: int, *, whole: bool) -> Barriers:
    """Return lines and rings that meet only in their ends, on whole tens of metres or not."""
    rng = np.random.default_rng(seed)
    kept: list[tuple[tuple[float, float], ...]] = []
    for _ in range(int(rng.integers(1, 5))):
        line = rng.uniform(0, 100, (int(rng.integers(2, 5)), 2))
        line = np.rint(line / 10) * 10 if whole else np.round(line, 3)
        if rng.random() < 0.3:
            line = np.concatenate([line, line[:1]])
        for one, other in pairwise(map(tuple, line.tolist())):
            if one != other and all(_apart((one, other), piece) for piece in kept):
                kept.append((one, other))
    return barriers(np.array(kept), NONE)


def _apart(one: tuple[tuple[float, ...], ...], other: tuple[tuple[float, ...], ...]) -> bool:
    meet = shapely.LineString(one).intersection(shapely.LineString(other))
    point = (meet.x, meet.y) if isinstance(meet, shapely.Point) and not meet.is_empty else None
    return meet.is_empty or (point in one and point in other)


@pytest.mark.parametrize("seed", range(30))
def test_that_ways_round_walls_are_the_shortest(seed: int) -> None:
    """Tests that on random walls nothing differs from a graph of every corner there is."""
    barrier = random_walls(seed, whole=seed % 2 == 1)
    rng = np.random.default_rng((1, seed))
    start, end = (np.round(rng.uniform(-5, 105, (count, 2)), 3) + 0.0005 for count in (5, 4))
    limit_m = float(rng.choice([60.0, 150.0, np.inf]))
    found, oracle = (
        around_m(at(*start), at(*end), barrier, limit_m),
        by_every_corner(start, end, barrier),
    )
    found[found > limit_m], oracle[oracle > limit_m] = np.inf, np.inf
    np.testing.assert_allclose(found, oracle, atol=5e-3)


def test_that_a_way_leads_round_the_end_of_a_wall() -> None:
    """Tests that a wall of 40 m is walked round, and that the limit counts the whole way."""
    wall = walls([(30.0, -500.0), (30.0, 40.0)])
    assert way((0.0, 0.0), (60.0, 0.0), wall) == 100.0
    assert way((0.0, 0.0), (60.0, 0.0), wall, 100.0) == 100.0
    assert way((0.0, 0.0), (60.0, 0.0), wall, 99.9) == np.inf


def test_that_touching_is_not_crossing() -> None:
    """Tests that one may pass its end and walk along it, and not cross it by a millimetre."""
    wall = walls([(30.0, -500.0), (30.0, 0.0)])
    assert way((0.0, 0.0), (60.0, 0.0), wall) == 60.0
    assert way((30.0, -20.0), (30.0, 20.0), wall) == 40.0
    assert way((0.0, -0.001), (60.0, -0.001), wall) > 60.0


def test_that_who_lives_on_a_wall_lives_on_both_sides() -> None:
    """Tests that a door on a wall opens to both sides, and that others do not pass through it."""
    wall = walls([(0.0, -900.0), (0.0, 0.0), (0.0, 900.0)])
    for door in ((0.0, 7.0), (0.0, 0.0)):
        assert way(door, (-24.0, 0.0), wall) == pytest.approx(np.hypot(24.0, door[1]))
        assert way(door, (24.0, 0.0), wall) == pytest.approx(np.hypot(24.0, door[1]))
    both = around_m(at((-5.0, 7.0)), at((0.0, 7.0), (5.0, 7.0)), wall, 1000.0)
    assert both.tolist() == [[5.0, np.inf]]


def test_that_nobody_slips_through_a_corner() -> None:
    """Tests that there is no gap at bends, forks, joints and where walls cross."""
    bends = {
        "a bend": [[(0.0, -900.0), (0.0, 0.0), (5.0, 900.0)]],
        "a straight joint": [[(0.0, -900.0), (0.0, 0.0), (0.0, 900.0)]],
        "a fork": [[(0.0, -900.0), (0.0, 0.0), (0.0, 900.0)], [(0.0, 0.0), (50.0, 0.0)]],
        "a wall on another": [[(0.0, -900.0), (0.1, 900.0)], [(0.05, 0.0), (60.0, 3.0)]],
        "two that cross": [[(0.0, -900.0), (0.0, 900.0)], [(-9.0, -9.0), (9.0, 9.0)]],
    }
    for name, lines in bends.items():
        for y in (-3.0, 0.0, 3.0):
            assert way((-20.0, y), (20.0, y), walls(*lines), 1500.0) == np.inf, name


def test_that_nobody_changes_sides_at_a_straight_joint() -> None:
    """Tests that who walks along a wall of several pieces in line stays on its side of it."""
    wall = [(0.0, -30.0), (0.0, 0.0), (0.0, 30.0), (0.0, 60.0), (900.0, 60.0)]
    fork = [(-500.0, 0.0), (0.0, 0.0)]
    assert way((20.0, -10.0), (20.0, 70.0), walls(wall, fork), 800.0) == np.inf
    round_it = np.hypot(20, 20) + np.hypot(500, 30) + np.hypot(520, 70)
    assert way((20.0, -10.0), (20.0, 70.0), walls(wall, fork)) == pytest.approx(round_it)


def test_that_a_crossing_opens_ten_metres() -> None:
    """Tests that a wall is open near a bridge, and a wide river where both banks have one."""
    line = [(0.0, -900.0), (0.0, 900.0)]
    bridge = np.array([[0.0, 0.0]])
    assert way((-5.0, 9.9), (5.0, 9.9), walls(line, crossings=bridge)) == 10.0
    past = way((-5.0, 12.0), (5.0, 12.0), walls(line, crossings=bridge))
    assert past == pytest.approx(2 * np.hypot(5.0, 2.0), abs=1e-3)
    off = np.array([[9.99, 0.0]]), np.array([[10.0, 0.0]])
    assert way((-5.0, 0.0), (5.0, 0.0), walls(line, crossings=off[0])) == 10.0
    assert way((-5.0, 0.0), (5.0, 0.0), walls(line, crossings=off[1]), 900.0) == np.inf
    river = [(-20.0, -900.0), (20.0, -900.0), (20.0, 900.0), (-20.0, 900.0), (-20.0, -900.0)]
    middle, banks = np.array([[0.0, 0.0]]), np.array([[-20.0, 0.0], [20.0, 0.0]])
    assert way((-30.0, 0.0), (30.0, 0.0), walls(river, crossings=middle), 900.0) == np.inf
    assert way((-30.0, 0.0), (30.0, 0.0), walls(river, crossings=banks), 900.0) == 60.0


def test_that_walls_are_cut_where_they_meet() -> None:
    """Tests that two walls that cross are four pieces, and that a wide gap leaves nothing."""
    assert len(standing_walls(walls([(0.0, 0.0), (9.0, 9.0)], [(0.0, 9.0), (9.0, 0.0)]))) == 4
    gone = walls([(0.0, 0.0), (9.0, 9.0)], crossings=np.array([[5.0, 5.0]]))
    assert len(standing_walls(gone)) == 0
    assert way((0.0, 5.0), (5.0, 0.0), gone) == pytest.approx(np.hypot(5.0, 5.0))


@pytest.mark.parametrize("seed", range(6))
def test_that_a_factor_of_one_is_the_straight_line(seed: int) -> None:
    """Tests that a factor of one changes no bit, and another lengthens every way alike."""
    village = random_village(seed)
    rows, columns, metres = distances_within(village, Ends.MEMBERS, 500.0)
    straight = straight_m(village.households.xy[rows], village.members.xy[columns])
    np.testing.assert_array_equal(metres, straight)
    longer = distances_within(under(village, metric=Straight(detour=1.3)), Ends.MEMBERS, 650.0)
    np.testing.assert_allclose(longer[2], 1.3 * straight)


@pytest.mark.parametrize("seed", range(6))
def test_that_walls_only_lengthen(seed: int) -> None:
    """Tests that walls never shorten a way, nor more of them."""
    rng = np.random.default_rng(seed)
    xy = rng.uniform(0, 100, (9, 2))
    many = random_walls(seed, whole=False)
    few = barriers(many.xy[::2], NONE)
    free = np.hypot(*np.moveaxis(xy[:, None] - xy[None], 2, 0))
    some, all_of_them = (around_m(at(*xy), at(*xy), one, np.inf) for one in (few, many))
    assert (some >= free - 2e-3).all()
    assert (all_of_them >= some - 2e-3).all()


def test_that_a_locked_pair_without_a_way_is_measured_straight() -> None:
    """Tests that a lock holds where no path leads, and that it says so."""
    village = make_village(
        np.array([[0.0, 0.0], [3.0, 4.0]]),
        np.array([[0.0, 0.0]]),
        rules=Rules(metric=Path(max_leg_m=2.0)),
        locked=np.array([[0, 0], [1, 0]]),
    )
    paths = network(np.array([[0.0, 0.0], [0.0, 1.0]]), np.array([[0, 1]]))
    metres, lost = locked_metres(replace(village, network=paths))
    assert (metres.tolist(), lost.tolist()) == ([0.0, 5.0], [False, True])
