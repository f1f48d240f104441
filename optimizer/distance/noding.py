"""Lines cut where they meet, on whole millimetres, by snap rounding.

Every end of a line and every whole millimetre where two cross is a hot pixel, and each line is
bent through the middles of all hot pixels that it passes: then pieces meet only with their ends,
and no line has moved by more than a millimetre (Hobby, Computational Geometry 13, 1999).
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.distance.measuring import Limits, check
from optimizer.scenario import Ints

AT_ONCE = 20_000
"""Lines, pieces or pixels that are looked at together between two looks at the time."""
PIXEL = 0.75
"""Farther from its middle no line passes a pixel, in millimetres: half a diagonal and a little."""


def noded(lines: Ints, limits: Limits | None = None) -> Ints:
    """Return the pieces of lines, shape (pieces, 2, 2), each once, the smaller end first.

    Parameters
    ----------
    lines
        Shape (n, 2, 2), whole millimetres, none of no length.
    """
    task = f"{len(lines):,} lines of barriers"
    origin = lines.reshape(-1, 2).min(axis=0)
    lines = lines - origin
    one, other = _meeting(lines, limits, task)
    met, parallel = _met(lines[one], lines[other])
    line = np.concatenate([np.arange(len(lines)).repeat(2), one[~parallel], other[~parallel]])
    at = np.concatenate([lines.reshape(-1, 2), met, met])
    line, at = _in_order(lines, line, at)
    check(limits, task)
    passed = _passed(lines, line, at, limits, task)
    line, at = _in_order(lines, np.concatenate([line, passed[0]]), np.concatenate([at, passed[1]]))
    same = line[1:] == line[:-1]
    pieces = np.stack([at[:-1][same], at[1:][same]], axis=1)
    return np.asarray(_once(pieces) + origin, np.int64)


def _meeting(lines: Ints, limits: Limits | None, task: str) -> tuple[Ints, Ints]:
    """Return the pairs of lines that have a point in common."""
    drawn = _drawn(lines)
    tree = shapely.STRtree(drawn)
    step = max(1, AT_ONCE * 50 // max(len(lines), 1))
    found = [np.empty((2, 0), np.int64)]
    for first in range(0, len(lines), step):
        check(limits, task)
        near = tree.query(drawn[first : first + step], predicate="intersects")
        near[0] += first
        found.append(near[:, near[0] < near[1]])
    one, other = np.concatenate(found, axis=1)
    return one, other


def _met(one: Ints, other: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the whole millimetre where lines meet that are not parallel, and which are."""
    step, across = one[:, 1] - one[:, 0], other[:, 1] - other[:, 0]
    away = other[:, 0] - one[:, 0]
    whole = _cross(step, across)
    parallel = whole == 0
    share = _cross(away, across)[~parallel] / whole[~parallel]
    exact = one[~parallel, 0] + np.clip(share, 0.0, 1.0)[:, None] * step[~parallel]
    return np.floor(exact + 0.5).astype(np.int64), parallel


def _passed(
    lines: Ints, line: Ints, at: Ints, limits: Limits | None, task: str
) -> tuple[Ints, Ints]:
    """Return the lines, and the hot pixels of others that they pass through."""
    same = line[1:] == line[:-1]
    drawn = _drawn(np.stack([at[:-1][same], at[1:][same]], axis=1))
    of, pixels = line[1:][same], _distinct(at)
    tree = shapely.STRtree(drawn)
    found = [(np.empty(0, np.int64), np.empty((0, 2), np.int64))]
    for first in range(0, len(pixels), AT_ONCE):
        check(limits, task)
        some = pixels[first : first + AT_ONCE]
        # A piece between two rounded points lies within a pixel of its line.
        pixel, piece = tree.query(shapely.points(some), predicate="dwithin", distance=2 * PIXEL)
        through = _through(lines[of[piece]], some[pixel])
        found.append((of[piece[through]], some[pixel[through]]))
    return np.concatenate([each[0] for each in found]), np.concatenate([each[1] for each in found])


def _through(lines: Ints, pixels: Ints) -> NDArray[np.bool_]:
    """Return which lines pass through the inside of their pixel."""
    step = lines[:, 1] - lines[:, 0]
    off = np.abs(_cross(step, pixels - lines[:, 0]))
    low, high = lines.min(axis=1), lines.max(axis=1)
    beside = ((pixels >= low) & (pixels <= high)).all(axis=1)
    return np.asarray(beside & (2 * off < np.abs(step).sum(axis=1)))


def _in_order(lines: Ints, line: Ints, at: Ints) -> tuple[Ints, Ints]:
    """Return points of lines in their order along them, each once."""
    step = lines[line, 1] - lines[line, 0]
    along = ((at - lines[line, 0]) * step).sum(axis=1)
    # No two pixels that a line passes lie abreast of it.
    order = np.lexsort((along, line))
    line, at = line[order], at[order]
    new = np.append(True, (line[1:] != line[:-1]) | (at[1:] != at[:-1]).any(axis=1))
    return line[new], at[new]


def _distinct(at: Ints) -> Ints:
    ordered = at[np.lexsort((at[:, 1], at[:, 0]))]
    new = np.append(True, (ordered[1:] != ordered[:-1]).any(axis=1))
    return np.asarray(ordered[new], np.int64)


def _once(pieces: Ints) -> Ints:
    """Return each piece once, its ends in the order of their coordinates."""
    one, other = pieces[:, 0], pieces[:, 1]
    turned = (one[:, 0] > other[:, 0]) | ((one[:, 0] == other[:, 0]) & (one[:, 1] > other[:, 1]))
    flat = np.where(turned[:, None, None], pieces[:, ::-1], pieces).reshape(-1, 4)
    flat = flat[np.lexsort(flat.T[::-1])]
    new = np.append(True, (flat[1:] != flat[:-1]).any(axis=1))[: len(flat)]
    return np.asarray(flat[new].reshape(-1, 2, 2), np.int64)


def _cross(one: Ints, other: Ints) -> Ints:
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0], np.int64)


def _drawn(lines: Ints) -> NDArray[np.object_]:
    return np.asarray(shapely.linestrings(lines.astype(np.float64)), np.object_).reshape(-1)
