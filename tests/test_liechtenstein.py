"""A real map, from OpenStreetMap data to a verified plan along its paths."""

from __future__ import annotations

import csv
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest

from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Scenario
from optimizer.execution.province import plan_checked
from optimizer.input.folder import read_scenario

FILE = Path(__file__).parents[2] / "shared" / "data" / "liechtenstein-2013-08-03.osm.pbf"

pytestmark = pytest.mark.skipif(
    not FILE.is_file(),
    reason="the map shared/data/liechtenstein-2013-08-03.osm.pbf is not beside this repository",
)

MUNICIPALITIES = {
    "Balzers", "Eschen", "Gamprin", "Mauren", "Planken", "Ruggell", "Schaan", "Schellenberg",
    "Triesen", "Triesenberg", "Vaduz",
}  # fmt: skip


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Place the buildings once for all tests, by the documented command."""
    folder = tmp_path_factory.mktemp("liechtenstein") / "placed"
    options = (
        "--admin-level 8 --one-member-in 9 --seed 0 --metric path --max-distance 1000 --output"
    )
    command = ["place", str(FILE), *options.split(), str(folder)]
    liengia = Path(sys.executable).parent / "liengia"
    done = subprocess.run([liengia, *command], capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr
    assert "Villages: 11. Households: 3,743. Members: 416." in done.stdout
    assert "Feldkirch" in done.stdout  # next door, and not whole in the file
    return folder


@pytest.fixture(scope="module")
def scenario(folder: Path) -> Scenario:
    return read_scenario(folder)


def test_that_municipalities_are_villages(scenario: Scenario) -> None:
    """Tests that there are the eleven municipalities, one in nine buildings a member's home."""
    assert {village.name for village in scenario.villages} == MUNICIPALITIES
    for village in scenario.villages:
        assert len(village.members) == round(len(village.households) / 9)
        assert village.network is not None


def test_that_every_building_is_placed_or_named(scenario: Scenario, folder: Path) -> None:
    """Tests that of the file's 3,723 areas and 24 points four lie outside, and are named."""
    with (folder / "outside.csv").open(encoding="utf-8-sig", newline="") as file:
        outside = list(csv.DictReader(file))
    assert [row["standing"] for row in outside] == ["OUTSIDE"] * 4
    households = sum(len(village.households) for village in scenario.villages)
    assert households + len(outside) == 3723 + 24


def test_that_neighbours_are_known(folder: Path, scenario: Scenario) -> None:
    """Tests that every pair stands in both directions, and that Vaduz has the neighbours it has."""
    names = {village.id: village.name for village in scenario.villages}
    with (folder / "neighbours.csv").open(encoding="utf-8-sig", newline="") as file:
        pairs = {(names[r["village"]], names[r["neighbour"]]) for r in csv.DictReader(file)}
    assert pairs == {(other, one) for one, other in pairs}
    around = {other for one, other in pairs if one == "Vaduz"}
    assert {"Schaan", "Triesen", "Triesenberg"} <= around


def test_that_a_village_is_planned_along_its_paths(scenario: Scenario) -> None:
    """Tests that a verified plan walks no shorter than the straight line, and within the limit."""
    (village,) = (village for village in scenario.villages if village.name == "Planken")
    plan = plan_checked(village)
    served = plan.today.person != UNSERVED
    step = village.households.xy[served] - village.members.xy[plan.today.person[served]]
    straight_m = np.hypot(step[:, 0], step[:, 1])
    assert served.sum() > 200
    assert (plan.today.metres[served] >= straight_m - 1e-6).all()
    assert plan.today.metres[served].max() <= 1000
    assert plan.today.walk_m > 1.3 * straight_m.sum()
