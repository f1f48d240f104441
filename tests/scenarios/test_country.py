"""The communes of the country, drawn under the totals of its provinces."""

from __future__ import annotations

import csv
from collections import defaultdict
from pathlib import Path

import numpy as np
import pytest

from scenarios.country import drawn_communes
from scenarios.generator import draw
from scenarios.presets import preset

CENSUS = Path(__file__).parents[3] / "shared" / "data" / "vietnam_communes_2019.csv"


def test_that_the_totals_are_those_of_the_census() -> None:
    """Tests that communes, households and provinces are as many as in 2019, whatever the seed."""
    for seed in (0, 1):
        found = drawn_communes(seed)
        assert len(found) == len({commune.code for commune in found}) == 11_165
        assert len({commune.district for commune in found}) == 63
        assert sum(commune.households for commune in found) == 26_870_079
        assert min(commune.households for commune in found) >= 1


def test_that_provinces_are_uneven_as_the_census_says() -> None:
    """Tests that the spread of the communes' households is near that of 2019 (0.757)."""
    sizes = np.log([commune.households for commune in drawn_communes(0)])
    assert 0.70 < sizes.std() < 0.82


def test_that_every_ground_is_one_of_the_preset() -> None:
    """Tests that communes and preset speak of the same grounds, and all of them are there."""
    assert {commune.ground for commune in drawn_communes(0)} == set(preset("vietnam").grounds)


def test_that_a_thousandth_is_drawn_village_by_village() -> None:
    """Tests that a part has its share of villages, in metres, and that nobody is short in all."""
    source = draw("vietnam", scale=0.001)
    villages = list(source.stream())
    assert (len(villages), source.lonlat) == (66, False)
    households = sum(len(village.households) for village in villages)
    assert 300 * len(villages) < households < 500 * len(villages)
    assert households < 10 * sum(len(village.members) for village in villages)


def test_that_the_table_is_that_of_the_census_file() -> None:
    """Tests that every figure is counted from the communes, where those are at hand."""
    if not CENSUS.is_file():
        pytest.skip(f"the census file is not at {CENSUS}")
    counted: dict[bool, list[int]] = defaultdict(list)
    with CENSUS.open(encoding="utf-8-sig", newline="") as lines:
        for row in csv.DictReader(lines):
            counted[int(row["urban_households"]) > 0].append(int(row["households"]))
    for urban, sizes in counted.items():
        mine = [commune.households for commune in drawn_communes(0) if commune.urban is urban]
        assert (len(mine), sum(mine)) == (len(sizes), sum(sizes))
