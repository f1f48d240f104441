"""The names of those who look after households, and how few each may have."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import VillagePlan, recruit_ids
from optimizer.domain.scenario import Ids, Ints, Village


def person_ids(village: Village, plan: VillagePlan) -> Ids:
    """Return the members' ids, then those of the recruits: one for each row of loads."""
    if plan.recruitment is None:
        return village.members.ids
    named = recruit_ids(village.members.ids, len(plan.recruitment.places))
    return np.concatenate([village.members.ids, np.array(named, np.str_)])


def minimum_loads(village: Village, recruits: int) -> Ints:
    """Return the members' minimum loads, then those of so many recruits: the village's."""
    return np.append(village.members.minimum, np.full(recruits, village.rules.min_households))
