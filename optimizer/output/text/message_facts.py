"""The facts of a village's messages, before any language words them."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from itertools import groupby
from math import ceil

import numpy as np

from optimizer.distance.hamlets import Hamlets
from optimizer.domain.goals import Stage
from optimizer.domain.plan import (
    Assignment,
    Pocket,
    Reason,
    Recruitment,
    Relaxations,
    Verdict,
    VillagePlan,
)
from optimizer.domain.rules import Listed, MinimumPolicy
from optimizer.domain.scenario import Ints, Village

HAMLETS_NAMED = 3
"""Hamlets that a sentence names; the others are counted."""
PLACES_NAMED = 3
"""Places that a sentence names, in the order of their recruits' worth."""
RUNS_NAMED = 4
"""Groups of recruits of equal worth that a sentence names."""
_DECIMALS_OF_A_BOUND = 1e-3
"""A written bound is rounded down to this: it must say the same before and after."""


@dataclass(frozen=True, slots=True)
class PocketFacts:
    """A pocket in three numbers."""

    households: int
    members: int
    room: int


@dataclass(frozen=True, slots=True)
class HamletRecruits:
    """Recruits near one hamlet, and the pocket inside it that forces most of them."""

    hamlet: str
    recruits: int
    short: PocketFacts | None


@dataclass(frozen=True, slots=True)
class RecruitFacts:
    """The recruits of a village.

    Parameters
    ----------
    placed, needed, certain
        Recruits suggested, needed without a cap, and proven to be needed at least.
    cap
        The most that are allowed, where that is fewer than needed; else None.
    near
        The hamlets named, most recruits first; nothing where all households are one hamlet.
    elsewhere
        Recruits and hamlets that are not named.
    places, more_places
        Where all households are one hamlet: the first places, and whether there are others.
    homes
        Whether places are households.
    spread
        The pocket that forces most, where none lies inside one of the hamlets named, and the
        hamlets in which it lies; no names where these are many, or all there are.
    serves_all
        Whether the number needed serves everybody for sure.
    """

    placed: int
    needed: int
    certain: int
    cap: int | None
    near: tuple[HamletRecruits, ...]
    elsewhere: tuple[int, int]
    places: tuple[str, ...]
    more_places: bool
    homes: bool
    spread: tuple[PocketFacts, tuple[str, ...]] | None
    serves_all: bool


@dataclass(frozen=True, slots=True)
class MessageFacts:
    """One village.

    Parameters
    ----------
    minimum
        The smallest load of a recruit, and whether it is ``enforced``.
    unserved, stay
        Households without anybody today, and in the end: after recruiting where that is planned.
    left
        Why these stay, with their numbers; empty where fewer could stay for all that is proven.
    room
        Households more that the members could look after; None where that is nothing to mention.
    limit_m, limit_houses, most
        Relaxations that alone would serve everybody, the limit in whole metres rounded up; of a
        list, whose metres are never shown, in houses of an alley.
    sought
        Names of those that were not found in the time.
    """

    village_id: str
    name: str
    households: int
    members: int
    verdict: Verdict
    minimum: int
    enforced: bool
    unserved: int
    stay: int
    left: Mapping[Reason, int]
    reserve: int
    exceptions: int
    room: int | None
    hiring: RecruitFacts | None
    limit_m: int | None
    limit_houses: int | None
    most: int | None
    sought: tuple[str, ...]


def _limit(village: Village, limit_m: float | None) -> tuple[int | None, int | None]:
    """Return the limit that would serve everybody: in metres, or of a list in houses."""
    metric = village.rules.metric
    if limit_m is None or not isinstance(metric, Listed):
        return None if limit_m is None else ceil(limit_m), None
    return None, ceil(limit_m / metric.house_m) if metric.house_m else None


def message_facts(village: Village, plan: VillagePlan, found: Hamlets, near: Ints) -> MessageFacts:
    """Count what a sentence about the village says.

    Parameters
    ----------
    found, near
        The village's hamlets, and the hamlet of each recruit's place; empty without recruits.
    """
    today, recruitment = plan.today, plan.recruitment
    last = today if plan.after is None else plan.after
    eased = plan.relaxations or Relaxations(None, None)
    tight = plan.verdict is Verdict.TIGHT
    spare = int(village.members.maximum.sum()) - len(village.households)
    limit_m, limit_houses = _limit(village, eased.max_distance_m)
    return MessageFacts(
        village_id=village.id,
        name=village.name,
        households=len(village.households),
        members=len(village.members),
        verdict=plan.verdict,
        minimum=village.rules.min_households,
        enforced=village.rules.minimum is MinimumPolicy.ENFORCE,
        unserved=len(today.unserved),
        stay=len(last.unserved),
        left=_by_reason(last),
        reserve=len(today.reserve),
        exceptions=len(today.exceptions(village.members.minimum)),
        room=spare if tight else None,
        hiring=None if recruitment is None else _hiring(village, recruitment, last, found, near),
        limit_m=limit_m,
        limit_houses=limit_houses,
        most=eased.max_households,
        sought=eased.unknown,
    )


