"""In which order recruits are worth finding."""

from __future__ import annotations

import heapq

import numpy as np

from optimizer.flow import maximum
from optimizer.reach import Reach
from optimizer.scenario import Ints


def order_of_worth(
    reach: Reach, near: Reach, room: Ints, size: int, places: Ints
) -> tuple[Ints, Ints]:
    """Order recruits so that each serves as many more households as any that is left would.

    What a set of persons can serve is submodular (it is the rank in a transversal matroid), so
    a gain once measured never grows, and only the one on top has to be measured again.

    Parameters
    ----------
    reach, near
        Pairs of households with members and with places.
    room
        Shape (members,): maximum loads; ``size`` that of a recruit.
    places
        Rows of the recruits' places, one for each recruit.

    Returns
    -------
    The rows of the places in order, and how many more households each recruit serves.
    """
    recruits = np.zeros(near.persons, np.int64)
    pairs = _Pairs(reach, near.only(np.isin(near.person, places)), room, size)
    served = pairs.served(recruits)
    waiting = [(-size - 1, int(place)) for place in np.sort(places)]
    order, worth = [], []
    while waiting:
        _, place = heapq.heappop(waiting)
        recruits[place] += 1
        gain = pairs.served(recruits) - served
        if not waiting or gain >= -waiting[0][0] or gain >= size:
            order.append(place)
            worth.append(gain)
            served += gain
        else:
            recruits[place] -= 1
            heapq.heappush(waiting, (-gain, place))
    return np.array(order, np.int64), np.array(worth, np.int64)


class _Pairs:
    """The pairs of a village with some places, ready to be counted."""

    def __init__(self, reach: Reach, near: Reach, room: Ints, size: int) -> None:
        self.household = np.concatenate([reach.household, near.household])
        self.person = np.concatenate([reach.person, reach.persons + near.person])
        self.supply = np.ones(reach.households, np.int64)
        self.room, self.size = room, size

    def served(self, recruits: Ints) -> int:
        """Count the households that members and recruits can serve."""
        room = np.concatenate([self.room, self.size * recruits])
        open_pairs = room[self.person] > 0
        flow = maximum(self.household[open_pairs], self.person[open_pairs], self.supply, room)
        return len(self.supply) - int(flow.short.sum())
