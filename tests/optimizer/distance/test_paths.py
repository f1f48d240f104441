"""Distances along paths."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from scipy.sparse.csgraph import dijkstra

from optimizer.distance import distances_within
from optimizer.distance.around_barriers import graph_of
from optimizer.distance.network import NOWHERE, legs, paths_of
from optimizer.distance.paths import path_m
from optimizer.domain.rules import Path, Rules
from optimizer.domain.scenario import (
    Barriers,
    Ends,
    Floats,
    Ints,
    Network,
    barriers,
    network,
    points,
)
from tests.optimizer.distance.brute import by_networkx
from tests.optimizer.distance.walked_villages import random_network, walked
from tests.optimizer.simple_planner import make_village

# A street along x from 0 to 100, and a lane up from its end.
STREET = network(np.array([[0.0, 0], [100, 0], [100, 80]]), np.array([[0, 1], [1, 2]]))


def along(
    paths: Network,
    start: list[list[float]],
    end: list[list[float]],
    *,
    leg_m: float = 50.0,
    limit_m: float = np.inf,
    walls: Barriers | None = None,
) -> list[list[float]]:
    """Return the table of distances."""
    open_paths = paths_of(paths, walls)
    here, there = (legs(np.array(xy, float), open_paths, leg_m) for xy in (start, end))
    return path_m(here, there, open_paths, limit_m).tolist()  # type: ignore[no-any-return]  # a table


def wall(*ends: tuple[float, float], crossings: list[list[float]] | None = None) -> Barriers:
    """Return one broken line."""
    line = np.array(ends)
    gaps = np.array(crossings or [], np.float64).reshape(-1, 2)
    return barriers(np.stack([line[:-1], line[1:]], axis=1), gaps)


@pytest.mark.parametrize("seed", range(40))
def test_that_ways_are_those_of_networkx(seed: int) -> None:
    """Tests that random networks agree to the millimetre, with doors that split their edges."""
    rng = np.random.default_rng(seed)
    paths = random_network(rng, 100.0, int(rng.integers(4, 15)))
    start, end = np.rint(rng.uniform(-10, 110, (8, 2))), np.rint(rng.uniform(-10, 110, (5, 2)))
    end[:2] = start[:2]
    leg_m, limit_m = float(rng.uniform(3, 60)), float(rng.choice([60.0, 150.0, np.inf]))
    found = np.array(along(paths, start.tolist(), end.tolist(), leg_m=leg_m, limit_m=limit_m))
    oracle = by_networkx(start, end, paths, leg_m)
    found[found > limit_m], oracle[oracle > limit_m] = np.inf, np.inf
    np.testing.assert_allclose(found, oracle, atol=1e-3)


def test_that_a_way_is_leg_street_and_leg() -> None:
    """Tests that doors are joined along one edge, round its corner, and at one point."""
    start = [[10.0, 5.0], [100.0, 30.0], [60.0, -7.0]]
    assert along(STREET, start, [[40.0, 3.0]]) == [[38.0], [60 + 30 + 3.0], [20 + 7 + 3.0]]
    assert along(STREET, [[10.0, 5.0]], [[10.0, 5.0]]) == [[10.0]]
    assert along(STREET, [[10.0, 0.0]], [[10.0, 0.0]]) == [[0.0]]


def test_that_a_leg_may_be_as_long_as_the_rules_say() -> None:
    """Tests that a door right at the longest leg is joined, and one right past it is not."""
    past = float(np.nextafter(50.0, 60.0))
    assert along(STREET, [[10.0, 50.0], [10.0, past]], [[10.0, 0.0]]) == [[50.0], [np.inf]]


def test_that_an_arc_of_no_length_stays_an_arc() -> None:
    """Tests that neither the sparse graph nor a way loses a path of no length."""
    graph = graph_of(np.array([[0, 1], [1, 0]]), np.zeros(2), 2)
    assert dijkstra(graph, indices=[0]).tolist() == [[0.0, 0.0]]
    twice = np.array([[0.0, 0], [50, 0], [50, 0], [90, 0]])
    bridged = network(twice, np.array([[0, 1], [1, 2], [2, 3]]))
    assert along(bridged, [[0.0, 0.0]], [[90.0, 0.0]]) == [[90.0]]
    apart = network(twice, np.array([[0, 1], [2, 3]]))
    assert along(apart, [[0.0, 0.0]], [[90.0, 0.0]]) == [[np.inf]]


def test_that_of_parallel_paths_the_shorter_is_taken() -> None:
    """Tests that two paths between two nodes are neither added nor the last one taken."""
    xy = np.array([[0.0, 0], [50, 0], [100, 0]])
    for stated in ([90.0, 60.0], [60.0, 90.0]):
        paths = network(xy, np.array([[0, 1], [0, 1], [1, 2]]), np.array([*stated, np.nan]))
        assert along(paths, [[100.0, 0.0]], [[0.0, 0.0]]) == [[50 + 60.0]]


def test_that_stated_metres_are_shared_along_the_edge() -> None:
    """Tests that a door a quarter of the way along a winding path has a quarter of its metres."""
    winding = network(STREET.xy, STREET.edges, np.array([200.0, 10.0]))
    assert along(winding, [[25.0, 0.0]], [[0.0, 0.0], [100.0, 80.0]]) == [[50.0, 150 + 80.0]]


def test_that_a_door_joins_an_edge_and_not_the_nearest_node() -> None:
    """Tests that a door whose nearest node belongs to another path stays at its own."""
    paths = network(np.array([[0.0, 0], [100, 0], [50, 20], [50, 90]]), np.array([[0, 1], [2, 3]]))
    joined = legs(np.array([[50.0, 9.0], [500.0, 0.0]]), paths_of(paths, None), 50.0)
    assert joined.leg_m.tolist() == [9.0, np.inf]
    assert joined.edge[1] == NOWHERE


def test_that_the_limit_counts_to_the_last_bit() -> None:
    """Tests that a pair right at the limit is in reach, and one right past it is not."""
    village = make_village(
        np.array([[0.0, 0.0]]), np.array([[100.0, 20.0]]), rules=Rules(metric=Path())
    )
    village = replace(village, network=STREET)
    assert distances_within(village, Ends.MEMBERS, 120.0)[2].tolist() == [120.0]
    below = float(np.nextafter(120.0, 0.0))
    assert distances_within(village, Ends.MEMBERS, below)[2].tolist() == []


# A river along x = 60, from y = -200 to y = 40.
RIVER = ((60.0, -200.0), (60.0, 40.0))
LADDER = network(
    np.array([[0.0, 0], [100, 0], [0, 80], [100, 80]]), np.array([[0, 1], [0, 2], [1, 3], [2, 3]])
)


def test_that_a_path_across_a_river_is_cut() -> None:
    """Tests that the other path leads round, and that a bridge counts within its tolerance."""
    doors = ([[0.0, 0.0]], [[100.0, 0.0]])
    assert along(LADDER, *doors) == [[100.0]]
    assert along(LADDER, *doors, walls=wall(*RIVER)) == [[260.0]]
    for away, way in ((9.9, 100.0), (10.1, 260.0)):
        walls = wall(*RIVER, crossings=[[60.0, away]])
        assert along(LADDER, *doors, walls=walls) == [[way]]


def test_that_a_path_ends_where_it_touches_a_river() -> None:
    """Tests that paths may be walked up to a node on the bank, and that nobody passes it."""
    banks = network(np.array([[0.0, 0], [60, 0], [100, 0]]), np.array([[0, 1], [1, 2]]))
    doors = [[60.0, 0.0], [20.0, 0.0], [80.0, 0.0]]
    free = along(banks, doors, [[20.0, 0.0], [80.0, 0.0]])
    np.testing.assert_allclose(free, [[40.0, 20.0], [0.0, 60.0], [60.0, 0.0]], atol=1e-9)
    ends = along(banks, doors, [[20.0, 0.0], [80.0, 0.0]], walls=wall(*RIVER))
    assert ends[1:] == [[0.0, np.inf], [np.inf, 0.0]]
    assert min(ends[0]) < np.inf


def test_that_a_path_beside_a_river_stays() -> None:
    """Tests that a path a millimetre off the bank stays, and one that lies on it does not."""
    for x, cut in ((60.001, 0), (60.0, 1)):
        paths = network(np.array([[x, 0.0], [x, 30.0]]), np.array([[0, 1]]))
        assert len(paths_of(paths, wall(*RIVER)).cut) == cut
    for y, cut in ((40.001, 0), (40.0, 1)):
        paths = network(np.array([[0.0, y], [100.0, y]]), np.array([[0, 1]]))
        assert len(paths_of(paths, wall(*RIVER)).cut) == cut


def test_that_nobody_walks_to_a_path_across_a_river() -> None:
    """Tests that a door joins its own bank though the path on the other one is nearer."""
    paths = network(np.array([[70.0, 0], [70, 30], [0, 0], [0, 30]]), np.array([[0, 1], [2, 3]]))
    for walls, leg in ((None, 20.0), (wall(*RIVER), 50.0)):
        joined = legs(np.array([[50.0, 10.0]]), paths_of(paths, walls), 60.0)
        assert joined.leg_m.tolist() == [leg]


@pytest.mark.parametrize("seed", range(1, 41, 2))
def test_that_a_path_is_no_shorter_than_the_straight_line(seed: int) -> None:
    """Tests that no way is shorter than the straight line, nor with an edge less than before."""
    village = walked(seed)
    rows, columns, metres = distances_within(village, Ends.MEMBERS, np.inf)
    straight = np.hypot(*(village.households.xy[rows] - village.members.xy[columns]).T)
    assert (metres >= straight - 1e-9).all()
    assert village.network is not None
    start, end = village.households.xy, village.members.xy
    paths = paths_of(village.network, None)
    joins = legs(start, paths, 100.0), legs(end, paths, 100.0)
    whole = path_m(*joins, paths, np.inf)
    used: Ints = np.unique(np.concatenate([join.edge for join in joins]))
    for edge in np.setdiff1d(np.arange(len(paths.edges)), used)[:5]:
        fewer: Floats = np.where(np.arange(len(paths.metres)) == edge, 1e9, paths.metres)
        without = replace(paths, metres=fewer)
        assert (path_m(*joins, without, np.inf) >= whole - 1e-9).all()


def test_that_the_order_of_paths_does_not_matter() -> None:
    """Tests that a network written down in another order is the same, to the last bit."""
    rng = np.random.default_rng(5)
    paths = random_network(rng, 100.0)
    turned = rng.permutation(len(paths.xy))
    rank = np.argsort(turned)
    rows = rng.permutation(len(paths.edges))
    again = network(paths.xy[turned], rank[paths.edges[rows]][:, ::-1], paths.metres[rows])
    np.testing.assert_array_equal(again.xy, paths.xy)
    np.testing.assert_array_equal(again.metres.sum(), paths.metres.sum())
    door = points(np.array(["a", "b"]), np.array([[3.0, 4.0], [70.0, 80.0]])).xy.tolist()
    assert along(again, door, door, leg_m=99.0) == along(paths, door, door, leg_m=99.0)
