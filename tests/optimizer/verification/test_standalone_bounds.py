"""The stand-alone check of bounds comes to what the verifier comes to."""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import pytest

from optimizer.domain.goals import Priority
from optimizer.domain.scenario import Scenario
from optimizer.input.request import scenario_from_request
from optimizer.input.request.request_writer import request_from_scenario
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from optimizer.verification import standalone_bounds
from tests.optimizer.random_villages import random_village, under
from tests.optimizer.written_results import write_folder

NOBODY = np.empty((0, 2), np.int64)


def written(folder: Path) -> tuple[Path, Path]:
    """Write a request of forty small villages, and its response."""
    villages = tuple(
        replace(under(random_village(seed), priorities=(Priority.WALK,)), id=f"v{seed:02}")
        for seed in range(40)
    )
    villages = tuple(replace(village, current=NOBODY) for village in villages)
    scenario = Scenario(villages[0].rules, villages, lonlat=False)
    plans = [plan_village(village) for village in villages]
    made = response(scenario, plans, run_record(scenario, seed=0, seconds=0.1))
    (folder / "request.json").write_text(json.dumps(request_from_scenario(scenario)))
    (folder / "response.json").write_text(json.dumps(made))
    return folder / "request.json", folder / "response.json"


def test_that_it_needs_no_package_and_finds_every_bound_to_hold(tmp_path: Path) -> None:
    """Tests that bare Python runs it, and that most bounds are recomputed and none is too high."""
    command = [sys.executable, "-I", "-S", standalone_bounds.__file__, *map(str, written(tmp_path))]
    done = subprocess.run(command, capture_output=True, text=True, check=False)
    lines = done.stdout.splitlines()
    assert (done.returncode, done.stderr) == (0, "")
    assert sum(line.endswith("holds") for line in lines) > len(lines) / 2


def test_that_a_result_folder_is_enough(tmp_path: Path) -> None:
    """Tests that its bounds.json comes to the same bounds as request and response do."""
    request, path = written(tmp_path)
    scenario = scenario_from_request(json.loads(request.read_text()))
    plans = [plan_village(village) for village in scenario.villages]
    write_folder(scenario, plans, tmp_path / "out")
    command = [sys.executable, "-I", "-S", standalone_bounds.__file__]
    said = [
        subprocess.run([*command, *map(str, files)], capture_output=True, text=True, check=True)
        for files in ((request, path), (tmp_path / "out" / "bounds.json",))
    ]
    assert said[0].stdout == said[1].stdout


@pytest.mark.parametrize("stage", ["serve", "recruit", "walk"])
def test_that_a_bound_stated_too_high_is_found(tmp_path: Path, stage: str) -> None:
    """Tests that one more than what can be recomputed is told, in each way of checking."""
    request, path = written(tmp_path)
    document = json.loads(path.read_text())
    proof = next(
        entry[part]["proof"][stage]
        for entry in document["villages"]
        for part in ("after", "today")
        if entry[part] and checked(entry[part]["proof"].get(stage), part, stage)
    )
    proof["bound"] += 1
    path.write_text(json.dumps(document))
    assert standalone_bounds.main(request, path) == 1


def checked(proof: Any, part: str, stage: str) -> bool:  # noqa: ANN401 - a part of a document
    """Tell whether a bound above 0 is one that is recomputed."""
    if proof is None or proof["bound"] <= 0 or proof["checked"] == "search":
        return False
    return stage != "serve" or part == "today"


def test_that_named_distances_are_taken_as_they_are() -> None:
    """Tests that a matrix needs no points, and one's own door is no way."""
    households, members = [{"id": "a"}, {"id": "b"}], [{"id": "m", "min": 0}]
    told = {"members": [["a", "m", 3.0], ["b", "m", 4.5]]}
    village = {"id": "v", "households": households, "members": members, "distances": told}
    request: dict[str, Any] = {"rules": {"metric": {"kind": "matrix"}}, "villages": [village]}
    scenario = scenario_from_request(request)
    plans = [plan_village(one) for one in scenario.villages]
    made = response(scenario, plans, run_record(scenario, seed=0, seconds=0.1))
    told_of = json.loads(json.dumps(made))["villages"][0]
    found = standalone_bounds.check(standalone_bounds.Village(request, village), told_of)
    assert {place: proven for place, _, proven in found} == {
        "v today serve": 0,
        "v today minimum": 0,
        "v today walk": 7.5,
    }


def test_that_degrees_are_refused(tmp_path: Path) -> None:
    """Tests that it says what it does not know."""
    paths = tmp_path / "request.json", tmp_path / "response.json"
    paths[0].write_text(json.dumps({"coordinates": "lonlat", "villages": []}))
    paths[1].write_text(json.dumps({"villages": []}))
    with pytest.raises(SystemExit, match="write the request in metres"):
        standalone_bounds.main(*paths)
