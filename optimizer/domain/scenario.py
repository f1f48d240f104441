"""What is: villages as arrays. A household is a row, never an object."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.addresses import Addresses
from optimizer.domain.lending import Lending
from optimizer.domain.named_distances import NamedDistances
from optimizer.domain.notes import Note
from optimizer.domain.rules import Rules
from optimizer.domain.supervision import Supervision
from optimizer.domain.teams import TeamRequests

Ids = NDArray[np.str_]
Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

BELT = 2.0
"""Of the limit: how far around a village the paths and barriers that all share are kept."""
LEAST_BELT_M = 1_000.0
CROSSING_M = 10.0
"""A crossing opens every barrier within this distance of it."""
GRID_M = 0.001
"""Whether a walk crosses a barrier is decided on whole millimetres, exactly."""


class Ends(StrEnum):
    """Whom households are measured to."""

    MEMBERS = "members"
    SITES = "sites"


@dataclass(frozen=True, slots=True, eq=False)
class Points:
    """Rows with an id and a point; sorted by id on entry, so that order never matters.

    Where the metric needs no points a row may have none: its coordinates are NaN.

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
    """Volunteers in service: points with a window, and a team where one is known ('' where not).

    Parameters
    ----------
    leads
        Shape (n,): who leads the team of today; None where nobody is said to.
    """

    minimum: Ints
    maximum: Ints
    team: Ids
    leads: NDArray[np.bool_] | None = None

    @property
    def leaders(self) -> NDArray[np.bool_]:
        """Who leads a team today, shape (n,)."""
        return np.zeros(len(self), np.bool_) if self.leads is None else self.leads


@dataclass(frozen=True, slots=True, eq=False)
class Network:
    """Paths that can be walked, in both directions: nodes, and edges straight between them.

    Nodes stand in the order of their coordinates and edges in that of their nodes, so that the
    order in which they were written never matters; a node without an edge is left out.

    Parameters
    ----------
    xy, given
        Shape (nodes, 2), as `Points.xy` and `Points.given`.
    edges
        Shape (edges, 2): rows of nodes, the smaller first. Two edges may join the same nodes.
    metres
        Shape (edges,): never less than the straight line between the nodes; 0 is a length.
    """

    xy: Floats
    given: Floats
    edges: Ints
    metres: Floats

    def __len__(self) -> int:
        return len(self.edges)


@dataclass(frozen=True, slots=True, eq=False)
class Barriers:
    """What nobody walks across, as straight pieces of wall, and where one may.

    The outline of an area is a wall like any line; inside it one may walk, but not in or out.

    Parameters
    ----------
    xy, given
        Shape (walls, 2, 2): the two ends of each piece, in the order of their coordinates.
    crossings_xy, crossings_given
        Shape (crossings, 2): every wall within `CROSSING_M` of such a point is open there.
    """

    xy: Floats
    given: Floats
    crossings_xy: Floats
    crossings_given: Floats

    def __len__(self) -> int:
        return len(self.xy)


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
    network
        The paths in and near the village, None where none were given.
    barriers
        What cannot be crossed in and near the village, None where nothing was given.
    distances
        Metres that the caller names, None where none were given.
    addresses
        Hamlets, alleys and orders of houses, None where none were given.
    former
        Shape (households,): in the plan in force, the person who is no longer in the village,
        '' for a household without such a one. None where there is nobody of the kind.
    teams
        What it asks of its teams, None where nothing.
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
    network: Network | None = None
    barriers: Barriers | None = None
    distances: NamedDistances | None = None
    addresses: Addresses | None = None
    former: Ids | None = None
    teams: TeamRequests | None = None

    @property
    def has_current(self) -> bool:
        """Whether there is a plan in force, be it with persons who are gone."""
        return len(self.current) > 0 or self.former is not None

    @property
    def sites(self) -> Points:
        """Where recruits may be suggested."""
        return self.households if self.places is None else self.places

    def ends(self, which: Ends) -> Points:
        """Return those whom households are measured to."""
        return self.members if which is Ends.MEMBERS else self.sites

    @property
    def has_points(self) -> bool:
        """Whether every household, member and place has a point."""
        tables = (self.households, self.members, self.sites)
        return all(bool(np.isfinite(table.xy).all()) for table in tables)


@dataclass(frozen=True, slots=True, eq=False)
class Scenario:
    """The villages that are planned together, sorted by id, and the rules they share.

    Parameters
    ----------
    notes
        What looked wrong when they were read, and what was left out. No plan depends on it.
    systems
        The systems of coordinates that it was read in, by the names that people know.
    lending
        Which villages may help one another; None where nobody asks. No plan depends on it.
    supervision
        How many teams a supervisor has; None where nobody asks. No plan depends on it.
    """

    rules: Rules
    villages: tuple[Village, ...]
    lonlat: bool
    notes: tuple[Note, ...] = ()
    systems: tuple[str, ...] = ()
    lending: Lending | None = None
    supervision: Supervision | None = None


def belt_m(limit_m: float) -> float:
    """Return how far around a village shared paths and barriers are kept."""
    return max(BELT * limit_m, LEAST_BELT_M)


def points(ids: Ids, xy: Floats, given: Floats | None = None) -> Points:
    """Make points from plain arrays: sorted by id, read-only."""
    order = np.argsort(ids, kind="stable")
    chosen = xy[order]
    return Points(ids[order], chosen, chosen if given is None else given[order])


def network(
    xy: Floats, edges: Ints, metres: Floats | None = None, given: Floats | None = None
) -> Network:
    """Make a network from plain arrays, in its own order and without idle nodes.

    Parameters
    ----------
    metres
        Shape (edges,), NaN where the straight line is meant; what is shorter than that is raised
        to it.
    """
    given = xy if given is None else given
    used = np.unique(edges)
    order = used[np.lexsort((given[used, 1], given[used, 0]))]
    rank = np.zeros(len(xy), np.int64)
    rank[order] = np.arange(len(order))
    ends = np.sort(rank[edges], axis=1).reshape(-1, 2)
    placed = xy[order]
    step = placed[ends[:, 0]] - placed[ends[:, 1]]
    straight = np.hypot(step[:, 0], step[:, 1])
    long = straight if metres is None else np.fmax(metres, straight)
    rows = np.lexsort((long, ends[:, 1], ends[:, 0]))
    chosen = placed if given is xy else given[order]
    return Network(placed, chosen, ends[rows], long[rows])


def barriers(
    walls: Floats,
    crossings: Floats,
    walls_given: Floats | None = None,
    crossings_given: Floats | None = None,
) -> Barriers:
    """Make barriers from plain arrays (walls of shape (n, 2, 2)), sorted, each piece once."""
    raw = walls if walls_given is None else walls_given
    turned = (raw[:, 0, 0] > raw[:, 1, 0]) | (
        (raw[:, 0, 0] == raw[:, 1, 0]) & (raw[:, 0, 1] > raw[:, 1, 1])
    )
    ends = np.where(turned[:, None, None], raw[:, ::-1], raw)
    _, rows = np.unique(ends.reshape(-1, 4), axis=0, return_index=True)
    given = ends[rows]
    xy = (
        given
        if walls_given is None
        else np.where(turned[:, None, None], walls[:, ::-1], walls)[rows]
    )
    points = crossings if crossings_given is None else crossings_given
    _, kept = np.unique(points, axis=0, return_index=True)
    return Barriers(xy, given, crossings[kept], points[kept])
