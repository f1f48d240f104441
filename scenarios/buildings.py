"""Villages from building footprints: real houses, and members' homes drawn among them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np

from optimizer.domain.notes import Note
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Floats, Scenario, Village
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks.faults import raise_findings
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder import write_scenario
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.input.systems import parse_system
from scenarios.placement.point_file import PointRecords, read_point_file
from scenarios.placement.source_checks import table_findings
from scenarios.team_drawing import even_teams
from scenarios.village_assembly import DrawnVillage, assemble

_DECIMALS = 7
"""One centimetre."""
_TEAM = 9


def draw_buildings(
    paths: Sequence[Path],
    output: Path,
    *,
    one_member_in: int = 9,
    seed: int = 0,
    max_distance_m: float = 800.0,
    choices: ReadingChoices = AS_IT_IS,
) -> Scenario:
    """Draw one village a file and write them as a scenario folder.

    Parameters
    ----------
    choices
        What columns mean, and what x and y are where a file does not say it.

    Returns
    -------
    Scenario
        With notes on what was left out of the files.

    Raises
    ------
    ScenarioError
        With a problem for every file that cannot be drawn or whose name stands twice.
    """
    villages: dict[str, Village] = {}
    notes: list[Note] = []
    problems: list[Problem] = []
    for path in sorted(paths, key=lambda path: path.stem):
        if path.stem in villages:
            remedy = "two files make a village of this name; rename one"
            problems.append(Problem("DUPLICATE_ID", str(path), "", path.stem, remedy))
            continue
        try:
            at, said = _points_inside(path, choices)
            notes += said
            villages[path.stem] = _drawn(
                path.stem, at, one_member_in=one_member_in, seed=seed, max_distance_m=max_distance_m
            )
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    drawn = Scenario(
        Rules(max_distance_m=max_distance_m),
        tuple(villages.values()),
        lonlat=True,
        notes=tuple(notes),
    )
    description = (
        f"Drawn from building footprints: every building a household, one in {one_member_in} "
        f"a member's home (seed {seed})."
    )
    write_scenario(drawn, output, description=description)
    return drawn


def village_from_buildings(
    path: Path, *, one_member_in: int = 9, seed: int, max_distance_m: float = 800.0
) -> Village:
    """Make a village of a GeoJSON file's buildings, each a household at a point inside it.

    Every building has the same chance to be a member's home. Ids are made (``b0001``, from west
    to east) and every property of the file is dropped: nothing in it is needed to plan.

    Parameters
    ----------
    path
        Polygons in WGS 84, as GeoJSON always is; the file's stem names the village.
    seed
        The same seed and buildings draw the same homes, whatever the order of the features.
    """
    at, _ = _points_inside(path, AS_IT_IS)
    return _drawn(
        path.stem, at, one_member_in=one_member_in, seed=seed, max_distance_m=max_distance_m
    )


def _drawn(
    name: str, at: Floats, *, one_member_in: int, seed: int, max_distance_m: float
) -> Village:
    rng = np.random.default_rng((seed, zlib.crc32(name.encode())))
    members = round(len(at) / one_member_in)
    homes = np.sort(rng.choice(len(at), members, replace=False))
    return assemble(
        DrawnVillage(at, homes, even_teams(members, -(-members // _TEAM)), lonlat=True),
        village_id=name,
        name=name.replace("_", " ").title(),
        area=("buildings",),
        rules=Rules(max_distance_m=max_distance_m),
        letter="b",
    )


def _points_inside(path: Path, choices: ReadingChoices) -> tuple[Floats, tuple[Note, ...]]:
    """Read a point inside each building, shape (n, 2), sorted by longitude, then latitude.

    Notes say what was left out of the file.

    The reader and the checks are those of `scenarios.placement`: what is no building, or cannot
    be where it is said to be, is refused in the same words.
    """
    try:
        records = read_point_file(path, "households", choices=choices)
    except ScenarioError as error:
        unreadable = {"NOT_FOUND", "UNREADABLE", "UNKNOWN_FORMAT"}
        raise ScenarioError(
            Problem("NOT_GEOJSON", str(path), one.field, one.value, one.message)
            if one.code in unreadable
            else one
            for one in error.problems
        ) from error
    if not records.table.size and not records.findings:
        remedy = "there is no building in it; give a feature collection of polygons"
        raise ScenarioError([Problem("NO_BUILDINGS", str(path), "", "", remedy)])
    _check_degrees(path, records, choices)
    raise_findings([*records.findings, *table_findings(records, lonlat=True)])
    inside = np.round(records.xy, _DECIMALS)
    at = np.asarray(inside[np.lexsort((inside[:, 1], inside[:, 0]))], np.float64)
    return at, records.table.notes


def _check_degrees(path: Path, records: PointRecords, choices: ReadingChoices) -> None:
    """Refuse points that nobody says are degrees, or that somebody says are none."""
    said = parse_system(choices.coordinates)
    if said is None and not records.geographic and records.table.size:
        message = "it does not say what x and y are; add --coordinates lonlat, or the code EPSG:..."
        raise ScenarioError([Problem("MISSING", path.name, "coordinates", "", message)])
    if said is not None and not said.lonlat:
        message = "buildings are drawn on the map; name the system of the metres, as EPSG:9217"
        raise ScenarioError([Problem("UNKNOWN_COORDINATES", path.name, "", said.name, message)])
