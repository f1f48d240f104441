"""The shortest walks along a network, for many pairs at once."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.distance.contraction import ChainDoors, chains_of, doors_of
from optimizer.distance.measuring_time import Deadline, check
from optimizer.distance.network import NOWHERE, Legs, Paths
from optimizer.domain.scenario import Floats

CELLS = 2_000_000
"""Distances held at once: bounds the memory in a village of any size."""


def path_m(
    start: Legs, end: Legs, paths: Paths, limit_m: float, *, limits: Deadline | None = None
) -> Floats:
    """Return the shortest way of each pair, shape (start, end); infinite beyond the limit.

    Whoever walks leaves a chain of edges by one of its two ends, or stays on it: so distances
    between the ends of the chains that people live on are all that a graph is asked for.
    """
    found = np.full((len(start.edge), len(end.edge)), np.inf)
    rows = np.flatnonzero(start.edge != NOWHERE)
    columns = np.flatnonzero(end.edge != NOWHERE)
    if len(rows) and len(columns):
        chains = chains_of(paths, limits=limits)
        here, there = doors_of(start.only(rows), chains), doors_of(end.only(columns), chains)
        for part, metres in _blocks(here, there, chains.graph, limit_m, limits):
            found[np.ix_(rows, columns[part])] = metres
    return found


def _blocks(
    start: ChainDoors, end: ChainDoors, graph: csr_array, limit_m: float, limits: Deadline | None
) -> Iterator[tuple[slice, Floats]]:
    """Yield the distances of all starts to some of the ends."""
    step = max(1, CELLS // max(graph.shape[0], len(start.chain), 1))
    for first in range(0, len(end.chain), step):
        check(limits, f"walks along paths with {graph.shape[0]:,} junctions and ends")
        part = slice(first, first + step)
        some = end.only(part)
        reached = _reached(graph, some, limit_m * (1 + 1e-9) + 1e-9)
        way = np.minimum(
            reached[:, start.first] + start.before_m, reached[:, start.last] + start.after_m
        )
        _stay_on_the_chain(way, start, some)
        yield part, (way + some.leg_m[:, None] + start.leg_m).T


def _reached(graph: csr_array, end: ChainDoors, limit_m: float) -> Floats:
    """Return the metres from where each end joins the network to every node.

    A walk starts at the foot, a node of its own, or, where many feet share few nodes, at these.
    """
    posts = np.column_stack((end.first, end.last))
    nodes, flat = np.unique(posts, return_inverse=True)
    if len(nodes) < len(posts):
        reached = dijkstra(graph, indices=nodes, limit=limit_m)
        one, other = flat.reshape(-1, 2).T
        return np.asarray(
            np.minimum(reached[one] + end.before_m[:, None], reached[other] + end.after_m[:, None]),
            np.float64,
        )
    size, feet = graph.shape[0], len(posts)
    begin = graph.indptr[-1] + 2 * np.arange(1, feet + 1)
    wider = csr_array(
        (
            np.concatenate([graph.data, np.column_stack((end.before_m, end.after_m)).ravel()]),
            np.concatenate([graph.indices, posts.ravel()]),
            np.concatenate([graph.indptr, begin]),
        ),
        shape=(size + feet, size + feet),
    )
    return np.asarray(dijkstra(wider, indices=size + np.arange(feet), limit=limit_m), np.float64)


def _stay_on_the_chain(way: Floats, start: ChainDoors, end: ChainDoors) -> None:
    """Shorten the ways of pairs that live on one chain, in place."""
    column, row = np.nonzero(end.chain[:, None] == start.chain)
    along = np.abs(start.before_m[row] - end.before_m[column])
    way[column, row] = np.minimum(way[column, row], along)