def _by_reason(made: Assignment) -> dict[Reason, int]:
    """Count the unserved households of each reason, in the order of the reasons."""
    served = made.proofs.get(Stage.SERVE)
    if served is None or not served.proven:
        return {}
    counts = Counter(made.reasons[made.reasons != ""].tolist())
    return {reason: counts[reason] for reason in Reason if counts[reason]}


def _hiring(
    village: Village, recruitment: Recruitment, after: Assignment, found: Hamlets, near: Ints
) -> RecruitFacts:
    placed, needed = len(recruitment.places), round(recruitment.needed.value)
    # Without members a pocket says nothing that is not plain already.
    pockets = recruitment.pockets if placed and len(village.members) else ()
    named, hidden = _near(pockets, found, near)
    binds = placed < needed
    # A village of one hamlet has no other names for where people live.
    rows = () if named else dict.fromkeys(recruitment.places.tolist())
    places = tuple(str(village.sites.ids[row]) for row in rows)
    return RecruitFacts(
        placed=placed,
        needed=needed,
        certain=min(needed, ceil(recruitment.needed.bound - _DECIMALS_OF_A_BOUND)),
        cap=village.rules.max_recruits if binds else None,
        near=named,
        elsewhere=hidden,
        places=places[:PLACES_NAMED],
        more_places=len(places) > PLACES_NAMED,
        homes=village.places is None,
        spread=_spread(pockets, found, named),
        serves_all=_everybody_can_be(village) if binds else not len(after.unserved),
    )


def _everybody_can_be(village: Village) -> bool:
    """Return whether recruits without a cap serve everybody for sure: one may live anywhere."""
    flagged = village.rules.minimum is MinimumPolicy.FLAG
    return village.places is None and flagged and not len(village.locked)


def _near(
    pockets: tuple[Pocket, ...], found: Hamlets, near: Ints
) -> tuple[tuple[HamletRecruits, ...], tuple[int, int]]:
    """Return the recruits hamlet by hamlet, and how many recruits and hamlets are not named."""
    if len(found.names) <= 1:
        return (), (0, 0)
    counts = np.bincount(near, minlength=len(found.names))
    order = np.argsort(-counts, kind="stable")[: np.count_nonzero(counts)].tolist()
    # A hamlet left over may as well be named.
    named = order if len(order) == HAMLETS_NAMED + 1 else order[:HAMLETS_NAMED]
    inside = {row: [pocket for pocket in pockets if _only(found, pocket, row)] for row in named}
    told = (
        HamletRecruits(
            found.names[row], int(counts[row]), _worst(inside[row]) if inside[row] else None
        )
        for row in named
    )
    return tuple(told), (int(counts.sum() - counts[named].sum()), len(order) - len(named))


def _only(found: Hamlets, pocket: Pocket, hamlet: int) -> bool:
    return bool((found.of[pocket.households] == hamlet).all())


def _worst(pockets: Sequence[Pocket]) -> PocketFacts:
    """Return the pocket that forces most recruits; of equal ones that with fewest households."""
    first = min(pockets, key=_rank)
    return PocketFacts(len(first.households), len(first.members), first.room)


def _rank(pocket: Pocket) -> tuple[int, int, int]:
    first = int(pocket.households.min(initial=0))
    return -pocket.recruits_at_least, len(pocket.households), first


def _spread(
    pockets: tuple[Pocket, ...], found: Hamlets, named: tuple[HamletRecruits, ...]
) -> tuple[PocketFacts, tuple[str, ...]] | None:
    """Return the pocket to tell where none was told with its hamlet, and where it lies."""
    if not pockets or any(near.short for near in named):
        return None
    first = min(pockets, key=_rank)
    rows = np.unique(found.of[first.households]).tolist()
    names = tuple(found.names[row] for row in rows)
    everywhere = len(rows) == len(found.names) or len(names) > HAMLETS_NAMED
    return _worst(pockets), (() if everywhere else names)


def runs_of(gains: Sequence[int]) -> list[tuple[int, int]]:
    """Return each worth with the number of recruits in a row who have it."""
    return [(gain, len(list(same))) for gain, same in groupby(gains)]
