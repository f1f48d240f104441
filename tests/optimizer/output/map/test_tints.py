"""Neighbours are told apart by their tints."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from numpy.typing import NDArray

from optimizer.output.map.territories import territories
from optimizer.output.map.tints import tints


def same(shapes: NDArray[np.object_], count: int) -> float:
    """Return the length of borders between areas of one tint."""
    found = tints(shapes, count)
    assert ((found >= 0) & (found < count)).all()
    one, other = np.triu_indices(len(shapes), 1)
    alike = found[one] == found[other]
    shared = shapely.intersection(shapes[one[alike]], shapes[other[alike]])
    return float(shapely.length(shared).sum())


def test_that_a_chessboard_needs_two() -> None:
    """Tests that squares that only meet in a corner may be alike, and no squares need none."""
    board = np.array([shapely.box(x, y, x + 1, y + 1) for x in range(6) for y in range(6)])
    assert same(board, 2) == 0
    assert sorted(np.bincount(tints(board, 4)).tolist()) == [18, 18]
    assert tints(board[:0], 4).tolist() == []


@pytest.mark.parametrize("seed", range(5))
def test_that_neighbours_differ(seed: int) -> None:
    """Tests that single cells, which four tints always could tell apart, are with six."""
    xy = np.random.default_rng(seed).uniform(0, 1000, (80, 2))
    land = territories(xy, np.arange(80), lonlat=False)
    assert same(land.shapes, 6) == 0


def test_that_too_few_tints_are_used_where_it_shows_least() -> None:
    """Tests that of three squares in a row and one on top the short border is given up."""
    corners = [(0, 0, 4, 4), (4, 0, 5, 4), (0, 4, 5, 9)]
    assert same(np.array([shapely.box(*corner) for corner in corners]), 2) == 1
