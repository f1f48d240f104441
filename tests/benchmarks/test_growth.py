from __future__ import annotations

import json
from pathlib import Path

import pytest
import yaml

from benchmarks import growth, kills
from benchmarks.province import Spent
from optimizer.execution.checkpoint import PlanStore
from optimizer.execution.province import plan_checked
from optimizer.input.folder import read_scenario, write_scenario
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
    assert kills.kill(tmp_path / "in", tmp_path / "out.json", 0.01) == kills.Killed(0, 0, 0, 0, 0)


def test_that_open_villages_are_told_apart(tmp_path: Path) -> None:
    """Tests that a proven village that differs is not excused by one that was left open."""
    for name, walk in (("one", 1), ("other", 2)):
        villages = [
            {"id": "same", "today": None},
            *(
                {"id": told, "today": {"walk": walk, "proof": {"walk": {"proven": proven}}}}
                for told, proven in (("left open", False), ("proven", True))
            ),
        ]
        (tmp_path / name).write_text(json.dumps({"villages": villages}))
    found = kills.differing(tmp_path / "one", tmp_path / "other")
    assert found == kills.Differing(("proven",), ("left open (walk)",))


def test_that_a_village_planned_twice_is_counted(tmp_path: Path) -> None:
    """Tests that a plan kept once more is seen, beside one that is kept once."""
    plan = plan_checked(generate("tiny").villages[0])
    store = PlanStore(tmp_path)
    store.keep([(b"a" * 32, plan)])
    store.keep([(b"b" * 32, plan), (b"a" * 32, plan)])
    assert kills.plans_kept(tmp_path) == (2, 1)
    assert kills.Killed(1, 2, changed=0, twice=1, planners=0).wrong
    assert not kills.Killed(1, 2, changed=0, twice=0, planners=1).wrong


def test_that_growth_is_judged() -> None:
    """Tests that what was promised of time, memory and overhead is met, and just missed."""

    def size(cpu_s: float, memory_mb: float, own_s: float) -> growth.Grown:
        planning = Spent(10, cpu_s, memory_mb)
        return growth.Grown(1, 2, 800, 0, Spent(1, 1, 1), planning, own_s=own_s)

    flat = growth.promises([size(20.0, 500, 16), size(22.9, 700, 16)], 2)
    assert [target.met for target in flat] == [True, True, True, True]
    steep = growth.promises([size(20.0, 500, 16), size(23.1, 701, 15)], 2)
    assert [target.met for target in steep] == [False, False, True, False]
