"""Villages from building footprints: real houses, and members' homes drawn among them."""

from __future__ import annotations

import zlib
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import shapely

from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Floats, Scenario, Village
from optimizer.errors import Problem, ScenarioError
from optimizer.input.folder import write_scenario
from optimizer.input.folder.geojson_text import check_geojson
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
) -> Scenario:
    """Draw one village a file and write them as a scenario folder.

    Raises
    ------
    ScenarioError
        With a problem for every file that cannot be drawn or whose name stands twice.
    """
    villages: dict[str, Village] = {}
    problems: list[Problem] = []
    for path in sorted(paths, key=lambda path: path.stem):
        if path.stem in villages:
            remedy = "two files make a village of this name; rename one"
            problems.append(Problem("DUPLICATE_ID", str(path), "", path.stem, remedy))
            continue
        try:
            villages[path.stem] = village_from_buildings(
                path, one_member_in=one_member_in, seed=seed, max_distance_m=max_distance_m
            )
        except ScenarioError as error:
            problems += error.problems
    if problems:
        raise ScenarioError(problems)
    drawn = Scenario(Rules(max_distance_m=max_distance_m), tuple(villages.values()), lonlat=True)
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
    at = _points_inside(path)
    rng = np.random.default_rng((seed, zlib.crc32(path.stem.encode())))
    members = round(len(at) / one_member_in)
    homes = np.sort(rng.choice(len(at), members, replace=False))
    return assemble(
        DrawnVillage(at, homes, -(-members // _TEAM), lonlat=True),
        village_id=path.stem,
        name=path.stem.replace("_", " ").title(),
        area=("buildings",),
        rules=Rules(max_distance_m=max_distance_m),
        letter="b",
    )


def _points_inside(path: Path) -> Floats:
    """Read a point inside each building, shape (n, 2), sorted by longitude, then latitude."""
    try:
        check_geojson(path, at_once=True)
        footprints = shapely.get_parts(shapely.from_geojson(path.read_text(encoding="utf-8-sig")))
    except (OSError, UnicodeDecodeError, shapely.errors.ShapelyError) as error:
        remedy = f"it cannot be read as GeoJSON ({error}); give a feature collection of polygons"
        raise ScenarioError([Problem("NOT_GEOJSON", str(path), "", "", remedy)]) from error
    footprints = footprints[~shapely.is_empty(footprints)]
    if not len(footprints):
        remedy = "there is no building in it; give a feature collection of polygons"
        raise ScenarioError([Problem("NO_BUILDINGS", str(path), "", "", remedy)])
    inside = np.round(shapely.get_coordinates(shapely.point_on_surface(footprints)), _DECIMALS)
    return np.asarray(inside[np.lexsort((inside[:, 1], inside[:, 0]))], np.float64)
