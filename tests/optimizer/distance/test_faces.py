"""The faces into which walls divide the ground."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from optimizer.distance import nearby_pairs as near_pairs
from optimizer.distance.faces import Faces, edges_of
from optimizer.distance.nearby_pairs import near, together
from optimizer.distance.noding import noded
from optimizer.domain.scenario import Floats, Ints


def faces(walls: Ints) -> Faces:
    """Return the faces of walls that meet only with their ends."""
    return Faces(walls, edges_of(walls))


def by_polygons(walls: Ints, points: Ints) -> list[frozenset[int]]:
    """Return the polygons of shapely that each point lies in or on the edge of."""
    drawn = np.asarray(shapely.linestrings(walls.astype(np.float64)))
    polygons = shapely.get_parts(shapely.polygonize(list(drawn)))
    return [
        frozenset(np.flatnonzero(shapely.intersects(polygons, shapely.Point(point))).tolist())
        for point in points.tolist()
    ]


@pytest.mark.parametrize("seed", range(40))
def test_that_points_share_a_face_where_they_share_a_polygon(seed: int) -> None:
    """Tests that random walls, loose ends and islands among them, divide as in shapely."""
    rng = np.random.default_rng((12, seed))
    lines = rng.integers(0, 60, (int(rng.integers(1, 14)), 2, 2)) * 100
    ring = np.array([[0, 0], [6_000, 0], [6_000, 6_000], [0, 6_000], [0, 0]])
    rings = [3_000 + (ring - 3_000) * share // 10 for share in range(1, int(rng.integers(2, 10)))]
    walls = np.concatenate([lines, *(np.stack([r[:-1], r[1:]], axis=1) for r in rings)])
    walls = noded(walls[(walls[:, 0] != walls[:, 1]).any(axis=1)])
    points = rng.integers(-500, 6_500, (80, 2))
    points[:8] = walls[rng.integers(0, len(walls), 8), 0]
    found: list[set[int]] = [set() for _ in points]
    polygons = by_polygons(walls, points)
    for row, face in zip(*faces(walls).at(points), strict=True):
        found[row].add(int(face))
    on = shapely.intersects(
        shapely.union_all(shapely.linestrings(walls.astype(np.float64))), shapely.points(points)
    )
    free, held = np.flatnonzero(~on).tolist(), np.flatnonzero(on).tolist()
    for row in free:
        assert len(found[row]) == 1
        for other in free:
            assert (found[other] == found[row]) == (polygons[row] == polygons[other])
        # Who is on a wall is in every face that it bounds; the ground outside has no polygon.
        for other in held:
            if polygons[row]:
                assert (found[row] <= found[other]) == (polygons[row] <= polygons[other])


def test_that_both_sides_of_a_wall_with_loose_ends_are_one_face() -> None:
    """Tests that a wall divides nothing until it is closed."""
    bend = np.array([[[0, 0], [9, 0]], [[9, 0], [9, 9]], [[0, 9], [9, 9]]])
    inside_and_out = np.array([[4, 4], [-4, 4]])
    _, (one, other) = faces(bend).at(inside_and_out)
    assert one == other
    closed = np.concatenate([bend, [[[0, 0], [0, 9]]]])
    _, (one, other) = faces(closed).at(inside_and_out)
    assert one != other


def within(start: Floats, end: Floats, limit_m: float) -> list[tuple[int, int]]:
    """Return the pairs that are near enough, one by one."""
    return [
        (row, column)
        for row in range(len(start))
        for column in range(len(end))
        if np.hypot(*(start[row] - end[column])) <= limit_m
    ]


@pytest.mark.parametrize("at_once", [1, 7, 1_000_000])
@pytest.mark.parametrize("sparse", [0, 1, 8])
@pytest.mark.parametrize("limit_m", [0.0, 3.0, np.inf])
def test_that_no_pair_is_lost_or_seen_twice(
    at_once: int, sparse: int, limit_m: float, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that pairs come once, some at a time, in order, whole or face by face."""
    monkeypatch.setattr(near_pairs, "AT_ONCE", at_once)
    monkeypatch.setattr(near_pairs, "SPARSE", sparse)
    rng = np.random.default_rng(3)
    start, end = (rng.integers(0, 8, (count, 2)).astype(np.float64) for count in (17, 12))
    expected = within(start, end, limit_m)
    found = [pair for some in near(start, end, limit_m) for pair in zip(*some, strict=True)]
    assert found == expected
    one, other = rng.integers(0, 3, 17), rng.integers(0, 3, 12)
    found = [
        pair
        for some in together(one, other, start, end, limit_m)
        for pair in zip(*some, strict=True)
    ]
    assert len(found) == len(set(found))
    same = {(r, c) for r, c in expected if one[r] == other[c]}
    assert {pair for pair in found if pair in set(expected)} == same
