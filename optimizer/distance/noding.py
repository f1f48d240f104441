"""Lines cut where they meet, on whole millimetres, by snap rounding.

Every end of a line and every whole millimetre where two cross is a hot pixel, and each line is
bent through the middles of all hot pixels that it passes: then pieces meet only with their ends,
and no line has moved by more than a millimetre (Hobby, Computational Geometry 13, 1999).
"""

from __future__ import annotations

import numpy as np
import shapely
from numpy.typing import NDArray

from optimizer.distance.measuring_time import Deadline, check
from optimizer.distance.nearby_pairs import ascending
from optimizer.distance.strips import near_lines
from optimizer.domain.scenario import Ints

PAIRS = 1_000_000
"""Pairs of lines, or of a line and a pixel, that are held together."""


def noded(lines: Ints, limits: Deadline | None = None) -> Ints:
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
    pixels, number = _numbered(np.concatenate([lines.reshape(-1, 2), met]))
    known = line * len(pixels) + np.append(number, number[2 * len(lines) :])
    check(limits, task)
    passed = _passed(lines, pixels, limits, task)
    line, at = _in_order(lines, ascending(np.append(known, passed)), pixels)
    same = line[1:] == line[:-1]
    one, other = at[:-1][same], at[1:][same]
    # Pixels are numbered in the order of their coordinates, and so are the pieces.
    code = ascending(np.minimum(one, other) * len(pixels) + np.maximum(one, other))
    pieces = np.divmod(code, len(pixels))
    return np.asarray(np.stack([pixels[end] for end in pieces], axis=1) + origin, np.int64)


def _meeting(lines: Ints, limits: Deadline | None, task: str) -> tuple[Ints, Ints]:
    """Return the pairs of lines that have a point in common."""
    boxes = _drawn(lines)
    tree = shapely.STRtree(boxes)
    step = max(1, PAIRS // max(len(lines), 1))
    found = [np.empty((2, 0), np.int64)]
    for first in range(0, len(lines), step):
        check(limits, task)
        near = tree.query(boxes[first : first + step])
        near[0] += first
        near = near[:, near[0] < near[1]]
        # Boxes meet: lines do where neither is wholly on one side of the other.
        one, other = lines[near[0]], lines[near[1]]
        found.append(near[:, _astride(one, other) & _astride(other, one)])
    one, other = np.concatenate(found, axis=1)
    return one, other


def _astride(lines: Ints, others: Ints) -> NDArray[np.bool_]:
    """Return which lines do not lie wholly on one side of the other ones."""
    step = others[:, 1] - others[:, 0]
    here, there = (np.sign(_cross(step, lines[:, end] - others[:, 0])) for end in (0, 1))
    return np.asarray(here * there <= 0)


def _met(one: Ints, other: Ints) -> tuple[Ints, NDArray[np.bool_]]:
    """Return the whole millimetre where lines meet that are not parallel, and which are."""
    step, across = one[:, 1] - one[:, 0], other[:, 1] - other[:, 0]
    away = other[:, 0] - one[:, 0]
    whole = _cross(step, across)
    parallel = whole == 0
    share = _cross(away, across)[~parallel] / whole[~parallel]
    exact = one[~parallel, 0] + np.clip(share, 0.0, 1.0)[:, None] * step[~parallel]
    return np.floor(exact + 0.5).astype(np.int64), parallel


def _passed(lines: Ints, pixels: Ints, limits: Deadline | None, task: str) -> Ints:
    """Return which hot pixels lines pass through, as number of the line x pixels + pixel."""
    found = [np.empty(0, np.int64)]
    for line, pixel in near_lines(lines, pixels, PAIRS):
        check(limits, task)
        through = _through(lines[line], pixels[pixel])
        found.append(line[through] * len(pixels) + pixel[through])
    return np.concatenate(found)


def _through(lines: Ints, pixels: Ints) -> NDArray[np.bool_]:
    """Return which lines pass through the inside of their pixel."""
    step = lines[:, 1] - lines[:, 0]
    off = np.abs(_cross(step, pixels - lines[:, 0]))
    low, high = lines.min(axis=1), lines.max(axis=1)
    beside = ((pixels >= low) & (pixels <= high)).all(axis=1)
    return np.asarray(beside & (2 * off < np.abs(step).sum(axis=1)))


def _in_order(lines: Ints, known: Ints, pixels: Ints) -> tuple[Ints, Ints]:
    """Return lines and the pixels on them, in their order along each.

    Parameters
    ----------
    known
        Number of the line x pixels + pixel, each once, ascending.
    """
    line, pixel = np.divmod(known, len(pixels))
    step = lines[:, 1] - lines[:, 0]
    along = ((pixels[pixel] - lines[line, 0]) * step[line]).sum(axis=1)
    # No two pixels that a line passes lie abreast of it.
    order = np.lexsort((along, line))
    return line[order], pixel[order]


def _numbered(at: Ints) -> tuple[Ints, Ints]:
    """Return the different pixels in the order of their coordinates, and the number of each."""
    height = int(at[:, 1].max(initial=0)) + 1
    code = at[:, 0] * height + at[:, 1]
    pixels = ascending(code)
    return np.stack(np.divmod(pixels, height), axis=1), np.searchsorted(pixels, code)


def _cross(one: Ints, other: Ints) -> Ints:
    return np.asarray(one[:, 0] * other[:, 1] - one[:, 1] * other[:, 0], np.int64)


def _drawn(lines: Ints) -> NDArray[np.object_]:
    return np.asarray(shapely.linestrings(lines.astype(np.float64)), np.object_).reshape(-1)
