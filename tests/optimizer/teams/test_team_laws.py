"""Laws of teams, and bad teams of a folder named by row."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from tests.optimizer.teams.asked_villages import asked, members, today

RULES = {"min": 2, "max": 4, "target": 3}


@pytest.mark.parametrize("people", ["AAABBCC", "AABBBBCCC", "AAAAAB"])
def test_that_a_village_with_itself_beside_it_has_its_teams_twice(people: str) -> None:
    """Tests that a twin 50 km away doubles teams, moves and metres where the number stands."""
    once = members(*people)
    names = {"A": "D", "B": "E", "C": "F"}
    twin = [
        {**one, "id": f"w{one['id']}", "x": one["x"] + 50_000.0, "team": names[one["team"]]}
        for one in once
    ]
    alone, both = (today(asked(listed, RULES)) for listed in (once, [*once, *twin]))
    mine = {frozenset(team["members"]) for team in alone["teams"]}
    doubled = mine | {frozenset(f"w{member}" for member in team) for team in mine}
    assert {frozenset(team["members"]) for team in both["teams"]} == doubled
    for stage in ("stay", "gather"):
        assert both["proof"][stage]["value"] == 2 * alone["proof"][stage]["value"]


def folder(place: Path, members_csv: str, rules: str = "{}") -> Path:
    (place / "scenario.yaml").write_text(f"coordinates: metres\nrules: {{teams: {rules}}}\n")
    (place / "villages.csv").write_text("id\nv\n")
    (place / "households.csv").write_text("village,id,x,y\nv,h1,0,0\n")
    (place / "members.csv").write_text(f"village,id,x,y,team,leader\n{members_csv}")
    return place


@pytest.mark.parametrize(
    ("code", "line", "rows"),
    [
        ("TWO_LEADERS", "members.csv row 3", "v,m1,0,0,A,yes\nv,m2,1,0,A,yes\n"),
        ("LEADER_WITHOUT_TEAM", "members.csv row 2", "v,m1,0,0,,yes\n"),
        ("NOT_A_TRUTH", "members.csv row 2", "v,m1,0,0,A,perhaps\n"),
    ],
)
def test_that_bad_leaders_of_a_folder_are_named_by_row(
    tmp_path: Path, code: str, line: str, rows: str
) -> None:
    """Tests that a second leader, one without a team, and neither yes nor no have their rows."""
    with pytest.raises(ScenarioError) as told:
        read_scenario(folder(tmp_path, rows))
    [problem] = told.value.problems
    assert (problem.code, problem.where, problem.field) == (code, line, "leader")


def test_that_a_window_upside_down_is_named(tmp_path: Path) -> None:
    """Tests that a least above the most is refused with both numbers."""
    with pytest.raises(ScenarioError, match="min 9 is above max 4"):
        read_scenario(folder(tmp_path, "v,m1,0,0,A,\n", "{min: 9, max: 4}"))
