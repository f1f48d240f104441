"""Who else could look after each household: the persons within the limit, the nearest first."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizer.distance.reach import reach_within
from optimizer.domain.plan import METRE_DECIMALS
from optimizer.domain.scenario import Ends, Village
from optimizer.output.metres import shows_metres


def nearest_document(village: Village, most: int) -> dict[str, Any]:
    """Return the nearest persons of each household by distance alone, as JSON says them.

    Locks, bans and loads are left to who asks: they change while a plan is changed by hand.

    Parameters
    ----------
    village
        With everybody who may look after a household as a member.
    most
        Persons of a household that are named; `within` counts all of them.
    """
    reach = reach_within(village, Ends.MEMBERS, village.rules.max_distance_m)
    order = np.lexsort((reach.person, reach.metres, reach.household))
    count = np.bincount(reach.household, minlength=reach.households)
    end = count.cumsum()
    shown = shows_metres(village)
    person = reach.person[order]
    metres = np.round(reach.metres[order], METRE_DECIMALS)
    households = []
    for row, name in enumerate(village.households.ids.tolist()):
        part = slice(end[row] - count[row], min(end[row], end[row] - count[row] + most))
        far = metres[part].tolist() if shown else [None] * len(person[part])
        nearest = [list(pair) for pair in zip(person[part].tolist(), far, strict=True)]
        households.append({"id": name, "within": int(count[row]), "nearest": nearest})
    return {"persons": village.members.ids.tolist(), "households": households}
