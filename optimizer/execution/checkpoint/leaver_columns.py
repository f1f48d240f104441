"""Stand-ins and survival as columns of a record, and back."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple
from typing import Any

import numpy as np

from optimizer.domain.plan import UNSERVED, Survival
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Ints
from optimizer.domain.stand_ins import StandIns
from optimizer.execution.checkpoint.record_columns import (
    RecordColumns,
    RecordError,
    counted,
    listed,
    number,
)

MOVE = 4
"""Leaver, household, from, to."""


def read_stand_ins(
    count: object, columns: RecordColumns, households: int, persons: int
) -> StandIns | None:
    """Return the stand-ins of an assignment, None where the record has none.

    Parameters
    ----------
    count
        How many others would move; None where there are no stand-ins.
    """
    if count is None:
        return None
    person, metres = columns.whole(households), columns.metres(households)
    moves = columns.whole(MOVE * counted(count)).reshape(-1, MOVE)
    people = moves[:, [0, 2, 3]]
    if ((person < UNSERVED) | (person >= persons)).any():
        raise RecordError("a stand-in that there is not")
    if ((people < 0) | (people >= persons)).any():
        raise RecordError("a move of a person that there is not")
    if ((moves[:, 1] < 0) | (moves[:, 1] >= households)).any():
        raise RecordError("a move of a household that there is not")
    return StandIns(person, metres, moves)


def write_survival(found: Survival, columns: list[bytes]) -> dict[str, object]:
    """Append the columns of who has nobody if somebody leaves; return what the head says."""
    after = found.after
    columns.append(_whole(found.today))
    if after is not None:
        columns.append(_whole(after))
    return {
        "today": len(found.today),
        "after": None if after is None else len(after),
        "recruits": None if found.recruits is None else astuple(found.recruits),
    }


def read_survival(head: Mapping[str, Any], columns: RecordColumns) -> Survival:
    """Return who has nobody if somebody leaves."""
    today = columns.whole(counted(head["today"]))
    after = None if head["after"] is None else columns.whole(counted(head["after"]))
    stated = head["recruits"]
    recruits = None
    if stated is not None:
        value, bound, _ = listed(stated, 3)
        recruits = Proof(number(value), number(bound))
    return Survival(today, after, recruits)


def _whole(values: Ints) -> bytes:
    return np.asarray(values, "<i8").tobytes()
