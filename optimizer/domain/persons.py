"""The names of those who look after households."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import VillagePlan, recruit_ids
from optimizer.domain.scenario import Ids, Village


def person_ids(village: Village, plan: VillagePlan) -> Ids:
    """Return the members' ids, then those of the recruits: one for each row of loads."""
    if plan.recruitment is None:
        return village.members.ids
    named = recruit_ids(village.members.ids, len(plan.recruitment.places))
    return np.concatenate([village.members.ids, np.array(named, np.str_)])
