"""Who lives exactly on a wall: the planner's routine and the verifier's hold the same."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations

import numpy as np
import pytest

from optimizer.distance.around_barriers import around_m
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Barriers, Floats, barriers, points
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from optimizer.verification.detours import Detours
from optimizer.verification.walks import DETOUR_SLACK_M
from tests.optimizer.distance.walked_villages import random_walls
from tests.optimizer.simple_planner import make_village

Spot = tuple[float, float]

FAR = 5000.0
UPRIGHT = [((0.0, -FAR), (0.0, FAR))]
PIECES = [((0.0, -FAR), (0.0, 0.0)), ((0.0, 0.0), (0.0, FAR))]
SHORT = [((0.0, -50.0), (0.0, 40.0))]
SLANTED = [((-30.0, -40.0), (60.0, 80.0))]
BEND = [((0.0, 0.0), (FAR, 0.0)), ((0.0, 0.0), (0.0, FAR))]
FORK = [*PIECES, ((0.0, 0.0), (FAR, 0.0))]
STUB = [*SHORT, ((-FAR, 0.0), (0.0, 0.0))]
CROSS = [*UPRIGHT, ((-FAR, 0.0), (FAR, 0.0))]
BRIDGE = ((0.0, 0.0),)
NO_WAY = np.inf

CASES: dict[str, tuple[list[tuple[Spot, Spot]], tuple[Spot, ...], Spot, Spot, float]] = {
    "a point and itself": (UPRIGHT, (), (0.0, 7.0), (0.0, 7.0), 0.0),
    "itself on a slanted wall": (SLANTED, (), (3.0, 4.0), (3.0, 4.0), 0.0),
    "two on one line": (UPRIGHT, (), (0.0, 7.0), (0.0, 90.0), 83.0),
    "two on a slanted line": (SLANTED, (), (3.0, 4.0), (33.0, 44.0), 50.0),
    "a millimetre apart": (UPRIGHT, (), (0.0, 7.0), (0.0, 7.001), 0.001),
    "one side": (UPRIGHT, (), (0.0, 0.0), (-30.0, 40.0), 50.0),
    "the other side": (UPRIGHT, (), (0.0, 0.0), (30.0, 40.0), 50.0),
    "beside the wall and not on it": (UPRIGHT, (), (0.001, 0.0), (-30.0, 40.0), NO_WAY),
    "both ends of a wall": (SHORT, (), (0.0, -50.0), (0.0, 40.0), 90.0),
    "an end and itself": (SHORT, (), (0.0, 40.0), (0.0, 40.0), 0.0),
    "an end and a point of the wall": (SHORT, (), (0.0, 40.0), (0.0, 10.0), 30.0),
    "an end and one side": (SHORT, (), (0.0, 40.0), (-30.0, 0.0), 50.0),
    "an end and the other side": (SHORT, (), (0.0, 40.0), (30.0, 0.0), 50.0),
    "along a wall and past its end": (SHORT, (), (0.0, 10.0), (0.0, 60.0), 50.0),
    "along a slanted wall and past it": (SLANTED, (), (3.0, 4.0), (63.0, 84.0), 100.0),
    "round both ends of a wall": (STUB, (), (-30.0, 0.001), (-30.0, -0.001), 50 + 90 + 3400**0.5),
    "along a wall past one that ends on it": (STUB, (), (0.0, -20.0), (0.0, 20.0), 40.0),
    "a straight joint and itself": (PIECES, (), (0.0, 0.0), (0.0, 0.0), 0.0),
    "a straight joint and one side": (PIECES, (), (0.0, 0.0), (-30.0, 40.0), 50.0),
    "a straight joint and the other side": (PIECES, (), (0.0, 0.0), (30.0, 40.0), 50.0),
    "along the wall past a straight joint": (PIECES, (), (0.0, -20.0), (0.0, 20.0), 40.0),
    "a bend and itself": (BEND, (), (0.0, 0.0), (0.0, 0.0), 0.0),
    "a bend and its inside": (BEND, (), (0.0, 0.0), (30.0, 40.0), 50.0),
    "a bend and its outside": (BEND, (), (0.0, 0.0), (-30.0, -40.0), 50.0),
    "across the inside of a bend": (BEND, (), (30.0, 0.0), (0.0, 40.0), 50.0),
    "from the outside to a wall": (BEND, (), (30.0, -40.0), (0.0, 40.0), 90.0),
    "a fork and itself": (FORK, (), (0.0, 0.0), (0.0, 0.0), 0.0),
    "a fork and one of its sides": (FORK, (), (0.0, 0.0), (30.0, -40.0), 50.0),
    "along the straight side of a fork": (FORK, (), (0.0, -20.0), (0.0, 20.0), 40.0),
    "from a wall of a fork to another": (FORK, (), (0.0, -40.0), (30.0, 0.0), 50.0),
    "past a wall of a fork": (FORK, (), (-5.0, 0.0), (30.0, 0.0), NO_WAY),
    "where walls cross and itself": (CROSS, (), (0.0, 0.0), (0.0, 0.0), 0.0),
    "where walls cross and a quarter": (CROSS, (), (0.0, 0.0), (-30.0, 40.0), 50.0),
    "where walls cross and along one": (CROSS, (), (0.0, 0.0), (30.0, 0.0), 30.0),
    "along a wall over one that crosses it": (CROSS, (), (0.0, -20.0), (0.0, 20.0), NO_WAY),
    "round the corner where walls cross": (CROSS, (), (30.0, 0.0), (0.0, 40.0), 50.0),
    "a crossing and itself": (UPRIGHT, BRIDGE, (0.0, 0.0), (0.0, 0.0), 0.0),
    "a crossing and one side": (UPRIGHT, BRIDGE, (0.0, 0.0), (30.0, 40.0), 50.0),
    "over a crossing": (UPRIGHT, BRIDGE, (-5.0, 9.0), (5.0, 9.0), 10.0),
    "along a wall over a crossing": (UPRIGHT, BRIDGE, (0.0, -20.0), (0.0, 20.0), 40.0),
    "the edge of a crossing and itself": (UPRIGHT, BRIDGE, (0.0, 10.0), (0.0, 10.0), 0.0),
    "the edge of a crossing and one side": (UPRIGHT, BRIDGE, (0.0, 10.0), (-30.0, 50.0), 50.0),
    "the edge of a crossing and the other": (UPRIGHT, BRIDGE, (0.0, 10.0), (30.0, 50.0), 50.0),
}


def barrier_of(lines: list[tuple[Spot, Spot]], crossings: tuple[Spot, ...]) -> Barriers:
    """Return walls and crossings."""
    return barriers(np.array(lines), np.array(crossings, np.float64).reshape(-1, 2))


def tables(xy: Floats, barrier: Barriers, limit_m: float) -> tuple[Floats, Floats]:
    """Return the metres between all points by the planner's routine and by the verifier's."""
    people = points(np.array([f"{row:02}" for row in range(len(xy))]), xy)
    planned = around_m(people, people, barrier, limit_m)
    detours = Detours(xy, barrier)
    own = np.array([detours.reached(np.array([row]), limit_m) for row in range(len(xy))])
    return np.where(planned <= limit_m, planned, np.inf), own


@pytest.mark.parametrize("name", CASES)
@pytest.mark.parametrize("moved", [(0.0, 0.0), (527_000.0, 1_286_000.0)])
def test_that_a_point_on_a_wall_stands_on_all_its_sides(name: str, moved: Spot) -> None:
    """Tests that both routines give what one counts by hand, there and back, near zero and far."""
    lines, crossings, here, there, metres = CASES[name]
    barrier = barrier_of(
        [(tuple(np.add(one, moved)), tuple(np.add(other, moved))) for one, other in lines],
        tuple(tuple(np.add(at, moved)) for at in crossings),
    )
    for found in tables(np.array([here, there]) + moved, barrier, 2000.0):
        expected = [[0.0, metres], [metres, 0.0]]
        np.testing.assert_allclose(found, expected, atol=DETOUR_SLACK_M, err_msg=name)


@pytest.mark.parametrize("seed", range(12))
def test_that_two_routines_agree_on_and_beside_walls(seed: int) -> None:
    """Tests that every pair agrees among points on lines, ends, joints and beside them."""
    rng = np.random.default_rng((4, seed))
    spots = rng.integers(0, 5, (8, 2)) * 40.0
    pairs = [pair for pair in combinations(range(8), 2) if rng.random() < 0.5]
    # Upright, level or at half a right angle: where such lines meet is a whole number of metres.
    lines = [
        (spots[one], spots[other])
        for one, other in pairs
        if (step := np.abs(spots[one] - spots[other])).any()
        and (step.min() == 0 or step[0] == step[1])
    ] or [(spots[0], spots[0] + 40.0)]
    walls = np.array(lines)
    share = rng.integers(0, 5, (10, 1)) / 4
    some = walls[rng.integers(0, len(walls), 10)]
    on = some[:, 0] + share * (some[:, 1] - some[:, 0])
    xy = np.concatenate([on, on[:3], on[:5] + rng.integers(-2, 3, (5, 2)) / 1000])
    planned, own = tables(xy, barriers(walls, np.empty((0, 2))), 1000.0)
    np.testing.assert_allclose(own, planned, atol=DETOUR_SLACK_M)


@pytest.mark.parametrize("seed", range(12))
@pytest.mark.parametrize("across_m", [0.05, 300.0, 9000.0])
def test_that_two_routines_agree_within_a_millimetre_of_walls(seed: int, across_m: float) -> None:
    """Tests that it is the same side of a slanted wall that somebody lives on, however near."""
    rng = np.random.default_rng((8, seed))
    barrier = random_walls(rng, across_m)
    some = barrier.xy[rng.integers(0, len(barrier), 12)]
    share = rng.integers(0, 11, (12, 1)) / 10
    on = some[:, 0] + share * (some[:, 1] - some[:, 0])
    xy = np.round(np.concatenate([on, rng.uniform(0, across_m, (5, 2))]), 3)
    planned, own = tables(xy, barrier, 10 * across_m)
    np.testing.assert_allclose(own, planned, atol=DETOUR_SLACK_M)


def test_that_a_village_with_a_recruit_on_a_barrier_verifies() -> None:
    """Tests that a plan holds in which a recruit is suggested at a house on a barrier line."""
    houses = np.array([[0.0, 30.0 + 10 * row] for row in range(6)])
    rules = Rules(max_distance_m=100, min_households=5, max_households=10)
    village = make_village(houses, np.empty((0, 2)), rules=rules)
    barrier = barrier_of([((0.0, -100.0), (0.0, 100.0))], BRIDGE)
    village = replace(village, barriers=barrier)
    plan = plan_village(village, time_limit_s=3.0)
    assert plan.recruitment is not None
    assert len(plan.recruitment.places) == 1
    assert verify_plan(village, plan) == ()
