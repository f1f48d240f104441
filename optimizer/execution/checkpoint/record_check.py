"""Whether a record that can be read is a plan of the village that it is kept for."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import UNSERVED, Assignment, Recruitment, VillagePlan
from optimizer.domain.scenario import Ints, Village
from optimizer.verification.proof_rules import expected_stages


def fits(plan: VillagePlan, village: Village) -> bool:
    """Tell whether every row that a plan names is there, and every stage; nothing is planned."""
    found, recruits = plan.recruitment, 0
    if (found is None) is not (plan.after is None) or plan.village_id != village.id:
        return False
    if found is not None:
        recruits = len(found.places)
        if not _recruitment_fits(found, village):
            return False
    pairs = plan.locked_beyond_limit
    return (
        _assignment_fits(plan.today, village, 0, "today")
        and (plan.after is None or _assignment_fits(plan.after, village, recruits, "after"))
        and _inside(pairs[:, 0], len(village.households))
        and _inside(pairs[:, 1], len(village.members))
    )


def _assignment_fits(made: Assignment, village: Village, recruits: int, where: str) -> bool:
    persons = len(village.members) + recruits
    served = made.person[made.person != UNSERVED]
    return (
        len(made.person) == len(village.households)
        and len(made.loads) == persons
        and _inside(served, persons)
        and np.array_equal(np.bincount(served, minlength=persons), made.loads)
        and np.array_equal(made.person == UNSERVED, np.isnan(made.metres))
        and np.array_equal(made.person == UNSERVED, made.reasons != "")
        and bool(np.isfinite(made.metres[made.person != UNSERVED]).all())
        and (made.by_event is not None) is village.has_current
        and (made.by_event is None or len(made.by_event) == len(made.person))
        and tuple(made.proofs) == expected_stages(village, where)
        and (made.teams is None) is (village.rules.teams is None)
    )


def _recruitment_fits(found: Recruitment, village: Village) -> bool:
    return (
        len(found.places) == len(found.worth)
        and _inside(found.places, len(village.sites))
        and all(_inside(one.households, len(village.households)) for one in found.pockets)
        and all(_inside(one.members, len(village.members)) for one in found.pockets)
        and all(_inside(one.places, len(village.sites)) for one in found.curve)
        and bool(found.curve) is village.rules.curve
    )


def _inside(rows: Ints, count: int) -> bool:
    return bool(((rows >= 0) & (rows < count)).all())
