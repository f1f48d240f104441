"""The names of those who look after households."""

from __future__ import annotations

import numpy as np

from optimizer.plan import VillagePlan
from optimizer.scenario import Ids, Village


def person_ids(village: Village, plan: VillagePlan) -> Ids:
    """Return the members' ids, then ``recruit-1`` and so on: one for each row of loads."""
    if plan.recruitment is None:
        return village.members.ids
    named = [f"recruit-{nth}" for nth in range(1, len(plan.recruitment.places) + 1)]
    return np.concatenate([village.members.ids, np.array(named, np.str_)])
