"""One village of a result as its lists are written: ids, loads, metres, reasons."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum


class WhichPlan(StrEnum):
    """Which plan of a village a list is of."""

    TODAY = "today"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class Assigned:
    """A household and who looks after it; no metres where a result never shows any."""

    household: str
    person: str
    metres: float | None


@dataclass(frozen=True, slots=True)
class ListedRecruit:
    """Somebody who is wanted, and near which place."""

    id: str
    place: str
    hamlet: str
    households: int | None


@dataclass(frozen=True, slots=True)
class TeamMember:
    """A member in a team of a plan."""

    plan: WhichPlan
    team: str
    member: str
    leads: bool


@dataclass(frozen=True, slots=True)
class Move:
    """A household that changes person; None is nobody."""

    plan: WhichPlan
    household: str
    before: str | None
    now: str | None
    cause: str


@dataclass(frozen=True, slots=True)
class StandIn:
    """Who would take a household if its person left; None is nobody."""

    plan: WhichPlan
    household: str
    person: str
    stand_in: str | None
    metres: float | None


@dataclass(frozen=True, slots=True)
class ListedVillage:
    """What the lists of one village say.

    Parameters
    ----------
    members
        All members, those in reserve too, in the order of their ids.
    assigned
        Of each plan, person by person, the nearest household first.
    unserved
        Household to the reason of each plan, '' where it is served.
    places_are_households
        Whether a recruit's place is the id of a household; only then it may get a name.
    """

    id: str
    name: str
    area: str
    households: Sequence[str]
    members: Sequence[str]
    assigned: Mapping[WhichPlan, Sequence[Assigned]]
    unserved: Mapping[str, Mapping[WhichPlan, str]]
    recruits: Sequence[ListedRecruit] = ()
    places_are_households: bool = False
    teams: Sequence[TeamMember] = ()
    moves: Sequence[Move] = ()
    stand_ins: Sequence[StandIn] = field(default=())


def in_order(assigned: Sequence[Assigned]) -> list[Assigned]:
    """Return households person by person, the nearest first, and by id where metres are none."""
    return sorted(
        assigned, key=lambda one: (one.person, one.metres is None, one.metres or 0.0, one.household)
    )
