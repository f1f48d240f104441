"""Rules of teams: who is where, sizes, leaders, wishes, and every sum counted again."""

from __future__ import annotations

import numpy as np

from optimizer.domain.proof import Proof
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamRequests, TeamStage
from optimizer.verification.case import Case
from optimizer.verification.measured_village import pair_metres
from optimizer.verification.team_recount import RecountedTeams, recount_teams
from optimizer.verification.team_size_rules import check_sizes
from optimizer.verification.violation import Violation


def check_teams(case: Case, *, proofs: bool = True) -> list[Violation]:
    """Return what is wrong with the teams of an assignment."""
    plan, rules = case.stated.teams, case.village.rules.teams
    if (plan is None) != (rules is None):
        message = "teams are asked for and there are none, or the other way round"
        return [case.broken(str(TeamStage.TEAMS), "TEAMS_MISSING", 1, (), message)]
    if plan is None or rules is None:
        return []
    found = _shapes(case, plan)
    if found or not len(plan.names):
        return found
    teams = recount_teams(case, plan, rules)
    found = [*check_sizes(teams), *_wishes(teams), *_stated_metres(teams)]
    return found + (_proofs(teams) if proofs else [])


def _shapes(case: Case, plan: TeamPlan) -> list[Violation]:
    """Return what cannot be read as everybody in one team, with one of it leading."""
    persons, teams = len(case.ground), len(plan.names)
    stage = str(TeamStage.TEAMS)
    if plan.team.shape != (persons,) or plan.leader.shape != (teams,):
        message = f"{len(plan.team)} persons are in {teams} teams; there are {persons}"
        return [case.broken(stage, "TEAM_SHAPE", 1, (), message)]
    inside = (plan.team >= 0) & (plan.team < teams)
    found = [
        case.broken(stage, "NO_TEAM_FOR", 1, (case.ground.name(row),), "a person is in no team")
        for row in np.flatnonzero(~inside)
    ]
    if len(set(plan.names)) < teams:
        found.append(case.broken(stage, "TEAM_TWICE", 1, plan.names, "two teams have one id"))
    for row, leader in enumerate(plan.leader.tolist()):
        known = 0 <= leader < persons
        if not known or plan.team[leader] != row:
            who = case.ground.name(leader)
            message = f"{who} leads team {plan.names[row]} and is not in it"
            found.append(case.broken(stage, "LEADER_OUTSIDE", 1, (who, plan.names[row]), message))
    return found


def _wishes(teams: RecountedTeams) -> list[Violation]:
    """Return wishes of the village that are not kept."""
    village, plan = teams.case.village, teams.plan
    asked = village.teams or TeamRequests()
    name, found = teams.case.ground.name, []
    named = np.array(plan.names)[plan.team]
    stage = TeamStage.TEAMS
    for team in asked.keep_open:
        if team not in plan.names:
            message = f"team {team} is to stay open and is closed"
            found.append(teams.broken(stage, "TEAM_CLOSED", 1, (team,), message))
    for row in asked.fixed.tolist():
        today = str(village.members.team[row])
        if today and str(named[row]) != today:
            message = f"{name(row)} is to stay in {today} and is in {named[row]}"
            found.append(teams.broken(stage, "TEAM_FIXED", 1, (name(row),), message))
    for code, pairs, same in (
        ("NOT_TOGETHER", asked.together, True),
        ("NOT_APART", asked.apart, False),
    ):
        for one, other in pairs.tolist():
            if (plan.team[one] == plan.team[other]) is not np.bool_(same):
                who = name(one), name(other)
                message = f"{who[0]} and {who[1]} are{' not' if same else ''} in one team"
                found.append(teams.broken(stage, code, 1, who, message))
    return found


