"""Shares of a budget in a tree of areas: the least that an area must get, from the leaves up."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.budget.max_plus import NEVER, Shares, Values, share_out

Area = tuple[str, ...]


@dataclass(frozen=True, slots=True, eq=False)
class AreaShares:
    """What an area gives for every number of recruits, and how it is shared out inside.

    Parameters
    ----------
    value
        Value of exactly so many recruits here, ``never`` below the floor.
    shares
        The areas and villages inside, in the order of their first villages.
    inside
        Areas, or the row of a village.
    """

    value: Values
    shares: Shares
    inside: tuple[AreaShares | int, ...]

    def choose(self, number: int) -> dict[int, int]:
        """Return how many recruits each village gets; ties go to who comes first."""
        chosen: dict[int, int] = {}
        for part, taken in zip(self.inside, self.shares.choose(number), strict=True):
            chosen |= {part: taken} if isinstance(part, int) else part.choose(taken)
        return chosen


def share_areas(
    areas: Sequence[Area],
    values: Sequence[Values],
    floors: Mapping[Area, int],
    never: int = NEVER,
) -> AreaShares:
    """Share recruits out among villages so that every area has its floor.

    A floor above what an area needs is what it needs. Without floors all villages are one list.

    Parameters
    ----------
    areas, values
        Of each village: its areas from the widest down, and its value with 0, 1, 2, ... recruits.
    floors
        Of an area (its codes from the widest down): the least number of recruits.
    """
    rows = list(range(len(areas)))
    return _share((), rows, areas, values, floors, never)


def _share(
    here: Area,
    rows: Sequence[int],
    areas: Sequence[Area],
    values: Sequence[Values],
    floors: Mapping[Area, int],
    never: int,
) -> AreaShares:
    """Share out inside one area, whose own floor is kept last."""
    groups: dict[Area | int, list[int]] = {}
    for row in rows:
        groups.setdefault(_next_floor(areas[row], here, floors) or row, []).append(row)
    inside = tuple(
        key if isinstance(key, int) else _share(key, mine, areas, values, floors, never)
        for key, mine in groups.items()
    )
    shares = share_out(
        [values[part] if isinstance(part, int) else part.value for part in inside], None, never
    )
    value = shares.total.copy()
    value[: min(floors.get(here, 0), len(value) - 1)] = never
    return AreaShares(value, shares, inside)


def _next_floor(area: Area, here: Area, floors: Mapping[Area, int]) -> Area | None:
    """Return the widest area with a floor below ``here`` that holds a village, if any does."""
    depths = range(len(here) + 1, len(area) + 1)
    return next((area[:depth] for depth in depths if area[:depth] in floors), None)


def least_number(value: Values, never: int = NEVER) -> int:
    """Return the sum of the floors: the smallest number for which there is a way."""
    return int(np.argmax(value > never))
