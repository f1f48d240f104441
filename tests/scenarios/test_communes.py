"""The commune table."""

from __future__ import annotations

import csv
import re
from pathlib import Path

import pytest

from scenarios.communes import communes
from scenarios.presets import preset

CENSUS = Path(__file__).parents[3] / "shared" / "data" / "ninh_thuan_communes_2019.csv"


def test_table_has_the_province() -> None:
    """Tests that 65 communes of seven districts hold the 161,013 households of the census."""
    table = communes()
    assert len(table) == len({commune.code for commune in table}) == 65
    assert len({commune.district for commune in table}) == 7
    assert sum(commune.households for commune in table) == 161_013


def test_names_are_written_apart() -> None:
    """Tests that every word of a name begins with a capital and no name runs together."""
    word = re.compile(r"[^\W\d_]+")
    for commune in communes():
        for text in word.findall(f"{commune.district} {commune.name}"):
            assert text[0].isupper()
            assert text[1:] == text[1:].lower()


def test_every_ground_is_one_of_the_preset() -> None:
    """Tests that the table and the preset speak of the same grounds."""
    assert {commune.ground for commune in communes()} == set(preset("ninh-thuan").grounds)


def test_figures_are_those_of_the_census() -> None:
    """Tests that every figure of the table is that of the census file, where that is at hand."""
    if not CENSUS.exists():
        pytest.skip(f"the census file is not at {CENSUS}")
    with CENSUS.open(encoding="utf-8-sig") as lines:
        rows = {row["commune"]: row for row in csv.DictReader(lines)}
    assert len(rows) == 65
    for commune in communes():
        row = rows[commune.name.replace(" ", "")]
        assert commune.urban_households == int(row["urban_households"])
        assert commune.rural_households == int(row["rural_households"])
        assert commune.households == int(row["households"])
        assert commune.area_km2 == float(row["area_km2"])
        assert (commune.lon, commune.lat) == (float(row["lon"]), float(row["lat"]))
        assert commune.district.replace(" ", "").lower() == row["district"].lower()
