"""The tables of a result folder, checked against the scenario: who looks after whom."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import replace

import numpy as np

from optimizer.domain.scenario import Ints, Scenario, Village
from optimizer.output.checks.id_translation import (
    AssignmentRow,
    assignment_of_rows,
    known_ids,
    names_of,
)
from optimizer.output.checks.json_values import HALF_UNIT_M, JsonFaults, short_value
from optimizer.output.checks.kept_bounds import KeptBounds, check_kept
from optimizer.output.checks.team_rows import TeamRows
from optimizer.output.folder.village_pieces import TEAM_COLUMNS
from optimizer.verification import Violation
from optimizer.verification.case import case_of
from optimizer.verification.move_rules import changed
from optimizer.verification.village_check import check_assignment

Columns = Mapping[str, Sequence[object]]
Served = dict[tuple[str, str], list[AssignmentRow]]

TABLES = "tables"
"""Where a violation stands that is no village's own."""


def verify_columns(
    scenario: Scenario,
    assignments: Columns,
    unserved: Columns,
    recruits: Columns,
    *,
    teams: Columns | None = None,
    before: Sequence[int] = (0, 0, 0, 0),
    bounds: KeptBounds | None = None,
) -> tuple[Violation, ...]:
    """Return everything that is wrong with the plans in three tables; never raises.

    Figures are not in these tables and are not checked.

    Parameters
    ----------
    assignments
        ``village``, ``household``, ``person``, ``metres``, ``plan`` (``today`` or ``after``).
    unserved
        ``village``, ``household`` and the reasons ``today`` and ``after``, '' where served.
    recruits
        ``village``, ``recruit``, ``place``, in the order of their worth.
    teams
        ``village``, ``plan``, ``team``, ``member`` and ``leads`` (``yes`` or ``no``).
    before
        Rows that stand before these in each of the tables.
    bounds
        Proofs and prices, where they are to be checked, too.
    """
    faults = JsonFaults(TABLES)
    needed = (
        ("assignments", assignments, ("village", "household", "person", "metres", "plan")),
        ("unserved", unserved, ("village", "household", "today", "after")),
        ("recruits", recruits, ("village", "recruit", "place")),
        *([] if teams is None else [("team_members", teams, TEAM_COLUMNS)]),
    )
    for name, table, columns in needed:
        _complete(name, table, columns, faults)
    if faults.found:
        return tuple(faults.found)
    villages = {village.id: village for village in scenario.villages}
    first = [rows + 1 for rows in before]
    served = _served(assignments, first[0], villages, faults)
    idle = _unserved(unserved, first[1], villages, faults)
    hired = _recruits(recruits, first[2], villages, faults)
    grouped = TeamRows(teams, first[3], villages, faults)
    found = [
        violation
        for village in scenario.villages
        for violation in _village(village, served, idle, hired[village.id], grouped, bounds)
    ]
    return (*faults.found, *found)


def _complete(name: str, table: Columns, columns: Sequence[str], faults: JsonFaults) -> None:
    lengths = {len(table[column]) for column in columns if column in table}
    missing = [column for column in columns if column not in table]
    if missing:
        faults.add("COLUMN_MISSING", name, f"has no column {', '.join(missing)}", tuple(missing))
    elif len(lengths) > 1:
        faults.add("COLUMN_LENGTH", name, "has columns of different lengths")


def _in_scenario(
    village: object, villages: Mapping[str, Village], place: str, faults: JsonFaults
) -> bool:
    if isinstance(village, str) and village in villages:
        return True
    faults.add("UNKNOWN_VILLAGE", place, f"{short_value(village)} is no village of the scenario")
    return False


def _served(
    table: Columns, first: int, villages: Mapping[str, Village], faults: JsonFaults
) -> Served:
    """Return the rows of each village and plan."""
    found: Served = defaultdict(list)
    cells = zip(
        *(table[name] for name in ("village", "household", "person", "metres", "plan")), strict=True
    )
    for at, (village, household, person, metres, plan) in enumerate(cells, start=first):
        place = f"assignments row {at}"
        if plan not in ("today", "after"):
            faults.add("UNKNOWN_PLAN", place, f"{short_value(plan)} is neither today nor after")
        elif _in_scenario(village, villages, place, faults):
            row = AssignmentRow(place, household, person=person, metres=metres)
            found[str(village), str(plan)].append(row)
    return found


def _unserved(
    table: Columns, first: int, villages: Mapping[str, Village], faults: JsonFaults
) -> Served:
    """Return the rows with a reason of each village and plan."""
    found: Served = defaultdict(list)
    cells = zip(*(table[name] for name in ("village", "household", "today", "after")), strict=True)
    for at, (village, household, today, after) in enumerate(cells, start=first):
        place = f"unserved row {at}"
        if _in_scenario(village, villages, place, faults):
            for plan, reason in (("today", today), ("after", after)):
                if reason is not None and reason != "":
                    found[str(village), plan].append(AssignmentRow(place, household, reason=reason))
    return found


def _recruits(
    table: Columns, first: int, villages: Mapping[str, Village], faults: JsonFaults
) -> dict[str, dict[str, int]]:
    """Return the recruits of each village with the rows of their places."""
    found: dict[str, dict[str, int]] = defaultdict(dict)
    sites = {
        village: {name: row for row, name in enumerate(villages[village].sites.ids.tolist())}
        for village in {name for name in table["village"] if isinstance(name, str)}
        & villages.keys()
    }
    cells = zip(*(table[name] for name in ("village", "recruit", "place")), strict=True)
    for at, (village, recruit, site) in enumerate(cells, start=first):
        place = f"recruits row {at}"
        if not _in_scenario(village, villages, place, faults):
            continue
        row = known_ids(site, sites[str(village)], "place", place, faults)
        if not isinstance(recruit, str) or recruit in found[str(village)]:
            faults.add("RECRUIT_TWICE", place, f"{short_value(recruit)} is no new recruit")
        elif row is not None:
            found[str(village)][recruit] = row
    return found


def _village(
    village: Village,
    served: Served,
    idle: Served,
    hired: Mapping[str, int],
    grouped: TeamRows,
    bounds: KeptBounds | None,
) -> list[Violation]:
    names = names_of(village, hired)
    found = []
    entry = None if bounds is None else bounds.of(village.id)
    for plan in ("today", "after"):
        # Without recruits there is one plan only.
        if plan == "after" and not hired and not served[village.id, plan]:
            continue
        places: Ints = np.array(list(hired.values()) if plan == "after" else [], np.int64)
        faults = JsonFaults(f"village {village.id} {plan}")
        persons = names.persons if plan == "after" else names.members
        rows = served[village.id, plan] + idle[village.id, plan]
        stated = assignment_of_rows(village, names.households, persons, rows, faults)
        stated = replace(stated, teams=grouped.of(village, plan, persons, faults))
        if faults.found:
            found.extend(faults.found)
            continue
        case = case_of(plan, village, stated, places, HALF_UNIT_M)
        own = replace(case, stated=replace(stated, changed=changed(case)))
        broken = check_assignment(own, proofs=False)
        if bounds is not None and not broken:
            broken.extend(check_kept(own, plan, entry, faults.where))
        found.extend(replace(one, where=faults.where) for one in broken)
    return found
