"""Whether a map of paths hangs together: its pieces, and ends that all but meet another path."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

import networkx as nx
import numpy as np
import shapely

from optimizer.distance.connected_components import connected_components
from optimizer.distance.network import paths_of
from optimizer.domain.scenario import Floats, Ints, Network

GAP_M = 5.0
"""A path that ends so near to another one was probably meant to join it."""
ROUND_M = 50.0
"""Unless one gets there along the paths within this: a loop that closes on itself is no gap."""


@dataclass(frozen=True, slots=True)
class Gap:
    """The end of a path that does not quite reach another one.

    Parameters
    ----------
    at
        Where the path ends, as its coordinates came in.
    apart
        Whether the two belong to pieces that do not join anywhere else.
    """

    metres: float
    at: tuple[float, float]
    apart: bool


@dataclass(frozen=True, slots=True)
class Soundness:
    """What a map of paths is made of.

    Parameters
    ----------
    pieces
        Edges of each piece, the largest first.
    gaps
        Those between two pieces first, then the narrowest.
    """

    pieces: tuple[int, ...]
    gaps: tuple[Gap, ...]

    @property
    def whole(self) -> bool:
        """Whether there is nothing to look at."""
        return len(self.pieces) <= 1 and not self.gaps


def soundness(network: Network) -> Soundness:
    """Look at paths as they were drawn, whatever bars them."""
    graph = nx.Graph()
    graph.add_weighted_edges_from(
        (*ends, metres)
        for ends, metres in zip(
            network.edges[::-1].tolist(), network.metres[::-1].tolist(), strict=True
        )
    )
    first, second = network.edges.T
    piece = connected_components(first, second, len(network.xy))
    _, sizes = np.unique(piece[first], return_counts=True)
    gaps = sorted(_gaps(network, graph, piece), key=lambda gap: (not gap.apart, gap.metres, gap.at))
    return Soundness(tuple(sorted(sizes.tolist(), reverse=True)), tuple(gaps))


def _gaps(network: Network, graph: nx.Graph, piece: Ints) -> Iterator[Gap]:
    """Yield each end that is near an edge it does not join; two that face each other once."""
    ends = np.flatnonzero(np.bincount(network.edges.ravel(), minlength=len(network.xy)) == 1)
    told: set[int] = set()
    known: set[tuple[int, int]] = set()
    own = _own_edges(network)
    for end, edge, metres in _near(network, ends, network.xy[ends]):
        if end in told or (edge, own[end]) in known:
            continue
        apart = bool(piece[end] != piece[network.edges[edge, 0]])
        # The next stretch of its own lane may well be nearer than the road it does not meet.
        if not (apart or _far_round(graph, end, network.edges[edge])):
            continue
        told.add(end)
        known.add((own[end], edge))
        x, y = network.given[end].tolist()
        yield Gap(metres, (x, y), apart)


def _own_edges(network: Network) -> dict[int, int]:
    """Return an edge of each node; an end has no other."""
    return {node: row for row, pair in enumerate(network.edges.tolist()) for node in pair}


def _near(network: Network, ends: Ints, xy: Floats) -> list[tuple[int, int, float]]:
    """Return ends, edges that they do not belong to and the metres between, nearest first."""
    tree = paths_of(network, None).tree
    doors = np.asarray(shapely.points(xy), np.object_).reshape(-1)
    at, edge = tree.query(doors, predicate="dwithin", distance=GAP_M)
    foreign = (network.edges[edge] != ends[at][:, None]).all(axis=1)
    at, edge = at[foreign], edge[foreign]
    metres = shapely.distance(doors[at], tree.geometries[edge])
    order = np.lexsort((edge, ends[at], metres))
    return list(
        zip(ends[at[order]].tolist(), edge[order].tolist(), metres[order].tolist(), strict=True)
    )


def _far_round(graph: nx.Graph, end: int, edge: Ints) -> bool:
    reached = nx.single_source_dijkstra_path_length(graph, end, cutoff=ROUND_M)
    return not any(node in reached for node in edge.tolist())
