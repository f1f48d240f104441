"""The plan in force as the current plan of a village that may have other people by now."""

from __future__ import annotations

from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.domain.scenario import Ids, Ints, Village

Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class CurrentPairs:
    """The pairs of a plan in force, as a village has them.

    Parameters
    ----------
    current
        Household and person who are both there.
    former
        Household that is there, and its person who is not.
    household_gone
        How many households of the plan are not there.
    """

    current: Sequence[Pair]
    former: Sequence[Pair]
    household_gone: int


def divide_pairs(
    person: Mapping[str, str], households: Collection[str], members: Collection[str]
) -> CurrentPairs:
    """Divide the pairs of a plan in force by who is still there."""
    homes, people = set(households), set(members)
    there = sorted((home, who) for home, who in person.items() if home in homes)
    return CurrentPairs(
        current=[(home, who) for home, who in there if who in people],
        former=[(home, who) for home, who in there if who not in people],
        household_gone=len(person) - len(there),
    )


def pairs_of(village: Village) -> tuple[set[Pair], set[Pair]]:
    """Return a village's current pairs, and those whose person is gone, as ids."""
    homes, people = village.households.ids.tolist(), village.members.ids.tolist()
    current = {(homes[home], people[who]) for home, who in village.current.tolist()}
    gone = [] if village.former is None else village.former.tolist()
    return current, {(homes[row], name) for row, name in enumerate(gone) if name}


def with_current(village: Village, pairs: CurrentPairs) -> Village:
    """Return a village with these pairs as its current plan."""
    return replace(village, current=_current(village, pairs), former=_former(village, pairs))


def _current(village: Village, pairs: CurrentPairs) -> Ints:
    homes = {name: row for row, name in enumerate(village.households.ids.tolist())}
    people = {name: row for row, name in enumerate(village.members.ids.tolist())}
    rows = sorted((homes[home], people[who]) for home, who in pairs.current)
    made = np.array(rows, village.current.dtype).reshape(-1, 2)
    made.flags.writeable = False
    return made


def _former(village: Village, pairs: CurrentPairs) -> Ids | None:
    if not pairs.former:
        return None
    gone = dict(pairs.former)
    made = np.array([gone.get(name, "") for name in village.households.ids.tolist()], np.str_)
    made.flags.writeable = False
    return made
