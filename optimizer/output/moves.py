"""Moves: the households that change person against the plan in force, by event or by choice."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum

import numpy as np

from optimizer.domain.plan import UNSERVED, Assignment
from optimizer.domain.scenario import Ids, Village


class MoveCause(StrEnum):
    """Why a household changes person."""

    EVENT = "EVENT"
    """Its person is gone or out of reach, has fewer seats, or it had nobody."""
    CHOICE = "CHOICE"
    """It could have kept its person."""


Move = tuple[str, str | None, str | None, str]
"""Household, from, to (None for nobody), and the cause."""


def moves(village: Village, assignment: Assignment, persons: Ids) -> Iterator[Move]:
    """Yield the moves in the order of the households; none where there is no plan in force.

    Parameters
    ----------
    persons
        Shape (persons,): ids, members first and recruits after them.
    """
    if assignment.by_event is None:
        return
    before = persons_before(village)
    current = np.full(len(assignment.person), UNSERVED)
    current[village.current[:, 0]] = village.current[:, 1]
    moved = assignment.by_event | (current != assignment.person)
    for row in np.flatnonzero(moved).tolist():
        person = int(assignment.person[row])
        now = None if person == UNSERVED else str(persons[person])
        cause = MoveCause.EVENT if assignment.by_event[row] else MoveCause.CHOICE
        yield str(village.households.ids[row]), before[row], now, str(cause)


def persons_before(village: Village) -> list[str | None]:
    """Return the id of each household's person in the plan in force, None for nobody."""
    before: list[str | None] = [None] * len(village.households)
    for household, member in village.current.tolist():
        before[household] = str(village.members.ids[member])
    if village.former is not None:
        for row in np.flatnonzero(village.former != "").tolist():
            before[row] = str(village.former[row])
    return before
