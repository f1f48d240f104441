"""Alternating paths: whether somebody could make room by passing households on.

By Berge's theorem (and Hall's, for the reason) a plan serves as many households as can be served
exactly when no alternating path leads from an unserved household to a free seat. The search goes
backwards from the free seats, breadth first, and measures each person's column once.
"""

from __future__ import annotations

from dataclasses import dataclass

import numpy as np

from optimizer.domain.plan import UNSERVED
from optimizer.domain.scenario import Ints
from optimizer.verification.case import Case
from optimizer.verification.straight import PAIRS_AT_ONCE, Mask

NOWHERE = -1


@dataclass(frozen=True, slots=True, eq=False)
class Exchanges:
    """Where every household could go, if those who follow pass theirs on.

    Parameters
    ----------
    goes_to
        Shape (households,): a person who has, or can make, a seat; ``len(persons)`` for one more
        recruit; ``NOWHERE``.
    passes_on
        Shape (persons,): the household that a full person would pass on, or ``NOWHERE``.
    """

    goes_to: Ints
    passes_on: Ints


def exchanges(case: Case, takers: Mask, recruitable: Mask) -> Exchanges:
    """Search from the persons who can take one more, and the households a new recruit could."""
    persons = len(case.ground)
    movable = (case.person != UNSERVED) & (case.ground.locked_to == NOWHERE)
    goes_to = np.where(recruitable, persons, NOWHERE)
    passes_on = np.full(persons, NOWHERE, np.int64)
    found = takers.copy()
    frontier = np.flatnonzero(takers)
    while True:
        _spread(case, goes_to, frontier)
        movers = np.flatnonzero(movable & (goes_to != NOWHERE))
        movers = movers[~found[case.person[movers]]]
        if not len(movers):
            return Exchanges(goes_to, passes_on)
        frontier, first = np.unique(case.person[movers], return_index=True)
        passes_on[frontier] = movers[first]
        found[frontier] = True


def _spread(case: Case, goes_to: Ints, frontier: Ints) -> None:
    """Point every household that found no way yet to a person of the frontier in its reach."""
    waiting = np.flatnonzero(goes_to == NOWHERE)
    step = max(1, PAIRS_AT_ONCE // max(1, len(waiting)))
    for first in range(0, len(frontier), step):
        block = frontier[first : first + step]
        mask = case.ground.allowed(waiting, block, sure=True)
        hit = np.flatnonzero(mask.any(axis=1))
        goes_to[waiting[hit]] = block[mask[hit].argmax(axis=1)]


def exchange_path(case: Case, found: Exchanges, household: int) -> tuple[str, ...]:
    """Return the ids of an exchange: household, person, household that moves on, person, ..."""
    names: list[str] = []
    row = household
    while row != NOWHERE:
        person = int(found.goes_to[row])
        names.append(case.household(row))
        if person >= len(case.ground):
            names.append("one more recruit")
            break
        names.append(case.ground.name(person))
        row = int(found.passes_on[person])
    return tuple(names)


def apply_exchange(person: Ints, found: Exchanges, household: int) -> Ints:
    """Return the persons after an exchange that serves a household."""
    changed = person.copy()
    row = household
    while row != NOWHERE:
        changed[row] = found.goes_to[row]
        row = int(found.passes_on[changed[row]])
    return changed
