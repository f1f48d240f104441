"""The shortest walks along a network, for many pairs at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.distance.around import graph_of
from optimizer.distance.network import NOWHERE, Legs, Paths
from optimizer.scenario import Floats, Ints

CELLS = 2_000_000
"""Distances held at once: bounds the memory in a village of any size."""


def path_m(start: Legs, end: Legs, paths: Paths, limit_m: float) -> Floats:
    """Return the shortest way of each pair, shape (start, end); infinite beyond the limit.

    Whoever walks leaves an edge by one of its two nodes, or stays on it: so distances between
    the nodes of the edges that people live on are all that a graph is asked for.
    """
    found = np.full((len(start.edge), len(end.edge)), np.inf)
    rows = np.flatnonzero(start.edge != NOWHERE)
    columns = np.flatnonzero(end.edge != NOWHERE)
    here, there = start.only(rows), end.only(columns)
    if len(rows) and len(columns):
        for part, metres in _blocks(here, there, paths, limit_m):
            found[np.ix_(rows, columns[part])] = metres
    return found


def _blocks(start: Legs, end: Legs, paths: Paths, limit_m: float) -> Iterator[tuple[slice, Floats]]:
    """Yield the distances of all starts to some of the ends."""
    graph = _graph(paths)
    step = max(1, CELLS // max(graph.shape[0], len(start.edge)))
    homes = paths.edges[start.edge]
    for first in range(0, len(end.edge), step):
        part = slice(first, first + step)
        some = end.only(np.arange(len(end.edge))[part])
        reached = _reached(graph, some, paths.edges[some.edge], limit_m * (1 + 1e-9) + 1e-9)
        way = np.minimum(
            reached[:, homes[:, 0]] + start.before_m, reached[:, homes[:, 1]] + start.after_m
        )
        _stay_on_the_edge(way, start, some)
        yield part, (way + some.leg_m[:, None] + start.leg_m).T


def _reached(graph: csr_array, end: Legs, posts: Ints, limit_m: float) -> Floats:
    """Return the metres from where each end joins the network to every node.

    A walk starts at the foot, a node of its own, or, where many feet share few nodes, at these.
    """
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


def _stay_on_the_edge(way: Floats, start: Legs, end: Legs) -> None:
    """Shorten the ways of pairs that live on one edge, in place."""
    column, row = np.nonzero(end.edge[:, None] == start.edge)
    along = np.abs(start.before_m[row] - end.before_m[column])
    way[column, row] = np.minimum(way[column, row], along)


@lru_cache(maxsize=4)
def _graph(paths: Paths) -> csr_array:
    """Return the arcs between nodes; of edges that join the same two the shortest."""
    size = len(paths.xy)
    ends = np.concatenate([paths.edges, paths.edges[:, ::-1]])
    code = ends[:, 0] * size + ends[:, 1]
    # A network's edges stand in the order of their lengths, and so the shortest comes first.
    order = np.argsort(code, kind="stable")
    new = order[np.append(True, code[order][1:] != code[order][:-1])[: len(order)]]
    return graph_of(ends[new], np.append(paths.metres, paths.metres)[new], size)
