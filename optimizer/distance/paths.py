"""The shortest walks along a network, for many pairs at once."""

from __future__ import annotations

from collections.abc import Iterator
from functools import lru_cache

import numpy as np
from scipy.sparse import csr_array
from scipy.sparse.csgraph import dijkstra

from optimizer.distance.around import graph_of
from optimizer.distance.network import NOWHERE, Legs, Paths
from optimizer.scenario import Floats

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
        sources, flat = np.unique(paths.edges[some.edge], return_inverse=True)
        reached = dijkstra(graph, indices=sources, limit=limit_m * (1 + 1e-9) + 1e-9)
        to_home = np.minimum(
            reached[:, homes[:, 0]] + start.before_m, reached[:, homes[:, 1]] + start.after_m
        )
        one, other = flat.reshape(-1, 2).T
        way = np.minimum(
            to_home[one] + some.before_m[:, None], to_home[other] + some.after_m[:, None]
        )
        _stay_on_the_edge(way, start, some)
        yield part, (way + some.leg_m[:, None] + start.leg_m).T


def _stay_on_the_edge(way: Floats, start: Legs, end: Legs) -> None:
    """Shorten the ways of pairs that live on one edge, in place."""
    column, row = np.nonzero(end.edge[:, None] == start.edge)
    along = np.abs(start.before_m[row] - end.before_m[column])
    way[column, row] = np.minimum(way[column, row], along)


@lru_cache(maxsize=4)
def _graph(paths: Paths) -> csr_array:
    """Return the arcs between nodes; of edges that join the same two the shortest."""
    ends = np.concatenate([paths.edges, paths.edges[:, ::-1]])
    metres = np.append(paths.metres, paths.metres)
    order = np.lexsort((metres, ends[:, 1], ends[:, 0]))
    ends, metres = ends[order], metres[order]
    new = np.append(True, (ends[1:] != ends[:-1]).any(axis=1))[: len(ends)]
    return graph_of(ends[new], metres[new], len(paths.xy))
