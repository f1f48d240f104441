"""Seven real villages, from their GeoJSON files to a verified plan, through the command line."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

FILES = Path(__file__).parents[2] / "shared" / "data" / "tanzania"

pytestmark = pytest.mark.skipif(
    not FILES.is_dir(),
    reason="the building footprints of shared/data/tanzania are not beside this repository",
)

# Buildings farther than the limit from every member drawn: no plan serves them.
UNREACHED = {"butiama": 6}


def liengia(*arguments: str | Path, within: Path) -> str:
    """Run a command to its end and return what it prints."""
    done = subprocess.run(
        [Path(sys.executable).parent / "liengia", *arguments],
        cwd=within,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """Draw and plan the villages once for all tests."""
    folder = tmp_path_factory.mktemp("tanzania")
    files = sorted(FILES.glob("*.geojson"))
    drawn = ("--one-member-in", "9", "--max-distance", "800", "--seed", "0")
    liengia("draw", *files, *drawn, "--output", "drawn", within=folder)
    # The largest takes a few seconds; what is not proven in time would keep its bound.
    liengia(
        "optimize", "drawn", "--output", "plan.json", "--time-limit", "30", "--workers", "2",
        within=folder,
    )  # fmt: skip
    return folder


@pytest.fixture(scope="module")
def villages(folder: Path) -> dict[str, Any]:
    document = json.loads((folder / "plan.json").read_text(encoding="utf-8"))
    return {village["id"]: village for village in document["villages"]}


def test_that_every_building_is_a_household(villages: dict[str, Any]) -> None:
    """Tests that no building is lost on the way, and that one in nine is a member's home."""
    buildings = {
        path.stem: len(json.loads(path.read_text())["features"]) for path in FILES.iterdir()
    }
    assert len(buildings) == 7
    assert {name: village["households"] for name, village in villages.items()} == buildings
    members = {name: village["members"] for name, village in villages.items()}
    assert members == {name: round(count / 9) for name, count in buildings.items()}


def test_that_the_plan_passes_the_verifier(folder: Path) -> None:
    """Tests that the verifier, which knows no solver, finds nothing in the response."""
    assert "Clean. Villages: 7." in liengia("verify", "drawn", "plan.json", within=folder)


def test_that_nobody_is_left_out_but_those_out_of_reach(villages: dict[str, Any]) -> None:
    """Tests that everybody within 800 m of some member is looked after, and the rest named."""
    unserved = {name: village["today"]["unserved"] for name, village in villages.items()}
    reasons = {reason for listed in unserved.values() for _, reason in listed}
    assert {name: len(listed) for name, listed in unserved.items() if listed} == UNREACHED
    assert reasons == {"DISTANCE"}


def test_that_windows_and_limit_hold(villages: dict[str, Any]) -> None:
    """Tests that by counting nobody has more than 10 or too few, and that nobody walks farther."""
    for village in villages.values():
        today = village["today"]
        loads: dict[str, int] = {}
        for _, member, metres in today["assignments"]:
            loads[member] = loads.get(member, 0) + 1
            assert metres <= 800
        below = {member for member, load in loads.items() if load < 5}
        assert max(loads.values()) <= 10
        assert below == set(today["exceptions"])
        assert len(loads) + len(today["reserve"]) == village["members"]


def test_that_every_stage_has_its_bound(villages: dict[str, Any]) -> None:
    """Tests that who is served and how few exceptions are proven, and the walk within 0.5 %."""
    for village in villages.values():
        proof = village["today"]["proof"]
        assert proof["serve"]["proven"]
        assert proof["minimum"]["proven"]
        assert proof["walk"]["bound"] >= 0.995 * proof["walk"]["value"]
