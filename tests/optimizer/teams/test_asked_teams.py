"""Teams of requests: the number, who moves, who leads, and what is said."""

from __future__ import annotations

import json
from typing import Any

import pytest

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.errors import ScenarioError
from optimizer.input.request import request_from_scenario, scenario_from_request
from optimizer.output.checks import verify_response
from tests.optimizer.teams.asked_villages import answered, asked, members, today

SIZES = {"min": 3, "max": 5, "target": 4}


def values(plan: dict[str, Any]) -> dict[str, float]:
    return {stage: plan["proof"][stage]["value"] for stage in STAGES}


STAGES = ("teams", "far", "stay", "leaders", "gather")


def test_that_teams_inside_the_window_stay_as_they_are() -> None:
    """Tests that nobody moves, whatever the target, and that each team has its best leader."""
    plan = today(asked(members(*"AAABBBCCC"), {**SIZES, "target": 5}))
    assert values(plan) == {"teams": 3, "far": 0, "stay": 0, "leaders": 0, "gather": 600}
    assert [team["leader"] for team in plan["teams"]] == ["m01", "m04", "m07"]
    assert plan["team_moves"] == []
    assert plan["team_flags"] == []


def test_that_a_leader_who_is_given_goes_on() -> None:
    """Tests that a leader at the end of the line leads on, although another is nearer."""
    plan = today(asked(members("A*", "A", "A", "B", "B", "B"), SIZES))
    assert [team["leader"] for team in plan["teams"]] == ["m00", "m04"]
    assert values(plan)["gather"] == 500


def test_that_the_smallest_consolidation_is_found() -> None:
    """Tests that the team of one closes, and its member is all that moves."""
    plan = today(asked(members("A", "A", "A", "B", "C", "C", "C"), SIZES))
    assert values(plan)["stay"] == 1
    assert [move[0] for move in plan["team_moves"]] == ["m03"]
    assert sorted(team["id"] for team in plan["teams"]) == ["A", "C"]


def test_that_new_teams_have_names_of_their_own() -> None:
    """Tests that no new team has the name of one that there is."""
    plan = today(asked(members("team-1", *[""] * 8), {"min": 3, "max": 3, "target": 3}))
    assert [team["id"] for team in plan["teams"]] == ["team-1", "team-2", "team-3"]
    assert plan["team_moves"] == []


@pytest.mark.parametrize(
    ("count", "rules", "flags", "sizes"),
    [
        (0, SIZES, ["NO_TEAM"], []),
        (2, SIZES, ["TEAM_WINDOW", "TEAM_SMALL"], [2]),
        (13, {"min": 8, "max": 9}, ["TEAM_WINDOW", "TEAM_SMALL"], None),
        (7, {"min": 5, "max": 5}, ["TEAM_WINDOW", "TEAM_LARGE"], [7]),
        (47, {"min": 5, "max": 12}, [], None),
    ],
)
def test_that_every_village_has_teams_or_says_why_not(
    count: int, rules: dict[str, int], flags: list[str], sizes: list[int] | None
) -> None:
    """Tests that no members, too few, and windows that no number can meet are flagged."""
    plan = today(asked(members(*[""] * count), rules))
    assert [flag["code"] for flag in plan["team_flags"]] == flags
    found = [len(team["members"]) for team in plan["teams"]]
    assert sizes is None or found == sizes
    if count == 13:
        assert len(found) == 2
        assert "1 hold at most 9, 2 need at least 16" in plan["team_flags"][0]["message"]["en"]
    if count == 47:
        assert len(found) == 5


def test_that_a_member_beyond_the_distance_is_flagged() -> None:
    """Tests that the fewest are beyond it, and that each is named."""
    people = members("", "", "", "", apart_m=100)
    people[3]["x"] = 5000.0
    plan = today(asked(people, {**SIZES, "max_distance_m": 200}))
    assert plan["teams"][0]["far"] == ["m03"]
    assert plan["teams"][0]["flags"] == ["TEAM_FAR"]
    assert values(plan)["far"] == 1


def test_that_wishes_are_kept() -> None:
    """Tests that teams stay open, members stay, and pairs are together and apart."""
    wishes = {
        "keep_open": ["B"],
        "fixed": ["m03"],
        "together": [["m03", "m00"]],
        "apart": [["m04", "m05"]],
    }
    request = asked(members("A", "A", "A", "B", "C", "C", "C"), SIZES, teams=wishes)
    scenario, document = answered(request)
    team = {
        member: team["id"]
        for team in document["villages"][0]["today"]["teams"]
        for member in team["members"]
    }
    assert team["m03"] == team["m00"] == "B"
    assert team["m04"] != team["m05"]
    assert verify_response(scenario, json.loads(json.dumps(document))) == ()
    again = scenario_from_request(request_from_scenario(scenario))
    assert scenario_sha256(again) == scenario_sha256(scenario)


def test_that_given_leaders_look_after_fewer() -> None:
    """Tests that a leader of today has no more than the rules say, and others as many as before."""
    people = members("A*", "A", "A")
    homes = [{"id": f"h{row}", "x": 0.0, "y": 0.0} for row in range(12)]
    rules = {**SIZES, "leader_max_households": 2}
    plan = today(
        asked(people, rules)
        | {
            "villages": [{"id": "v", "households": homes, "members": people}],
            "rules": {"min_households": 0, "max_households": 5, "teams": rules},
        }
    )
    loads = [
        sum(person == f"m{row:02}" for _, person, _ in plan["assignments"]) for row in range(3)
    ]
    assert loads[0] == 2
    assert plan["unserved"] == []


