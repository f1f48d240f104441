"""Real maps as ogr2ogr and QGIS write them are read; databases that compute are not."""

from __future__ import annotations

import json
import sqlite3
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pytest
import shapely
from geopandas import GeoDataFrame
from pandas import DataFrame

from optimizer.errors import ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.folder.point_maps import read_map, read_shapes
from optimizer.input.folder.table_schema import meaning
from optimizer.input.gdal_drivers import write_dataframe

POINTS = GeoDataFrame(
    {"id": ["h1", "h2"]}, geometry=[shapely.Point(109, 11), shapely.Point(109.1, 11)], crs=4326
)


def geopackage(path: Path, frame: GeoDataFrame = POINTS, layer: str = "households") -> Path:
    write_dataframe(frame, path, driver="GPKG", layer=layer)
    return path


def executed(path: Path, *statements: str) -> Path:
    """Change a database by hand."""
    with closing(sqlite3.connect(path)) as database:
        for statement in statements:
            database.execute(statement)
        database.commit()
    return path


def read(path: Path) -> list[object]:
    return list(read_map(path, "households", meaning("households"), located=True).columns["id"])


@pytest.mark.parametrize(
    "shapes",
    [
        [shapely.Point(109, 11, 3), shapely.Point(109.1, 11, 4)],
        [shapely.box(109, 11, 109.1, 11.1), shapely.box(109.2, 11, 109.3, 11.1)],
        [shapely.MultiPolygon([shapely.box(109, 11, 109.1, 11.1)])] * 2,
    ],
)
@pytest.mark.parametrize("ending", [".gpkg", ".geojson"])
@pytest.mark.parametrize("crs", [4326, 3857, 32649, 9217])
def test_that_ordinary_maps_are_read(
    tmp_path: Path, shapes: list[shapely.Geometry], ending: str, crs: int
) -> None:
    """Tests that points with heights, polygons and multipolygons are read, degrees or metres."""
    frame = GeoDataFrame({"id": ["h1", "h2"]}, geometry=shapes, crs=4326).to_crs(crs)
    path = tmp_path / f"households{ending}"
    driver = "GPKG" if ending == ".gpkg" else "GeoJSON"
    write_dataframe(frame, path, driver=driver, layer="households")
    sheet = read_map(path, "households", meaning("households"), located=True)
    assert list(sheet.columns["id"]) == ["h1", "h2"]
    assert sheet.geographic
    assert next(iter(sheet.columns["x"])) == pytest.approx(109, abs=0.2)


def test_that_geopackages_of_qgis_are_read(tmp_path: Path) -> None:
    """Tests that an index, styles, layers, triggers, a project and a missing shape are read."""
    path = geopackage(tmp_path / "households.gpkg")
    geopackage(path, GeoDataFrame({"n": [1]}, geometry=[None], crs=4326), "notes")
    styles = DataFrame({"f_table_name": ["households"], "styleQML": ["<qgis/>"]})
    write_dataframe(styles, path, layer="layer_styles", driver="GPKG")
    executed(
        path,
        "CREATE TABLE qgis_projects (name TEXT PRIMARY KEY, metadata BLOB, content BLOB)",
        "CREATE TRIGGER t AFTER INSERT ON households BEGIN SELECT 1; END",
        "PRAGMA journal_mode=WAL",
    )
    assert read(path) == ["h1", "h2"]


def test_that_changes_beside_a_geopackage_are_read(tmp_path: Path) -> None:
    """Tests that what QGIS has not yet written into the file is seen, as it was before."""
    path = geopackage(tmp_path / "households.gpkg")
    with closing(sqlite3.connect(path)) as database:
        database.execute("PRAGMA journal_mode=WAL")
        database.execute("DROP TRIGGER IF EXISTS rtree_households_geom_update6")
        database.execute("DROP TRIGGER IF EXISTS rtree_households_geom_update7")
        for (name,) in database.execute("SELECT name FROM sqlite_schema WHERE type = 'trigger'"):
            database.execute(f'DROP TRIGGER "{name}"')
        database.execute("UPDATE households SET id = 'h9' WHERE id = 'h2'")
        database.commit()
        assert read(path) == ["h1", "h9"]


ENDLESS = "WITH RECURSIVE c(i) AS (SELECT 1 UNION ALL SELECT i + 1 FROM c) SELECT i AS fid FROM c"


@pytest.mark.parametrize(
    "statement",
    [
        f"CREATE VIEW more AS {ENDLESS}",
        "CREATE TABLE more (a INTEGER, b AS (hex(zeroblob(a))))",
        "CREATE TABLE more (a INTEGER, b TEXT GENERATED ALWAYS AS (hex(a)) STORED)",
        "CREATE VIRTUAL TABLE more USING fts5(a)",
    ],
)
def test_that_a_database_computes_nothing(tmp_path: Path, statement: str) -> None:
    """Tests that views, generated columns and virtual tables are refused beside a layer."""
    path = executed(geopackage(tmp_path / "households.gpkg"), statement)
    for one in (read, read_shapes):
        with pytest.raises(ScenarioError, match=r"households\.gpkg.*more.*NOT_A_TABLE"):
            one(path)


@pytest.mark.parametrize("table", ["gpkg_contents", "gpkg_geometry_columns", "households"])
def test_that_no_table_is_a_view(tmp_path: Path, table: str) -> None:
    """Tests that what GDAL asks first cannot run for ever either."""
    path = geopackage(tmp_path / "households.gpkg")
    rename = f"ALTER TABLE {table} RENAME TO away"
    executed(path, "PRAGMA legacy_alter_table=ON", rename, f"CREATE VIEW {table} AS {ENDLESS}")
    with pytest.raises(ScenarioError, match=rf"{table}.*NOT_A_TABLE"):
        read(path)


