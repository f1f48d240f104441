"""From frames to a `Scenario`: every table taken apart, then checked as any other input is."""

from __future__ import annotations

from collections.abc import Hashable, Mapping
from dataclasses import dataclass, replace

import numpy as np
import pandas as pd

from optimizer.domain.scenario import Scenario
from optimizer.errors import Problem, ScenarioError
from optimizer.frames.coordinates import read_crs
from optimizer.frames.distance_frames import (
    DistanceEnds,
    DistanceTables,
    for_villages,
    read_distances,
)
from optimizer.frames.land_frames import read_barriers, read_network
from optimizer.frames.pair_frames import PairReader, PairTable
from optimizer.frames.plan_options import PlanOptions, rules_of
from optimizer.frames.point_frames import PointFrame, PointTable, no_points, read_points
from optimizer.frames.rule_options import plain_rules
from optimizer.frames.side_tables import side_table, village_heads
from optimizer.input.checks import Finding, RawScenario, RawTable, empty_table, scenario_from_raw
from optimizer.input.checks.faults import raise_findings
from optimizer.input.folder.villages_table import HeadColumns, named_in_tables

WHERE = "optimizer.plan"
"""Place of what stands among the arguments."""
_MIXED = (
    "{} are in {} and {} name no system of coordinates; say which they are in: "
    "{}.set_crs(...), lon and lat as names of the columns, or crs= for all that bring none"
)
_REMEDIES = {
    "LOOKS_LIKE_DEGREES": "x and y are degrees, not metres; say crs='EPSG:4326' (x longitude, y "
    "latitude), or call the columns lon and lat",
    "LOOKS_LIKE_METRES": "most points are no degrees but metres; name the system that they are "
    "in, such as crs='EPSG:9217', or set_crs(..., allow_override=True)",
}
"""What to do in Python about faults whose sentence speaks of a request or a folder."""


@dataclass(frozen=True, slots=True, eq=False)
class FrameRequest:
    """What a plan is asked of, as it was given; see `plan`."""

    households: PointTable
    members: PointTable
    places: PointTable | None
    village: Hashable | None
    crs: object
    distances: DistanceTables
    options: PlanOptions

    @property
    def pairs(self) -> dict[str, PairTable]:
        """The pairs of each kind."""
        said = self.options
        return {
            "locked": said.get("locked"),
            "forbidden": said.get("forbidden"),
            "current": said.get("current"),
        }


@dataclass(frozen=True, slots=True, eq=False)
class FrameTables:
    """The tables of points, and the column of villages; None where there is one village."""

    households: PointFrame
    members: PointFrame
    places: PointFrame
    village: Hashable | None

    @property
    def sites(self) -> PointFrame:
        """Where recruits may be suggested."""
        return self.places if len(self.places.index) else self.households


def read_frames(asked: FrameRequest) -> tuple[Scenario, FrameTables]:
    """Check frames and make their scenario.

    Raises
    ------
    ScenarioError
        With every problem of every table.
    """
    findings: list[Finding] = []
    rules = plain_rules(rules_of(asked.options))
    if asked.distances is not None:
        rules.setdefault("metric", {"kind": "matrix"})
    tables = _points(asked, _needs_points(rules, asked.options.get("villages")), findings)
    try:
        return scenario_from_raw(_raw(asked, rules, tables, findings)), tables
    except ScenarioError as error:
        raise ScenarioError(map(_in_python, error.problems)) from None


def _in_python(problem: Problem) -> Problem:
    remedy = _REMEDIES.get(problem.code)
    return problem if remedy is None else replace(problem, message=remedy)


def _needs_points(rules: Mapping[str, object], villages: pd.DataFrame | None) -> bool:
    """Tell whether every row must have a point; where villages have metrics the checks know."""
    if villages is not None and "metric" in villages.columns:
        return False
    metric = rules.get("metric", "straight")
    kind = metric.get("kind") if isinstance(metric, Mapping) else metric
    return kind not in {"matrix", "list"}


def _points(asked: FrameRequest, located: bool, findings: list[Finding]) -> FrameTables:  # noqa: FBT001 - of _needs_points
    """Take the tables of points apart.

    Raises
    ------
    ScenarioError
        Where one is in a system of coordinates and another names none.
    """
    crs = read_crs(asked.crs, findings)
    given = {"households": asked.households, "members": asked.members, "places": asked.places}
    read = {
        name: read_points(name, table, asked.village, crs, findings, located=located)
        for name, table in given.items()
        if table is not None
    }
    households = read["households"]
    placed = [frame for frame in read.values() if frame.located.columns and len(frame.index)]
    systems = [frame for frame in placed if frame.system.lonlat]
    for frame in placed:
        if systems and not frame.system.lonlat:
            text = _MIXED.format(systems[0].name, systems[0].system.title, frame.name, frame.name)
            findings.append(Problem("TWO_COORDINATES", frame.name, "crs", "", text))
    raise_findings(findings)
    places = read.get("places") or no_points("places", households)
    return FrameTables(households, read["members"], places, asked.village)


def _raw(
    asked: FrameRequest,
    rules: Mapping[str, object],
    tables: FrameTables,
    findings: list[Finding],
) -> RawScenario:
    """Put the tables together as they came in."""
    said = asked.options
    points = [frame.raw for frame in (tables.households, tables.members, tables.places)]
    heads = village_heads(said.get("villages"), points, asked.village, findings)
    findings += heads.problems
    pairs = PairReader(tables.households, asked.village, findings)
    lonlat = any(frame.system.lonlat for frame in (tables.households, tables.members))
    ends = DistanceEnds(tables.households, tables.members, tables.places)
    named = read_distances(asked.distances, ends, asked.village, findings)
    hamlets = _side("hamlets", said.get("hamlets"), asked, findings)
    read = _RawTables(
        pairs.table("pairs", asked.pairs),
        pairs.table("former", {"former": said.get("former")}),
        _side("teams", said.get("team_requests"), asked, findings),
    )
    return replace(
        _assembled(rules, heads, [named_in_tables(p, heads.table.size) for p in points], read),
        lonlat=lonlat,
        named=said.get("villages") is None and asked.village is not None,
        notes=tuple(note for table in (*points, heads.table) for note in table.notes),
        systems=tuple(sorted({tables.households.system.title, tables.members.system.title})),
        distances=for_villages(named, heads.table.size),
        hamlets=hamlets if hamlets.size else None,
        network=read_network(said.get("network"), findings, lonlat=lonlat),
        barriers=read_barriers(said.get("barriers"), findings, lonlat=lonlat),
        strict=said.get("strict", False),
        findings=findings,
    )


@dataclass(frozen=True, slots=True, eq=False)
class _RawTables:
    """Tables that name rows of others."""

    pairs: RawTable
    former: RawTable
    teams: RawTable


def _assembled(
    rules: Mapping[str, object], heads: HeadColumns, points: list[RawTable], read: _RawTables
) -> RawScenario:
    return RawScenario(
        rules=rules,
        rules_where=WHERE,
        lonlat=False,
        villages=heads.table,
        areas=heads.areas,
        own_rules=heads.rules,
        own_rules_where=[heads.table.where(row) for row in range(heads.table.size)],
        households=points[0],
        members=points[1],
        places=points[2],
        pairs=read.pairs,
        former=read.former,
        teams=read.teams,
    )


def _side(
    name: str, given: pd.DataFrame | None, asked: FrameRequest, findings: list[Finding]
) -> RawTable:
    if given is None:
        return replace(empty_table(name), village=np.empty(0, np.int64))
    return side_table(name, given, asked.village, findings)
