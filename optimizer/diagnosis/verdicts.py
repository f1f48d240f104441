"""What a village is in one word, compared in whole numbers."""

from __future__ import annotations

from optimizer.domain.plan import Verdict
from optimizer.domain.scenario import Village


def verdict(village: Village, unserved: int) -> Verdict:
    """Return the first verdict that holds; ``unserved`` households have nobody today."""
    households, members = len(village.households), village.members
    most, least = int(members.maximum.sum()), int(members.minimum.sum())
    if households and not len(members):
        return Verdict.NO_MEMBERS
    if unserved:
        return Verdict.NEEDS_MEMBERS if households > most else Verdict.NEEDS_MEMBERS_LOCAL
    if households < least:
        return Verdict.SURPLUS
    # In whole numbers, so that exactly 90 % is not yet tight.
    return Verdict.TIGHT if 10 * households > 9 * most else Verdict.OK
