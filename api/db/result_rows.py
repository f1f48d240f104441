"""What is kept of a planned village: its row, from which tables are made, and its response."""

from __future__ import annotations

from collections.abc import Mapping
from math import isnan
from typing import Any

import orjson

from api.db.models import JobVillage
from optimizer.execution.workers import Outcome, Planned
from optimizer.output.response import failed_response, village_response
from optimizer.output.summary.summary_values import from_row, to_row
from optimizer.output.summary.village_summary import (
    VillageSummary,
    summarise_failure,
    summarise_village,
)

PLANNED, FAILED = "planned", "failed"
_METRES = 1


def village_result(job_id: str, number: int, outcome: Outcome) -> JobVillage:
    """Make the record of a village; ``number`` is its place in the scenario."""
    village = outcome.village
    if isinstance(outcome, Planned):
        state, counted = PLANNED, summarise_village(village, outcome.plan)
        document = village_response(village, outcome.plan)
    else:
        state, counted = FAILED, summarise_failure(village, outcome.failure)
        document = failed_response(village, outcome.failure)
    return JobVillage(
        job_id=job_id,
        number=number,
        village=village.id,
        state=state,
        row=to_row(counted),
        content=orjson.dumps(document),
    )


def tally_of(kept: Mapping[str, Any]) -> VillageSummary:
    """Return the tally of a kept row, for roll-ups and the tables that people take home."""
    return from_row(kept)


def village_row(kept: Mapping[str, Any]) -> dict[str, Any]:
    """Return a kept row as the lists of villages show it."""
    row = tally_of(kept)
    proofs = row.proofs.values()
    asked = row.recruits is not None or not row.unserved_total
    return {
        "id": row.village_id,
        "name": row.name,
        "area": list(row.area),
        "x": row.x,
        "y": row.y,
        "verdict": row.verdict,
        "households": row.households,
        "members": row.members,
        "room": row.room,
        "unserved": row.unserved_total,
        "unserved_by_reason": {str(why): count for why, count in row.unserved.items()},
        "recruits_needed": row.recruits_needed if asked else None,
        "recruits_proven": row.recruits.proven if row.recruits else asked and not row.failure,
        "recruits_certain": row.recruits_certain,
        "reserve": row.reserve,
        "exceptions": row.exceptions,
        "walk_m": _length(row.walk_m),
        "longest_m": _length(row.longest_m),
        "changed": row.changed,
        "proven": bool(proofs) and all(proof.proven for proof in proofs),
        "gap": max((round(proof.gap, 6) for proof in proofs), default=None),
        "teams": row.teams,
        "failure": row.failure,
        "message": {str(language): text for language, text in row.message.items()},
    }


def _length(length_m: float) -> float | None:
    """Return a length rounded, None where it is never shown."""
    return None if isnan(length_m) else round(length_m, _METRES)
