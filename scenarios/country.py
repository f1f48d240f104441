"""Communes of all of Vietnam, drawn under the real totals of its provinces.

Of each province, apart for communes with and without urban households, the number of communes,
their households and their area in all are those of the census of 1 April 2019 (GSO tables as kept
in hgscarlette/vn-demographic), and so is how uneven the communes are: the standard deviations of
the logarithms of their households and of their areas. A single commune is drawn: log-normal with
that spread, so that each total is met exactly. It has no place on the map, and its name is a
number. On which ground its villages stand follows from its households a square kilometre.
"""

from __future__ import annotations

import csv
import zlib
from collections.abc import Iterator, Mapping
from importlib import resources
from math import nan

import numpy as np

from scenarios.apportionment import largest_remainder
from scenarios.communes import Commune

_INNER = 3_000.0
_MOUNTAIN = 28.0
"""Households a square kilometre: from which on a ward is an inner one, and below which a commune is
in the mountains: the densest and the sparsest quarter, as the communes of 2019 are."""


def drawn_communes(seed: int) -> tuple[Commune, ...]:
    """Return the communes of all provinces, in the order of their codes."""
    table = resources.files("scenarios").joinpath("vietnam_provinces.csv")
    with table.open(encoding="utf-8") as lines:
        rows = list(csv.DictReader(lines))
    provinces = {row["province"]: number for number, row in enumerate(rows)}
    numbers = {name: number for number, name in enumerate(provinces, start=1)}
    taken = dict.fromkeys(provinces, 0)
    found = list[Commune]()
    for row in rows:
        name = row["province"]
        found.extend(_drawn(row, f"{numbers[name]:02d}", taken[name], seed))
        taken[name] += int(row["communes"])
    return tuple(sorted(found, key=lambda commune: commune.code))


def _drawn(row: Mapping[str, str], province: str, before: int, seed: int) -> Iterator[Commune]:
    """Yield the communes of a province with, or without, urban households."""
    count, urban = int(row["communes"]), row["kind"] == "urban"
    rng = np.random.default_rng((seed, zlib.crc32(f"{row['province']} {row['kind']}".encode())))
    weights = rng.lognormal(0.0, float(row["spread"]), count)
    households = largest_remainder(int(row["households"]), weights, at_least=1)
    shares = rng.lognormal(0.0, float(row["area_spread"]), count)
    areas_km2 = float(row["area_km2"]) * shares / shares.sum()
    drawn = zip(households.tolist(), areas_km2.tolist(), strict=True)
    for number, (size, area_km2) in enumerate(drawn, start=before + 1):
        yield Commune(
            code=f"{province}{number:03d}",
            district=row["province"],
            name=f"{'Phường' if urban else 'Xã'} {number}",
            area_km2=area_km2,
            urban_households=size if urban else 0,
            rural_households=0 if urban else size,
            lon=nan,
            lat=nan,
            ground=_ground(size / area_km2, urban=urban),
        )


def _ground(density: float, *, urban: bool) -> str:
    if urban:
        return "inner-ward" if density >= _INNER else "outer-ward"
    return "mountain" if density < _MOUNTAIN else "plain"
