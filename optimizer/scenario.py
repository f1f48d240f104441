"""What is: villages as arrays. A household is a row, never an object."""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.rules import Rules

Ids = NDArray[np.str_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Rows with an id and a point; sorted by id on entry, so that order never matters.

    Parameters
    ----------
    ids
        Shape (n,), unique.
    xy
        Shape (n, 2), metres in a plane of the village.
    given
        Shape (n, 2), the coordinates as they came in (the same array where they were metres).
    """

    ids: Ids
    xy: Floats
    given: Floats

    def __len__(self) -> int:
        return len(self.ids)


@dataclass(frozen=True, slots=True, eq=False)
class Members(Points):
    """Volunteers in service: points with a window, and a team where one is known ('' where not)."""

    minimum: Ints
    maximum: Ints
    team: Ids


@dataclass(frozen=True, slots=True, eq=False)
class Village:
    """One village: the unit that is planned.

    Parameters
    ----------
    area
        Codes from the widest unit down; any depth.
    places
        Where a recruit may be suggested; None for every household's point.
    locked, forbidden
        Shape (n, 2): rows of households, rows of members.
    current
        Shape (n, 2): the plan in force, at most one row a household.
    lonlat
        True when ``given`` holds degrees of WGS 84, longitude first.
    """

    id: str
    name: str
    area: tuple[str, ...]
    rules: Rules
    households: Points
    members: Members
    places: Points | None
    locked: Ints
    forbidden: Ints
    current: Ints
    lonlat: bool

    @property
    def sites(self) -> Points:
        """Where recruits may be suggested."""
        return self.households if self.places is None else self.places


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """The villages that are planned together, sorted by id, and the rules they share."""

    rules: Rules
    villages: tuple[Village, ...]
    lonlat: bool


def points(ids: Ids, xy: Floats, given: Floats | None = None) -> Points:
    """Make points from plain arrays: sorted by id, read-only."""
    order = np.argsort(ids, kind="stable")
    chosen = xy[order]
    return Points(ids[order], chosen, chosen if given is None else given[order])