def test_that_features_have_a_limit(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that features are read up to the limit; beyond it the layer is named."""
    path = geopackage(tmp_path / "households.gpkg")
    lines = tmp_path / "households.geojson"
    write_dataframe(POINTS, lines, driver="GeoJSON")
    for most, fits in ((10, True), (1, False)):
        monkeypatch.setattr(
            file_budgets, "MAP_FEATURES", replace(file_budgets.MAP_FEATURES, most=most)
        )
        for one in (path, lines):
            if fits:
                assert read(one) == ["h1", "h2"]
            else:
                with pytest.raises(ScenarioError, match=rf"{one.name}.*at most 1 .*TOO_MANY_FEA"):
                    read(one)


def sparse(features: int, names: int, each: int = 1) -> str:
    """Return a map whose features have properties of their own, so many names in all."""
    return json.dumps(
        {
            "type": "FeatureCollection",
            "features": [
                {
                    "type": "Feature",
                    "properties": {f"k{(nth * each + one) % names}": 1 for one in range(each)}
                    | {"id": f"h{nth}"},
                    "geometry": {"type": "Point", "coordinates": [109, 11]},
                }
                for nth in range(features)
            ],
        }
    )


def test_that_columns_without_a_meaning_are_named_and_not_read(tmp_path: Path) -> None:
    """Tests that features with many properties keep their names, and no cell but those of ids."""
    path = tmp_path / "households.geojson"
    path.write_text(sparse(300, 150, 3), encoding="utf-8")
    columns = read_map(path, "households", meaning("households"), located=True).columns
    assert columns.keys() == {"id", "x", "y", *(f"k{nth}" for nth in range(150))}
    assert list(columns["id"]) == [f"h{nth}" for nth in range(300)]
    assert set(columns["k7"]) == {None}
    assert not read_shapes(path).columns


@pytest.mark.parametrize(("names", "fits"), [(100, True), (200, False)])
def test_that_cells_of_sparse_features_have_a_limit(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, names: int, *, fits: bool
) -> None:
    """Tests that features times names are read up to the limit, or to 25 for every member."""
    path = tmp_path / "households.geojson"
    path.write_text(sparse(200, names), encoding="utf-8")
    read(path)
    monkeypatch.setattr(file_budgets, "MAP_CELLS", replace(file_budgets.MAP_CELLS, most=1))
    if fits:
        read(path)
    else:
        with pytest.raises(ScenarioError, match=r"households\.geojson.*TOO_MANY_PROPERTIES"):
            read(path)


@pytest.mark.parametrize(
    ("crs", "right"),
    [
        ('{"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}', True),
        ('{"type": "name", "properties": {"name": "EPSG:4326"}}', True),
        ('{"type": "EPSG", "properties": {"code": 4326}}', True),
        ("null", True),
        ('{"type": "name", "properties": {"name": "+init=/etc/passwd:a"}}', False),
        ('{"type": "name", "type": "link", "properties": {"name": "EPSG:4326"}}', False),
        ('{"type": "name", "properties": {"name": "EPSG:4326"}', False),
        ("[1]", False),
    ],
)
def test_that_a_system_is_a_name(tmp_path: Path, crs: str, *, right: bool) -> None:
    """Tests that the systems that GeoJSON may name are known wherever in the file they are."""
    feature = '{"type": "Feature", "properties": {"id": "h1", "crs": "x"}, "geometry": '
    feature += '{"type": "Point", "coordinates": [109, 11]}}'
    path = tmp_path / "households.geojson"
    for filler in ("", " " * 5_000_000):
        text = f'{{"type": "FeatureCollection", "features": [{feature}],{filler} "crs": {crs}}}'
        path.write_text(text)
        if right:
            assert read(path) == ["h1"]
        else:
            with pytest.raises(ScenarioError, match=r"households\.geojson"):
                read(path)


def test_that_a_feature_that_is_too_large_is_said_to_be(tmp_path: Path) -> None:
    """Tests that a whole map with one feature of too many vertices is not called damaged."""
    path = tmp_path / "households.geojson"
    line = ",".join(["[109,11]"] * 600_000)
    shape = f'{{"type":"LineString","coordinates":[{line}]}}'
    feature = f'{{"type":"Feature","properties":{{"id":"h1"}},"geometry":{shape}}}'
    path.write_text(f'{{"type":"FeatureCollection","features":[{feature}]}}', encoding="utf-8")
    with pytest.raises(
        ScenarioError, match=r"a feature has more than some 300,000 vertices.*TOO_MANY_VERTICES"
    ):
        read_shapes(path)


@pytest.mark.parametrize("rows", [1, 3_000])
def test_that_the_type_may_come_last_and_must_come(tmp_path: Path, rows: int) -> None:
    """Tests that features before their type are read, and ESRI's, which have none, are refused."""
    point = '{"type": "Point", "coordinates": [109, 11]}'
    one = f'{{"type": "Feature", "properties": {{"id": "h"}}, "geometry": {point}}}'
    listed = ", ".join([one] * rows)
    path = tmp_path / "households.geojson"
    path.write_text(f'{{"features": [{listed}], "type": "FeatureCollection"}}')
    assert read(path) == ["h"] * rows
    for text in (f'"features": [{listed}]', f'"features": [{listed}], "spatialReference": {{}}'):
        path.write_text(f'{{"geometryType": "esriGeometryPoint", {text}}}')
        with pytest.raises(ScenarioError, match=r"households\.geojson.*NOT_GEOJSON"):
            read(path)