def test_that_recruits_join_teams() -> None:
    """Tests that the plan after recruiting has teams of members and recruits, without a move."""
    request = asked(members(*"AAA"), SIZES)
    request["rules"] |= {"min_households": 1, "max_households": 1}
    request["villages"][0]["households"] += [{"id": "far", "x": 100.0, "y": 10.0}]
    scenario, document = answered(request)
    after = document["villages"][0]["after"]
    assert [len(team["members"]) for team in after["teams"]] == [4]
    assert after["team_moves"] == []
    assert verify_response(scenario, json.loads(json.dumps(document))) == ()


@pytest.mark.parametrize(
    ("code", "people", "wishes"),
    [
        ("TWO_LEADERS", members("A*", "A*"), {}),
        ("LEADER_WITHOUT_TEAM", [{**members("")[0], "leader": True}], {}),
        ("NOT_A_TRUTH", [{**members("A")[0], "leader": "perhaps"}], {}),
        ("UNKNOWN_MEMBER", members("A", "A"), {"fixed": ["m99"]}),
        ("UNKNOWN_MEMBER", members("A", "A"), {"together": [["m00", "m99"]]}),
        ("UNKNOWN_TEAM", members("A", "A"), {"keep_open": ["B"]}),
        ("NOT_A_PAIR", members("A", "A"), {"apart": [["m00"]]}),
        ("SAME_MEMBER", members("A", "A"), {"apart": [["m00", "m00"]]}),
        (
            "TOGETHER_AND_APART",
            members("A", "A", "A"),
            {"together": [["m00", "m01"], ["m01", "m02"]], "apart": [["m00", "m02"]]},
        ),
        (
            "TOGETHER_AND_FIXED",
            members("A", "B"),
            {"together": [["m00", "m01"]], "fixed": ["m00", "m01"]},
        ),
        (
            "APART_AND_FIXED",
            members("A", "A"),
            {"apart": [["m00", "m01"]], "fixed": ["m00", "m01"]},
        ),
        (
            "TOO_MANY_OPEN",
            members("A", "B"),
            {"keep_open": ["A", "B"], "together": [["m00", "m01"]]},
        ),
        ("UNKNOWN_FIELD", members("A", "A"), {"closed": []}),
    ],
)
def test_that_what_cannot_be_is_refused(
    code: str, people: list[dict[str, Any]], wishes: dict[str, Any]
) -> None:
    """Tests that bad leaders and wishes are named by their row."""
    with pytest.raises(ScenarioError) as caught:
        scenario_from_request(asked(people, SIZES, teams=wishes))
    assert code in [problem.code for problem in caught.value.problems]


def test_that_a_window_the_wrong_way_round_is_refused() -> None:
    """Tests that a minimum above the maximum is a problem of the rules."""
    with pytest.raises(ScenarioError) as caught:
        scenario_from_request(asked(members("A"), {"min": 9, "max": 4}))
    problem = caught.value.problems[0]
    assert (problem.code, problem.field) == ("BAD_RULE", "teams")
    assert "min 9 is above max 4" in problem.message


def test_that_nothing_is_said_of_teams_unasked() -> None:
    """Tests that a village that has teams, and no rule for them, is answered as before."""
    request = asked(members("A*", "A"), SIZES)
    del request["rules"]["teams"]
    plan = today(request)
    assert not {"teams", "team_moves", "team_flags"} & plan.keys()
    assert not set(STAGES) & plan["proof"].keys()


def test_that_names_and_order_change_no_value() -> None:
    """Tests that other names, another order and a village beside itself change no value."""
    people = members("A*", "A", "", "B", "B", "B*", "B", "B", "", "C", "", "")
    plain = values(today(asked(people, SIZES)))
    other = [{**one, "id": f"x{99 - row}"} for row, one in enumerate(people)][::-1]
    assert values(today(asked(other, SIZES))) == plain
    twice = asked(people, SIZES)
    twice["villages"].append({**twice["villages"][0], "id": "w"})
    first, second = answered(twice)[1]["villages"]
    assert first["today"]["teams"] == second["today"]["teams"]


def test_that_what_counting_proves_is_said_to_be_checkable() -> None:
    """Tests that two teams of 4 out of 6 and 2 cost two moves by counting, and metres a search."""
    people = members("T1*", "T1", "T1", "T1", "T1", "T1", "T2*", "T2")
    proof = today(asked(people, {"min": 3, "max": 4, "target": 4}))["proof"]
    said = {stage: proof[stage]["checked"] for stage in ("teams", "far", "stay", "leaders")}
    assert said == dict.fromkeys(said, "pockets")
    assert proof["stay"]["value"] == 2
    assert proof["gather"]["checked"] == "search"


def test_that_moves_that_counting_does_not_prove_are_a_matter_of_search() -> None:
    """Tests that a member who must move to fill a small team is no count of teams too large."""
    people = members("T1*", "T1", "T2*", "T2", "T2", "T2")
    proof = today(asked(people, {"min": 3, "max": 4, "target": 3}))["proof"]
    assert (proof["stay"]["value"], proof["stay"]["checked"]) == (1, "search")


def test_that_a_false_way_of_checking_is_found() -> None:
    """Tests that the verifier names a stage of teams that is said to be checkable otherwise."""
    people = members("T1*", "T1", "T2*", "T2", "T2", "T2")
    scenario, response = answered(asked(people, {"min": 3, "max": 4, "target": 3}))
    response["villages"][0]["today"]["proof"]["stay"]["checked"] = "pockets"
    assert [one.code for one in verify_response(scenario, response)] == ["CLAIM"]
