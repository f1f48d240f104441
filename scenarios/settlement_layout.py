"""Lays a village out and chooses which households its members live in."""

from __future__ import annotations

import zlib
from dataclasses import replace

import numpy as np

from optimizer.domain.scenario import Floats, Ints, Village, network
from scenarios.apportionment import largest_remainder
from scenarios.lonlat import degrees
from scenarios.outline import Outline
from scenarios.pilot_selection import pilot_part
from scenarios.streets import streets
from scenarios.team_drawing import DrawnTeams, uneven_teams
from scenarios.terrain import Settlement
from scenarios.village_assembly import DrawnVillage, assemble, plane

_CENTIMETRES = 2
_SOMEWHERE_M = (500_000.0, 1_500_000.0)
"""In the plane: where villages lie whose commune has no point; no axis looks like the other."""
_APART_M = 20_000.0
"""Between villages in one plane whose paths must not meet."""


def settle(outline: Outline, *, seed: int) -> Village:
    """Build one village; it depends on the seed and its own outline and on nothing else."""
    rng = np.random.default_rng((seed, zlib.crc32(outline.id.encode())))
    laid = outline.ground.layout(rng, outline.households, outline.ground.shape)
    homes = _homes(rng, laid, outline)
    teams = _teams(outline, seed=seed)
    if outline.pilots is not None and len(homes):
        laid, homes, teams = pilot_part(laid, homes, teams, outline.pilots)
    drawn = DrawnVillage(_given(laid.xy, outline), homes, teams, lonlat=outline.origin is not None)
    village = assemble(
        drawn,
        village_id=outline.id,
        name=outline.name,
        area=outline.area,
        rules=outline.rules,
        letter="h",
    )
    return village if outline.ground.lanes_m is None else _with_paths(village, drawn, laid, outline)


def _teams(outline: Outline, *, seed: int) -> DrawnTeams:
    """Draw teams by a chance of their own: everybody lives where they did without any."""
    rng = np.random.default_rng((seed, zlib.crc32(outline.id.encode()), outline.members))
    return uneven_teams(outline.members, outline.teams, rng)


def _given(xy: Floats, outline: Outline) -> Floats:
    """Return coordinates as they are written: degrees, or metres; villages with paths lie apart."""
    rounded, origin = np.round(xy, _CENTIMETRES), outline.origin
    if origin is not None:
        return degrees(rounded, origin)
    apart_m = 0.0 if outline.ground.lanes_m is None else _APART_M * outline.number
    middle = (apart_m, 0.0) if outline.commune is None else _SOMEWHERE_M
    return np.asarray(rounded + np.array(middle), np.float64)


def _with_paths(
    village: Village, drawn: DrawnVillage, laid: Settlement, outline: Outline
) -> Village:
    """Lay paths by a chance of their own: the households stay where they are without them."""
    assert outline.ground.lanes_m is not None
    rng = np.random.default_rng((1, zlib.crc32(outline.id.encode()), len(laid.xy)))
    nodes, edges = streets(rng, laid, outline.ground.lanes_m)
    given = _given(nodes, outline)
    paths = network(plane(drawn, given), edges, None, given)
    return replace(village, network=paths)


def _homes(rng: np.random.Generator, laid: Settlement, outline: Outline) -> Ints:
    """Choose the members' households: by hamlet, unevenly, and by chance inside it."""
    hamlets, size = np.unique(laid.hamlet, return_counts=True)
    weights = size * rng.lognormal(0.0, outline.ground.uneven, len(size))
    shares = largest_remainder(outline.members, weights)
    chosen = []
    for hamlet, share in zip(hamlets, shares, strict=True):
        rows = np.flatnonzero(laid.hamlet == hamlet)
        chosen.append(np.sort(rng.choice(rows, share, replace=share > len(rows))))
    return np.concatenate(chosen) if chosen else np.empty(0, np.int64)
