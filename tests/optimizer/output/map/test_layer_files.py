"""Maps of a file a layer: GeoJSON and FlatGeobuf, with their styles."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import geopandas as gpd
import pytest
import shapely
from pandas.testing import assert_frame_equal

from optimizer.errors import ScenarioError
from optimizer.input.folder.map_drivers import open_map
from optimizer.output.formats import OutputFormat
from optimizer.output.map.styles import layer_style
from tests.optimizer.hand_made import PLANS, SCENARIO
from tests.optimizer.output.earth_village import Planned, entries, plans_on_earth, write

DRAWN = {"villages", "territories", "households", "members", "recruits", "lines"}


def test_that_each_layer_is_a_collection_with_its_style(tmp_path: Path) -> None:
    """Tests that layers.zip has a GeoJSON and a style by the same name for each layer drawn."""
    found = entries(write(tmp_path / "out", OutputFormat.GEOJSON_LAYERS))
    assert set(found) == {f"{name}.{ending}" for name in DRAWN for ending in ("geojson", "qml")}
    whole = json.loads(write(tmp_path / "out", OutputFormat.GEOJSON).read_text("utf-8"))
    for name in DRAWN:
        layer = json.loads(found[f"{name}.geojson"])
        assert layer["type"] == "FeatureCollection"
        expected = [
            one | {"properties": {k: v for k, v in one["properties"].items() if k != "layer"}}
            for one in whole["features"]
            if one["properties"]["layer"] == name
        ]
        assert layer["features"] == expected
        assert found[f"{name}.qml"] == layer_style(name)
    assert [path.name for path in (tmp_path / "out").glob(".*")] == []


@pytest.mark.parametrize("made", [plans_on_earth(), (SCENARIO, PLANS)], ids=["earth", "plane"])
def test_that_flatgeobuf_holds_what_the_geopackage_holds(tmp_path: Path, made: Planned) -> None:
    """Tests that every layer reads back with its index as it stands in the GeoPackage."""
    package = write(tmp_path / "out", OutputFormat.GPKG, planned=made)
    archive = write(tmp_path / "out", OutputFormat.FLATGEOBUF, planned=made)
    with zipfile.ZipFile(archive) as opened:
        opened.extractall(tmp_path / "layers")
    assert {path.stem for path in (tmp_path / "layers").glob("*.fgb")} == DRAWN
    for name in DRAWN:
        path = tmp_path / "layers" / f"{name}.fgb"
        assert path.read_bytes()[:4] == b"fgb\x03"
        there = gpd.read_file(path)
        expected = gpd.read_file(package, layer=name)
        assert len(there) == len(expected) > 0
        # An index sorts along a curve, so that the order is its own.
        keys = [key for key in expected.columns if key != "geometry"]
        here, other = (one.sort_values(keys, ignore_index=True) for one in (there, expected))
        assert_frame_equal(here[keys], other[keys])
        assert shapely.equals_exact(here.geometry, other.geometry, 1e-9).all()
        assert (here.crs is None) == (other.crs is None) or here.crs == other.crs
    assert [path.name for path in (tmp_path / "out").glob(".*")] == []


@pytest.mark.parametrize("ending", [".geojson", ".gpkg", ".shp"])
def test_that_flatgeobuf_is_read_by_its_name_alone(tmp_path: Path, ending: str) -> None:
    """Tests that the driver of such files reads none that are called otherwise."""
    with zipfile.ZipFile(write(tmp_path / "out", OutputFormat.FLATGEOBUF)) as opened:
        content = opened.read("households.fgb")
    path = tmp_path / f"households{ending}"
    path.write_bytes(content)
    with pytest.raises(ScenarioError, match=path.name):
        open_map(path)
