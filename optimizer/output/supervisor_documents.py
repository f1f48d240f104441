"""Supervisors as the response JSON says them: who has which teams, and each unit's figures."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.plan import METRE_DECIMALS
from optimizer.domain.supervision import Supervision, SupervisionFlag, flags_of
from optimizer.domain.supervisor_plan import SupervisedUnit
from optimizer.domain.teams import TeamStage
from optimizer.output.proof_document import Document, proof_document
from optimizer.output.text.supervisor_texts import supervision_flags

STAGES: Mapping[str, tuple[TeamStage, Stage]] = {
    "supervisors": (TeamStage.TEAMS, Stage.SERVE),
    "unreached": (TeamStage.FAR, Stage.SERVE),
    "gather": (TeamStage.GATHER, Stage.WALK),
}
"""Stage of supervision to the stage of teams that it is, and one whose unit it has."""


def supervisors_document(units: Sequence[SupervisedUnit], asked: Supervision) -> Document:
    """Return what stands at the top of the response: ``supervisors`` and ``supervision``."""
    return {
        "supervisors": [entry for unit in units for entry in _supervisors(unit, asked)],
        "supervision": [_unit(unit, asked) for unit in units],
    }


def _supervisors(unit: SupervisedUnit, asked: Supervision) -> Iterator[Document]:
    plan = unit.plan
    for row, name in enumerate(plan.names):
        inside = np.flatnonzero(plan.team == row)
        head = unit.teams[int(plan.leader[row])]
        flags = flags_of(len(inside), asked)
        if np.isin(unit.unreached, inside).any():
            flags = (*flags, SupervisionFlag.NO_WAY)
        yield {
            "id": name,
            "area": list(unit.area),
            "village": head.village,
            "leader": head.leader,
            "teams": [[unit.teams[at].village, unit.teams[at].team] for at in inside.tolist()],
            "metres": _metres(unit, inside) if unit.shown else None,
            "flags": [str(flag) for flag in flags],
        }


def _metres(unit: SupervisedUnit, rows: np.ndarray[tuple[int], np.dtype[np.int64]]) -> float:
    metres = unit.plan.metres[rows]
    return round(float(metres[np.isfinite(metres)].sum()), METRE_DECIMALS)


def _unit(unit: SupervisedUnit, asked: Supervision) -> Document:
    return {
        "area": list(unit.area),
        "teams": len(unit.teams),
        "supervisors": len(unit.plan.names),
        "unreached": len(unit.unreached),
        "metres": _metres(unit, np.arange(len(unit.teams))) if unit.shown else None,
        "flags": [
            {
                "code": str(flag),
                "count": count,
                "message": {str(language): text for language, text in message.items()},
            }
            for flag, count, message in supervision_flags(unit, asked)
        ],
        "proof": {
            name: None
            if like is Stage.WALK and not unit.shown
            else proof_document(unit.plan.proofs[stage], like) | {"checked": "search"}
            for name, (stage, like) in STAGES.items()
        },
    }
