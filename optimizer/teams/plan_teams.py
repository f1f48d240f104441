"""From a village's plan to its teams, today and after recruiting; the plan itself stays."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import numpy as np

from optimizer.domain.plan import Assignment, VillagePlan
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamRules, TeamStage, team_ids
from optimizer.teams.member_metres import member_metres
from optimizer.teams.team_problem import TeamProblem, team_problem
from optimizer.teams.team_solution import NEW

if TYPE_CHECKING:
    from optimizer.teams.lexicographic_teams import SettledTeams

LEAST_S = 2.0
"""Processor seconds that teams may always take, though the plan took all the time."""
NOBODY: Ints = np.empty(0, np.int64)


def plan_teams(village: Village, plan: VillagePlan, limits: SearchLimits) -> VillagePlan:
    """Return the plan with teams, where the rules ask for them."""
    rules = village.rules.teams
    if rules is None:
        return plan
    today = _with_teams(village, rules, plan.today, NOBODY, limits)
    if plan.after is None or plan.recruitment is None:
        return replace(plan, today=today)
    after = _with_teams(village, rules, plan.after, plan.recruitment.places, limits)
    return replace(plan, today=today, after=after)


def _with_teams(
    village: Village, rules: TeamRules, made: Assignment, places: Ints, limits: SearchLimits
) -> Assignment:
    if len(village.members) + len(places) == 0:
        nothing = Proof(0, 0)
        proofs = dict.fromkeys(TeamStage, nothing)
        return replace(made, teams=TeamPlan((), NOBODY, NOBODY, np.empty(0), proofs))
    mine = _limits(limits)
    metres = member_metres(village, places, mine)
    problem = team_problem(village, rules, metres)
    # Few villages ask for teams, and CP-SAT's model loads pandas: a third of a process's start.
    from optimizer.teams.lexicographic_teams import settle_teams  # noqa: PLC0415

    settled = settle_teams(problem, mine)
    return replace(made, teams=_named(problem, settled, metres[:, settled.found.leader]))


def _limits(limits: SearchLimits) -> SearchLimits:
    """Return the time that is left, or a moment where none is."""
    if limits.left_s >= LEAST_S:
        return limits
    return SearchLimits.lasting(LEAST_S, seed=limits.seed, effort=limits.effort)


def _named(problem: TeamProblem, settled: SettledTeams, metres: Floats) -> TeamPlan:
    """Return the teams with names: today's in their order, then new ones by their first member."""
    found = settled.found
    _, first = np.unique(found.team, return_index=True)
    new = found.label == NEW
    order = np.lexsort((np.where(new, first, found.label), new))
    names = [problem.labels[label] for label in found.label[order].tolist() if label != NEW]
    names += team_ids(set(problem.labels), int(new.sum()))
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    return TeamPlan(
        tuple(names),
        rank[found.team],
        found.leader[order],
        metres[np.arange(len(problem)), found.team],
        settled.proofs,
    )
