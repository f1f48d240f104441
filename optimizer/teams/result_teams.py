"""The teams of a written result, with what scores them: a response JSON or a result folder."""

from __future__ import annotations

import csv
from collections import Counter
from collections.abc import Iterator, Mapping
from pathlib import Path

from optimizer.errors import Problem, ScenarioError
from optimizer.output.checks.json_values import JsonFaults, a_count, a_list, a_number, a_text
from optimizer.output.checks.json_values import an_object as an_entry
from optimizer.output.folder.csv_rows import records_of
from optimizer.output.folder.result_reader import read_response
from optimizer.teams.pilots import ScoredTeam

Entry = Mapping[object, object]


def read_scored_teams(result: Path) -> list[ScoredTeam]:
    """Return the teams of the plan after recruiting where a village has one, else of today.

    Raises
    ------
    ScenarioError
        When the result cannot be read, or has no teams.
    """
    found = list(_of_folder(result) if result.is_dir() else _of_response(result))
    if not found:
        message = "it has no teams; plan with rules.teams first"
        raise ScenarioError([Problem("NO_TEAMS", str(result), "teams", "", message)])
    return found


def _of_response(path: Path) -> Iterator[ScoredTeam]:
    faults = JsonFaults("response")
    document = an_entry(read_response(path), "response", faults)
    for at, item in enumerate(a_list(document.get("villages"), "villages", faults)):
        yield from teams_of_entry(item, f"villages[{at}]", faults)
    if faults.found:
        raise ScenarioError(
            [Problem("UNREADABLE_PLAN", str(path), "", "", str(one)) for one in faults.found]
        )


def teams_of_entry(item: object, place: str, faults: JsonFaults) -> Iterator[ScoredTeam]:
    """Yield the teams of one village's entry of a response.

    Parameters
    ----------
    place
        Where the entry stands, for its faults.
    faults
        Gets whatever cannot be read.
    """
    village = an_entry(item, place, faults)
    today = village.get("today")
    if today is None:
        return  # the village could not be planned
    plan = village.get("after") or today
    unserved = len(a_list(_in(today, place, faults).get("unserved"), place, faults))
    listed = a_list(_in(plan, place, faults).get("teams", []), place, faults)
    name = a_text(village.get("id"), f"{place}.id", faults)
    for team in listed:
        yield _scored(an_entry(team, place, faults), name, unserved / len(listed), faults)


def _in(value: object, place: str, faults: JsonFaults) -> Entry:
    return an_entry(value, place, faults)


def _scored(team: Entry, village: str, need: float, faults: JsonFaults) -> ScoredTeam:
    place = f"teams of {village}"
    return ScoredTeam(
        village,
        a_text(team.get("id"), place, faults),
        a_text(team.get("leader"), place, faults),
        len(a_list(team.get("members"), place, faults)),
        a_count(team.get("households"), place, faults),
        a_number(team.get("walk_m"), place, faults),
        need,
    )


def _of_folder(folder: Path) -> Iterator[ScoredTeam]:
    unserved = Counter[str]()
    rows: dict[tuple[str, str], list[Mapping[str, str]]] = {}
    for row in _lines(folder / "unserved.csv"):
        unserved[row.get("village", "")] += bool(row.get("today"))
    for row in _lines(folder / "teams.csv"):
        rows.setdefault((row.get("village", ""), row.get("plan", "")), []).append(row)
    for (village, plan), listed in rows.items():
        if plan == "today" and (village, "after") in rows:
            continue
        need = unserved[village] / len(listed)
        for row in listed:
            if row["team"]:
                yield _of_row(row, village, need, folder)


def _of_row(row: Mapping[str, str], village: str, need: float, folder: Path) -> ScoredTeam:
    try:
        return ScoredTeam(
            village,
            row["team"],
            row["leader"],
            int(row["members"]),
            int(row["households"]),
            float(row["walk_m"]),
            need,
        )
    except (KeyError, ValueError) as fault:
        raise _unreadable(folder / "teams.csv") from fault


def _lines(path: Path) -> Iterator[Mapping[str, str]]:
    if path.name == "teams.csv" and not path.is_file():
        return
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from records_of(file)
    except (OSError, csv.Error, UnicodeDecodeError) as fault:
        raise _unreadable(path) from fault


def _unreadable(path: Path) -> ScenarioError:
    message = "it cannot be read; name a result folder"
    return ScenarioError([Problem("UNREADABLE_PLAN", str(path), "", "", message)])
