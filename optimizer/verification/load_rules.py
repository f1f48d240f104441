"""Rules of a person's load, and the counts that follow from the loads."""

from __future__ import annotations

import numpy as np

from optimizer.verification.case import Case
from optimizer.verification.move_rules import changed
from optimizer.verification.violation import Violation


def check_loads(case: Case) -> list[Violation]:
    """Return loads above the maximum, below an enforced minimum, or stated wrongly."""
    return [*_over_maximum(case), *_below_minimum(case), *_stated(case), *_changed(case)]


def _over_maximum(case: Case) -> list[Violation]:
    maximum = case.ground.maximum
    return [
        case.broken(
            "serve",
            "OVER_MAXIMUM",
            case.loads[row] - maximum[row],
            (case.ground.name(row),),
            f"{case.ground.name(row)} has {case.loads[row]} households; "
            f"the maximum is {maximum[row]}",
        )
        for row in np.flatnonzero(case.loads > maximum)
    ]


def _below_minimum(case: Case) -> list[Violation]:
    """Return loads below an enforced minimum that no lock forces.

    Who has locked households, fewer than the minimum, is an exception with any load from these on;
    that they are kept is a rule of pairs.
    """
    minimum = case.ground.minimum
    few = (case.loads > 0) & (case.loads < case.least)
    return [
        case.broken(
            "minimum",
            "BELOW_MINIMUM",
            minimum[row] - case.loads[row],
            (case.ground.name(row),),
            f"{case.ground.name(row)} has {case.loads[row]} households; "
            f"the minimum of {minimum[row]} is enforced",
        )
        for row in (np.flatnonzero(few) if case.enforced else ())
    ]


def _stated(case: Case) -> list[Violation]:
    stated = case.stated.loads
    return [
        case.broken(
            "serve",
            "LOADS",
            abs(stated[row] - case.loads[row]),
            (case.ground.name(row),),
            f"{case.ground.name(row)} is stated to have {stated[row]} households and has "
            f"{case.loads[row]}",
        )
        for row in np.flatnonzero(stated != case.loads)
    ]


def _changed(case: Case) -> list[Violation]:
    own, stated = changed(case), case.stated.changed
    if own == stated:
        return []
    return [
        case.broken(
            "keep",
            "CHANGED",
            abs(own - stated),
            (),
            f"{stated} households are stated to change their person; {own} do",
        )
    ]