def _stated_metres(teams: RecountedTeams) -> list[Violation]:
    """Return distances to leaders that are not the verifier's; a document may not state them."""
    stated, own = teams.plan.metres, teams.metres
    told = ~np.isnan(stated)
    apart = np.zeros(len(own))
    both = told & np.isfinite(stated) & np.isfinite(own)
    apart[both] = np.abs(stated[both] - own[both])
    apart[told & (np.isfinite(stated) != np.isfinite(own))] = np.inf
    slack = teams.ground.slack_m(np.where(np.isfinite(own), own, 0.0)) + teams.case.rounding_m
    return [
        teams.broken(
            TeamStage.GATHER,
            "TEAM_METRES",
            float(apart[row]),
            (teams.case.ground.name(row),),
            f"{stated[row]} m to the leader are stated; the recount is {own[row]:.3f} m",
        )
        for row in np.flatnonzero(apart > slack)
    ]


def _proofs(teams: RecountedTeams) -> list[Violation]:
    """Return proofs that are missing, whose value is not the recount, or above whose value."""
    proofs, found = teams.plan.proofs, []
    if tuple(proofs) != tuple(TeamStage):
        message = f"the stages are {', '.join(proofs)}; expected {', '.join(TeamStage)}"
        return [teams.broken(TeamStage.TEAMS, "STAGES", 1, (), message)]
    members, plan = teams.case.village.members, teams.plan
    today = members.team
    moved = (today != "") & (today != np.array(plan.names)[plan.team[: len(members)]])
    leading = np.isin(np.arange(len(members)), plan.leader)
    finite = np.where(np.isfinite(teams.metres), teams.metres, 0.0)
    gather, slack = float(finite.sum()), float(np.sum(teams.ground.slack_m(finite)))
    recount: dict[TeamStage, tuple[float, float]] = {
        TeamStage.TEAMS: (len(plan.names), len(plan.names)),
        TeamStage.FAR: (float(teams.surely.sum()), float(teams.possibly.sum())),
        TeamStage.STAY: (float(moved.sum()), float(moved.sum())),
        TeamStage.LEADERS: (float((members.leaders & ~leading).sum()),) * 2,
        TeamStage.GATHER: (gather - slack - 1e-3, gather + slack + 1e-3),
    }
    for stage, (low, high) in recount.items():
        proof: Proof = proofs[stage]
        if np.isnan(proof.value) and not teams.case.village.rules.metric.has_metres:
            continue  # nominal metres are never stated
        if not low <= proof.value <= high:
            message = f"{stage} is stated as {proof.value}; the recount is {high:.3f}"
            found.append(teams.broken(stage, "TEAM_VALUE", abs(proof.value - high), (), message))
        if not proof.bound <= proof.value or proof.bound < 0:
            message = f"a bound of {proof.bound} beside a value of {proof.value}"
            found.append(teams.broken(stage, "BOUND", 1, (), message))
    return found or _better_leaders(teams)


def _better_leaders(teams: RecountedTeams) -> list[Violation]:
    """Return teams in which another leader gathers nearer and gives nothing back."""
    proof, plan = teams.plan.proofs[TeamStage.GATHER], teams.plan
    if not proof.proven or teams.rules.max_distance_m is not None:
        return []
    members, found = teams.case.village.members, []
    for row, leader in enumerate(plan.leader.tolist()):
        inside = np.flatnonzero(plan.team == row)
        leads = members.leaders
        was_leader = leader < len(members) and bool(leads[leader])
        own = float(teams.metres[inside].sum())
        for other in inside.tolist():
            if was_leader and not (other < len(members) and leads[other]):
                continue
            metres = pair_metres(teams.ground, inside, np.full(len(inside), other))
            metres[inside == other] = 0.0
            slack = float(np.sum(teams.ground.slack_m(metres))) + 1e-3
            if np.isfinite(own) and metres.sum() < own - slack:
                who = teams.case.ground.name(other)
                message = f"{who} would lead {plan.names[row]} from nearer, and it is proven"
                found.append(
                    teams.broken(
                        TeamStage.GATHER, "BETTER_LEADER", own - metres.sum(), (who,), message
                    )
                )
    return found
