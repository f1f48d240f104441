"""The supervisors of a result folder, checked against the teams of its tables."""

from __future__ import annotations

from pathlib import Path

from optimizer.domain.village_source import VillageSource
from optimizer.output.checks.json_values import JsonFaults, an_object
from optimizer.output.checks.supervisor_translation import check_stated
from optimizer.output.folder.result_reader import read_response, read_team_members
from optimizer.output.folder.supervisor_files import FIGURES, TABLE, read_supervisors, table_rows
from optimizer.verification import Violation
from optimizer.verification.supervisor_rules import Supervised, supervised_team


def check_supervisor_files(source: VillageSource, folder: Path) -> tuple[Violation, ...]:
    """Return what is wrong, once the plans are known to be right; of villages teams alone stay.

    Raises
    ------
    ScenarioError
        When a file is missing or is not what its name says.
    """
    faults, asked = JsonFaults(FIGURES), source.supervision
    if asked is None:
        for name in (TABLE, FIGURES):
            if (folder / name).exists():
                faults.add("NOT_ASKED", name, "nobody asks for supervisors")
        return tuple(faults.found)
    table = read_team_members(folder) or {}
    leaders: dict[str, dict[str, str]] = {}
    names = ("village", "plan", "team", "member", "leads")
    for village, plan, team, member, leads in zip(
        *(table.get(name, ()) for name in names), strict=True
    ):
        if plan == "today" and leads == "yes":
            leaders.setdefault(str(village), {})[str(team)] = str(member)
    teams = {
        (village.id, team): supervised_team(village, leader, asked)
        for village in source.stream()
        for team, leader in leaders.get(village.id, {}).items()
    }
    stated = an_object(read_response(folder / FIGURES), FIGURES, faults)
    found = check_stated(Supervised(asked, teams), stated, faults)
    if not found and not faults.found and read_supervisors(folder) != table_rows(stated):
        faults.add("CLAIM", TABLE, f"its rows are not those of {FIGURES}")
    return (*faults.found, *found)
