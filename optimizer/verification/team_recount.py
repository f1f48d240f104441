"""Teams beside what the verifier counts of them: own distances from members to leaders."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.persons_village import village_of_persons
from optimizer.domain.scenario import Floats, Ints
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamRules, TeamStage
from optimizer.verification.case import Case
from optimizer.verification.measured_village import MeasuredVillage, measure_village, pair_metres
from optimizer.verification.violation import Violation

NOBODY: Ints = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class RecountedTeams:
    """Teams beside what the verifier counts of them.

    Parameters
    ----------
    ground
        The persons as households of themselves.
    metres
        Shape (persons,): own distances to the leader.
    surely, possibly
        Shape (persons,): who is beyond the distance, without doubt, and at all.
    """

    case: Case
    plan: TeamPlan
    rules: TeamRules
    ground: MeasuredVillage
    metres: Floats
    surely: NDArray[np.bool_]
    possibly: NDArray[np.bool_]

    def broken(
        self, stage: TeamStage, code: str, size: float, witness: tuple[str, ...], message: str
    ) -> Violation:
        """Return a violation of these teams."""
        return self.case.broken(str(stage), code, size, witness, message)


def recounted_metres(case: Case) -> Floats:
    """Return the distance of each person to the leader, shape (persons,), of sound teams."""
    plan, rules = case.stated.teams, case.village.rules.teams
    if plan is None or rules is None or not len(plan.names):
        return np.empty(0)
    return recount_teams(case, plan, rules).metres


def recount_teams(case: Case, plan: TeamPlan, rules: TeamRules) -> RecountedTeams:
    """Return sound teams with the verifier's own distances."""
    village = case.village
    among = village_of_persons(village, case.ground.places)
    ground = measure_village(among, NOBODY, case.ground.limits)
    rows = np.arange(len(among.members))
    leader = plan.leader[plan.team]
    metres = pair_metres(ground, rows, leader)
    metres[rows == leader] = 0.0
    limit_m = np.inf if rules.max_distance_m is None else rules.max_distance_m
    doubt_m = ground.slack_m(limit_m) if np.isfinite(limit_m) else 0.0
    plain = ground.walks is None and not village.lonlat
    doubt_m = 0.0 if plain and getattr(village.rules.metric, "detour", 1.0) == 1 else doubt_m
    lost = ~np.isfinite(metres)
    return RecountedTeams(
        case,
        plan,
        rules,
        ground,
        metres,
        lost | (metres > limit_m + doubt_m),
        lost | (metres > limit_m - doubt_m),
    )
