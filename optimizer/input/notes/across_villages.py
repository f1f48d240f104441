"""Notes that compare villages, where these are read a few at a time: what is kept is small.

Each village leaves its box, its middle, a number for each member, and the few of its points that
lie far from all others of it. Villages whose box holds such a point are looked at a second time.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise

import numpy as np

from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.input.notes.outliers import AMID_M, AMID_SPREADS, NEIGHBOURS, SHARE
from optimizer.input.notes.village_spread import nearest, on_globe, planes_are_shared

Place = tuple[int, str, str]
"""Village by its number, table, and id of a row in it."""


@dataclass(frozen=True, slots=True)
class Amid:
    """Points of one village that lie amid another one."""

    village: int
    host: int
    table: str
    ids: tuple[str, ...]
    farthest_m: float


class AcrossVillages:
    """What was seen of the villages so far; they are numbered as they are added."""

    def __init__(self) -> None:
        self._members: list[Ints] = []
        self._boxes: list[Floats] = []
        self._middles: list[Floats] = []
        self._typical_m: list[float] = []
        self._places: list[Place] = []
        self._at: list[Floats] = []
        self._away_m: list[float] = []
        self._sizes: list[int] = []
        self._lonlat = False

    def add(self, village: Village) -> None:
        """Take what is needed of one more village; nothing of one without points."""
        number, self._lonlat = len(self._sizes), village.lonlat
        members = village.members
        placed = village.has_points
        named = zip(members.ids.tolist(), members.given.tolist(), strict=True) if placed else ()
        keys = [hash((member, *at)) for member, at in named]
        self._members.append(np.array(keys, np.int64))
        frame, metres = _frame(village), np.concatenate((village.households.xy, members.xy))
        size = len(frame) if placed else 0
        self._sizes.append(size)
        if not size:
            width = frame.shape[1]
            self._boxes.append(np.array([[np.inf] * width, [-np.inf] * width]))
            self._middles.append(np.full(2, np.nan))
            self._typical_m.append(np.nan)
            return
        self._boxes.append(np.stack((frame.min(axis=0), frame.max(axis=0))))
        middle = np.sort(metres, axis=0)[(size - 1) // 2]
        away_m = np.hypot(*(metres - middle).T)
        typical_m = float(np.sort(away_m)[(size - 1) // 2])
        self._middles.append(middle)
        self._typical_m.append(typical_m)
        asked = np.flatnonzero(away_m > max(AMID_SPREADS * typical_m, AMID_M))
        if size <= NEIGHBOURS or not len(asked):
            return
        own_m, _ = nearest(frame, frame[asked], 2)  # the nearest is the point itself
        for row in asked[own_m[:, 1] > AMID_M].tolist():
            table, ids, at = _row(village, row)
            self._places.append((number, table, str(ids[at])))
            self._at.append(frame[row])
            self._away_m.append(float(away_m[row]))

    def members_twice(self) -> Iterator[Sequence[int]]:
        """Yield villages, by number, that seem to have a member of the same id and point.

        Members are known by a number of 64 bits; whether they are the same is to be looked at.
        """
        if not self._shared():
            return
        keys = np.concatenate([*self._members, np.empty(0, np.int64)])
        village = np.repeat(np.arange(len(self._members)), list(map(len, self._members)))
        order = np.argsort(keys, kind="stable")
        starts: list[int] = np.flatnonzero(
            np.diff(keys[order], prepend=keys[order][:1] - 1)
        ).tolist()
        for start, stop in pairwise([*starts, len(order)]):
            if stop - start > 1:
                yield sorted(set(village[order[start:stop]].tolist()))

    def hosts(self) -> list[int]:
        """Return the villages, by number, in which a point of another one may lie."""
        if not self._places or not self._shared():
            return []
        at, own = np.array(self._at), np.array([number for number, _, _ in self._places])
        found = []
        for number, (low, high) in enumerate(self._boxes):
            inside = ((at >= low - AMID_M) & (at <= high + AMID_M)).all(axis=1)
            if (inside & (own != number)).any():
                found.append(number)
        return found

    def amid(self, hosts: Iterator[tuple[int, Village]]) -> Iterator[Amid]:
        """Yield the points whose nearest ones are all of one other village.

        Parameters
        ----------
        hosts
            The villages of `hosts`, with their numbers, once more.
        """
        near_m = np.full((len(self._places), NEIGHBOURS), np.inf)
        near = np.full((len(self._places), NEIGHBOURS), -1)
        own = np.array([number for number, _, _ in self._places])
        for number, village in hosts:
            frame = _frame(village)
            asked = np.flatnonzero(own != number)
            found_m, _ = nearest(frame, np.array(self._at)[asked], NEIGHBOURS, within_m=AMID_M)
            both_m = np.concatenate((near_m[asked], found_m), axis=1)
            both = np.concatenate((near[asked], np.full(found_m.shape, number)), axis=1)
            first = np.argsort(both_m, axis=1, kind="stable")[:, :NEIGHBOURS]
            near_m[asked] = np.take_along_axis(both_m, first, axis=1)
            near[asked] = np.take_along_axis(both, first, axis=1)
        held = np.isfinite(near_m).all(axis=1) & (near == near[:, :1]).all(axis=1)
        count = np.bincount(own[held], minlength=len(self._sizes))
        held &= (count <= SHARE * np.array(self._sizes))[own] if len(own) else held
        yield from self._grouped(np.flatnonzero(held).tolist(), near[:, 0].tolist())

    def _grouped(self, rows: Sequence[int], host: Sequence[int]) -> Iterator[Amid]:
        groups: dict[tuple[int, int, str], list[int]] = defaultdict(list)
        for row in rows:
            number, table, _ = self._places[row]
            groups[number, host[row], table].append(row)
        for (number, other, table), chosen in sorted(groups.items()):
            ids = tuple(self._places[row][2] for row in chosen)
            yield Amid(number, other, table, ids, max(self._away_m[row] for row in chosen))

    def _shared(self) -> bool:
        return self._lonlat or planes_are_shared(
            np.array(self._middles), np.array(self._typical_m), np.array(self._sizes)
        )


def _frame(village: Village) -> Floats:
    given: Floats = np.concatenate((village.households.given, village.members.given))
    return on_globe(given) if village.lonlat else given


def _row(village: Village, row: int) -> tuple[str, Sequence[str], int]:
    """Return table, ids and row there of a village's point; households come first."""
    size = len(village.households)
    if row < size:
        return "households", village.households.ids.tolist(), row
    return "members", village.members.ids.tolist(), row - size
