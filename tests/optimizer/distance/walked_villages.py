"""Random small villages with paths and walls, under every metric."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.rules import Path, Straight
from optimizer.domain.scenario import Barriers, Floats, Network, Village, barriers, network
from tests.optimizer.random_villages import random_village, under


def random_network(rng: np.random.Generator, across_m: float, nodes: int = 14) -> Network:
    """Return paths between whole metres; some are of no length, some double, some longer."""
    xy = np.rint(rng.uniform(0, across_m, (nodes, 2)))
    edges = rng.integers(0, nodes, (2 * nodes, 2))
    edges = np.concatenate([edges[edges[:, 0] != edges[:, 1]], [[0, 1], [0, 1]]])
    xy[2] = xy[3]
    longer = rng.uniform(0, across_m, len(edges))
    return network(xy, edges, np.where(rng.random(len(edges)) < 0.5, longer, np.nan))


def random_walls(rng: np.random.Generator, across_m: float) -> Barriers:
    """Return some broken lines, one of them closed, with a crossing now and then."""
    lines = [rng.uniform(0, across_m, (int(rng.integers(2, 5)), 2)) for _ in range(3)]
    lines[0] = np.concatenate([lines[0], lines[0][:1]])
    walls = np.concatenate([np.stack([line[:-1], line[1:]], axis=1) for line in lines])
    crossings = walls[:: int(rng.integers(1, 6))].mean(axis=1)
    return barriers(np.round(walls, 3), np.round(crossings[: int(rng.integers(0, 3))], 3))


def walked(seed: int, **sizes: int) -> Village:
    """Return a random village with paths, walls, both or a detour factor."""
    rng = np.random.default_rng((9, seed))
    village = random_village(seed, **sizes)
    across = float(np.ptp(village.households.xy, axis=0).max()) + 200.0
    paths = moved(random_network(rng, across), village.households.xy.min(axis=0) - 100.0)
    walls = random_walls(rng, across)
    walls = barriers(walls.xy + village.households.xy.min(axis=0) - 100.0, walls.crossings_xy)
    kind = seed % 4
    metric = Path(max_leg_m=float(rng.uniform(20, 300))) if kind % 2 else Straight(detour=1.25)
    made = replace(
        village, network=paths if kind % 2 else None, barriers=walls if kind >= 2 else None
    )
    return under(made, metric=metric)


def moved(paths: Network, by: Floats) -> Network:
    """Return the same network elsewhere."""
    return network(paths.xy + by, paths.edges, paths.metres)
