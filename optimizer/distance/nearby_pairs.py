"""Pairs of points that may be within a distance, some at a time, so that memory stays bounded."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TypeVar

import numpy as np
from scipy.spatial import cKDTree

from optimizer.domain.scenario import Floats, Ints

Amount = TypeVar("Amount", float, Floats)
AT_ONCE = 1_000_000
"""Pairs that are held together."""
SPARSE = 8
"""A tree is asked where fewer than one pair in so many is near: its answers are lists."""


def slack(limit_m: Amount) -> Amount:
    """Return a little more than a limit: sums and factors round."""
    return limit_m * (1 + 1e-9) + 1e-9


def most_near(start: Floats, end: Floats, limit_m: float) -> int:
    """Return how many pairs there are within the distance at most: of few points, all pairs."""
    pairs = len(start) * len(end)
    if pairs <= AT_ONCE or not np.isfinite(limit_m):
        return pairs
    return int(cKDTree(start).count_neighbors(cKDTree(end), slack(limit_m)))


def near(start: Floats, end: Floats, limit_m: float) -> Iterator[tuple[Ints, Ints]]:
    """Yield a superset of the pairs at most ``limit_m`` apart, in the order of their rows.

    The tree rounds in its own way, and so does the square: whoever asks measures for itself.
    """
    if not len(start) or not len(end):
        return
    slack_m = slack(limit_m)
    pairs, count = len(start) * len(end), most_near(start, end, limit_m)
    if count * SPARSE < pairs:
        step = max(1, len(start) * AT_ONCE // (count + 1))
        yield from _by_tree(start, cKDTree(end), slack_m, step)
        return
    step = max(1, AT_ONCE // len(end))
    for first in range(0, len(start), step):
        some = start[first : first + step]
        away = np.hypot(*(np.subtract.outer(some[:, axis], end[:, axis]) for axis in (0, 1)))
        row, column = np.nonzero(away <= slack_m)
        yield row + first, column


def _by_tree(
    start: Floats, tree: cKDTree, slack_m: float, step: int
) -> Iterator[tuple[Ints, Ints]]:
    for first in range(0, len(start), step):
        some = start[first : first + step]
        near_it = tree.query_ball_point(some, slack_m, return_sorted=True)
        found: list[list[int]] = np.asarray(near_it, np.object_).tolist()
        counts = np.array([len(row) for row in found], np.int64)
        column = np.fromiter((at for row in found for at in row), np.int64, int(counts.sum()))
        yield np.repeat(np.arange(first, first + len(some)), counts), column


def together(
    one: Ints, other: Ints, start: Floats, end: Floats, limit_m: float
) -> Iterator[tuple[Ints, Ints]]:
    """Yield a superset of the pairs that are in one face and at most ``limit_m`` apart.

    Parameters
    ----------
    one, other
        The faces that the points are in.
    """
    order = np.argsort(other, kind="stable")
    begin, after = (np.searchsorted(other[order], one, side) for side in ("left", "right"))
    count = after - begin
    if int(count.sum()) * SPARSE > len(one) * len(other):
        for row, column in near(start, end, limit_m):
            fit = one[row] == other[column]
            yield row[fit], column[fit]
        return
    for rows in portions(count, AT_ONCE):
        which, nth = counted(count[rows])
        yield rows[which], order[begin[rows][which] + nth]


def portions(count: Ints, most: int) -> Iterator[Ints]:
    """Yield rows, some at a time, that count at most ``most`` together, or one alone."""
    rows = np.flatnonzero(count)
    portion = np.cumsum(count[rows]) // most
    yield from np.split(rows, np.flatnonzero(np.diff(portion)) + 1)


def counted(count: Ints) -> tuple[Ints, Ints]:
    """Return each row as often as it counts, and which time it is."""
    row = np.repeat(np.arange(len(count)), count)
    return row, np.arange(len(row)) - np.repeat(np.cumsum(count) - count, count)


def ascending(codes: Ints) -> Ints:
    """Return each code once, in order: sorting is several times as fast as a table of hashes."""
    ordered = np.sort(codes)
    new = np.append(True, ordered[1:] != ordered[:-1])[: len(ordered)]
    return np.asarray(ordered[new], np.int64)
