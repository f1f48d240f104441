"""What came out: assignments with their proofs, recruits with their reasons."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from itertools import count, islice

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.goals import Stage
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Floats, Ids, Ints
from optimizer.domain.stand_ins import StandIns
from optimizer.domain.team_plan import TeamPlan

UNSERVED = -1
"""Person of a household that nobody looks after."""
MICROMETRES = 1e6
"""Walks are compared and summed in whole micrometres."""
METRE_DECIMALS = 3
"""Stated metres are rounded to millimetres; everything is decided before."""


class Reason(StrEnum):
    """Why a household is unserved."""

    CAPACITY = "CAPACITY"
    DISTANCE = "DISTANCE"
    EXCLUDED = "EXCLUDED"
    MINIMUM = "MINIMUM"


class Verdict(StrEnum):
    """The village in one word; the first that holds."""

    NO_MEMBERS = "NO_MEMBERS"
    NEEDS_MEMBERS = "NEEDS_MEMBERS"
    NEEDS_MEMBERS_LOCAL = "NEEDS_MEMBERS_LOCAL"
    SURPLUS = "SURPLUS"
    TIGHT = "TIGHT"
    OK = "OK"


@dataclass(frozen=True, slots=True, eq=False)
class Survival:
    """Whether everybody is still served whoever leaves.

    Parameters
    ----------
    today, after
        Shape (persons,): further households without anybody if that person leaves, of each plan;
        None where there is no plan after recruiting.
    recruits
        The fewest recruits in all with whom everybody is still served whoever leaves; None where
        no number is enough or nobody may be recruited.
    """

    today: Ints
    after: Ints | None
    recruits: Proof | None


@dataclass(frozen=True, slots=True, eq=False)
class Assignment:
    """Who looks after whom.

    Parameters
    ----------
    person
        Shape (households,): row of the person, recruits after the members, or ``UNSERVED``.
    metres
        Shape (households,): distance to that person, NaN where unserved.
    loads
        Shape (persons,): households of each person.
    reasons
        Shape (households,): a ``Reason`` where unserved, '' elsewhere.
    changed
        Households of the current plan that lose its person, by event or by choice.
    proofs
        Stage to proof, in the order in which the stages were settled.
    by_event
        Shape (households,): True where the household changes person by event and not by choice;
        None where there is no plan in force.
    stand_ins
        None where the rules do not ask for them.
    prices
        Shape (households,), micrometres: what `bounds.price_bound` proves the walk with, or None.
    teams
        The teams of all persons; None where none are asked for.
    """

    person: NDArray[np.int64]
    metres: Floats
    loads: Ints
    reasons: Ids
    changed: int
    proofs: Mapping[Stage, Proof]
    by_event: NDArray[np.bool_] | None = None
    stand_ins: StandIns | None = None
    prices: Ints | None = None
    teams: TeamPlan | None = None

    @property
    def unserved(self) -> Ints:
        """Rows of the households nobody looks after."""
        return np.flatnonzero(self.person == UNSERVED)

    @property
    def reserve(self) -> Ints:
        """Rows of the persons without a household."""
        return np.flatnonzero(self.loads == 0)

    def exceptions(self, minimum: Ints) -> Ints:
        """Rows of the persons with a load of at least 1 below their minimum, shape (persons,)."""
        return np.flatnonzero((self.loads > 0) & (self.loads < minimum))

    @property
    def walk_m(self) -> float:
        """Total metres."""
        return float(np.nansum(self.metres))

    @property
    def longest_m(self) -> float:
        """Longest single distance in metres, 0 where nobody is served."""
        return float(np.nanmax(self.metres, initial=0.0))


@dataclass(frozen=True, slots=True, eq=False)
class Pocket:
    """Households whose members, all of them, cannot hold them.

    Parameters
    ----------
    households, members
        Rows: a set of households, and every member who reaches one of them.
    room
        Sum of those members' maximum loads.
    recruits_at_least
        ceil((households - room) / a recruit's maximum).
    """

    households: Ints
    members: Ints
    room: int
    recruits_at_least: int


@dataclass(frozen=True, slots=True, eq=False)
class CurvePoint:
    """The most households that a village serves with at most so many recruits.

    Parameters
    ----------
    served, bound
        Households that are served, and that nothing goes beyond.
    places
        Rows of the places of recruits, at most ``recruits`` of them, who serve so many.
    """

    recruits: int
    served: int
    bound: int
    places: Ints


@dataclass(frozen=True, slots=True, eq=False)
class Recruitment:
    """How many recruits a village needs, where, and why not fewer.

    Parameters
    ----------
    needed
        Value and bound of the number of recruits that serve everybody who can be served.
    by
        ``"pockets"`` when disjoint pockets add up to the number, else ``"search"``.
    places
        Row of the place of each recruit, in the order of their worth.
    worth
        Households that each recruit adds to those served.
    pockets
        The reasons.
    curve
        What fewer recruits serve, from none on; empty where nobody asked.
    """

    needed: Proof
    by: str
    places: Ints
    worth: Ints
    pockets: tuple[Pocket, ...]
    curve: tuple[CurvePoint, ...] = ()


@dataclass(frozen=True, slots=True)
class Relaxations:
    """What alone would let today's members serve everybody; None where nothing of the kind does.

    Parameters
    ----------
    unknown
        Names of those that were not found in the time: None says nothing of them.
    """

    max_distance_m: float | None
    max_households: int | None
    unknown: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Baseline:
    """A simple rule somebody would use by hand, for comparison.

    Parameters
    ----------
    unserved
        Households the rule leaves without anybody.
    overloaded
        Persons above their maximum, and ``excess`` the households above it.
    exceptions
        Persons with at least one household but fewer than their minimum.
    """

    unserved: int
    overloaded: int
    excess: int
    exceptions: int
    walk_m: float
    longest_m: float


@dataclass(frozen=True, slots=True)
class Baselines:
    """The two rules every report compares the plan with."""

    nearest: Baseline
    greedy: Baseline


@dataclass(frozen=True, slots=True, eq=False)
class VillagePlan:
    """All that was decided for one village."""

    village_id: str
    verdict: Verdict
    today: Assignment
    recruitment: Recruitment | None
    after: Assignment | None
    relaxations: Relaxations | None
    baselines: Baselines
    locked_beyond_limit: Ints = field(default_factory=lambda: np.empty((0, 2), np.int64))
    seconds: float = 0.0
    survival: Survival | None = None


def recruit_ids(members: Ids, wanted: int) -> list[str]:
    """Return ``recruit-1`` and so on, without the names that members bear already.

    A recruit of the last plan who has been found is a member of the next one, often by that name.
    """
    taken = frozenset(members.tolist())
    names = (f"recruit-{nth}" for nth in count(1))
    return list(islice((name for name in names if name not in taken), wanted))
