"""`liengia budget` as a planner meets it."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from typer.testing import CliRunner, Result

from api.cli.planner_app import app
from optimizer.budget import curve_store
from optimizer.execution import curves
from tests.optimizer.inputs import line, request, village


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, ["budget", *map(str, arguments)])


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    """Return three villages on roads: 23, 12 and 4 households, a member each, all within reach."""
    made = [
        village("v1", households=line("h", 23), area=["P", "A"]),
        village("v2", households=line("h", 12), area=["P", "B"]),
        village("v3", households=line("h", 4), area=["P", "B"]),
    ]
    path = tmp_path / "s.json"
    path.write_text(json.dumps(request(*made)))
    return path


def rows(path: Path) -> list[list[str]]:
    with path.open(encoding="utf-8-sig", newline="") as file:
        return list(csv.reader(file))


def test_that_a_budget_is_shared_out(scenario: Path, tmp_path: Path) -> None:
    """Tests that the folder has the frontier, the allocation and all of it as JSON."""
    out = tmp_path / "out"
    result = run(scenario, "--recruits", 1, "--output", out, "--workers", 1)
    assert result.exit_code == 0, result.output
    made = json.loads((out / "budget.json").read_bytes())
    assert (made["recruits"], made["served"], made["bound"], made["proven"]) == (1, 34, 34, True)
    assert made["villages"] == [["v1", 1], ["v2", 0]]
    assert made["frontier"] == [[0, 24, 24], [1, 34, 34], [2, 37, 37], [3, 39, 39]]
    assert rows(out / "frontier.csv")[:2] == [["recruits", "served", "bound"], ["0", "24", "24"]]
    assert [row[:3] for row in rows(out / "allocation.csv")] == [
        ["village", "recruits", "served"],
        ["v1", "1", "20"],
        ["v2", "0", "10"],
        ["v3", "0", "4"],
    ]
    assert (out / "frontier.svg").read_text().startswith("<svg")
    assert "1 recruits serve 34 of 39 households (24 without any)." in result.stdout
    assert "Proven" in result.stdout


def test_that_a_second_budget_costs_nothing(
    scenario: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the curves that a budget left behind are taken again, and only where they hold."""
    out = tmp_path / "out"
    assert run(scenario, "--recruits", 1, "--output", out, "--workers", 1).exit_code == 0

    def refused(*_: object) -> None:
        raise AssertionError("a curve was computed again")

    monkeypatch.setattr(curves, "curve_of", refused)
    result = run(scenario, "--recruits", 3, "--output", out, "--workers", 1, "--lang", "vi")
    assert result.exit_code == 0, result.output
    assert json.loads((out / "budget.json").read_bytes())["served"] == 39
    assert "39 trong 39 hộ" in result.stdout
    (out / "curves.json").write_text('{"form": 1}')
    assert curve_store.kept_curves(out / "curves.json", (), {}) == {}
    assert run(scenario, "--recruits", 3, "--output", out, "--workers", 1).exit_code == 1


@pytest.mark.parametrize(
    ("options", "code"),
    [
        (["--floor", "A=9", "--floor", "B=1"], "FLOORS_ABOVE_BUDGET"),
        (["--floor", "Q=1"], "UNKNOWN_AREA"),
        (["--floor", "A"], "BAD_FLOOR"),
        (["--floor", "A=1", "--floor", "A=2"], "FLOOR_TWICE"),
        (["--floor", "A=1", "--floor", "P/A=2"], "FLOOR_TWICE"),
    ],
)
def test_that_floors_are_refused(
    scenario: Path, tmp_path: Path, options: list[str], code: str
) -> None:
    """Tests that a floor that cannot be kept is told, in either language, and nothing written."""
    for language in ("en", "vi"):
        arguments = ["--recruits", 2, "--output", tmp_path / "out", "--workers", 1, *options]
        result = run(scenario, *arguments, "--lang", language)
        assert result.exit_code == 2
        assert f"[{code}]" in result.stderr
        assert not (tmp_path / "out").exists()


def test_that_other_peoples_folders_are_left_alone(scenario: Path, tmp_path: Path) -> None:
    """Tests that a folder that holds something else is not replaced."""
    (tmp_path / "out").mkdir()
    (tmp_path / "out" / "letter.txt").write_text("dear")
    result = run(scenario, "--recruits", 1, "--output", tmp_path / "out")
    assert result.exit_code == 2
    assert (tmp_path / "out" / "letter.txt").exists()
