"""The plan in force, read from a result: who looks after whom, and the recruits of the plan."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from enum import StrEnum
from math import nan
from pathlib import Path
from typing import Any

import orjson

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets.parquet_budget import UNREADABLE, ParquetColumns
from optimizer.input.checks.faults import shown
from optimizer.output.folder.atomic_files import MARK
from optimizer.output.folder.result_reader import read_response, read_tables
from optimizer.output.summary.summary_table import LEDGER

RESPONSE, SCENARIO = "response.json", "scenario.json"
"""What a result folder holds beside its tables where it was made by replanning."""
Entry = Mapping[Any, Any]


class Which(StrEnum):
    """The plan of a result that is in force."""

    TODAY = "today"
    AFTER = "after"


@dataclass(frozen=True, slots=True)
class VillageInForce:
    """One village's plan in force.

    Parameters
    ----------
    person
        Household to person.
    recruits
        The plan's recruits, who count as members from now on: id to x and y.
    entry
        The village's entry of the response; None where only tables are known.
    places
        Near which place each recruit lives: id to id.
    """

    person: Mapping[str, str]
    recruits: Mapping[str, tuple[float, float]]
    entry: Entry | None
    places: Mapping[str, str] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class PlanInForce:
    """A result as the plan in force.

    Parameters
    ----------
    fingerprint
        That of its scenario.
    scenario
        The request that is inside the result, None where there is none.
    """

    villages: Mapping[str, VillageInForce]
    fingerprint: object
    scenario: object = None
    notes: Sequence[object] = field(default=())


def read_plan_in_force(path: Path, which: Which) -> PlanInForce:
    """Read a response JSON or a result folder.

    Raises
    ------
    ScenarioError
        When it is neither.
    """
    if not path.is_dir():
        return plan_of_response(read_response(path), which)
    if (path / RESPONSE).is_file():
        found = plan_of_response(read_response(path / RESPONSE), which)
        inside = read_response(path / SCENARIO) if (path / SCENARIO).is_file() else found.scenario
        return PlanInForce(found.villages, found.fingerprint, inside)
    return _plan_of_tables(path, which)


def plan_of_response(document: object, which: Which) -> PlanInForce:
    """Take a response for the plan in force.

    Raises
    ------
    ScenarioError
        When it is no response.
    """
    try:
        assert isinstance(document, dict)
        villages = {entry["id"]: village_of_entry(entry, which) for entry in document["villages"]}
        return PlanInForce(villages, document["run"]["scenario_sha256"], document.get("scenario"))
    except (AssertionError, KeyError, TypeError, ValueError, AttributeError) as fault:
        message = "it is no response of the planner; name a response JSON or a result folder"
        raise _unreadable("the plan in force", message) from fault


def village_of_entry(entry: Entry, which: Which) -> VillageInForce:
    """Return one village's plan in force, read from its entry of a response."""
    after = entry["after"] if which is Which.AFTER else None
    made = entry["today"] if after is None else after
    person = {} if made is None else {home: who for home, who, _ in made["assignments"]}
    listed = () if after is None else entry["recruitment"]["recruits"]
    recruits = {one["id"]: _point(one.get("x"), one.get("y")) for one in listed}
    places = {one["id"]: str(one.get("place", "")) for one in listed}
    return VillageInForce(person, recruits, entry, places)


def _point(x: Any, y: Any) -> tuple[float, float]:  # noqa: ANN401 - any JSON
    """Return a recruit's point; none where the village has none."""
    return (nan, nan) if x is None or y is None else (float(x), float(y))


def _plan_of_tables(folder: Path, which: Which) -> PlanInForce:
    """Read who looks after whom from the tables of a result folder."""
    assignments, _, listed = read_tables(folder)
    persons: dict[tuple[str, str], dict[str, str]] = defaultdict(dict)
    recruits: dict[str, dict[str, tuple[float, float]]] = defaultdict(dict)
    places: dict[str, dict[str, str]] = defaultdict(dict)
    try:
        run = orjson.loads((folder / MARK).read_bytes())
        cells = (assignments[name] for name in ("village", "household", "person", "plan"))
        for village, household, who, plan in zip(*cells, strict=True):
            persons[str(village), str(plan)][str(household)] = str(who)
        cells = (listed[name] for name in ("village", "recruit", "place", "x", "y"))
        for village, recruit, place, x, y in zip(*cells, strict=True):
            recruits[str(village)][str(recruit)] = float(str(x)), float(str(y))
            places[str(village)][str(recruit)] = str(place)
        fingerprint = run["scenario_sha256"]
    except (KeyError, TypeError, ValueError, OSError) as fault:
        message = "its tables cannot be read; name a response JSON or a result folder"
        raise _unreadable(str(folder), message) from fault
    names = {village for village, _ in persons} | set(recruits) | _planned(folder)
    villages = {}
    for name in names:
        after = persons.get((name, "after")) if which is Which.AFTER else None
        person = persons.get((name, "today"), {}) if after is None else after
        known = ({}, {}) if after is None else (recruits[name], places[name])
        villages[name] = VillageInForce(person, known[0], None, known[1])
    return PlanInForce(villages, fingerprint)


def _planned(folder: Path) -> set[str]:
    """Return the villages that have a plan, also where nobody looks after anybody."""
    if not (folder / LEDGER).is_file():
        return set()
    try:
        with ParquetColumns(folder / LEDGER) as file:
            listed = file.read(("village_id", "verdict")).to_pydict()
        pairs = zip(listed["village_id"], listed["verdict"], strict=True)
    except (*UNREADABLE, KeyError) as fault:
        message = "it cannot be read; name a response JSON or a result folder"
        raise _unreadable(str(folder / LEDGER), message) from fault
    return {str(village) for village, verdict in pairs if verdict}


def _unreadable(where: str, message: str) -> ScenarioError:
    return ScenarioError([Problem("UNREADABLE_PLAN", where, "", shown(""), message)])
