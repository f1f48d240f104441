"""Whether the stated relaxations are enough, and the smallest that are.

Starts from today's plan and adds the unserved by exchanges. A household that no exchange serves
stays without a way whatever other exchanges are made first (Berge), so one such household settles
the matter. Slower than the other rules and of interest where a plan is read back, so that it is
not among them. Under an enforced minimum exchanges do not decide it, and nothing is checked.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace

import numpy as np

from optimizer.domain.plan import VillagePlan
from optimizer.verification.alternating_paths import NOWHERE, Exchanges, exchanges
from optimizer.verification.case import Case
from optimizer.verification.measured_village import MeasuredVillage
from optimizer.verification.violation import Violation

_CODES = {"max_distance_m": "RELAXED_LIMIT", "max_households": "RELAXED_MAXIMUM"}
ANYWHERE_M = 2e7
"""Farther than any two points on earth."""


def check_smallest(plan: VillagePlan, today: Case) -> tuple[Violation, ...]:
    """Return relaxations that do not serve everybody, or that smaller ones would outdo."""
    relaxed = plan.relaxations
    if relaxed is None or today.enforced or not len(today.unserved):
        return ()
    faults = [
        *(("RELAXED_LIMIT", fault) for fault in _limit_faults(today, relaxed.max_distance_m)),
        *(("RELAXED_MAXIMUM", fault) for fault in _maximum_faults(today, relaxed.max_households)),
    ]
    unknown = {_CODES[name] for name in relaxed.unknown if name in _CODES}
    return tuple(
        Violation("relaxations", code, 1.0, (), message, "village")
        for code, message in faults
        if code not in unknown
    )


def _limit_faults(today: Case, limit_m: float | None) -> Iterator[str]:
    ground = today.ground
    if limit_m is None:
        if _serves_all(today, ground.wider(ANYWHERE_M)):
            yield "no limit is given, and some limit would serve everybody"
        return
    doubt_m = 2 * ground.doubt_m(limit_m)
    if not _serves_all(today, ground.wider(limit_m + doubt_m)):
        yield f"a limit of {limit_m} m does not serve everybody"
    less_m = min(limit_m - 2 * today.rounding_m, float(np.nextafter(limit_m, 0))) - doubt_m
    wider = less_m > today.village.rules.max_distance_m
    if wider and _serves_all(today, ground.wider(less_m)):
        yield f"a limit of less than {limit_m} m would serve everybody"


def _maximum_faults(today: Case, most: int | None) -> Iterator[str]:
    if most is None:
        if _serves_all(today, _raised(today, len(today.person))):
            yield "no maximum is given, and some maximum would serve everybody"
        return
    if not _serves_all(today, _raised(today, most)):
        yield f"a maximum of {most} households does not serve everybody"
    if _serves_all(today, _raised(today, most - 1)):
        yield f"a maximum of {most - 1} households would serve everybody"


def _raised(today: Case, most: int) -> MeasuredVillage:
    """Raise the rule's maximum, and that of every member whose own is the rule's."""
    own = today.ground.maximum
    follows = own == today.village.rules.max_households
    return replace(today.ground, maximum=np.where(follows, np.maximum(most, own), own))


def _serves_all(today: Case, ground: MeasuredVillage) -> bool:
    """Return whether exchanges on a more lenient ground serve everybody."""
    case = replace(today, ground=ground)
    nobody = np.zeros(len(case.person), np.bool_)
    while len(case.unserved):
        if (ground.locked_to[case.unserved] != NOWHERE).any():
            return False
        found = exchanges(case, case.loads < ground.maximum, nobody)
        if (found.goes_to[case.unserved] == NOWHERE).any():
            return False
        case = _all_at_once(case, found)
    return True


def _all_at_once(case: Case, found: Exchanges) -> Case:
    """Make every exchange that no other one made here stands in the way of."""
    person, loads = case.person.copy(), case.loads.copy()
    passed: set[int] = set()
    for row in case.unserved.tolist():
        way = _way(found, row)
        through, last = {who for _, who in way[:-1]}, way[-1][1]
        if not through & passed and loads[last] < case.ground.maximum[last]:
            for household, who in way:
                person[household] = who
            passed |= through
            loads[last] += 1
    return replace(case, person=person, loads=loads)


def _way(found: Exchanges, household: int) -> list[tuple[int, int]]:
    """Return the households that move, and to whom."""
    way = []
    row = household
    while row != NOWHERE:
        who = int(found.goes_to[row])
        way.append((row, who))
        row = int(found.passes_on[who])
    return way
