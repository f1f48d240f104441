"""Every rule of teams, seen to fail."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from typing import Any

import numpy as np
import pytest

from optimizer.domain.plan import VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Village
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamStage
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.teams.asked_villages import asked, members

SIZES = {"min": 3, "max": 5, "target": 4}


def village(**wishes: object) -> Village:
    people = members("A*", "A", "A", "B", "B", "B", "B*")
    more = {"teams": wishes} if wishes else {}
    return scenario_from_request(asked(people, SIZES, **more)).villages[0]


PLAIN, WISHED = village(), village(keep_open=["B"], fixed=["m03"])
PLANS = {one: plan_village(one) for one in (PLAIN, WISHED)}


def spoilt(plan: VillagePlan, spoil: Callable[[TeamPlan], TeamPlan | None]) -> VillagePlan:
    assert plan.today.teams is not None
    return replace(plan, today=replace(plan.today, teams=spoil(plan.today.teams)))


def changed(**fields: object) -> Callable[[TeamPlan], TeamPlan]:
    given: dict[str, Any] = fields
    return lambda teams: replace(teams, **given)


def proof(stage: TeamStage, value: float, bound: float) -> Callable[[TeamPlan], TeamPlan]:
    return lambda teams: replace(teams, proofs={**teams.proofs, stage: Proof(value, bound)})


def one_moves(teams: TeamPlan) -> TeamPlan:
    """Put the last member of the first team into the second, and one of it into the first."""
    team = teams.team.copy()
    team[[2, 3]] = team[[3, 2]]
    return replace(teams, team=team)


def third_leads(teams: TeamPlan) -> TeamPlan:
    """Let a member lead who is farther away, and say so everywhere."""
    metres = np.array([200.0, 100, 0, 300, 200, 100, 0])
    proofs = {**teams.proofs, TeamStage.LEADERS: Proof(1, 1), TeamStage.GATHER: Proof(900, 900)}
    return replace(teams, leader=np.array([2, 6]), metres=metres, proofs=proofs)


def test_that_both_plans_are_clean() -> None:
    """Tests that nothing is wrong before anything is spoilt."""
    assert [verify_plan(one, plan) for one, plan in PLANS.items()] == [(), ()]


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("TEAMS_MISSING", lambda _: None),
        ("TEAM_SHAPE", changed(team=np.zeros(3, np.int64))),
        ("NO_TEAM_FOR", changed(team=np.array([0, 0, 0, 1, 1, 1, -1]))),
        ("TEAM_TWICE", changed(names=("A", "A"))),
        ("LEADER_OUTSIDE", changed(leader=np.array([6, 0]))),
        ("TEAM_SIZE", changed(team=np.array([0, 1, 1, 1, 1, 1, 1]))),
        ("TEAM_METRES", changed(metres=np.zeros(7))),
        ("STAGES", changed(proofs={})),
        ("TEAM_VALUE", proof(TeamStage.STAY, 1, 1)),
        ("BOUND", proof(TeamStage.STAY, 0, 1)),
        ("BETTER_LEADER", third_leads),
        (
            "TEAM_NUMBER",
            changed(names=("A",), team=np.zeros(7, np.int64), leader=np.array([0])),
        ),
    ],
)
def test_that_spoilt_teams_are_caught(
    code: str, spoil: Callable[[TeamPlan], TeamPlan | None]
) -> None:
    """Tests that teams spoilt in one way are caught by the rule that is meant for it."""
    found = verify_plan(PLAIN, spoilt(PLANS[PLAIN], spoil))
    assert code in {violation.code for violation in found}


@pytest.mark.parametrize(
    ("code", "spoil"),
    [
        ("TEAM_CLOSED", changed(names=("A", "team-1"))),
        ("TEAM_FIXED", one_moves),
        ("TEAM_SIZE", changed(team=np.array([0, 1, 1, 1, 1, 1, 1]))),
    ],
)
def test_that_wishes_given_back_are_caught(
    code: str, spoil: Callable[[TeamPlan], TeamPlan]
) -> None:
    """Tests that a team that closes, and a member who moves, are caught where they may not."""
    found = verify_plan(WISHED, spoilt(PLANS[WISHED], spoil))
    assert code in {violation.code for violation in found}


@pytest.mark.parametrize(("code", "pair"), [("NOT_TOGETHER", "together"), ("NOT_APART", "apart")])
def test_that_pairs_are_looked_at(code: str, pair: str) -> None:
    """Tests that two who are to be together, or apart, and are not, are caught."""
    two = ["m00", "m06"] if pair == "together" else ["m00", "m01"]
    found = verify_plan(village(**{pair: [two]}), PLANS[PLAIN])
    assert code in {violation.code for violation in found}
