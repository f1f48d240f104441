"""Shares a province's real totals among its villages, each total met exactly."""

from __future__ import annotations

import zlib

import numpy as np

from optimizer.domain.scenario import Floats, Ints
from scenarios.apportionment import largest_remainder
from scenarios.communes import Commune, communes
from scenarios.country import drawn_communes
from scenarios.outline import Outline
from scenarios.presets import Preset, Province, Ratios

_SIZES = 0.25
"""Standard deviation of the logarithm of a village's size inside its commune."""


def province_outlines(preset: Preset, province: Province, *, seed: int) -> tuple[Outline, ...]:
    """Return every village of the province, by commune and number."""
    table = communes() if province.communes == "table" else drawn_communes(seed)
    villages = _villages_of(table, preset, province)
    households = np.concatenate(
        [_sizes(commune, int(n), seed) for commune, n in zip(table, villages, strict=True)]
    )
    members = _members_of(households, province, seed)
    teams = largest_remainder(province.teams, members.astype(np.float64), at_least=1)
    pilots = _pilots_of(members, preset)
    commune_of = [
        (place, int(n)) for place, n in zip(table, villages, strict=True) for _ in range(n)
    ]
    rules = {ground: preset.rules_on(ground) for ground in preset.grounds}
    numbers = [number for n in villages for number in range(1, int(n) + 1)]
    return tuple(
        Outline(
            code=commune.code,
            number=number,
            siblings=siblings,
            area=(province.area, commune.district, commune.name),
            ground=preset.grounds[commune.ground],
            rules=rules[commune.ground],
            households=int(size),
            members=int(served),
            teams=int(team),
            commune=commune,
            pilots=pilot,
        )
        for (commune, siblings), number, size, served, team, pilot in zip(
            commune_of, numbers, households, members, teams, pilots, strict=True
        )
    )


def _pilots_of(members: Ints, preset: Preset) -> list[int | None]:
    """Pilot teams of each village: one at least, more where more members are."""
    if preset.pilots is None:
        return [None] * len(members)
    weights = members.astype(np.float64)
    return list(largest_remainder(preset.pilots.teams, weights, at_least=1).tolist())


def _villages_of(table: tuple[Commune, ...], preset: Preset, province: Province) -> Ints:
    """Villages of each commune: more where villages are small."""
    expected = [
        commune.households / preset.grounds[commune.ground].typical_households for commune in table
    ]
    return largest_remainder(province.villages, np.array(expected), at_least=1)


def _sizes(commune: Commune, villages: int, seed: int) -> Ints:
    """Households of a commune's villages."""
    rng = np.random.default_rng((seed, zlib.crc32(commune.code.encode())))
    return largest_remainder(commune.households, rng.lognormal(0.0, _SIZES, villages), at_least=1)


def _members_of(households: Ints, province: Province, seed: int) -> Ints:
    """Members of each village: enough in all, and uneven."""
    rng = np.random.default_rng((seed, zlib.crc32(province.area.encode())))
    weights = households * _generosity(rng, len(households), province.ratios)
    return largest_remainder(province.members, weights, at_least=1)


def _generosity(rng: np.random.Generator, villages: int, ratios: Ratios) -> Floats:
    """Draw how many members a village has against what its households would ask for."""
    usual = rng.lognormal(0.0, ratios.uneven, villages)
    drawn = rng.random(villages)
    short = drawn < ratios.short
    surplus = drawn > 1.0 - ratios.surplus
    return np.asarray(
        usual * np.where(short, ratios.short_by, np.where(surplus, ratios.surplus_by, 1.0))
    )
