"""Lays a village out and chooses which households its members live in."""

from __future__ import annotations

import zlib

import numpy as np

from optimizer.scenario import Floats, Ids, Ints, Members, Points, Village, points
from scenarios.lonlat import degrees
from scenarios.apportionment import largest_remainder
from scenarios.outline import Outline
from scenarios.terrain import Settlement


def settle(outline: Outline, *, seed: int) -> Village:
    """Build one village; it depends on the seed and its own outline and on nothing else."""
    rng = np.random.default_rng((seed, zlib.crc32(outline.id.encode())))
    laid = outline.ground.layout(rng, outline.households, outline.ground.shape)
    homes = _homes(rng, laid, outline)
    given, xy = _coordinates(np.round(laid.xy, 2), outline)
    none = np.empty((0, 2), np.int64)
    return Village(
        id=outline.id,
        name=outline.name,
        area=outline.area,
        rules=outline.rules,
        households=points(_ids("h", len(xy)), xy, given),
        members=_members(homes, points(_ids("m", len(homes)), xy[homes], given[homes]), outline),
        places=None,
        locked=none,
        forbidden=none,
        current=none,
        lonlat=outline.commune is not None,
    )


def _coordinates(laid: Floats, outline: Outline) -> tuple[Floats, Floats]:
    """Return the coordinates as a file would give them, and the plane they are planned in."""
    if outline.origin is None:
        return laid, laid
    lonlat = degrees(laid, outline.origin)
    return lonlat, project(lonlat)


def _homes(rng: np.random.Generator, laid: Settlement, outline: Outline) -> Ints:
    """Choose the members' households: by hamlet, unevenly, and by chance inside it."""
    hamlets, size = np.unique(laid.hamlet, return_counts=True)
    weights = size * rng.lognormal(0.0, outline.ground.uneven, len(size))
    if not outline.members:
        return np.empty(0, np.int64)
    shares = largest_remainder(outline.members, weights)
    chosen = [
        rng.choice(rows := np.flatnonzero(laid.hamlet == hamlet), share, replace=share > len(rows))
        for hamlet, share in zip(hamlets, shares, strict=True)
    ]
    return np.concatenate([np.sort(rows) for rows in chosen])


def _members(homes: Ints, at: Points, outline: Outline) -> Members:
    """Give members the village's window, and teams of neighbours by hamlet."""
    team = np.arange(len(homes)) * outline.teams // max(1, len(homes)) + 1
    return Members(
        at.ids,
        at.xy,
        at.given,
        minimum=np.full(len(homes), outline.rules.min_households, np.int64),
        maximum=np.full(len(homes), outline.rules.max_households, np.int64),
        team=np.char.add("t", np.char.zfill(team.astype(np.str_), 2)),
    )


def _ids(letter: str, number: int) -> Ids:
    """``h0001`` and so on: of one width, so that their order is their number's."""
    width = max(4 if letter == "h" else 3, len(str(number)))
    return np.char.add(letter, np.char.zfill(np.arange(1, number + 1).astype(np.str_), width))
