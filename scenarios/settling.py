"""Lays a village out and chooses which households its members live in."""

from __future__ import annotations

import zlib

import numpy as np

from optimizer.scenario import Ints, Village
from scenarios.apportionment import largest_remainder
from scenarios.assembly import Drawn, assemble
from scenarios.lonlat import degrees
from scenarios.outline import Outline
from scenarios.terrain import Settlement

_CENTIMETRES = 2


def settle(outline: Outline, *, seed: int) -> Village:
    """Build one village; it depends on the seed and its own outline and on nothing else."""
    rng = np.random.default_rng((seed, zlib.crc32(outline.id.encode())))
    laid = outline.ground.layout(rng, outline.households, outline.ground.shape)
    homes = _homes(rng, laid, outline)
    xy, origin = np.round(laid.xy, _CENTIMETRES), outline.origin
    given = xy if origin is None else degrees(xy, origin)
    return assemble(
        Drawn(given, homes, outline.teams, lonlat=origin is not None),
        village_id=outline.id,
        name=outline.name,
        area=outline.area,
        rules=outline.rules,
        letter="h",
    )


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
