"""Rules of a single pair: a known person, within the limit, not forbidden, locked obeyed."""

from __future__ import annotations

import numpy as np

from optimizer.domain.plan import UNSERVED, VillagePlan
from optimizer.domain.scenario import Ints, Village
from optimizer.verification.case import Case
from optimizer.verification.measured_village import MeasuredVillage
from optimizer.verification.straight import Mask
from optimizer.verification.violation import Violation


def check_pairs(case: Case) -> list[Violation]:
    """Return every pair that may not be."""
    return [
        *_unknown_persons(case),
        *_beyond_limit(case),
        *_forbidden(case),
        *_locked(case),
        *_metres(case),
    ]


def _unknown_persons(case: Case) -> list[Violation]:
    rows = np.flatnonzero((case.person == UNSERVED) & (case.stated.person != UNSERVED))
    return [
        case.broken(
            "serve",
            "UNKNOWN_PERSON",
            1,
            (case.household(row), str(case.stated.person[row])),
            f"household {case.household(row)} is given to person {case.stated.person[row]}, "
            f"and there are {len(case.ground)}",
        )
        for row in rows
    ]


def _beyond_limit(case: Case) -> list[Violation]:
    limit_m = case.village.rules.max_distance_m
    allowed_m = limit_m + case.ground.doubt_m(limit_m)
    far = (case.metres > allowed_m) & (case.ground.locked_to != case.person)
    return [
        case.broken(
            "serve",
            "BEYOND_LIMIT",
            case.metres[row] - limit_m,
            (case.household(row), case.ground.name(case.person[row])),
            f"household {case.household(row)} is {case.metres[row]:.3f} m from "
            f"{case.ground.name(case.person[row])}; the limit is {limit_m:g} m",
        )
        for row in np.flatnonzero(far)
    ]


def _forbidden(case: Case) -> list[Violation]:
    pairs = case.village.forbidden
    used = pairs[case.person[pairs[:, 0]] == pairs[:, 1]]
    return [
        case.broken(
            "serve",
            "FORBIDDEN",
            1,
            (case.household(row), case.ground.name(person)),
            f"household {case.household(row)} and {case.ground.name(person)} are a forbidden pair",
        )
        for row, person in used
    ]


def _locked(case: Case) -> list[Violation]:
    """Return locked pairs that are not obeyed, whatever the policy for the minimum."""
    pairs = case.village.locked
    lost = pairs[case.person[pairs[:, 0]] != pairs[:, 1]]
    return [
        case.broken(
            "serve",
            "LOCKED",
            1,
            (case.household(row), case.ground.name(person)),
            f"household {case.household(row)} is locked to {case.ground.name(person)} "
            "and is not looked after by that person",
        )
        for row, person in lost
    ]


def _metres(case: Case) -> list[Violation]:
    stated, own = case.stated.metres, case.metres
    served = case.person != UNSERVED
    # Written so that a NaN fails for a served household, and anything else for an unserved one.
    close = np.abs(stated - own) <= case.ground.slack_m(own) + case.rounding_m
    rows = np.flatnonzero(served & np.isnan(stated))
    close[rows] |= _unstated(case.ground, rows, case.person[rows])
    wrong = np.where(served, ~close, ~np.isnan(stated) & (case.stated.person == UNSERVED))
    return [
        case.broken(
            "walk",
            "METRES",
            abs(float(stated[row]) - own[row]) if np.isfinite(stated[row]) else 1,
            (case.household(row),),
            f"household {case.household(row)}: {stated[row]} m are stated, "
            + (f"{own[row]:.6f} m measured" if served[row] else "and nobody looks after it"),
        )
        for row in np.flatnonzero(wrong)
    ]


def _unstated(ground: MeasuredVillage, rows: Ints, persons: Ints) -> Mask:
    """Return the pairs whose metres a document does not state, shape (n,).

    Those of a list are nominal and never shown; a locked pair that no distance is named of has
    none.
    """
    metric = ground.village.rules.metric
    if not metric.has_metres:
        return np.ones(len(rows), np.bool_)
    found = np.zeros(len(rows), np.bool_)
    if metric.needs_points or ground.walks is None:
        return found
    for at in np.flatnonzero(ground.locked_to[rows] == persons).tolist():
        home, end = ground.walks.households[rows[[at]]], ground.walks.members[persons[[at]]]
        found[at] = np.isinf(ground.walks.table(home, end, np.inf)[0, 0])
    return found


def check_locked_listing(village: Village, plan: VillagePlan, today: Case) -> list[Violation]:
    """Return where the listed locked pairs beyond the limit are not those that are beyond it."""
    pairs: Ints = village.locked
    listed = {(int(row), int(person)) for row, person in plan.locked_beyond_limit}
    everyone = {(int(row), int(person)) for row, person in pairs}
    rows = np.arange(len(pairs))
    sure, maybe = (_beyond(today, pairs[rows], sure=flag) for flag in (True, False))
    missing = sorted(sure - listed)
    extra = sorted(listed - (maybe & everyone))
    return [
        Violation(
            "serve",
            "LOCKED_BEYOND_LIMIT",
            1.0,
            (str(row), str(person)),
            f"locked pair (household row {row}, member row {person}) {text}",
            "village",
        )
        for group, text in (
            (missing, "breaks the limit and is not listed"),
            (extra, "is listed as breaking the limit and does not"),
        )
        for row, person in group
    ]


def _beyond(case: Case, pairs: Ints, *, sure: bool) -> set[tuple[int, int]]:
    """Return the pairs surely (or possibly) beyond the limit."""
    return {
        (int(row), int(person))
        for row, person in pairs
        if not case.ground.within(np.array([row]), np.array([person]), sure=not sure)[0, 0]
    }
