"""Who leads a team today: a column of truth values, one leader a team."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Ids, Ints
from optimizer.input.checks.faults import FaultColumn, shown
from optimizer.input.checks.points import UNKNOWN
from optimizer.input.checks.raw_table import RawTable

Bools = NDArray[np.bool_]

_YES = frozenset(("true", "yes", "x", "1", "1.0", "có", "co", "tổ trưởng", "to truong", "leader"))
_NO = frozenset(("", "false", "no", "0", "0.0", "không", "khong"))
_REMEDY = "write true for who leads the team, and false or nothing for the others"


def read_leaders(members: RawTable) -> tuple[Bools, list[FaultColumn]]:
    """Read who leads, shape (rows,)."""
    cells = members.columns.get("leader")
    if cells is None:
        return np.zeros(members.size, np.bool_), []
    raw = cells.tolist() if isinstance(cells, np.ndarray) else cells
    read = [_truth(cell, text=members.text) for cell in raw]
    wrong = np.array([row for row, value in enumerate(read) if value is None], np.int64)
    faults = [FaultColumn("NOT_A_TRUTH", members, wrong, "leader", _REMEDY)] if len(wrong) else []
    return np.array([value is True for value in read], np.bool_), faults


def _truth(cell: object, *, text: bool) -> bool | None:
    """Return what a cell says, None where it says neither; empty is false."""
    if cell is None or isinstance(cell, bool):
        return cell is True
    word = shown(cell).strip().casefold()
    if not text:
        return None
    return True if word in _YES else False if word in _NO else None


def leader_faults(
    members: RawTable, order: Ints, village: Ints, team: Ids, leads: Bools
) -> list[FaultColumn]:
    """Return leaders without a team, and second leaders of one; arrays are of sorted members."""
    lost = np.flatnonzero(leads & (team == ""))
    faults = []
    if len(lost):
        message = "the member leads but has no team; write the team, or leave leader empty"
        faults.append(FaultColumn("LEADER_WITHOUT_TEAM", members, order[lost], "leader", message))
    rows = np.flatnonzero(leads & (team != "") & (village != UNKNOWN))
    rows = rows[np.lexsort((order[rows], team[rows], village[rows]))]
    key = list(zip(village[rows].tolist(), team[rows].tolist(), strict=True))
    again = [nth for nth in range(1, len(rows)) if key[nth] == key[nth - 1]]
    if again:

        def message_of(position: int) -> str:
            nth = again[position]
            first = members.where(int(order[rows[nth - 1]]))
            return f"team {key[nth][1]} has a leader already, at {first}; a team has one, keep one"

        second = order[rows[again]]
        faults.append(FaultColumn("TWO_LEADERS", members, second, "leader", message_of))
    return faults


def lighter_leaders(
    maximum: Ints, minimum: Ints, village: Ints, leads: Bools, rules: Sequence[Rules]
) -> tuple[Ints, Ints]:
    """Return windows under which leaders look after no more than the rules allow them.

    A leader whose minimum is above that has it for a minimum too.
    """
    none = np.iinfo(np.int64).max
    most = np.array(
        [
            none
            if rule.teams is None or rule.teams.leader_max_households is None
            else rule.teams.leader_max_households
            for rule in (*rules, Rules())
        ],
        np.int64,
    )[village]
    cap = np.where(leads, most, none)
    return np.minimum(minimum, cap), np.minimum(maximum, cap)
