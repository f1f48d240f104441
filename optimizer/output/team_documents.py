"""Teams as the response JSON says them."""

from __future__ import annotations

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.plan import METRE_DECIMALS, Assignment
from optimizer.domain.scenario import Ids, Ints, Village
from optimizer.domain.team_checks import team_checked_by
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamRules, TeamStage
from optimizer.output.metres import shows_metres
from optimizer.output.proof_document import Document, proof_document
from optimizer.output.text.team_texts import far_members, flag_entries, team_flags

_LIKE = {TeamStage.GATHER: Stage.WALK}
"""The stage whose unit a stage of teams has; the others count."""


def team_document(village: Village, made: Assignment, persons: Ids) -> Document:
    """Return the teams, who moves and what is to be said; nothing where none are asked for.

    Parameters
    ----------
    persons
        Shape (persons,): ids, members first and recruits after them.
    """
    plan, rules = made.teams, village.rules.teams
    if plan is None or rules is None:
        return {}
    return {
        "teams": _teams(plan, rules, made, persons, shown=shows_metres(village)),
        "team_moves": [list(move) for move in team_moves(village, plan)],
        "team_flags": [
            {
                "code": str(entry.code),
                "count": entry.count,
                "message": {str(language): text for language, text in entry.message.items()},
            }
            for entry in flag_entries(plan, rules)
        ],
    }


def team_proofs(village: Village, plan: TeamPlan | None) -> Document:
    """Return the proof of each stage of teams; null for metres that are never shown."""
    if plan is None:
        return {}
    hidden = set() if shows_metres(village) else {TeamStage.GATHER}
    return {
        str(stage): None
        if stage in hidden
        else proof_document(proof, _LIKE.get(stage, Stage.SERVE))
        | {"checked": str(team_checked_by(village, plan, stage, proof))}
        for stage, proof in plan.proofs.items()
    }


def team_moves(village: Village, plan: TeamPlan) -> list[tuple[str, str, str]]:
    """Return member, team of today and team, of those who had a team and change it."""
    members = village.members
    rows = zip(members.ids.tolist(), members.team.tolist(), plan.team.tolist(), strict=False)
    return [
        (member, before, plan.names[team])
        for member, before, team in rows
        if before and before != plan.names[team]
    ]


def walk_of(made: Assignment, inside: Ints) -> float:
    """Return the metres from the households of these persons to them, as they are stated."""
    return round(float(np.nansum(made.metres[np.isin(made.person, inside)])), METRE_DECIMALS)


def _teams(
    plan: TeamPlan, rules: TeamRules, made: Assignment, persons: Ids, *, shown: bool
) -> list[Document]:
    flags, far = team_flags(plan, rules), far_members(plan, rules)
    finite = np.where(np.isfinite(plan.metres), plan.metres, 0.0)
    documents = []
    for row, name in enumerate(plan.names):
        inside = np.flatnonzero(plan.team == row)
        documents.append(
            {
                "id": name,
                "leader": str(persons[plan.leader[row]]),
                "members": persons[inside].tolist(),
                "households": int(made.loads[inside].sum()),
                "walk_m": walk_of(made, inside) if shown else None,
                "metres": round(float(finite[inside].sum()), METRE_DECIMALS) if shown else None,
                "far": persons[np.intersect1d(inside, far)].tolist(),
                "flags": [str(flag) for flag in flags[row]],
            }
        )
    return documents
