"""A response whose teams are not as they say is found out, without a solver."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import Any

import pytest

from optimizer.output.checks import verify_response
from tests.optimizer.teams.asked_villages import answered, asked, members

PEOPLE = members("A*", "A", "A", "A", "B", "B*", "B", "C", "C")
SCENARIO, DOCUMENT = answered(asked(PEOPLE, {"min": 3, "max": 5, "target": 4}))
Plan = dict[str, Any]


def move(plan: Plan) -> None:
    plan["teams"][1]["members"].append(plan["teams"][0]["members"].pop())


def drop(plan: Plan) -> None:
    plan["teams"][0]["members"].pop()


def test_that_the_response_is_clean() -> None:
    """Tests that nothing is wrong before anything is spoilt."""
    assert verify_response(SCENARIO, json.loads(json.dumps(DOCUMENT))) == ()


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("LEADER_OUTSIDE", lambda plan: plan["teams"][0].update(leader="m05")),
        ("CLAIM", lambda plan: plan["teams"][0].update(households=99)),
        ("CLAIM", lambda plan: plan["teams"][0].update(metres=1.0)),
        ("CLAIM", lambda plan: plan["teams"][0].update(flags=["TEAM_FAR"])),
        ("CLAIM", lambda plan: plan["team_moves"].pop()),
        ("CLAIM", lambda plan: plan["team_flags"].append({"code": "NO_TEAM"})),
        ("TEAM_VALUE", lambda plan: plan["proof"]["stay"].update(value=0, bound=0)),
        ("TEAM_VALUE", lambda plan: plan["proof"]["gather"].update(value=1, bound=1)),
        ("STAGES", lambda plan: plan["proof"].pop("far")),
        ("TEAMS_MISSING", lambda plan: plan.pop("teams")),
        ("TEAM_TWICE", lambda plan: plan["teams"][1].update(id=plan["teams"][0]["id"])),
        ("NO_TEAM_FOR", drop),
        ("TEAM_SIZE", move),
        ("UNKNOWN_PERSON", lambda plan: plan["teams"][0].update(leader="nobody")),
    ],
)
def test_that_it_is_found(code: str, spoil: Callable[[Plan], object]) -> None:
    """Tests that each way of being wrong has its code."""
    document = json.loads(json.dumps(DOCUMENT))
    spoil(document["villages"][0]["today"])
    assert code in {found.code for found in verify_response(SCENARIO, document)}
