"""Whether a village survives any one leaving, as the response JSON says it."""

from __future__ import annotations

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Ids, Ints, Village
from optimizer.output.proof_document import Document, proof_document


def survival_document(village: Village, plan: VillagePlan) -> Document:
    """Return ``survives`` where the rules ask for it; null where it was not looked at.

    ``any_one_leaving`` and ``weakest`` are those of today's members, ``after`` has those of the
    plan with recruits. ``recruits_for_it`` is null where no number of recruits is enough, or
    nobody may be recruited.
    """
    if not (village.rules.survival or village.rules.spare):
        return {}
    found = plan.survival
    if found is None:
        return {"survives": None}
    needed = None if found.recruits is None else proof_document(found.recruits, Stage.RECRUIT)
    document: Document = {
        **_leaving(found.today, village.members.ids),
        "recruits_for_it": None if needed is None else needed["value"],
        "proven": needed is None or needed["proven"],
    }
    if needed is not None and not needed["proven"]:
        document["bound"] = needed["bound"]
    if found.after is not None:
        document["after"] = _leaving(found.after, person_ids(village, plan))
    return {"survives": document}


def _leaving(further: Ints, persons: Ids) -> Document:
    """Return who leaves somebody without anybody, the most first."""
    rows = np.flatnonzero(further)
    order = rows[np.argsort(-further[rows], kind="stable")].tolist()
    return {
        "any_one_leaving": not order,
        "weakest": [[str(persons[row]), int(further[row])] for row in order],
    }
