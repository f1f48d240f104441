"""Paths and barriers of a request: lists of coordinates to arrays, every fault by its pointer."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from optimizer.errors import Problem
from optimizer.input.checks import Finding, RawBarriers, RawNetwork
from optimizer.input.checks.faults import shown
from optimizer.input.request.request_shape import as_list, as_object
from optimizer.input.systems import CoordinateSystem

_NETWORK = frozenset(("nodes", "edges"))
_BARRIERS = frozenset(("lines", "polygons", "crossings"))
_POINT = "write a point as two finite numbers [x, y]"
_EDGE = "write an edge as [node, node] or [node, node, metres], counting nodes from 0"
_PAIR, _RING = 2, 3


def network_of(
    owner: Mapping[str, object], pointer: str, findings: list[Finding]
) -> RawNetwork | None:
    """Take ``network`` out of the request or of a village; None where there is none."""
    if owner.get("network") is None:
        return None
    pointer = f"{pointer}/network"
    body = as_object(owner["network"], pointer, _NETWORK, findings)
    if not isinstance(owner["network"], dict):
        return None
    before = len(findings)
    listed = {name: as_list(body, name, pointer, findings) for name in ("nodes", "edges")}
    nodes = _points(listed["nodes"], f"{pointer}/nodes", findings)
    edges, metres = _edges(listed["edges"], len(listed["nodes"]), f"{pointer}/edges", findings)
    if len(findings) > before:  # rows are missing: what is left would join the wrong nodes
        edges, metres = edges[:0], metres[:0]
    return RawNetwork(pointer, nodes, edges, metres)


def barriers_of(
    owner: Mapping[str, object], pointer: str, findings: list[Finding]
) -> RawBarriers | None:
    """Take ``barriers`` out of the request or of a village; None where there are none."""
    if owner.get("barriers") is None:
        return None
    pointer = f"{pointer}/barriers"
    body = as_object(owner["barriers"], pointer, _BARRIERS, findings)
    if not isinstance(owner["barriers"], dict):
        return None
    listed = {
        name: as_list(body, name, pointer, findings) if body.get(name) is not None else ()
        for name in _BARRIERS
    }
    walls = [
        _line(line, f"{pointer}/lines/{number}", findings, least=_PAIR)
        for number, line in enumerate(listed["lines"])
    ]
    for number, polygon in enumerate(listed["polygons"]):
        walls += _rings(polygon, f"{pointer}/polygons/{number}", findings)
    crossings = _points(listed["crossings"], f"{pointer}/crossings", findings)
    return RawBarriers(pointer, np.concatenate([np.empty((0, 2, 2)), *walls]), crossings)


def _rings(polygon: object, pointer: str, findings: list[Finding]) -> list[Floats]:
    """Return the outline of a polygon, and those of its holes; one ring may stand by itself."""
    if not (isinstance(polygon, list) and _deep(polygon)):
        return [_line(polygon, pointer, findings, least=_RING)]
    return [
        _line(ring, f"{pointer}/{number}", findings, least=_RING)
        for number, ring in enumerate(polygon)
    ]


def _deep(polygon: Sequence[object]) -> bool:
    """Tell a list of rings from one ring."""
    first = polygon[0] if polygon else None
    return isinstance(first, list) and bool(first) and isinstance(first[0], list)


def _line(line: object, pointer: str, findings: list[Finding], *, least: int) -> Floats:
    """Return the pieces of a line, shape (n, 2, 2); a ring of at least three points is closed."""
    if not isinstance(line, list) or len(line) < least:
        message = f"write a list of {least} points or more: [[x, y], ...]"
        findings.append(Problem("NOT_A_LINE", pointer, "", shown(line), message))
        return np.empty((0, 2, 2))
    points = _points(line, pointer, findings)
    if least == _RING:
        points = np.concatenate([points, points[:1]])
    pieces: Floats = np.stack([points[:-1], points[1:]], axis=1)
    moved = np.flatnonzero((pieces[:, 0] != pieces[:, 1]).any(axis=1))
    return np.take(pieces, moved, axis=0)


def _points(rows: Sequence[object], pointer: str, findings: list[Finding]) -> Floats:
    """Return shape (n, 2), without the rows that are no points: these are named."""
    right = [isinstance(row, list) and len(row) == _PAIR and all(map(_number, row)) for row in rows]
    findings += [
        Problem("NOT_A_POINT", f"{pointer}/{number}", "", _brief(rows[number]), _POINT)
        for number, fine in enumerate(right)
        if not fine
    ]
    kept = [row for row, fine in zip(rows, right, strict=True) if fine]
    return np.array(kept, np.float64).reshape(-1, 2)


def _brief(row: object) -> str:
    """Return a short list as it came, anything longer by its size."""
    plain = isinstance(row, list) and len(row) <= _RING
    return shown(str(row) if plain else row)


def _edges(
    rows: Sequence[object], nodes: int, pointer: str, findings: list[Finding]
) -> tuple[Ints, Floats]:
    """Return shape (edges, 2) and their stated metres, NaN where none are."""
    faults = [_fault(row, nodes) for row in rows]
    findings += [
        Problem(code, f"{pointer}/{number}", "", shown(str(rows[number])), message)
        for number, (code, message) in enumerate(faults)
        if code
    ]
    kept: list[list[float]] = [
        [*row, *[math.nan] * (_RING - len(row))]  # type: ignore[misc, arg-type]  # just looked at
        for row, (code, _) in zip(rows, faults, strict=True)
        if not code
    ]
    table = np.array([[math.nan if x is None else x for x in row] for row in kept], np.float64)
    table = table.reshape(-1, _RING)
    return table[:, :2].astype(np.int64), table[:, 2]


def _fault(row: object, nodes: int) -> tuple[str, str]:
    if not isinstance(row, list) or len(row) not in {_PAIR, _RING}:
        return "NOT_AN_EDGE", _EDGE
    if not all(map(_whole, row[:2])):
        return "NOT_AN_EDGE", _EDGE
    if any(not 0 <= end < nodes for end in row[:2]):
        return "UNKNOWN_NODE", f"there are {nodes} nodes, counted from 0; mend the edge"
    if row[0] == row[1]:
        return "LOOP", "the edge joins a node to itself; remove it"
    metres = row[2] if len(row) == _RING else None
    if metres is not None and not (_number(metres) and metres >= 0):
        return "BAD_LENGTH", "metres are a finite number, 0 or more; mend them or leave them out"
    return "", ""


def _whole(value: object) -> bool:
    """Tell whether JSON takes a value for a whole number; 3.0 is one."""
    return type(value) is int or (isinstance(value, float) and value.is_integer())


def _number(value: object) -> bool:
    if isinstance(value, bool) or not isinstance(value, int | float):
        return False
    try:
        return math.isfinite(value)
    except OverflowError:
        return False


def paths_in_degrees(raw: RawNetwork | None, system: CoordinateSystem) -> RawNetwork | None:
    """Return paths with their nodes in degrees, where their system is another than metres."""
    return None if raw is None else replace(raw, nodes=system.degrees(raw.nodes))


def walls_in_degrees(raw: RawBarriers | None, system: CoordinateSystem) -> RawBarriers | None:
    """Return barriers in degrees, where their system is another than metres."""
    if raw is None:
        return None
    walls = system.degrees(raw.walls.reshape(-1, 2)).reshape(raw.walls.shape)
    return replace(raw, walls=walls, crossings=system.degrees(raw.crossings))
