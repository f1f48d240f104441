"""The covering instance: households that members alone cannot hold, in classes."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.distance.connected_components import connected_components
from optimizer.domain.scenario import Floats, Ints
from optimizer.solvers.flow import MaximumFlow, maximum_flow

Bools = NDArray[np.bool_]


@dataclass(frozen=True, slots=True, eq=False)
class Need:
    """A connected part of a village in which every household has to be served.

    Households that reach the same members and places are one class: a row with a count.

    Parameters
    ----------
    rows
        Rows of the village's households, class by class.
    count
        Shape (classes,): households of each class.
    member_rows, place_rows
        Rows of the village.
    members, places
        Shape (classes, members) and (classes, places): who reaches whom.
    room
        Shape (members,): maximum loads.
    size
        Maximum load of a recruit.
    cap
        Shape (places,): recruits that a place takes; never more than are of use there.
    urgent
        Shape (classes,): True for households whom a plan serves before any others (locked ones).
    xy
        Shape (classes, 2): where a household of each class lives; only a hint where to search.
    """

    rows: Ints
    count: Ints
    member_rows: Ints
    place_rows: Ints
    members: Bools
    places: Bools
    room: Ints
    size: int
    cap: Ints
    urgent: Bools
    xy: Floats

    @property
    def households(self) -> int:
        """How many households there are in all classes."""
        return int(self.count.sum())

    @property
    def weight(self) -> Ints:
        """What an unserved household of each class costs: an urgent one more than all others."""
        return np.where(self.urgent, self.households + 1, 1)


def need_flow(need: Need, recruits: Ints, scale: int = 1) -> MaximumFlow:
    """Serve as many households of the need as its members and ``recruits`` hold.

    Parameters
    ----------
    recruits
        Shape (places,): the room of each place in recruits times ``scale``.
    """
    used = np.flatnonzero(recruits > 0)
    usable = np.hstack([need.members, need.places[:, used]])
    household, person = np.nonzero(usable)
    room = np.concatenate([need.room * scale, need.size * recruits[used]])
    return maximum_flow(household, person, need.count * scale, room)


def connected_parts(linked: Bools) -> list[Ints]:
    """Return the connected parts of the rows of ``linked``, which meet in its columns."""
    row, column = np.nonzero(linked)
    label = connected_components(row, len(linked) + column, sum(linked.shape))[: len(linked)]
    return [np.flatnonzero(label == one) for one in np.unique(label)]
