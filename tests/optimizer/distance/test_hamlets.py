"""Hamlets of points, on a line and at random."""

from __future__ import annotations

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from optimizer.distance import hamlets as hamlets_module
from optimizer.distance.hamlets import FEW, NEIGHBOURS_M, hamlets, places_hamlets


def on_a_line(*metres: float) -> np.ndarray:
    return np.array([[x, 0.0] for x in metres]).reshape(-1, 2)


CASES: dict[str, tuple[list[float], list[int]]] = {
    "nobody": ([], []),
    "one household": ([7.0], [0]),
    "two at one point": ([7.0, 7.0], [0, 0]),
    "exactly at the distance": ([0.0, NEIGHBOURS_M], [0, 0]),
    "just beyond the distance": ([0.0, float(np.nextafter(NEIGHBOURS_M, 1e9))], [0, 1]),
    "a chain of neighbours": ([0.0, 300.0, 150.0], [0, 0, 0]),
    "the largest first": ([0.0, 1000.0, 1001.0], [1, 0, 0]),
    "of equal ones the smallest id first": ([500.0, 0.0, 501.0, 1.0], [0, 1, 0, 1]),
    "flats in one house count": ([0.0, 900.0, 900.0, 1.0, 900.0], [1, 0, 0, 1, 0]),
}


@pytest.fixture(params=[FEW, 0], ids=["listed", "by cells"], autouse=True)
def _ways(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> None:
    """Find hamlets both ways: all neighbours listed, and cell by cell."""
    monkeypatch.setattr(hamlets_module, "FEW", request.param)


@pytest.mark.parametrize("name", CASES)
def test_that_neighbours_are_one_hamlet(name: str) -> None:
    """Tests that households belong together just where a chain of neighbours connects them."""
    metres, expected = CASES[name]
    found = hamlets(on_a_line(*metres))
    assert found.of.tolist() == expected
    assert len(found.names) == len(set(expected))


def test_that_hamlets_are_named_as_columns_are() -> None:
    """Tests that Z is followed by AA, and ZZ by AAA."""
    names = hamlets(on_a_line(*(1000.0 * np.arange(703)))).names
    assert names[:2] + names[25:28] == ("A", "B", "Z", "AA", "AB")
    assert names[51:53] + names[701:] == ("AZ", "BA", "ZZ", "AAA")


def test_that_another_distance_may_be_asked_for() -> None:
    """Tests that the distance is a matter of the caller, inclusive as well."""
    assert hamlets(on_a_line(0, 10), neighbours_m=10.0).of.tolist() == [0, 0]
    assert hamlets(on_a_line(0, 10), neighbours_m=9.9).of.tolist() == [0, 1]


def test_that_a_place_belongs_to_the_nearest_household() -> None:
    """Tests that a place has the hamlet of its nearest household, however far that is."""
    homes = on_a_line(0, 1000, 1001)
    found = hamlets(homes)
    near = places_hamlets(found, homes, on_a_line(-9000, 499, 501))
    assert near.tolist() == [1, 1, 0]
    assert places_hamlets(found, homes, on_a_line()).tolist() == []


def connected(xy: np.ndarray) -> list[set[int]]:
    """Return the hamlets the slow way: join sets of rows, pair by pair."""
    groups = [{row} for row in range(len(xy))]
    for one in range(len(xy)):
        for other in range(one):
            if np.hypot(*(xy[one] - xy[other])) <= NEIGHBOURS_M:
                joined = [group for group in groups if group & {one, other}]
                groups = [group for group in groups if not group & {one, other}]
                groups.append(set.union(*joined))
    return sorted(groups, key=lambda group: (-len(group), min(group)))


@given(st.lists(st.tuples(st.integers(0, 12), st.integers(0, 12)), max_size=25))
def test_that_joining_pair_by_pair_finds_the_same(cells: list[tuple[int, int]]) -> None:
    """Tests that hamlets and their order are those of the plainest way, also on a grid of edges."""
    xy = np.array(cells, np.float64).reshape(-1, 2) * 75.0
    found = hamlets(xy)
    rows = [set(np.flatnonzero(found.of == row).tolist()) for row in range(len(found.names))]
    assert rows == connected(xy)
