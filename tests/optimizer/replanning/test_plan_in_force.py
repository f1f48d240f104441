"""The plan in force, read from a result."""

from __future__ import annotations

from pathlib import Path

import pyarrow.parquet as pq
import pytest

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.errors import ScenarioError
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village
from optimizer.replanning.plan_in_force import Which, read_plan_in_force
from tests.optimizer.written_results import write_folder

RULES: dict[str, object] = {"min_households": 1, "max_households": 2, "max_distance_m": 10}
SCENARIO = scenario_from_request(
    {
        "rules": RULES,
        "villages": [
            {
                "id": name,
                "households": [{"id": "h0", "x": 0, "y": 0}],
                "members": members,
                "rules": RULES | {"recruiting": bool(members)},
            }
            for name, members in (("v", [{"id": "m0", "x": 1, "y": 0}]), ("w", []))
        ],
    }
)


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a result folder of two villages; in one of them there is nobody."""
    plans = [plan_village(village) for village in SCENARIO.villages]
    run = {"scenario_sha256": scenario_sha256(SCENARIO)}
    write_folder(SCENARIO, plans, tmp_path / "plan", run=run)
    return tmp_path / "plan"


@pytest.mark.parametrize("which", Which)
def test_that_a_village_without_anybody_has_a_plan(folder: Path, which: Which) -> None:
    """Tests that a result folder knows its villages where nobody looks after anybody too."""
    found = read_plan_in_force(folder, which)
    persons = {name: dict(village.person) for name, village in found.villages.items()}
    assert persons == {"v": {"h0": "m0"}, "w": {}}


def test_that_damaged_villages_are_named(folder: Path) -> None:
    """Tests that a table of villages that is none is refused with its name."""
    (folder / "villages.parquet").write_bytes(b"PAR1")
    with pytest.raises(ScenarioError, match=r"villages[.]parquet.*UNREADABLE_PLAN"):
        read_plan_in_force(folder, Which.TODAY)
    pq.write_table(pq.read_table(folder / "assignments.parquet"), folder / "villages.parquet")
    with pytest.raises(ScenarioError, match=r"villages[.]parquet.*UNREADABLE_PLAN"):
        read_plan_in_force(folder, Which.TODAY)
