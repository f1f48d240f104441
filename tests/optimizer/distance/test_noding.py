"""Lines cut where they meet, on whole millimetres."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from optimizer.distance.noding import noded
from optimizer.domain.scenario import Ints


def random_lines(seed: int) -> Ints:
    """Return lines on a grid so narrow that many touch, overlap and share their ends, or wide."""
    rng = np.random.default_rng((11, seed))
    across = int(rng.choice([4, 9, 40, 1_000, 300_000]))
    lines: Ints = rng.integers(-across, across, (int(rng.integers(1, 24)), 2, 2))
    return np.asarray(lines[(lines[:, 0] != lines[:, 1]).any(axis=1)], np.int64)


@pytest.mark.parametrize("seed", range(60))
def test_that_pieces_meet_only_with_their_ends(seed: int) -> None:
    """Tests that no two pieces cross, overlap or touch but in an end of both."""
    pieces = noded(random_lines(seed))
    drawn = np.asarray(shapely.linestrings(pieces.astype(np.float64)))
    one, other = shapely.STRtree(drawn).query(drawn, predicate="intersects")
    for row, column in zip(one[one < other], other[one < other], strict=True):
        met = drawn[row].intersection(drawn[column])
        ends = set(map(tuple, pieces[row].tolist())) & set(map(tuple, pieces[column].tolist()))
        assert met.geom_type == "Point"
        assert (met.x, met.y) in ends


@pytest.mark.parametrize("seed", range(60))
def test_that_no_line_moves_by_a_millimetre(seed: int) -> None:
    """Tests that the pieces are the lines, but for less than a pixel, and keep every end."""
    lines = random_lines(seed)
    pieces = noded(lines)
    before, after = (
        shapely.union_all(shapely.linestrings(some.astype(np.float64))) for some in (lines, pieces)
    )
    assert shapely.hausdorff_distance(before, after) < 0.75
    ends = set(map(tuple, pieces.reshape(-1, 2).tolist()))
    assert set(map(tuple, lines.reshape(-1, 2).tolist())) <= ends


def test_that_a_line_within_half_a_millimetre_of_an_end_is_bent_to_it() -> None:
    """Tests that an end 0.4 mm off a line is met, and one 0.6 mm off is not."""
    stub, line = [[400, 0], [400, 300]], [[0, -1], [1_000, 0]]
    assert len(noded(np.array([line, stub]))) == 2
    stub[0][0] = stub[1][0] = 600
    assert len(noded(np.array([line, stub]))) == 3
