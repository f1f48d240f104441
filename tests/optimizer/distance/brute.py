"""Distances the slow and plain way: split edges in networkx, every corner of every wall."""

from __future__ import annotations

import math
from fractions import Fraction
from itertools import combinations

import networkx as nx
import numpy as np

from optimizer.domain.scenario import Barriers, Floats, Network

Point = tuple[int, int]
MILLIMETRES = 1000


def by_networkx(start: Floats, end: Floats, network: Network, max_leg_m: float) -> Floats:
    """Return path metres, shape (start, end): every door is a node, every edge split there."""
    doors = [_nearest(door, network, max_leg_m) for door in (*start.tolist(), *end.tolist())]
    on_edge: dict[int, list[tuple[float, int]]] = {}
    for number, join in enumerate(doors):
        if join is not None:
            on_edge.setdefault(join[0], []).append((join[1], number))
    graph = nx.MultiGraph()
    for edge, (one, other) in enumerate(network.edges.tolist()):
        stops = sorted(on_edge.get(edge, []))
        names: list[object] = [one, *(("foot", number) for _, number in stops), other]
        shares = [0.0, *(share for share, _ in stops), 1.0]
        for at in range(len(names) - 1):
            metres = (shares[at + 1] - shares[at]) * float(network.metres[edge])
            graph.add_edge(names[at], names[at + 1], weight=metres)
    for number, join in enumerate(doors):
        if join is not None:
            graph.add_edge(("foot", number), ("door", number), weight=join[2])
    found = np.full((len(start), len(end)), np.inf)
    for column in range(len(end)):
        source = ("door", len(start) + column)
        if source in graph:
            reached = nx.single_source_dijkstra_path_length(graph, source)
            for row in range(len(start)):
                found[row, column] = reached.get(("door", row), math.inf)
    return found


def _nearest(
    door: list[float], network: Network, max_leg_m: float
) -> tuple[int, float, float] | None:
    """Return the edge, the share of it before the foot, and the leg; None beyond the limit."""
    best: tuple[int, float, float] | None = None
    for edge, (one, other) in enumerate(network.edges.tolist()):
        (ax, ay), (bx, by) = network.xy[one].tolist(), network.xy[other].tolist()
        square = (bx - ax) ** 2 + (by - ay) ** 2
        along = ((door[0] - ax) * (bx - ax) + (door[1] - ay) * (by - ay)) / square if square else 0
        share = min(max(along, 0.0), 1.0)
        leg = math.dist(door, (ax + share * (bx - ax), ay + share * (by - ay)))
        if leg <= max_leg_m and (best is None or leg < best[2] - 0.001):
            best = (edge, share, leg)
    return best


def by_every_corner(start: Floats, end: Floats, walls: Barriers) -> Floats:
    """Return the metres round walls without crossings, that meet only in common ends.

    A walk is a chain of straight pieces between doors and ends of walls. It is lawful when the
    same chain, moved off the walls by a little to the side it passes them on, crosses none: so
    every end of a wall is replaced by points a hundredth of a millimetre off it, one in each gap
    between its walls, and no piece may touch a wall at all.
    """
    pieces = [tuple(map(tuple, wall)) for wall in walls.xy.tolist()]
    nodes = [(x, y) for x, y in (*start.tolist(), *end.tolist())]
    nodes += _beside(pieces)
    graph = nx.Graph()
    graph.add_nodes_from(range(len(nodes)))
    for one, other in combinations(range(len(nodes)), 2):
        if not any(_touch(nodes[one], nodes[other], a, b) for a, b in pieces):
            graph.add_edge(one, other, weight=math.dist(nodes[one], nodes[other]))
    found = np.full((len(start), len(end)), np.inf)
    for column in range(len(end)):
        reached = nx.single_source_dijkstra_path_length(graph, len(start) + column)
        for row in range(len(start)):
            found[row, column] = reached.get(row, math.inf)
    return found


def _beside(pieces: list[tuple[tuple[float, float], ...]]) -> list[tuple[float, float]]:
    around: dict[tuple[float, float], list[float]] = {}
    for a, b in pieces:
        for here, there in ((a, b), (b, a)):
            around.setdefault(here, []).append(math.atan2(there[1] - here[1], there[0] - here[0]))
    found = []
    for (x, y), angles in around.items():
        ordered = sorted(angles)
        for low, high in zip(ordered, [*ordered[1:], ordered[0] + 2 * math.pi], strict=True):
            middle = (low + high) / 2
            found.append((x + 1e-5 * math.cos(middle), y + 1e-5 * math.sin(middle)))
    return found


def _touch(p: tuple[float, ...], q: tuple[float, ...], a: object, b: object) -> bool:
    """Tell in exact arithmetic whether two closed pieces have a point in common."""
    ((px, py), (qx, qy), (ax, ay), (bx, by)) = (
        tuple(map(Fraction, one))  # type: ignore[call-overload]  # pairs of floats
        for one in (p, q, a, b)
    )

    def side(ux: Fraction, uy: Fraction, vx: Fraction, vy: Fraction, *w: Fraction) -> int:
        turn = (vx - ux) * (w[1] - uy) - (vy - uy) * (w[0] - ux)
        return (turn > 0) - (turn < 0)

    ours = side(ax, ay, bx, by, px, py) * side(ax, ay, bx, by, qx, qy)
    theirs = side(px, py, qx, qy, ax, ay) * side(px, py, qx, qy, bx, by)
    apart = (
        max(px, qx) < min(ax, bx)
        or max(ax, bx) < min(px, qx)
        or max(py, qy) < min(ay, by)
        or max(ay, by) < min(py, qy)
    )
    return ours <= 0 and theirs <= 0 and not apart
