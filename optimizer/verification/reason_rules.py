"""Rules of the unserved: the right reason, and no exchange that would serve one more.

``DISTANCE`` and ``EXCLUDED`` follow from the instance alone. ``CAPACITY`` says that no exchange
frees a seat. Under an enforced minimum a free seat may be one that cannot be taken lawfully:
``MINIMUM`` says that an exchange would serve the household if one person might stay below (or
leave the reserve without reaching) the minimum, and ``CAPACITY`` that not even this would do.
Whether a wholly different set of persons in service would serve more is beyond a search without
a solver; an exchange that breaks no minimum is found, and contradicts a proof of ``serve``.
"""

from __future__ import annotations

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.plan import UNSERVED, Reason
from optimizer.domain.scenario import Ints
from optimizer.verification.alternating_paths import NOWHERE, exchange_path, exchanges
from optimizer.verification.case import Case
from optimizer.verification.straight import Mask
from optimizer.verification.violation import Violation


def check_reasons(case: Case) -> list[Violation]:
    """Return reasons that are missing, misplaced or wrong, and households an exchange serves."""
    locked = case.ground.locked_to[case.unserved] != NOWHERE
    rows = case.unserved[~locked]
    return [
        *_misplaced(case),
        *_wrong_where_locked(case, case.unserved[locked]),
        *_wrong(case, rows),
        *_exchangeable(case, rows),
    ]


def _misplaced(case: Case) -> list[Violation]:
    stated = case.stated.reasons.astype(str)
    known = np.isin(stated, [str(reason) for reason in Reason])
    unserved = case.stated.person == UNSERVED
    wrong = np.flatnonzero(np.where(unserved, ~known, stated != ""))
    return [
        case.broken(
            "serve",
            "REASON_MISPLACED",
            1,
            (case.household(row), str(stated[row])),
            f"household {case.household(row)} is {'un' if unserved[row] else ''}served and its "
            f"reason is {stated[row]!r}",
        )
        for row in wrong
    ]


def _apart(case: Case, rows: Ints) -> list[frozenset[Reason]]:
    """Return the reasons that distance and forbidden pairs leave open, household by household."""
    everyone = np.arange(len(case.ground))
    near_sure, near_maybe = (
        np.any(case.ground.within(rows, everyone, sure=sure), axis=1) for sure in (True, False)
    )
    free_sure, free_maybe = (
        np.any(case.ground.allowed(rows, everyone, sure=sure), axis=1) for sure in (True, False)
    )
    return [
        frozenset(
            reason
            for reason, possible in (
                (Reason.DISTANCE, not near_sure[at]),
                (Reason.EXCLUDED, near_maybe[at] and not free_sure[at]),
                (Reason.CAPACITY, free_maybe[at]),
                (Reason.MINIMUM, free_maybe[at] and case.enforced),
            )
            if possible
        )
        for at in range(len(rows))
    ]


def _wrong(case: Case, rows: Ints) -> list[Violation]:
    stated = case.stated.reasons[rows].astype(str)
    known = {str(reason) for reason in Reason}
    return [
        case.broken(
            "serve",
            "WRONG_REASON",
            1,
            (case.household(row), str(reason)),
            f"household {case.household(row)} is unserved for {reason}; what holds is "
            + " or ".join(sorted(possible)),
        )
        for row, reason, possible in zip(rows, stated, _apart(case, rows), strict=True)
        if reason in known and reason not in possible
    ]


def _wrong_where_locked(case: Case, rows: Ints) -> list[Violation]:
    """Return locked households that are unserved: no reason keeps one from its person."""
    return [
        case.broken(
            "serve",
            "WRONG_REASON",
            1,
            (case.household(row), str(case.stated.reasons[row])),
            f"household {case.household(row)} is unserved for {case.stated.reasons[row]}; it is "
            "locked, and no reason keeps it from its person",
        )
        for row in rows
    ]


def _exchangeable(case: Case, rows: Ints) -> list[Violation]:
    """Return unserved households that could be served, and enforced reasons that do not hold."""
    if not len(rows):
        return []
    spare = case.loads < case.ground.maximum
    found = exchanges(case, _takers(case, spare), _recruitable(case))
    served = found.goes_to[rows] != NOWHERE
    violations = [
        case.broken(
            "serve",
            "EXCHANGE",
            1,
            exchange_path(case, found, int(row)),
            f"household {case.household(row)} could be served: "
            + " -> ".join(exchange_path(case, found, int(row))),
        )
        for row in rows[served]
    ]
    return violations + (_enforced(case, rows[~served], spare) if case.enforced else [])


def _takers(case: Case, spare: Mask) -> Mask:
    """Return who may take one more, so that no plan that claims to serve most leaves a seat."""
    if not case.enforced:
        return spare
    proof = case.stated.proofs.get(Stage.SERVE)
    if proof is None or not proof.proven:
        return np.zeros_like(spare)
    return np.asarray(spare & (case.loads + 1 >= case.least))


def _enforced(case: Case, rows: Ints, spare: Mask) -> list[Violation]:
    """Return CAPACITY where only the minimum stands in the way, and MINIMUM where it does not."""
    found = exchanges(case, spare, np.zeros(len(case.person), np.bool_))
    by_minimum = found.goes_to[rows] != NOWHERE
    expected = np.where(by_minimum, str(Reason.MINIMUM), str(Reason.CAPACITY))
    stated = case.stated.reasons[rows].astype(str)
    either = np.isin(stated, [str(Reason.MINIMUM), str(Reason.CAPACITY)])
    return [
        case.broken(
            "minimum",
            "WRONG_REASON",
            1,
            (case.household(row), str(reason)),
            f"household {case.household(row)} is unserved for {reason}; what holds is {right}",
        )
        for row, reason, right in zip(rows[either], stated[either], expected[either], strict=True)
        if reason != right
    ]


def _recruitable(case: Case) -> Mask:
    """Return the households that one more recruit could take, within the caps; none for today.

    Under an enforced minimum one more recruit would need a full window: not decided here.
    """
    nobody = np.zeros(len(case.person), np.bool_)
    rules, places = case.village.rules, case.ground.places
    full = rules.max_recruits is not None and len(places) >= rules.max_recruits
    if case.where != "after" or case.enforced or full:
        return nobody
    taken = np.bincount(places, minlength=len(case.village.sites))
    per_place = rules.recruits_per_place
    free = np.ones(len(taken), np.bool_) if per_place is None else taken < per_place
    everyone, sites = np.arange(len(nobody)), np.flatnonzero(free)
    return case.ground.near_a_site(everyone, sites)
