"""Bounds that counts alone prove, and the verdict that they allow."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from optimizer.domain.languages import Language
from optimizer.domain.plan import Verdict
from optimizer.screening.counts import VillageCounts


@dataclass(frozen=True, slots=True)
class CountBounds:
    """What counts prove about a village, wherever its people live.

    Parameters
    ----------
    certain
        True where the verdict holds for sure. The others say only that arithmetic does not
        object: with points known the verdict may still be ``NEEDS_MEMBERS_LOCAL``.
    room
        Households that the members may look after at most.
    recruits_at_least
        ceil((households - room) / maximum), and 0 where the room is enough.
    active_at_most
        Members that can have at least the minimum at the same time.
    reserve_at_least
        Members that cannot: they stay in reserve, or below the minimum.
    """

    counted: VillageCounts
    verdict: Verdict
    certain: bool
    room: int
    recruits_at_least: int
    active_at_most: int
    reserve_at_least: int
    message: Mapping[Language, str]


def count_bounds(counted: VillageCounts) -> tuple[int, int, int]:
    """Return room, fewest recruits and most members that can be active, by counting alone."""
    households, members = counted.households, counted.members
    room = members * counted.most
    recruits = max(0, -((room - households) // counted.most))
    active = min(members, households // counted.least) if counted.least else members
    return room, recruits, active


def count_verdict(counted: VillageCounts) -> Verdict:
    """Return the first verdict that counts allow; the order is that of a planned village."""
    households, members = counted.households, counted.members
    most, least = members * counted.most, members * counted.least
    if households and not members:
        return Verdict.NO_MEMBERS
    if households > most:
        return Verdict.NEEDS_MEMBERS
    if households < least:
        return Verdict.SURPLUS
    # In whole numbers, so that exactly 90 % is not yet tight.
    return Verdict.TIGHT if 10 * households > 9 * most else Verdict.OK
