"""GeoJSON for the organisation units of DHIS2."""

from __future__ import annotations

import json
import re
from pathlib import Path

import shapely
from shapely.geometry import shape

from optimizer.output.formats import OutputFormat
from tests.optimizer.output.earth_village import plans_on_earth, write

UNIT = re.compile(r"[A-Za-z][A-Za-z0-9]{10}")
"""An identifier of DHIS2."""


def test_that_a_feature_names_its_unit(tmp_path: Path) -> None:
    """Tests that a unit is found by the feature's id and by the property code, as DHIS2 asks."""
    document = json.loads(write(tmp_path / "out", OutputFormat.DHIS2).read_text("utf-8"))
    assert document["type"] == "FeatureCollection"
    assert [one["id"] for one in document["features"]] == ["O6uvpzGd5pu", "b"]
    assert UNIT.fullmatch(document["features"][0]["id"])
    assert [one["properties"]["code"] for one in document["features"]] == ["O6uvpzGd5pu", "b"]
    assert all(one["type"] == "Feature" for one in document["features"])


def test_that_a_shape_holds_its_households_and_names_none(tmp_path: Path) -> None:
    """Tests that areas are valid and around the village, and that nobody's id is in the file."""
    path = write(tmp_path / "out", OutputFormat.DHIS2)
    scenario, plans = plans_on_earth()
    document = json.loads(path.read_text("utf-8"))
    for feature, village, plan in zip(document["features"], scenario.villages, plans, strict=True):
        land = shape(feature["geometry"])
        assert land.geom_type in {"Polygon", "MultiPolygon"}
        assert land.is_valid
        assert land.contains(shapely.MultiPoint(village.households.given))
        assert feature["properties"]["households"] == len(village.households)
        assert feature["properties"]["unserved"] == len(plan.today.unserved)
    text = path.read_text("utf-8")
    assert "hộ" not in text
    assert "m/1" not in text
