"""From a file of houses and a file of outlines to a scenario folder."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path
from typing import TypeVar

import numpy as np
import shapely

from optimizer.domain.notes import Note
from optimizer.domain.scenario import Scenario
from optimizer.errors import Problem, ScenarioError
from optimizer.input.boundaries.neighbouring_outlines import borders, overlaps
from optimizer.input.boundaries.village_of_point import NOWHERE
from optimizer.input.checks import RawScenario, RawTable, empty_table, scenario_from_raw
from optimizer.input.checks.faults import raise_findings
from optimizer.input.folder import write_scenario
from optimizer.input.folder.line_maps import read_walls
from optimizer.input.folder.villages_table import read_heads
from optimizer.input.openstreetmap.features import is_openstreetmap
from optimizer.input.systems import parse_system
from optimizer.input.systems.coordinate_system import REMEDY
from scenarios.placement.member_drawing import draw_members
from scenarios.placement.placement_options import PlacementOptions
from scenarios.placement.placement_report import PlacementResult, write_report
from scenarios.placement.point_file import PointRecords, no_points, read_point_file
from scenarios.placement.point_location import LocatedRows, locate_rows, plane_of
from scenarios.placement.roads import Roads, read_roads
from scenarios.placement.source_checks import check_sources
from scenarios.placement.stated_villages import keep_stated, location_notes, read_stated
from scenarios.placement.village_outlines import Outlines, read_outlines

OSM_CREDIT = "© OpenStreetMap contributors, ODbL 1.0"

_Read = TypeVar("_Read")
Say = Callable[[str, Mapping[str, str | int]], None]
"""Takes the name of a step and its params; `placement_messages.step_line` makes a line of them."""


def place_buildings(
    wish: PlacementOptions, output: Path, *, say: Say = lambda _step, _params: None
) -> PlacementResult:
    """Put every house into its village and write the scenario folder, with what lies outside.

    Raises
    ------
    ScenarioError
        With every problem of every file; also where not one house lies in any village.
    OutputError
        When the place is taken by something that is no scenario folder.
    """
    outlines, houses, homes, roads = _sources(wish, say)
    lonlat = _degrees(wish, outlines, houses, homes)
    check_sources(outlines, (houses, homes), lonlat=lonlat)
    say("placing", {"households": houses.table.size, "villages": len(outlines.ids)})
    plane = plane_of(outlines, lonlat=lonlat)
    stood, crew = (
        keep_stated(locate_rows(rows, outlines, plane, near_m=wish.near_m), stated)
        for rows, stated in zip((houses, homes), read_stated(outlines, houses, homes), strict=True)
    )
    _check_placed(wish, stood, outlines)
    members = crew.placed if wish.one_member_in is None else _drawn(wish, stood, outlines)
    notes = location_notes(outlines, stood, crew)
    scenario = _scenario(wish, outlines, stood.placed, members, roads, lonlat=lonlat, notes=notes)
    placed = PlacementResult(
        scenario,
        outlines,
        (stood, crew) if wish.members else (stood,),
        borders(plane.shapes),
        overlaps(plane.shapes),
        _credits(wish),
        roads,
        scenario.notes,
    )
    say("writing", {})
    write_scenario(
        scenario, output, description=_description(wish), beside=partial(write_report, placed)
    )
    return placed


def _sources(
    wish: PlacementOptions, say: Say
) -> tuple[Outlines, PointRecords, PointRecords, Roads | None]:
    """Read every file, and raise what is wrong with all of them at once."""
    _check_asked(wish)
    problems: list[Problem] = []

    def tried(what: str, path: Path, read: Callable[[], _Read]) -> _Read | None:
        say("reading", {"table": what, "file": path.name})
        try:
            return read()
        except ScenarioError as error:
            problems.extend(error.problems)
            return None

    maps = wish.villages or wish.buildings
    outlines = tried(
        "villages",
        maps,
        lambda: read_outlines(
            maps,
            admin_level=wish.admin_level,
            columns=wish.columns,
            repair=wish.repair,
            choices=wish.reading,
        ),
    )
    houses = tried(
        "households",
        wish.buildings,
        lambda: read_point_file(
            wish.buildings, "households", id_column=wish.household_id, choices=wish.reading
        ),
    )
    homes: PointRecords | None = no_points("members")
    if wish.members is not None:
        homes = tried(
            "members",
            wish.members,
            partial(read_point_file, wish.members, "members", choices=wish.reading),
        )
    roads: Roads | None = None
    if (path := _paths(wish)) is not None:
        roads = tried("paths", path, partial(read_roads, path))
    if problems or outlines is None or houses is None or homes is None:
        raise ScenarioError(dict.fromkeys(problems))  # one file may be read several times
    raise_findings([*houses.findings, *homes.findings])
    return outlines, houses, homes, roads


def _check_asked(wish: PlacementOptions) -> None:
    """Refuse a wish for outlines, paths or a system of coordinates that there is not."""
    problems = []
    if wish.coordinates is not None and parse_system(wish.coordinates) is None:
        problems.append(
            Problem("UNKNOWN_COORDINATES", "--coordinates", "", wish.coordinates[:60], REMEDY)
        )
    if wish.villages is None and not is_openstreetmap(wish.buildings):
        message = "it has no boundaries of villages; add --villages with a map of their outlines"
        problems.append(Problem("NO_VILLAGES", wish.buildings.name, "", "", message))
    if wish.rules.get("metric") == "path" and _paths(wish) is None:
        message = "the metric path needs paths; add --network with a map of them"
        problems.append(Problem("NO_NETWORK", wish.buildings.name, "", "", message))
    if problems:
        raise ScenarioError(problems)


def _paths(wish: PlacementOptions) -> Path | None:
    """Return the map of paths, where any are wanted."""
    if wish.network is not None or wish.rules.get("metric") != "path":
        return wish.network
    return wish.buildings if is_openstreetmap(wish.buildings) else None


def _degrees(wish: PlacementOptions, outlines: Outlines, *tables: PointRecords) -> bool:
    """Tell degrees from metres: what the files say, or the caller; never a guess."""
    held = [rows for rows in tables if rows.table.size]
    says = {outlines.table.source: outlines.geographic} | {
        rows.table.source: rows.geographic for rows in held
    }
    silent = [name for name, known in says.items() if not known]
    known = [name for name, known in says.items() if known]
    if known and wish.coordinates == "metres":
        message = f"{', '.join(known)}: a map is in degrees; leave --coordinates metres out"
        raise ScenarioError([Problem("TWO_COORDINATES", known[0], "", "metres", message)])
    if silent and wish.coordinates is None:
        message = "it does not say what x and y are; add --coordinates lonlat or metres"
        raise ScenarioError(
            [Problem("MISSING", name, "coordinates", "", message) for name in silent]
        )
    system = parse_system(wish.coordinates or "")
    return bool(known) or (system is not None and system.lonlat)


def _check_placed(wish: PlacementOptions, stood: LocatedRows, outlines: Outlines) -> None:
    """Refuse to write a scenario without a household: two files then do not fit together."""
    if (stood.located.village != NOWHERE).any():
        return
    message = "not one household lies in any village"
    if stood.rows.table.size:
        x, y = np.median(stood.rows.xy, axis=0)
        west, south, east, north = shapely.total_bounds(outlines.shapes)
        message += (
            f": they lie round {x:.6g} {y:.6g}, the villages between {west:.6g} {south:.6g} and "
            f"{east:.6g} {north:.6g}"
        )
    remedy = f"{message}; check that x is the longitude, and that both are of one place"
    raise ScenarioError([Problem("NOTHING_PLACED", wish.buildings.name, "", "", remedy)])


def _drawn(wish: PlacementOptions, stood: LocatedRows, outlines: Outlines) -> RawTable:
    rows = np.flatnonzero(stood.located.village != NOWHERE)
    names = [str(stood.rows.table.cell("id", row)) for row in rows.tolist()]
    return draw_members(
        stood.rows.xy[rows],
        np.array(names, np.str_),
        stood.located.village[rows],
        outlines.ids,
        one_in=wish.one_member_in or 1,
        seed=wish.seed,
    )


def _scenario(
    wish: PlacementOptions,
    outlines: Outlines,
    households: RawTable,
    members: RawTable,
    roads: Roads | None,
    *,
    lonlat: bool,
    notes: tuple[Note, ...],
) -> Scenario:
    """Check everything as any other input is checked, and make the scenario."""
    heads = read_heads(outlines.table)
    return scenario_from_raw(
        RawScenario(
            rules=wish.rules,
            rules_where="the options",
            lonlat=lonlat,
            villages=outlines.table,
            areas=heads.areas,
            own_rules=heads.rules,
            own_rules_where=[outlines.table.where(row) for row in range(outlines.table.size)],
            households=households,
            members=members,
            places=empty_table("places"),
            pairs=empty_table("pairs"),
            findings=heads.problems,
            notes=(*outlines.table.notes, *households.notes, *members.notes, *notes),
            strict=wish.strict,
            network=None if roads is None else roads.network,
            barriers=None if wish.barriers is None else read_walls(wish.barriers, lonlat=lonlat),
        )
    )


def _credits(wish: PlacementOptions) -> tuple[str, ...]:
    """Name the files, and whose data they are where that is known."""
    paths = (wish.buildings, wish.villages, wish.members, _paths(wish), wish.barriers)
    files = list(dict.fromkeys(path for path in paths if path is not None))
    credit = [OSM_CREDIT] if any(map(is_openstreetmap, files)) else []
    return (*(path.name for path in files), *credit)


def _description(wish: PlacementOptions) -> str:
    drawn = ""
    if wish.one_member_in is not None:
        drawn = f" One in {wish.one_member_in} drawn as a member's home (seed {wish.seed})."
    return f"Placed from {'; '.join(_credits(wish))}.{drawn}"
