"""Presets survive being written and read."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from optimizer.domain.scenario import Points, Scenario
from optimizer.input.folder import read_scenario, write_scenario
from optimizer.input.request import request_from_scenario, scenario_from_request
from scenarios.generator import generate
from scenarios.presets import presets

SCALE = {"ninh-thuan": 0.05, "pilot": 0.05, "vietnam": 0.0003}
NAMES = [known.name for known in presets()]


def assert_same_points(one: Points, other: Points) -> None:
    np.testing.assert_array_equal(one.ids, other.ids)
    np.testing.assert_array_equal(one.given, other.given)
    np.testing.assert_array_equal(one.xy, other.xy)


def assert_same(one: Scenario, other: Scenario) -> None:
    assert (one.rules, one.lonlat) == (other.rules, other.lonlat)
    assert len(one.villages) == len(other.villages)
    for mine, theirs in zip(one.villages, other.villages, strict=True):
        assert (mine.id, mine.name, mine.area) == (theirs.id, theirs.name, theirs.area)
        assert (mine.rules, mine.lonlat) == (theirs.rules, theirs.lonlat)
        assert_same_points(mine.households, theirs.households)
        assert_same_points(mine.members, theirs.members)
        np.testing.assert_array_equal(mine.members.minimum, theirs.members.minimum)
        np.testing.assert_array_equal(mine.members.maximum, theirs.members.maximum)
        np.testing.assert_array_equal(mine.members.team, theirs.members.team)


@pytest.mark.parametrize("name", NAMES)
def test_preset_reads_back_from_a_request(name: str) -> None:
    """Tests that a preset made a request and read again is the same to the last bit."""
    scenario = generate(name, scale=SCALE.get(name, 1.0))
    assert_same(scenario_from_request(request_from_scenario(scenario)), scenario)


@pytest.mark.parametrize("name", NAMES)
def test_preset_reads_back_from_a_folder(name: str, tmp_path: Path) -> None:
    """Tests that a preset written as a scenario folder is read as the same villages and rules."""
    scenario = generate(name, scale=SCALE.get(name, 1.0))
    write_scenario(scenario, tmp_path / name)
    assert_same(read_scenario(tmp_path / name), scenario)
