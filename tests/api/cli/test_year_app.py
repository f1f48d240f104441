"""`liengia replan` and `liengia frontier` as a planner meets them."""

from __future__ import annotations

import csv
import json
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result
from xlsxwriter import Workbook

from api.cli.planner_app import app

VILLAGE = {
    "id": "v",
    "rules": {"min_households": 1, "max_households": 3, "max_distance_m": 10},
    "households": [{"id": f"h{x}", "x": x, "y": 0} for x in (0, 1, 9)],
    "members": [{"id": "m0", "x": 0, "y": 0}, {"id": "m9", "x": 9, "y": 0}],
}


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Return a folder with a scenario and its plan."""
    scenario = {"villages": [VILLAGE, {**VILLAGE, "id": "w"}]}
    (tmp_path / "s.json").write_text(json.dumps(scenario))
    done = run("optimize", tmp_path / "s.json", "--output", tmp_path / "plan.json", "--workers", 1)
    assert done.exit_code == 0, done.output
    return tmp_path


def read(path: Path) -> Any:  # noqa: ANN401 - JSON
    return json.loads(path.read_bytes())


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_that_a_month_becomes_the_next_plan(folder: Path) -> None:
    """Tests that a table of events makes the next plan, which verifies, and that it goes on."""
    (folder / "may.csv").write_text("kind,village,member\nmember_left,v,m0\n")
    made = folder / "may.json"
    asked = (folder / "plan.json", folder / "may.csv", "--output", made)
    done = run("replan", *asked, "--scenario", folder / "s.json")
    assert done.exit_code == 0, done.output
    assert "by event 2, by choice 0" in done.stdout
    before, after = read(folder / "plan.json"), read(made)
    assert after["villages"][0]["today"]["moves"] == [
        ["h0", "m0", "m9", "EVENT"],
        ["h1", "m0", "m9", "EVENT"],
    ]
    assert after["villages"][1] == before["villages"][1]
    (folder / "next.json").write_text(json.dumps(after["scenario"]))
    assert run("verify", folder / "next.json", made).exit_code == 0
    (folder / "june.json").write_text("[]")
    again = folder / "june"
    assert run("replan", made, folder / "june.json", "--output", again).exit_code == 0
    assert read(again / "response.json")["villages"] == after["villages"]
    assert run("verify", again / "scenario.json", again).exit_code == 0
    assert rows(again / "moves.csv")[:2] == [
        ["village", "household", "from", "to", "cause", "plan"],
        ["v", "h0", "m0", "m9", "EVENT", "today"],
    ]


def test_that_a_result_folder_is_a_plan_in_force(folder: Path) -> None:
    """Tests that a folder of tables, and a workbook of events, give the same next plan."""
    options = ("--output", folder / "plan", "--workers", 1)
    assert run("optimize", folder / "s.json", *options).exit_code == 0
    with Workbook(folder / "may.xlsx") as book:
        sheet = book.add_worksheet("events")
        sheet.write_row(0, 0, ["kind", "village", "household", "x", "y"])
        sheet.write_row(1, 0, ["household_new", "v", "h8", 8, 0])
    asked = (folder / "plan", folder / "may.xlsx", "--output", folder / "may.json")
    done = run("replan", *asked, "--scenario", folder / "s.json")
    assert done.exit_code == 0, done.output
    after = read(folder / "may.json")
    assert after["villages"][0]["today"]["moves"] == [["h8", None, "m9", "EVENT"]]
    assert after["villages"][1]["today"]["moves"] == []


def test_that_what_cannot_be_is_refused(folder: Path) -> None:
    """Tests that rows are named with exit code 2, in Vietnamese too, and nothing is written."""
    (folder / "bad.csv").write_text("kind,village,member\nmember_left,v,m7\nleft,v,m0\n")
    made = folder / "may.json"
    asked = (folder / "plan.json", folder / "bad.csv", "--output", made)
    done = run("replan", *asked, "--scenario", folder / "s.json", "--lang", "vi")
    assert done.exit_code == 2
    assert "bad.csv dòng 3" in done.stderr
    assert "UNKNOWN_EVENT" in done.stderr
    assert not made.exists()
    (folder / "none.json").write_text("[]")
    done = run("replan", folder / "plan.json", folder / "none.json", "--output", made)
    assert (done.exit_code, "--scenario" in done.stderr) == (2, True)
    other = json.dumps({"villages": [VILLAGE]})
    (folder / "other.json").write_text(other)
    asked = (folder / "plan.json", folder / "none.json", "--output", made)
    done = run("replan", *asked, "--scenario", folder / "other.json")
    assert (done.exit_code, "PLAN_OF_ANOTHER_SCENARIO" in done.stderr) == (2, True)


def test_that_stand_ins_are_a_table(tmp_path: Path) -> None:
    """Tests that a result folder names the stand-in of each household, where asked."""
    rules = {**VILLAGE["rules"], "stand_ins": True}  # type: ignore[dict-item]
    (tmp_path / "s.json").write_text(json.dumps({"villages": [{**VILLAGE, "rules": rules}]}))
    made = tmp_path / "plan"
    assert run("optimize", tmp_path / "s.json", "--output", made, "--workers", 1).exit_code == 0
    assert rows(made / "stand_ins.csv") == [
        ["village", "household", "person", "stand_in", "metres", "plan"],
        ["v", "h0", "m0", "m9", "9.0", "today"],
        ["v", "h1", "m0", "m9", "8.0", "today"],
        ["v", "h9", "m9", "m0", "9.0", "today"],
    ]
    assert not (made / "moves.csv").exists()


def test_that_the_frontier_is_a_table(folder: Path) -> None:
    """Tests that changes against metres are written as a table and as JSON, each point proven."""
    event = {"kind": "household_moved", "village": "v", "household": "h1", "x": 8, "y": 0}
    (folder / "may.json").write_text(json.dumps([event]))
    made = folder / "after.json"
    asked = (folder / "plan.json", folder / "may.json", "--output", made)
    assert run("replan", *asked, "--scenario", folder / "s.json").exit_code == 0
    done = run("frontier", made, "--output", folder / "f.csv", "--village", "v")
    assert done.exit_code == 0, done.output
    assert rows(folder / "f.csv") == [
        ["village", "changes", "walk_m", "bound_m", "proven"],
        ["v", "0", "8.0", "8.0", "true"],
        ["v", "1", "1.0", "1.0", "true"],
    ]
    assert run("frontier", made, "--output", folder / "f.json").exit_code == 0
    villages = read(folder / "f.json")["villages"]
    assert [len(village["frontier"]) for village in villages] == [2, 1]
