"""The columns of teams: who is in which, who leads, and how far away; names in the head."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

import numpy as np

from optimizer.domain.proof import Proof
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamStage
from optimizer.execution.checkpoint.record_columns import (
    RecordColumns,
    RecordError,
    listed,
    number,
    text,
)


def write_teams(plan: TeamPlan | None, columns: list[bytes]) -> dict[str, object]:
    """Append the columns of teams, and return what the head says; nothing where there are none."""
    if plan is None:
        return {}
    whole = (np.asarray(plan.team, "<i8"), np.asarray(plan.leader, "<i8"))
    columns += [*(column.tobytes() for column in whole), np.asarray(plan.metres, "<f8").tobytes()]
    proofs = {str(stage): astuple(proof)[:2] for stage, proof in plan.proofs.items()}
    return {"teams": {"names": list(plan.names), "proofs": proofs}}


def read_teams(head: Mapping[str, Any], persons: int, columns: RecordColumns) -> TeamPlan | None:
    """Return the teams of so many persons; None where the head speaks of none."""
    if "teams" not in head:
        return None
    said = head["teams"]
    names = tuple(text(name) for name in said["names"])
    team, leader = columns.whole(persons), columns.whole(len(names))
    metres = columns.metres(persons)
    if ((team < 0) | (team >= len(names))).any() or ((leader < 0) | (leader >= persons)).any():
        raise RecordError("a team or a leader that there is not")
    proofs = {}
    for stage in TeamStage:
        value, bound = listed(said["proofs"][str(stage)], 2)
        proofs[stage] = Proof(number(value), number(bound))
    return TeamPlan(names, team, leader, metres, proofs)
