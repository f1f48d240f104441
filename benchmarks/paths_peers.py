"""Distances along paths by others, on a graph whose edges are split at every door."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from types import MappingProxyType

import networkx as nx
import numpy as np
import osmnx
import pandana
import pandas as pd

from optimizer.distance.network import NOWHERE, Legs, legs, paths_of
from optimizer.domain.scenario import Floats, Ints, Village

Solve = Callable[[], Floats]


def split(village: Village) -> tuple[Ints, Floats, Floats, Ints]:
    """Return edges, metres, coordinates and the door of each household, then of each member.

    A foot is a node on its edge, and the leg an edge from there to the door.
    """
    assert village.network is not None
    assert village.rules.metric.kind == "path"
    paths = paths_of(village.network, None)
    joined = [
        legs(points.xy, paths, village.rules.metric.max_leg_m)
        for points in (village.households, village.members)
    ]
    both = Legs(*(np.concatenate([getattr(own, name) for own in joined]) for name in _FIELDS))
    feet = len(paths.xy) + np.arange(len(both.edge))
    doors = feet + len(feet)
    pieces: list[tuple[int, int, float]] = []
    on_edge: dict[int, list[tuple[float, int]]] = {}
    for row in np.flatnonzero(both.edge != NOWHERE).tolist():
        on_edge.setdefault(int(both.edge[row]), []).append((float(both.before_m[row]), feet[row]))
        pieces.append((int(feet[row]), int(doors[row]), float(both.leg_m[row])))
    for edge, (one, other) in enumerate(paths.edges.tolist()):
        reached, here = 0.0, one
        for before_m, foot in sorted(on_edge.get(edge, [])):
            pieces.append((here, int(foot), before_m - reached))
            reached, here = before_m, int(foot)
        pieces.append((here, other, float(paths.metres[edge]) - reached))
    people = np.concatenate([village.households.xy, village.members.xy])
    table = np.array(pieces)
    nodes = np.concatenate([paths.xy, people, people])
    return table[:, :2].astype(np.int64), table[:, 2], nodes, doors


_FIELDS = ("edge", "leg_m", "before_m", "after_m")


def by_networkx(village: Village, limit_m: float) -> Solve:
    """Return one single-source Dijkstra a member, with a cut-off."""
    edges, metres, _, doors = split(village)
    graph = nx.Graph()
    graph.add_nodes_from(doors.tolist())
    for (one, other), weight in zip(edges.tolist(), metres.tolist(), strict=True):
        if not graph.has_edge(one, other) or graph[one][other]["weight"] > weight:
            graph.add_edge(one, other, weight=weight)
    count = len(village.households)
    homes, posts = doors[:count].tolist(), doors[count:].tolist()

    def run() -> Floats:
        found = np.full((len(homes), len(posts)), np.inf)
        for column, post in enumerate(posts):
            reached = nx.single_source_dijkstra_path_length(graph, post, cutoff=limit_m)
            found[:, column] = [reached.get(home, np.inf) for home in homes]
        return found

    return run


def by_networkx_from_nothing(village: Village, limit_m: float) -> Solve:
    """Return networkx with all that it needs: doors joined, edges split, the graph made."""

    def run() -> Floats:
        assert village.network is not None
        # Joined doors are remembered of a network; nobody has seen this one.
        return by_networkx(replace(village, network=replace(village.network)), limit_m)()

    return run


def by_pandana(village: Village, limit_m: float) -> Solve:
    """Return pandana's contraction hierarchy, asked for every pair; it is made beforehand."""
    edges, metres, nodes, doors = split(village)
    made = pandana.Network(
        pd.Series(nodes[:, 0]),
        pd.Series(nodes[:, 1]),
        pd.Series(edges[:, 0]),
        pd.Series(edges[:, 1]),
        pd.DataFrame({"metres": metres}),
    )
    count, members = len(village.households), len(village.members)
    homes, posts = doors[:count], doors[count:]

    def run() -> Floats:
        lengths = made.shortest_path_lengths(
            np.repeat(homes, members).tolist(), np.tile(posts, count).tolist()
        )
        found = np.array(lengths, np.float64).reshape(count, members)
        return np.where(found <= limit_m, found, np.inf)

    return run


def by_osmnx(village: Village, limit_m: float) -> Solve:
    """Return osmnx: doors to their nearest edges, then networkx on the graph made beforehand."""
    assert village.network is not None
    graph = nx.MultiDiGraph(crs="EPSG:3857")
    for node, (x, y) in enumerate(village.network.xy.tolist()):
        graph.add_node(node, x=x, y=y)
    pairs = zip(village.network.edges.tolist(), village.network.metres.tolist(), strict=True)
    for (one, other), metres in pairs:
        graph.add_edge(one, other, length=metres)
        graph.add_edge(other, one, length=metres)
    people = np.concatenate([village.households.xy, village.members.xy])
    dijkstra = by_networkx(village, limit_m)

    def run() -> Floats:
        osmnx.distance.nearest_edges(graph, people[:, 0], people[:, 1])
        return dijkstra()

    return run


PEERS: Mapping[str, Callable[[Village, float], Solve]] = MappingProxyType(
    {
        "networkx": by_networkx,
        "networkx, all of it": by_networkx_from_nothing,
        "pandana": by_pandana,
        "osmnx": by_osmnx,
    }
)
