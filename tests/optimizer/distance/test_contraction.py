"""Networks without the nodes that one merely walks through."""

from __future__ import annotations

from itertools import pairwise

import numpy as np
import pytest

from optimizer.distance.contraction import chains_of
from optimizer.distance.network import legs, paths_of
from optimizer.distance.paths import path_m
from optimizer.domain.scenario import Floats, Network, network
from tests.optimizer.distance.brute import by_networkx


def table(start: Floats, end: Floats, drawn: Network, limit_m: float = np.inf) -> Floats:
    """Return path metres by way of the chains."""
    paths = paths_of(drawn, None)
    return path_m(legs(start, paths, 50.0), legs(end, paths, 50.0), paths, limit_m)


def ring(count: int, radius_m: float, middle: tuple[float, float] = (0.0, 0.0)) -> Floats:
    """Return corners of a ring, rounded so that no two sides are quite alike."""
    turn = np.linspace(0.0, 2 * np.pi, count, endpoint=False)
    return np.round(middle + radius_m * np.column_stack((np.cos(turn), np.sin(turn))), 1)


def closed(count: int, first: int = 0) -> list[list[int]]:
    return [[first + nth, first + (nth + 1) % count] for nth in range(count)]


def test_that_a_line_is_one_chain() -> None:
    """Tests that nine edges in a row are two nodes and one chain, and that doors stand on it."""
    xy = np.column_stack((np.arange(10) * 10.0, np.zeros(10)))
    drawn = network(xy, np.column_stack((np.arange(9), np.arange(1, 10))))
    chains = chains_of(paths_of(drawn, None))
    assert (chains.graph.shape, len(np.unique(chains.chain))) == ((2, 2), 1)
    np.testing.assert_allclose(chains.before_m + chains.after_m, 80.0)
    start, end = np.array([[15.0, 3.0], [88.0, 0.0]]), np.array([[12.0, -4.0], [41.0, 0.0]])
    np.testing.assert_allclose(table(start, end, drawn), [[10.0, 29.0], [80.0, 47.0]])


def test_that_a_ring_without_a_junction_is_walked_either_way() -> None:
    """Tests that a ring has one end, and that the shorter way round is taken."""
    xy = ring(12, 100.0)
    drawn = network(xy, np.array(closed(12)))
    assert chains_of(paths_of(drawn, None)).graph.shape == (1, 1)
    doors = ring(7, 103.0)
    np.testing.assert_allclose(
        table(doors, doors[:4], drawn), by_networkx(doors, doors[:4], drawn, 50.0), atol=1e-9
    )


@pytest.mark.parametrize("seed", range(12))
def test_that_chains_change_no_distance(seed: int) -> None:
    """Tests that lines, rings, forks and doubled edges agree with a graph of every node."""
    rng = np.random.default_rng((8, seed))
    lines = [np.round(rng.uniform(0, 300, (int(rng.integers(3, 9)), 2)), 1) for _ in range(4)]
    lines[1][0], lines[2][-1] = lines[0][1], lines[0][-1]  # a fork, and a longer chain
    lines[3] = np.concatenate([lines[3], lines[3][:1]])  # a ring
    points = np.concatenate([*lines, ring(5, 20.0, (350.0, 350.0))])
    xy, row = np.unique(points, axis=0, return_inverse=True)
    sizes = np.cumsum([0, *map(len, lines)]).tolist()
    steps = [at for low, high in pairwise(sizes) for at in range(low, high - 1)]
    edges = [[row[at], row[at + 1]] for at in steps]
    edges += [[row[one], row[other]] for one, other in closed(5, sizes[-1])]
    edges += [edges[0], edges[5]]  # drawn twice, once longer
    stated = np.full(len(edges), np.nan)
    stated[-1], stated[4] = 400.0, 350.0
    drawn = network(xy, np.array(edges), stated)
    doors = np.round(rng.uniform(-20, 370, (25, 2)), 1)
    limit_m = float(rng.choice([200.0, 600.0, np.inf]))
    found = table(doors, doors[:9], drawn, limit_m)
    oracle = by_networkx(doors, doors[:9], drawn, 50.0)
    near = np.isfinite(oracle) & (oracle <= limit_m)
    np.testing.assert_allclose(found[near], oracle[near], atol=1e-9)
    assert (found[~near] > limit_m).all() or not np.isfinite(limit_m)
    assert np.isinf(found[np.isinf(oracle)]).all()
