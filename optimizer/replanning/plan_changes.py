"""What one plan of a village changes, compared with the plan before: counted, by ids."""

from __future__ import annotations

from collections.abc import Mapping
from collections.abc import Set as AbstractSet
from dataclasses import dataclass
from typing import Any

from optimizer.replanning.plan_in_force import Entry, Which, village_of_entry


@dataclass(frozen=True, slots=True)
class VillageSide:
    """A village with a plan.

    Parameters
    ----------
    members
        Ids, with those of the plan's recruits where these count as members.
    person
        Household to person; a household without one is left out.
    """

    households: AbstractSet[str]
    members: AbstractSet[str]
    person: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class PlanChanges:
    """How many households have another person (or nobody before or now), are new or gone; members.

    A household that is new or gone is not counted among those that changed.
    """

    households_changed: int
    households_new: int
    households_gone: int
    members_joined: int
    members_left: int


def village_side(request: Mapping[str, Any], entry: Entry, which: Which) -> VillageSide:
    """Return a village of a request with its plan in a response."""
    made = village_of_entry(entry, which)
    return VillageSide(
        {row["id"] for row in request["households"]},
        {row["id"] for row in request["members"]} | made.recruits.keys(),
        made.person,
    )


def count_changes(before: VillageSide, after: VillageSide) -> PlanChanges:
    """Count what changed from one plan to the next."""
    both = before.households & after.households
    return PlanChanges(
        households_changed=sum(before.person.get(one) != after.person.get(one) for one in both),
        households_new=len(after.households - before.households),
        households_gone=len(before.households - after.households),
        members_joined=len(after.members - before.members),
        members_left=len(before.members - after.members),
    )
