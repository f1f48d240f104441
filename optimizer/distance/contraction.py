"""Contraction of a network: nodes of degree two merged into chains.

Between two junctions, or a junction and a dead end, edges follow one another in a chain: nine in
ten nodes of a real map stand in one. A graph needs the ends of chains alone; a door is somewhere
along its chain. Chains are followed from all edges at once, twice as far each time.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from scipy.sparse import csr_array

from optimizer.distance.barriers import Bools
from optimizer.distance.connected_components import connected_components
from optimizer.distance.measuring_time import Deadline, check, remembered
from optimizer.distance.network import Legs, Paths
from optimizer.domain.scenario import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class Chains:
    """Chains, and the graph of their ends.

    Parameters
    ----------
    graph
        Between the ends of chains; of chains that join the same two the shortest.
    first, last
        Shape (edges,): the ends of the chain that each edge is part of, as nodes of the graph.
    before_m, after_m
        Shape (edges,): metres along the chain from its first end to the edge, from there to the
        last one.
    turned
        Shape (edges,): whether the edge is drawn from the chain's last end to its first.
    chain
        Shape (edges,): the same number for edges of one chain.
    """

    graph: csr_array
    first: Ints
    last: Ints
    before_m: Floats
    after_m: Floats
    turned: Bools
    chain: Ints


@dataclass(frozen=True, slots=True, eq=False)
class ChainDoors:
    """Where doors stand along their chains, all of shape (doors,)."""

    first: Ints
    last: Ints
    before_m: Floats
    after_m: Floats
    chain: Ints
    leg_m: Floats

    def only(self, rows: Ints | slice) -> ChainDoors:
        """Return some of the doors."""
        return ChainDoors(
            self.first[rows],
            self.last[rows],
            self.before_m[rows],
            self.after_m[rows],
            self.chain[rows],
            self.leg_m[rows],
        )


def doors_of(legs: Legs, chains: Chains) -> ChainDoors:
    """Place doors, each of which joins an edge, along their chains."""
    edge, turned = legs.edge, chains.turned[legs.edge]
    return ChainDoors(
        chains.first[edge],
        chains.last[edge],
        chains.before_m[edge] + np.where(turned, legs.after_m, legs.before_m),
        chains.after_m[edge] + np.where(turned, legs.before_m, legs.after_m),
        chains.chain[edge],
        legs.leg_m,
    )


@remembered(4)
def chains_of(paths: Paths, *, limits: Deadline | None = None) -> Chains:
    """Follow every chain of a network to its ends."""
    count, size = len(paths.edges), len(paths.xy)
    check(limits, f"chains of {count:,} edges of paths")
    # An edge is two arcs, there (its number) and back (its number and the count of edges).
    start = np.concatenate([paths.edges[:, 0], paths.edges[:, 1]])
    end = np.concatenate([paths.edges[:, 1], paths.edges[:, 0]])
    ends = np.bincount(start, minlength=size) != 2  # noqa: PLR2004 - in and out
    last, metres = _followed(start, end, np.append(paths.metres, paths.metres), ends)
    if not ends[end[last]].all():
        ends = _with_rings(paths.edges, ends)
        last, metres = _followed(start, end, np.append(paths.metres, paths.metres), ends)
    there, back = last[:count], last[count:]
    turned = back < there
    node = np.cumsum(ends) - 1
    first, final = np.where(turned, end[there], end[back]), np.where(turned, end[back], end[there])
    after_m, before_m = metres[:count] - paths.metres, metres[count:] - paths.metres
    return Chains(
        graph=_graph(node[start], node[end[last]], metres, ends[start], int(ends.sum())),
        first=node[first],
        last=node[final],
        before_m=np.where(turned, after_m, before_m),
        after_m=np.where(turned, before_m, after_m),
        turned=turned,
        chain=np.minimum(there, back),
    )


def _with_rings(edges: Ints, ends: Bools) -> Bools:
    """Return the ends of chains, one more in each ring that has none."""
    size = len(ends)
    piece = connected_components(edges[:, 0], edges[:, 1], size)
    ring = np.ones(int(piece.max(initial=-1)) + 1, np.bool_)
    ring[piece[ends]] = False
    _, node = np.unique(piece, return_index=True)
    return np.asarray(ends | np.isin(np.arange(size), node[ring]))


def _followed(start: Ints, end: Ints, metres: Floats, ends: Bools) -> tuple[Ints, Floats]:
    """Return the last arc of the chain that each arc is on, and the metres to its end.

    In a ring without an end neither means anything.
    """
    count = len(start) // 2
    arcs = np.arange(len(start))
    back = np.where(arcs < count, arcs + count, arcs - count)
    # Out of a node in the middle lead two arcs; whoever comes by one's way back goes on by the
    # other: their numbers add up to what the node has in all.
    out = np.bincount(start, arcs, len(ends)).astype(np.int64)
    going = ~ends[end]
    following = np.where(going, out[end] - back, arcs)
    passed_m = np.where(going, metres, 0.0)
    # A chain has at most all arcs; a ring would be followed for ever.
    for _ in range(len(arcs).bit_length()):
        if ends[end[following]].all():
            break
        passed_m = passed_m + passed_m[following]
        following = following[following]
    return following, passed_m + metres[following]


def _graph(first: Ints, last: Ints, metres: Floats, begins: Bools, size: int) -> csr_array:
    """Return the graph of chains by the arcs that begin them."""
    rows = np.flatnonzero(begins & (first != last))
    code = first[rows] * size + last[rows]
    order = np.argsort(code, kind="stable")
    code = code[order]
    new = np.flatnonzero(np.append(True, code[1:] != code[:-1])[: len(code)])
    from_node, to_node = np.divmod(code[new], size)
    begin = np.searchsorted(from_node, np.arange(size + 1))
    shortest_m = np.minimum.reduceat(metres[rows[order]], new)
    return csr_array((shortest_m, to_node, begin), shape=(size, size))
