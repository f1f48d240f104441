"""Households whose person of the plan in force is no longer in the village."""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Ids, Ints
from optimizer.input.checks.faults import FaultColumn
from optimizer.input.checks.pair_checks import CURRENT, PairRows, Sorted, find_rows
from optimizer.input.checks.raw_table import RawTable
from optimizer.input.checks.text_columns import identifiers


def read_former(
    table: RawTable, village: Ints, households: Sorted, members: Sorted, pairs: PairRows
) -> tuple[Ids, list[FaultColumn]]:
    """Read who looked after a household and is gone.

    Parameters
    ----------
    table
        Columns ``household`` and ``member``.
    village
        Shape (rows,), the village of each row.
    pairs
        The other pairs: a household has one person in the plan in force.

    Returns
    -------
    Shape (sorted households,): the person's id, '' elsewhere; and the faults.
    """
    if not table.size:
        return np.full(len(households.ids), "", np.str_), []
    found, faults = find_rows(table, "household", village, households)
    names, name_faults = identifiers(table, "member")
    faults += name_faults
    there = set(zip(members.village.tolist(), members.ids.tolist(), strict=True))
    still = [
        row
        for row, key in enumerate(zip(village.tolist(), names, strict=True))
        if names[row] and key in there
    ]
    if still:
        message = "the person is a member of the village; write the pair as current"
        faults.append(FaultColumn("FORMER_MEMBER", table, np.array(still), "member", message))
    taken = set(pairs.household[pairs.kind == CURRENT].tolist())
    twice, former = [], np.full(len(households.ids), "", np.dtype(("U", 200)))
    for row, household in enumerate(found.tolist()):
        if household < 0:
            continue
        if household in taken:
            twice.append(row)
        taken.add(household)
        former[household] = names[row]
    if twice:
        message = "the household has another person in the plan in force too; keep one"
        faults.append(FaultColumn("CURRENT_TWICE", table, np.array(twice), "household", message))
    return former.astype(np.str_), faults
