"""Stand-ins and survival as a document states them, from ids to rows."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimizer.domain.plan import UNSERVED, Survival
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints
from optimizer.domain.stand_ins import StandIns
from optimizer.output.checks.json_values import (
    JsonFaults,
    a_count,
    a_list,
    a_number,
    a_row,
    an_object,
    short_value,
)

Rows = Mapping[str, int]
STAND_IN = 3
"""Household, person, metres; or household, from, to."""
WEAKEST = 2
"""Person, households."""


def read_stand_ins(
    stated: Mapping[object, object], households: Rows, persons: Rows, where: str, faults: JsonFaults
) -> StandIns | None:
    """Return the stand-ins of an assignment; None where none are stated."""
    if stated.get("stand_ins") is None:
        return None
    person = np.full(len(households), UNSERVED)
    metres = np.full(len(households), np.nan)
    for at, item in enumerate(a_list(stated["stand_ins"], f"{where}.stand_ins", faults)):
        place = f"{where}.stand_ins[{at}]"
        cells = a_row(item, STAND_IN, place, faults)
        row = _known(cells[0], households, place, faults) if cells else None
        if row is None or cells[1] is None:
            continue
        who = _known(cells[1], persons, place, faults)
        person[row] = UNSERVED if who is None else who
        metres[row] = np.nan if cells[2] is None else a_number(cells[2], place, faults)
    return StandIns(person, metres, _moves(stated, households, persons, where, faults))


def _moves(
    stated: Mapping[object, object], households: Rows, persons: Rows, where: str, faults: JsonFaults
) -> Ints:
    """Return leaver, household, from and to of the others who would move."""
    place = f"{where}.stand_in_moves"
    moves = []
    for name, listed in an_object(stated.get("stand_in_moves"), place, faults).items():
        leaver = _known(name, persons, place, faults)
        for item in a_list(listed, place, faults):
            cells = a_row(item, STAND_IN, place, faults)
            if not cells or leaver is None:
                continue
            rows = [_known(cells[0], households, place, faults)]
            rows += [_known(cell, persons, place, faults) for cell in cells[1:]]
            if None not in rows:
                moves.append((leaver, *rows))
    return np.array(moves, np.int64).reshape(-1, 4)


def read_survival(
    value: object, members: Rows, persons: Rows, faults: JsonFaults
) -> Survival | None:
    """Return who has nobody if somebody leaves; None where it is not stated."""
    if value is None:
        return None
    stated = an_object(value, "survives", faults)
    needed, after = stated.get("recruits_for_it"), stated.get("after")
    recruits = None
    if needed is not None:
        count = a_count(needed, "survives.recruits_for_it", faults)
        bound = a_number(stated.get("bound", count), "survives.bound", faults)
        recruits = Proof(count, bound)
        if stated.get("proven") is not recruits.proven:
            faults.add("PROVEN", "survives.proven", f"{short_value(stated.get('proven'))}")
    return Survival(
        _further(stated, members, "survives", faults),
        None
        if after is None
        else _further(
            an_object(after, "survives.after", faults), persons, "survives.after", faults
        ),
        recruits,
    )


def _further(
    stated: Mapping[object, object], persons: Rows, where: str, faults: JsonFaults
) -> Ints:
    """Return the households without anybody, shape (persons,)."""
    further = np.zeros(len(persons), np.int64)
    for at, item in enumerate(a_list(stated.get("weakest"), f"{where}.weakest", faults)):
        place = f"{where}.weakest[{at}]"
        cells = a_row(item, WEAKEST, place, faults)
        row = _known(cells[0], persons, place, faults) if cells else None
        if row is not None:
            further[row] = a_count(cells[1], place, faults)
    if stated.get("any_one_leaving") is not (not further.any()):
        text = f"{short_value(stated.get('any_one_leaving'))}; {int(further.sum())} have nobody"
        faults.add("CLAIM", f"{where}.any_one_leaving", text)
    return further


def _known(value: object, rows: Rows, place: str, faults: JsonFaults) -> int | None:
    if isinstance(value, str) and value in rows:
        return rows[value]
    faults.add("UNKNOWN_ID", place, f"{short_value(value)} is not in this village")
    return None
