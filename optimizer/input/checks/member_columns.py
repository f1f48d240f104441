"""What members have beside a point: windows, teams, and who leads."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Ids, Ints
from optimizer.input.checks.faults import Finding
from optimizer.input.checks.leader_column import leader_faults, lighter_leaders, read_leaders
from optimizer.input.checks.load_windows import read_windows
from optimizer.input.checks.points import PointRows
from optimizer.input.checks.text_columns import labels


@dataclass(frozen=True, slots=True, eq=False)
class MemberColumns:
    """Columns of the sorted members, read-only."""

    minimum: Ints
    maximum: Ints
    team: Ids
    leads: NDArray[np.bool_]


def read_member_columns(
    rows: PointRows, rules: Sequence[Rules], order: Ints
) -> tuple[MemberColumns, list[Finding]]:
    """Read the columns of members, and sort them.

    Parameters
    ----------
    rules
        Of each sorted village.
    order
        Row of the table for each sorted member.
    """
    minimum, maximum, faults = read_windows(rows, rules)
    names, team_faults = labels(rows.table, "team")
    leads, leader_column = read_leaders(rows.table)
    village = rows.village
    minimum, maximum = lighter_leaders(maximum, minimum, village, leads, rules)
    team = np.array(names, np.str_)[order]
    faults += team_faults + leader_column
    faults += leader_faults(rows.table, order, village[order], team, leads[order])
    columns = MemberColumns(minimum[order], maximum[order], team, leads[order])
    for column in (columns.minimum, columns.maximum, columns.team, columns.leads):
        column.setflags(write=False)
    return columns, list(faults)
