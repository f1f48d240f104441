"""The needs of a village under every leaver: whom others must still be able to hold."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace

import numpy as np

from optimizer.distance.reach import Reach
from optimizer.domain.scenario import Floats, Ints
from optimizer.pockets.instance import Bools, Need
from optimizer.pockets.reduction import group_equal_rows, keep_places
from optimizer.recruitment.shortage import connected_needs, reach_table


@dataclass(frozen=True, slots=True, eq=False)
class SpareInstance:
    """What recruits are looked for on, so that whoever may leave.

    Parameters
    ----------
    members, places
        All pairs of households with members and with places, as if nothing was locked; locked
        pairs beyond the limit are among the members'.
    locked_to
        Shape (households,): the member a household is locked to, or -1.
    room
        Shape (members,): maximum loads.
    size
        Maximum load of a recruit.
    most
        Recruits that any one place takes; None for as many as are of use.
    xy
        Shape (households, 2): where they live, a hint where to search.
    """

    members: Reach
    places: Reach
    locked_to: Ints
    room: Ints
    size: int
    most: int | None
    xy: Floats


@dataclass(frozen=True, slots=True, eq=False)
class LeaverNeed:
    """A connected part of the village, with nobody leaving and with each member leaving.

    Parameters
    ----------
    need
        With nobody leaving.
    members, places
        Shape (classes, members) and (classes, places): who reaches whom if nothing is locked.
    locked_to
        Shape (classes,): the column of the member that a class is locked to, or -1.
    """

    need: Need
    members: Bools
    places: Bools
    locked_to: Ints

    def without(self, member: int) -> Need:
        """Return the need if a member leaves: its locks lapse, and it holds nobody.

        Households that nobody reaches then, no place either, are left out: no number of recruits
        serves them.
        """
        need, theirs = self.need, self.locked_to == member
        members, places = need.members.copy(), need.places.copy()
        members[theirs], places[theirs] = self.members[theirs], self.places[theirs]
        members[:, member] = False
        room = need.room.copy()
        room[member] = 0
        reached = members.any(axis=1) | places.any(axis=1)
        count = np.where(reached, need.count, 0)
        return replace(need, members=members, places=places, room=room, count=count)

    @property
    def exposed(self) -> Bools:
        """Classes lost when their member leaves, however many are recruited, shape (classes,)."""
        lost = np.zeros(len(self.need.count), bool)
        for member in range(len(self.need.room)):
            lost |= self.without(member).count < self.need.count
        return lost


def leaver_needs(
    ground: SpareInstance, lost: Ints, *, every_place: bool = False
) -> list[LeaverNeed]:
    """Return the connected parts of a village, without those whom nobody can ever serve.

    Parameters
    ----------
    every_place
        Whether places are kept that others make superfluous.
    """
    rows = np.ones(ground.members.households, bool)
    rows[lost] = False
    held = ground.members.only(rows[ground.members.household])
    near = ground.places.only(rows[ground.places.household])
    return [
        _need(ground, part, held, near, every_place=every_place)
        for part in connected_needs(rows, held, near)
    ]


def _need(
    ground: SpareInstance, rows: Ints, held: Reach, near: Reach, *, every_place: bool
) -> LeaverNeed:
    members, member_rows = reach_table(held, rows)
    places, place_rows = reach_table(near, rows)
    useful = 1 + -(-places.sum(axis=0) // ground.size)
    cap = useful if ground.most is None else np.minimum(useful, ground.most)
    kept = np.arange(len(cap)) if every_place else keep_places(places, cap >= useful)
    places, place_rows, cap = places[:, kept], place_rows[kept], cap[kept]
    lock = ground.locked_to[rows]
    column = np.where(lock >= 0, np.searchsorted(member_rows, np.maximum(lock, 0)), -1)
    mark = column[:, None] == np.unique(column[column >= 0])[None, :]
    order, starts = group_equal_rows(np.hstack([members, places, mark]))
    first = order[starts]
    opened, near_all, column = members[first], places[first], column[first]
    bound = column >= 0
    normal, sites = opened.copy(), near_all.copy()
    normal[bound], sites[bound] = False, False
    normal[bound, column[bound]] = True
    need = Need(
        rows=rows[order],
        count=np.diff(np.append(starts, len(order))),
        member_rows=member_rows,
        place_rows=place_rows,
        members=normal,
        places=sites,
        room=ground.room[member_rows],
        size=ground.size,
        cap=cap,
        urgent=np.zeros(len(first), bool),
        xy=ground.xy[rows[first]],
    )
    return LeaverNeed(need, opened, near_all, column)


def all_needs(part: LeaverNeed) -> Iterator[Need]:
    """Yield the need if each member leaves."""
    for member in range(len(part.need.room)):
        yield part.without(member)
