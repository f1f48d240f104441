"""How the bound of a stage of teams can be checked by a third party: by counting, or not."""

from __future__ import annotations

import numpy as np

from optimizer.domain.checked import CheckedBy
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Village
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamRules, TeamStage


def counted_moves(village: Village, plan: TeamPlan, rules: TeamRules) -> int:
    """Return how many members change team at least, by counting today's teams alone.

    So many teams as there are go on at most, each with no more members than a team may have;
    everybody else who had a team changes. Where sizes are off the window, nothing is counted.
    """
    sizes = plan.sizes
    if not len(sizes) or (sizes < rules.min).any() or (sizes > rules.max).any():
        return 0
    names = village.members.team
    _, today = np.unique(names[names != ""], return_counts=True)
    stay = np.sort(np.minimum(today, rules.max))[::-1][: len(sizes)]
    return int(today.sum() - stay.sum())


def team_checked_by(village: Village, plan: TeamPlan, stage: TeamStage, proof: Proof) -> CheckedBy:
    """Return how the stated bound of a stage of teams can be checked.

    Their number is arithmetic where the village asks nothing of its teams, and fewest moves are
    where counting today's teams gives as many.
    """
    rules = village.rules.teams
    wished = village.teams is not None and len(village.teams) > 0
    if stage is TeamStage.TEAMS and proof.proven and not wished:
        return CheckedBy.POCKETS
    if proof.bound <= 0:
        return CheckedBy.PRICES if stage is TeamStage.GATHER else CheckedBy.POCKETS
    if stage is TeamStage.STAY and rules is not None:
        counted = counted_moves(village, plan, rules)
        return CheckedBy.POCKETS if proof.bound <= counted else CheckedBy.SEARCH
    return CheckedBy.SEARCH
