"""Villages merged and split: everybody stays, with whoever leads them and what is asked of them."""

from __future__ import annotations

from typing import Any

import pytest

from optimizer.borders.merge import merge_villages
from optimizer.borders.split import Split, split_village
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.scenario import Scenario
from optimizer.errors import ScenarioError
from optimizer.execution.province import plan_scenario
from optimizer.input.request import request_from_scenario, scenario_from_request

TEAMS = {"min": 1, "max": 4, "target": 2}


def village(name: str, prefix: str, x: float) -> dict[str, Any]:
    """Return four households and three members: a team T1 that is led, and one without a team."""
    homes = [{"id": f"{prefix}h{at}", "x": x + 10.0 * at, "y": 0.0} for at in range(4)]
    members: list[dict[str, Any]] = [
        {"id": f"{prefix}m{at}", "x": x + 10.0 * at, "y": 5.0} for at in range(3)
    ]
    for member in members[:2]:
        member |= {"team": "T1", "leader": member is members[1]}
    return {
        "id": name,
        "households": homes,
        "members": members,
        "current": [[f"{prefix}h0", f"{prefix}m0"]],
        "former": [[f"{prefix}h3", f"{prefix}gone"]],
        "teams": {
            "keep_open": ["T1"],
            "fixed": [f"{prefix}m0"],
            "together": [[f"{prefix}m0", f"{prefix}m1"]],
            "apart": [[f"{prefix}m0", f"{prefix}m2"]],
        },
    }


def scenario(*villages: dict[str, Any]) -> Scenario:
    rules = {"min_households": 1, "teams": TEAMS}
    return scenario_from_request(
        {"coordinates": "metres", "rules": rules, "villages": list(villages)}
    )


def written(moved: Scenario, name: str) -> dict[str, Any]:
    request = request_from_scenario(moved)
    found: dict[str, Any] = next(one for one in request["villages"] if one["id"] == name)
    return found


def test_that_a_merged_village_has_both_ones_teams() -> None:
    """Tests that two teams of one name stay two, with their leaders and wishes."""
    before = scenario(village("a", "a", 0), village("b", "b", 99))
    one = written(merge_villages(before, ["b", "a"], "ab"), "ab")
    members = {row["id"]: (row.get("team"), row.get("leader")) for row in one["members"]}
    assert members["am1"] == ("a/T1", True)
    assert members["bm1"] == ("b/T1", True)
    assert members["am0"][0] == "a/T1"
    assert not members["am2"][0]
    asked = one["teams"]
    assert sorted(asked["keep_open"]) == ["a/T1", "b/T1"]
    assert sorted(asked["fixed"]) == ["am0", "bm0"]
    assert sorted(map(sorted, asked["together"])) == [["am0", "am1"], ["bm0", "bm1"]]
    assert sorted(map(sorted, asked["apart"])) == [["am0", "am2"], ["bm0", "bm2"]]
    assert sorted(one["former"]) == [["ah3", "agone"], ["bh3", "bgone"]]
    assert sorted(one["current"]) == [["ah0", "am0"], ["bh0", "bm0"]]


def test_that_ids_of_both_are_told_apart() -> None:
    """Tests that an id that two villages have becomes one of each, in pairs too."""
    before = scenario(village("a", "", 0), village("b", "", 99))
    one = written(merge_villages(before, ["a", "b"], "a"), "a")
    assert sorted(one["current"]) == [["a/h0", "a/m0"], ["b/h0", "b/m0"]]
    assert sorted(one["teams"]["fixed"]) == ["a/m0", "b/m0"]


def test_that_splitting_undoes_merging() -> None:
    """Tests that parts along the old border are the villages that there were."""
    other = village("b", "b", 99)
    for member in other["members"][:2]:
        member["team"] = "T2"
    other["teams"]["keep_open"] = ["T2"]
    before = scenario(village("a", "a", 0), other)
    merged = merge_villages(before, ["a", "b"], "ab")
    (one,) = merged.villages
    homes, people = (
        {name: name[0] for name in table.ids.tolist()} for table in (one.households, one.members)
    )
    after = split_village(merged, "ab", Split(homes, people, {}))
    assert scenario_sha256(after) == scenario_sha256(before)


def test_that_wishes_across_the_border_end() -> None:
    """Tests that a part has what is asked of its own members alone."""
    before = scenario(village("v", "", 0))
    homes = {"h0": "a", "h1": "a", "h2": "b", "h3": "b"}
    after = split_village(before, "v", Split(homes, {"m0": "a", "m1": "b", "m2": "a"}, {}))
    first, second = written(after, "a"), written(after, "b")
    assert (first["teams"]["keep_open"], first["teams"]["fixed"]) == (["T1"], ["m0"])
    assert (first["teams"].get("together", []), first["teams"]["apart"]) == ([], [["m0", "m2"]])
    assert "former" not in first
    assert second["former"] == [["h3", "gone"]]
    assert second["members"][0].get("leader") is True
    assert "fixed" not in second["teams"] or second["teams"]["fixed"] == []


def test_that_moved_borders_can_be_planned() -> None:
    """Tests that nobody is lost: every household and leader is in the village that is planned."""
    merged = merge_villages(scenario(village("a", "a", 0), village("b", "b", 99)), ["a", "b"], "ab")
    (plan,) = plan_scenario(merged)
    assert len(plan.today.person) == 8
    assert int(merged.villages[0].members.leaders.sum()) == 2


def test_that_who_is_not_there_is_named() -> None:
    """Tests that a split names everybody whom the village has not, and who has no new village."""
    before = scenario(village("v", "", 0))
    homes = {"h0": "a", "h1": "a", "h2": "b", "h9": "b"}
    with pytest.raises(ScenarioError) as fault:
        split_village(before, "v", Split(homes, {"m0": "a", "m1": "b", "m2": "a"}, {"p": "a"}))
    found = [(one.code, one.where, one.value) for one in fault.value.problems]
    assert found == [
        ("UNKNOWN_HOUSEHOLD", "households", "h9"),
        ("UNKNOWN_PLACE", "places", "p"),
        ("MISSING", "households", "h3"),
    ]
