"""Borders moved: what villages bring to a new one, and what a part of one keeps."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.borders.merge import merge_villages
from optimizer.borders.split import Split, split_village
from optimizer.domain.scenario import Scenario
from optimizer.errors import ScenarioError
from optimizer.input.request import request_from_scenario, scenario_from_request
from optimizer.pipeline import plan_village
from tests.optimizer.inputs import Row, line, request, village

TEAMS = {"min": 1, "max": 4, "target": 2}


def members(prefix: str, *teams: str) -> list[Row]:
    """Return members on a line, each with a team; the first of all leads."""
    people = line(prefix, len(teams))
    return [
        {**one, "team": team, "leader": nth == 0}
        for nth, (one, team) in enumerate(zip(people, teams, strict=True))
    ]


def two(**first: object) -> Scenario:
    """Return two villages that share ids of households and a team's name."""
    return scenario_from_request(
        request(
            village("a", members=members("m", "T1", "T1", "T2"), **first),
            village(
                "b",
                members=members("p", "T1", "T3"),
                current=[["h1", "p1"]],
                locked=[["h2", "p2"]],
            ),
            rules={"teams": TEAMS},
        )
    )


def written(scenario: Scenario) -> dict[str, Any]:
    """Return the villages of a scenario as a request has them, by id."""
    return {one["id"]: one for one in request_from_scenario(scenario)["villages"]}


def test_that_two_teams_of_one_name_stay_two() -> None:
    """Tests that a team's name is told apart by its village, and that leaders stay leaders."""
    merged = written(merge_villages(two(), ["a", "b"], "ab"))["ab"]
    teams = {one["id"]: (one["team"], one.get("leader", False)) for one in merged["members"]}
    assert teams == {
        "m1": ("a/T1", True),
        "m2": ("a/T1", False),
        "m3": ("T2", False),
        "p1": ("b/T1", True),
        "p2": ("T3", False),
    }


def test_that_wishes_and_pairs_are_carried_over() -> None:
    """Tests that what villages ask of teams, and their pairs, hold for the same people after."""
    asked = {
        "keep_open": ["T1"],
        "fixed": ["m3"],
        "together": [["m1", "m2"]],
        "apart": [["m2", "m3"]],
    }
    merged = written(merge_villages(two(teams=asked), ["a", "b"], "ab"))["ab"]
    assert merged["teams"] == {**asked, "keep_open": ["a/T1"]}
    assert merged["current"] == [["b/h1", "p1"]]
    assert merged["locked"] == [["b/h2", "p2"]]


def test_that_who_is_gone_stays_gone() -> None:
    """Tests that a former member of one village is not taken for a member of the other."""
    scenario = two(former=[["h1", "p1"], ["h2", "old"]], current=[["h3", "m1"]])
    merged = written(merge_villages(scenario, ["a", "b"], "ab"))["ab"]
    assert sorted(merged["former"]) == [["a/h1", "a/p1"], ["a/h2", "old"]]


def test_that_a_village_split_as_it_was_merged_is_as_it_was() -> None:
    """Tests that teams, leaders, wishes and pairs come back, with the names that were given."""
    merged = merge_villages(
        two(teams={"fixed": ["m3"], "together": [["m1", "m2"]]}), ["a", "b"], "ab"
    )
    (one,) = merged.villages
    homes = {name: name.split("/")[0] for name in one.households.ids.tolist()}
    people = {name: "a" if name.startswith("m") else "b" for name in one.members.ids.tolist()}
    parts = written(split_village(merged, "ab", Split(homes, people, homes)))
    assert [one["team"] for one in parts["a"]["members"]] == ["a/T1", "a/T1", "T2"]
    assert [one.get("leader", False) for one in parts["b"]["members"]] == [True, False]
    assert parts["a"]["teams"]["fixed"] == ["m3"]
    assert parts["a"]["teams"]["together"] == [["m1", "m2"]]
    assert parts["b"]["current"] == [["b/h1", "p1"]]


def test_that_what_crosses_a_new_border_ends() -> None:
    """Tests that two members kept together in one village are not asked for in two."""
    scenario = two(teams={"together": [["m1", "m2"]]})
    homes = {f"h{nth}": "a1" if nth < 4 else "a2" for nth in range(1, 7)}
    parts = written(
        split_village(scenario, "a", Split(homes, {"m1": "a1", "m2": "a2", "m3": "a2"}, homes))
    )
    assert "together" not in parts["a1"].get("teams", {})
    assert {one["id"] for one in parts["a2"]["members"]} == {"m2", "m3"}


def test_that_merged_villages_leave_no_more_unserved() -> None:
    """Tests that a border that is gone never keeps a household out, and teams are made."""
    scenario = two()
    apart = sum(len(plan_village(one).today.unserved) for one in scenario.villages)
    (merged,) = merge_villages(scenario, ["a", "b"], "ab").villages
    assert len(plan_village(merged).today.unserved) <= apart


@pytest.mark.parametrize("names", [["a"], ["a", "a"], ["a", "x"]])
def test_that_there_are_two_villages_to_merge(names: list[str]) -> None:
    """Tests that one village, one named twice, and one that there is not are refused."""
    with pytest.raises(ScenarioError):
        merge_villages(two(), names, "ab")
