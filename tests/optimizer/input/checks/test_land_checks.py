"""Paths and barriers of which there are more than are planned, and those near a village."""

from __future__ import annotations

import numpy as np
import pytest
import shapely
from hypothesis import given
from hypothesis import strategies as st

from optimizer.errors import ScenarioError
from optimizer.input.checks import land_checks
from optimizer.input.request import scenario_from_request

VILLAGE = {
    "id": "v",
    "households": [{"id": "h", "x": 0, "y": 0}],
    "members": [{"id": "m", "x": 9, "y": 0}],
}


def read(count: int) -> None:
    """Read a village with so many pieces of walls, all of them different."""
    lines = [[[at, 0], [at + 1, 0]] for at in range(count)]
    scenario_from_request(
        {"coordinates": "metres", "barriers": {"lines": lines}, "villages": [VILLAGE]}
    )


def test_that_far_too_many_walls_are_refused_before_each_is_placed(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    """Tests that four times the limit is refused by the map's name, and by no village's."""
    monkeypatch.setenv("LIENGIA_MAX_VILLAGE_BARRIERS", "3")
    read(3)
    with pytest.raises(ScenarioError, match=r"villages/0.*16|v has 15 barriers"):
        read(15)
    with pytest.raises(ScenarioError, match=r"/barriers.*16 barriers.*BARRIERS"):
        read(16)


@given(seed=st.integers(0, 1 << 32))
def test_that_few_villages_find_the_lines_that_many_find(seed: int) -> None:
    """Tests that boxes looked at one by one meet the lines that a tree finds."""
    chance = np.random.default_rng(seed)
    lines = chance.integers(0, 9, (20, 2, 2)).astype(float)
    corners = np.sort(chance.integers(0, 9, (2, 5, 2)).astype(float), axis=0)
    village, row = land_checks.meeting(lines, *corners)
    boxes = shapely.box(*corners[0].T, *corners[1].T)
    expected = shapely.STRtree([shapely.LineString(line) for line in lines]).query(boxes)
    assert {*zip(village, row, strict=True)} == {*zip(*expected, strict=True)}
