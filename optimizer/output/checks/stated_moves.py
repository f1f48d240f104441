"""Moves as a document states them, beside the changes from the plan in force."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np
from numpy.typing import NDArray

from optimizer.output.checks.json_values import (
    JsonFaults,
    a_list,
    a_row,
    a_text,
    same_value,
    short_value,
)
from optimizer.output.moves import MoveCause, moves
from optimizer.verification.case import Case

MOVE = 4
"""Household, from, to, cause."""


def read_causes(
    households: Mapping[str, int], stated: Mapping[object, object], where: str, faults: JsonFaults
) -> NDArray[np.bool_] | None:
    """Return the households that are said to move by event; None where no moves are stated.

    From and to are compared with the plan by `check_stated_moves`.
    """
    if "moves" not in stated:
        return None
    forced = np.zeros(len(households), np.bool_)
    for at, item in enumerate(a_list(stated["moves"], f"{where}.moves", faults)):
        place = f"{where}.moves[{at}]"
        cells = a_row(item, MOVE, place, faults)
        if not cells:
            continue
        household = a_text(cells[0], place, faults)
        if household in households:
            forced[households[household]] = cells[3] == str(MoveCause.EVENT)
        else:
            text = f"{short_value(household)} is no household of this village"
            faults.add("UNKNOWN_HOUSEHOLD", place, text, (short_value(household),))
    return forced


def check_stated_moves(
    stated: Mapping[object, object], case: Case, label: str, faults: JsonFaults
) -> None:
    """Name moves that are not the changes from the plan in force to this one."""
    if case.stated.by_event is None:
        return
    persons = np.array([case.ground.name(row) for row in range(len(case.ground))], np.str_)
    own = [list(move) for move in moves(case.village, case.stated, persons)]
    if not same_value(own, stated.get("moves")):
        text = f"{short_value(stated.get('moves'))} is stated; the plan has {len(own)} moves"
        faults.add("CLAIM", f"{label}.moves", text)
