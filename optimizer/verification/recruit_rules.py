"""Rules of the recruits: places that exist, caps obeyed, a number that adds up."""

from __future__ import annotations

from math import isfinite

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.plan import Recruitment, recruit_ids
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Village
from optimizer.verification.case import Case
from optimizer.verification.violation import Violation


def misplaced_recruits(village: Village, recruitment: Recruitment) -> list[Violation]:
    """Return recruits whose place is no row of the village's places."""
    places = recruitment.places
    if places.ndim != 1 or places.dtype.kind != "i":
        return [_broken("SHAPE", 1, (), f"places have shape {places.shape} of {places.dtype}")]
    sites, names = len(village.sites), recruit_ids(village.members.ids, len(places))
    return [
        _broken("UNKNOWN_PLACE", 1, (name,), f"there is no place row {place}")
        for name, place in zip(names, places, strict=True)
        if not 0 <= place < sites
    ]


def check_recruits(recruitment: Recruitment, today: Case, after: Case) -> list[Violation]:
    """Return what is wrong with the number of recruits, their places and their worth."""
    return [
        *_unasked(today),
        *_caps(today.village, recruitment),
        *_number(today.village, recruitment),
        *_worth(recruitment, today, after),
        *_idle(after),
    ]


def _broken(code: str, size: float, witness: tuple[str, ...], message: str) -> Violation:
    return Violation(str(Stage.RECRUIT), code, float(size), witness, message, "recruitment")


def _unasked(today: Case) -> list[Violation]:
    if not today.village.rules.recruiting:
        return [_broken("RECRUITING_OFF", 1, (), "recruits are suggested and recruiting is off")]
    if not len(today.unserved) and not today.village.rules.spare:
        return [_broken("UNASKED", 1, (), "recruits are suggested and everybody is served")]
    return []


def _caps(village: Village, recruitment: Recruitment) -> list[Violation]:
    rules, places = village.rules, recruitment.places
    violations = []
    if rules.max_recruits is not None and len(places) > rules.max_recruits:
        violations.append(
            _broken(
                "TOTAL_CAP",
                len(places) - rules.max_recruits,
                (),
                f"{len(places)} recruits are suggested; at most {rules.max_recruits} may be",
            )
        )
    if rules.recruits_per_place is not None:
        taken = np.bincount(places, minlength=len(village.sites))
        violations.extend(
            _broken(
                "PLACE_CAP",
                taken[place] - rules.recruits_per_place,
                (str(village.sites.ids[place]),),
                f"{taken[place]} recruits near place {village.sites.ids[place]}; "
                f"at most {rules.recruits_per_place} may be",
            )
            for place in np.flatnonzero(taken > rules.recruits_per_place)
        )
    return violations


def _number(village: Village, recruitment: Recruitment) -> list[Violation]:
    """Return a number needed that is no bound, or that is not the number suggested.

    A cap on the total that binds leaves fewer recruits than are needed: exactly as many as the
    cap under ``flag`` (one more always serves somebody), at most as many where the minimum is
    enforced.
    """
    needed, placed, cap = recruitment.needed, len(recruitment.places), village.rules.max_recruits
    violations = []
    whole = isfinite(needed.value) and needed.value == int(needed.value) >= 0
    if not whole or not isfinite(needed.bound) or needed.bound > needed.value:
        message = f"needed {needed.value} with the bound {needed.bound} is no proof"
        return [_broken("NEEDED", 1, (), message)]
    most = needed.value if cap is None else min(needed.value, cap)
    enforced = village.rules.minimum is MinimumPolicy.ENFORCE
    capped = cap is not None and needed.value > cap
    fewer = (enforced or village.rules.spare) and capped
    if placed > most or (placed < most and not fewer):
        message = f"{placed} recruits are suggested and {needed.value:g} are needed"
        violations.append(_broken("NEEDED", abs(placed - most), (), message))
    if recruitment.by not in {"pockets", "search"}:
        violations.append(
            _broken("BY", 1, (recruitment.by,), f"proven by {recruitment.by!r}: pockets or search")
        )
    if recruitment.by == "pockets" and needed.bound < needed.value:
        violations.append(_broken("BY", 1, (), "proven by pockets and yet the bound is lower"))
    return violations


def _worth(recruitment: Recruitment, today: Case, after: Case) -> list[Violation]:
    """Return a worth that does not add up to the households gained, or is out of order."""
    worth, gained = recruitment.worth, len(today.unserved) - len(after.unserved)
    if worth.shape != recruitment.places.shape:
        return [_broken("WORTH", 1, (), "worth and places differ in length")]
    violations = []
    if gained < 0:
        message = f"{-gained} households more are unserved with recruits than without"
        violations.append(_broken("AFTER_WORSE", -gained, (), message))
    if today.enforced:
        return violations
    if int(worth.sum()) != gained:
        message = f"the recruits' worth adds up to {worth.sum()}; {gained} households are gained"
        violations.append(_broken("WORTH", abs(int(worth.sum()) - gained), (), message))
    if (np.diff(worth) > 0).any() or (worth < 0).any():
        message = f"the recruits are not in the order of their worth: {worth.tolist()}"
        violations.append(_broken("WORTH_ORDER", 1, (), message))
    return violations


def _idle(after: Case) -> list[Violation]:
    """Return recruits without a household: without them the number would be smaller.

    Recruits to spare may have none.
    """
    if after.village.rules.spare:
        return []
    members = len(after.village.members)
    return [
        _broken("IDLE_RECRUIT", 1, (after.ground.name(row),), f"{after.ground.name(row)} is idle")
        for row in range(members, len(after.ground))
        if after.loads[row] == 0
    ]
