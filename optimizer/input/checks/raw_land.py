"""Paths and barriers as they came in, before anything is checked."""

from __future__ import annotations

from dataclasses import dataclass

from optimizer.domain.scenario import Floats, Ints


@dataclass(frozen=True, slots=True, eq=False)
class RawNetwork:
    """Paths as they came in; every number is finite and every edge joins two nodes.

    Parameters
    ----------
    where
        The place that its author knows.
    nodes
        Shape (nodes, 2), metres or degrees.
    edges
        Shape (edges, 2), rows of nodes.
    metres
        Shape (edges,), NaN where nothing is stated.
    rows
        The number of each edge as its author counts; empty where it is its position.
    """

    where: str
    nodes: Floats
    edges: Ints
    metres: Floats
    rows: Ints | None = None


@dataclass(frozen=True, slots=True, eq=False)
class RawBarriers:
    """Barriers as they came in: shape (walls, 2, 2) and (crossings, 2), metres or degrees."""

    where: str
    walls: Floats
    crossings: Floats
