"""Paths of a made-up village: lanes through its hamlets, and winding tracks between them."""

from __future__ import annotations

import numpy as np
from scipy.sparse import coo_array
from scipy.sparse.csgraph import minimum_spanning_tree
from scipy.spatial import cKDTree

from optimizer.domain.scenario import Floats, Ints
from scenarios.terrain import Settlement

_JITTER = 0.2
"""How far a corner lies from its place in the grid, as a share of the lanes' spacing."""
_KEPT = 0.6
"""Share of the lanes that are there beside those that hold the hamlet together."""
_SWING = 0.06
"""How far a track swings out, as a share of its length."""


def streets(rng: np.random.Generator, laid: Settlement, spacing_m: float) -> tuple[Floats, Ints]:
    """Lay lanes ``spacing_m`` apart through each hamlet and tracks from hamlet to hamlet.

    Returns
    -------
    tuple
        Nodes, shape (n, 2), on whole centimetres, and edges, shape (m, 2): one connected network.
    """
    numbers = np.unique(laid.hamlet)
    parts = [_lanes(rng, laid.xy[laid.hamlet == number], spacing_m) for number in numbers]
    sizes = [len(nodes) for nodes, _ in parts]
    starts = np.cumsum([0, *sizes])
    nodes = [nodes for nodes, _ in parts]
    edges = [begin + own for begin, (_, own) in zip(starts, parts, strict=False)]
    total = int(starts[-1])
    middles = np.array([own.mean(axis=0) for own in nodes]).reshape(-1, 2)
    for one, other in _tree(middles):
        track = _track(rng, nodes[one], nodes[other], spacing_m)
        first, last = (
            starts[hamlet] + int(cKDTree(nodes[hamlet]).query(end)[1])
            for hamlet, end in ((one, track[0]), (other, track[-1]))
        )
        chain = [first, *range(total, total + len(track) - 2), last]
        nodes.append(track[1:-1])
        edges.append(np.column_stack((chain[:-1], chain[1:])))
        total += len(track) - 2
    if not parts:
        return np.empty((0, 2)), np.empty((0, 2), np.int64)
    rounded = np.asarray(np.round(np.concatenate(nodes), 2), np.float64)
    return rounded, np.concatenate(edges).astype(np.int64)


def _lanes(rng: np.random.Generator, homes: Floats, spacing_m: float) -> tuple[Floats, Ints]:
    """Return a grid of lanes with its corners moved and some lanes missing, in one piece."""
    low, high = homes.min(axis=0) - spacing_m / 2, homes.max(axis=0) + spacing_m / 2
    across, up = (np.ceil((high - low) / spacing_m).astype(np.int64) + 1).tolist()
    number = np.arange(across * up).reshape(across, up)
    grid = np.stack(np.meshgrid(np.arange(across), np.arange(up), indexing="ij"), axis=2)
    nodes = low + spacing_m * grid.reshape(-1, 2).astype(np.float64)
    nodes += rng.uniform(-_JITTER, _JITTER, nodes.shape) * spacing_m
    right = np.column_stack((number[:-1].ravel(), number[1:].ravel()))
    upward = np.column_stack((number[:, :-1].ravel(), number[:, 1:].ravel()))
    lanes = np.concatenate([right, upward])
    weights = rng.uniform(1.0, 2.0, len(lanes))
    size = len(nodes)
    tree = minimum_spanning_tree(coo_array((weights, (lanes[:, 0], lanes[:, 1])), (size, size)))
    needed = np.isin(lanes[:, 0] * size + lanes[:, 1], _codes(tree.tocoo(), size))
    return nodes, lanes[needed | (rng.random(len(lanes)) < _KEPT)]


def _codes(tree: coo_array, size: int) -> Ints:
    return np.asarray(tree.row.astype(np.int64) * size + tree.col, np.int64)


def _tree(middles: Floats) -> list[tuple[int, int]]:
    """Return the pairs of hamlets that the shortest tree joins."""
    away = np.hypot(*np.moveaxis(middles[:, None] - middles[None], 2, 0))
    tree = minimum_spanning_tree(away).tocoo()
    return sorted(zip(tree.row.tolist(), tree.col.tolist(), strict=True))


def _track(rng: np.random.Generator, one: Floats, other: Floats, spacing_m: float) -> Floats:
    """Return a winding line between the corners at which two hamlets are nearest."""
    metres, rows = map(np.asarray, cKDTree(other).query(one))
    begin = int(metres.argmin())
    start, end = one[begin], other[int(rows[begin])]
    length = float(metres[begin])
    share = np.linspace(0.0, 1.0, max(3, int(np.ceil(length / spacing_m)) + 1))
    aside = np.array([start[1] - end[1], end[0] - start[0]]) / max(length, 1e-9)
    bends = rng.uniform(0, 2 * np.pi) + 2 * np.pi * share * max(1, round(length / 800.0))
    swing = _SWING * length * np.sin(bends) * np.sin(np.pi * share)
    line = start + share[:, None] * (end - start) + swing[:, None] * aside
    return np.asarray(line, np.float64)
