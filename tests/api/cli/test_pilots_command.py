"""``liengia pilots`` from the command line."""

from __future__ import annotations

import json
from pathlib import Path

from typer.testing import CliRunner

from api.cli.planner_app import app
from tests.optimizer.teams.asked_villages import answered, asked, members


def test_that_pilots_are_chosen_from_a_response(tmp_path: Path) -> None:
    """Tests that the file and the line are there, and that too many are exit 2 with figures."""
    _, document = answered(asked(members(*"AAABBB"), {"min": 3, "max": 5, "target": 4}))
    plan, chosen = tmp_path / "plan.json", tmp_path / "pilots.json"
    plan.write_text(json.dumps(document))
    words = ["pilots", str(plan), "--output", str(chosen), "--by", "served"]
    done = CliRunner().invoke(app, [*words, "--teams", "2"])
    assert done.exit_code == 0, done.output
    assert "Pilot teams: 2, in 1 villages" in done.output
    assert json.loads(chosen.read_text())["total"] == 6
    refused = CliRunner().invoke(app, [*words, "--teams", "3"])
    assert refused.exit_code == 2
    assert "ask for 1 to 2 pilots" in refused.output
