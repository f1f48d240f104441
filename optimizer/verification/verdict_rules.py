"""Rules of the village as a whole: its verdict, and relaxations that could be true."""

from __future__ import annotations

from math import isfinite

import numpy as np

from optimizer.domain.plan import Verdict, VillagePlan
from optimizer.verification.case import Case
from optimizer.verification.violation import Violation


def check_verdict(plan: VillagePlan, today: Case) -> list[Violation]:
    """Return a verdict that is not the first that holds."""
    own = verdict_of(today)
    if plan.verdict == own:
        return []
    return [
        Violation(
            "verdict",
            "VERDICT",
            1.0,
            (str(plan.verdict), str(own)),
            f"the verdict is {plan.verdict}; the first that holds is {own}",
            "village",
        )
    ]


def verdict_of(today: Case) -> Verdict:
    """Return the first verdict that holds, in whole numbers."""
    members = today.village.members
    households, unserved = len(today.person), len(today.unserved)
    most, least = int(members.maximum.sum()), int(members.minimum.sum())
    if households and not len(members):
        return Verdict.NO_MEMBERS
    if unserved:
        return Verdict.NEEDS_MEMBERS if households > most else Verdict.NEEDS_MEMBERS_LOCAL
    if households < least:
        return Verdict.SURPLUS
    return Verdict.TIGHT if 10 * households > 9 * most else Verdict.OK


def check_relaxations(plan: VillagePlan, today: Case) -> list[Violation]:
    """Return relaxations missing, unasked for, relaxing nothing or leaving somebody unreached."""
    relaxed = plan.relaxations
    if relaxed is None:
        if not len(today.unserved):
            return []
        message = "somebody is unserved, and no relaxations are given"
        return [Violation("relaxations", "RELAXATIONS_MISSING", 1.0, (), message, "village")]
    rules = today.village.rules
    faults = []
    if not len(today.unserved):
        faults.append(("UNASKED", "relaxations are given although everybody is served"))
    if relaxed.max_distance_m is not None and not _reaches_all(today, relaxed.max_distance_m):
        faults.append(
            ("RELAXED_LIMIT", f"a limit of {relaxed.max_distance_m} m leaves somebody unreached")
        )
    most = relaxed.max_households
    if most is not None and most <= rules.max_households:
        faults.append(("RELAXED_MAXIMUM", f"a maximum of {most} households relaxes nothing"))
    return [Violation("relaxations", code, 1.0, (), message, "village") for code, message in faults]


def _reaches_all(today: Case, limit_m: float) -> bool:
    """Return whether every unserved household has a permitted member within a wider limit."""
    if not isfinite(limit_m) or limit_m < today.village.rules.max_distance_m:
        return False
    rows, members = today.unserved, np.arange(len(today.village.members))
    wider = today.ground.wider(limit_m + today.rounding_m)
    locked = today.ground.locked_to[rows] >= 0
    return bool((wider.allowed(rows, members, sure=False).any(axis=1) | locked).all())
