from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from benchmarks import growth, kills
from benchmarks.province import Spent
from optimizer.tables import read_scenario, write_scenario
from scenarios import generate


def test_that_the_overhead_is_the_runs_over_its_villages() -> None:
    """Tests that 30 s for 40 s of villages on 2 workers is half as much again."""
    size = growth.Grown(1, 2, 800, 0, Spent(1, 1, 1), Spent(30, 40, 500), own_s=40)
    assert size.overhead(2) == pytest.approx(1.5)
    assert len(growth.growth_table([size], 2).rows) == 1


def test_that_todays_plan_alone_is_asked_for(tmp_path: Path) -> None:
    """Tests that nothing but recruiting changes in the settings."""
    write_scenario(generate("tiny"), tmp_path / "in")
    before = read_scenario(tmp_path / "in").rules
    growth.without_recruiting(tmp_path / "in" / "scenario.yaml")
    assert read_scenario(tmp_path / "in").rules == before.model_copy(update={"recruiting": False})
    said = yaml.safe_load((tmp_path / "in" / "scenario.yaml").read_text())
    assert said["coordinates"] == "metres"


def test_that_a_run_that_ends_was_not_killed(tmp_path: Path) -> None:
    """Tests that a moment after the end finds a whole answer and nothing kept beside it."""
    write_scenario(generate("tiny"), tmp_path / "in")
    assert kills.kill(tmp_path / "in", tmp_path / "out.json", 120.0) is None
    assert sorted(path.name for path in tmp_path.iterdir()) == ["in", "out.json"]


def test_that_an_early_kill_keeps_nothing(tmp_path: Path) -> None:
    """Tests that a run killed at its start has kept no plan, and changed none."""
    write_scenario(generate("tiny"), tmp_path / "in")
    assert kills.kill(tmp_path / "in", tmp_path / "out.json", 0.01) == kills.Killed(0, 0, 0)


def test_that_differing_villages_are_named(tmp_path: Path) -> None:
    """Tests that of two answers only the village that differs is named, with what is open."""
    same = {"id": "a", "today": None}
    for name, proven in (("one", True), ("other", False)):
        village = {"id": "b", "today": {"proof": {"walk": {"proven": proven}}}}
        (tmp_path / name).write_text(json.dumps({"villages": [same, village]}))
    found = kills.differing(tmp_path / "one", tmp_path / "other")
    assert found == ["b (open: ['walk'])"]
