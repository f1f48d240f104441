"""Maps that come packed, or in other words than GeoJSON's, are read as the same points."""

from __future__ import annotations

import json
import shutil
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
import shapely
from geopandas import GeoDataFrame

from optimizer.errors import ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.folder.point_maps import read_map
from optimizer.input.folder.sheet import Sheet
from optimizer.input.folder.table_schema import meaning
from optimizer.input.gdal_drivers import write_dataframe

POINTS = GeoDataFrame(
    {"id": ["Hộ 1", "Hộ 2"]}, geometry=[shapely.Point(109, 11), shapely.Point(109.1, 11)], crs=4326
)
KML = (
    '<kml xmlns="http://www.opengis.net/kml/2.2"><Document><Folder>{}'
    "<Placemark><ExtendedData><Data name='id'><value>Hộ 2</value></Data></ExtendedData>"
    "<Point><coordinates>109.1,11,0</coordinates></Point></Placemark></Folder></Document></kml>"
).format(
    "<Placemark><name>A</name><ExtendedData><SchemaData><SimpleData name='id'>Hộ 1</SimpleData>"
    "</SchemaData></ExtendedData><Polygon><outerBoundaryIs><LinearRing><coordinates>"
    "108.9,10.9 109.1,10.9 109.1,11.1 108.9,11.1 108.9,10.9</coordinates></LinearRing>"
    "</outerBoundaryIs></Polygon></Placemark>"
)


def read(path: Path) -> Sheet:
    return read_map(path, "households", meaning("households"), located=True)


def features(*ids: object, **more: object) -> list[dict[str, object]]:
    shapes = ([109, 11], [109.1, 11])
    return [
        {"type": "Feature", "properties": {"id": name}, **more, "geometry": point(at)}
        for name, at in zip(ids, shapes, strict=True)
    ]


def point(at: object) -> dict[str, object]:
    return {"type": "Point", "coordinates": at}


def shapefile(folder: Path) -> Path:
    path = folder / "nha.shp"
    write_dataframe(POINTS.to_crs(9217), path, driver="ESRI Shapefile", encoding="UTF-8")
    return path


def zipped(folder: Path) -> Path:
    inside = folder / "in"
    inside.mkdir()
    path = folder / "a.zip"
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for one in shapefile(inside).parent.iterdir():
            archive.write(one, f"Ranh giới/{one.name}")
        archive.writestr("Ranh giới/doc.txt", "a note")
    return path


def lines(folder: Path) -> Path:
    path = folder / "a.geojsonl"
    path.write_text("\x1e" + "\n\n\x1e".join(map(json.dumps, features("Hộ 1", "Hộ 2"))))
    return path


def kml(folder: Path) -> Path:
    path = folder / "a.kml"
    path.write_text(KML, encoding="utf-8")
    return path


def kmz(folder: Path) -> Path:
    path = folder / "a.kmz"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", KML)
    return path


def plain_json(folder: Path) -> Path:
    path = folder / "a.json"
    old = {"type": "name", "properties": {"name": "urn:ogc:def:crs:OGC:1.3:CRS84"}}
    made = {"type": "FeatureCollection", "crs": old, "features": features("Hộ 1", "Hộ 2")}
    path.write_text(json.dumps(made))
    return path


@pytest.mark.parametrize("made", [shapefile, zipped, lines, kml, kmz, plain_json])
def test_the_same_points_in_other_words(tmp_path: Path, made: Callable[[Path], Path]) -> None:
    """Tests that ids with accents and points come out alike of each kind of map."""
    sheet = read(made(tmp_path))
    assert list(sheet.columns["id"]) == ["Hộ 1", "Hộ 2"]
    assert list(sheet.columns["x"]) == pytest.approx([109, 109.1], abs=1e-6)
    assert list(sheet.columns["y"]) == pytest.approx([11, 11], abs=1e-6)
    assert sheet.geographic


@pytest.mark.parametrize("numbers", [(101, 102), (7, 7)])
def test_a_number_is_an_id_of_a_feature(tmp_path: Path, numbers: tuple[int, int]) -> None:
    """Tests that ids of features are taken as they are, also where two are the same."""
    path = tmp_path / "a.geojson"
    made = features("a", "b")
    for feature, number in zip(made, numbers, strict=True):
        feature |= {"id": number, "properties": {"code": "c"}}
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    assert list(read(path).columns["id"]) == [str(number) for number in numbers]


def test_the_property_goes_before_the_id_of_the_feature(tmp_path: Path) -> None:
    """Tests that a property id stays the id beside a number."""
    path = tmp_path / "a.geojson"
    made = [{**feature, "id": 5} for feature in features("x", "y")]
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    assert list(read(path).columns["id"]) == ["x", "y"]


def test_a_height_that_is_null_is_none(tmp_path: Path) -> None:
    """Tests that a point without its height is a point, and that texts stay as they are."""
    path = tmp_path / "a.geojson"
    made = features("a1, null]", "b")
    made[0]["geometry"] = point([109, 11, None])
    path.write_text(json.dumps({"type": "FeatureCollection", "features": made}))
    sheet = read(path)
    assert list(sheet.columns["id"]) == ["a1, null]", "b"]
    assert list(sheet.columns["x"]) == [109, 109.1]


@pytest.mark.parametrize("ending", [".shx", ".dbf"])
def test_a_shapefile_is_several_files(tmp_path: Path, ending: str) -> None:
    """Tests that one without its index or its table is refused with what it needs."""
    path = shapefile(tmp_path)
    path.with_suffix(ending).unlink()
    with pytest.raises(ScenarioError, match="NOT_WHOLE_SHAPEFILE"):
        read(path)


def test_an_index_names_each_shape_once(tmp_path: Path) -> None:
    """Tests that an index that names the same bytes again and again is refused."""
    path = shapefile(tmp_path)
    index = path.with_suffix(".shx")
    index.write_bytes(index.read_bytes() + index.read_bytes()[100:108] * 1000)
    with pytest.raises(ScenarioError, match="NOT_WHOLE_SHAPEFILE"):
        read(path)


def test_kml_declares_nothing(tmp_path: Path) -> None:
    """Tests that a text with entities is refused before any is expanded."""
    path = tmp_path / "a.kml"
    path.write_text(f'<!DOCTYPE kml [<!ENTITY a "b">]>{KML}', encoding="utf-8")
    with pytest.raises(ScenarioError, match="UNREADABLE"):
        read(path)


@pytest.mark.parametrize("made", [zipped, kmz])
def test_an_archive_is_counted_while_it_is_unpacked(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, made: Callable[[Path], Path]
) -> None:
    """Tests that what would become too much is refused, whatever its list says."""
    path = made(tmp_path)
    small = file_budgets.Budget("TOO_MANY_BYTES", 100, "bytes", "less")
    monkeypatch.setattr(file_budgets, "UNPACKED_BYTES", small)
    with pytest.raises(ScenarioError, match="TOO_MANY_BYTES"):
        read(path)


def test_an_archive_holds_one_map_and_leads_nowhere(tmp_path: Path) -> None:
    """Tests that two maps are named, and that a name that leads out writes nothing there."""
    path = tmp_path / "a.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("a.kml", KML)
        archive.writestr("b.kml", KML)
    with pytest.raises(ScenarioError, match="one map"):
        read(path)
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("../../out.kml", KML)
    assert list(read(path).columns["id"]) == ["Hộ 1", "Hộ 2"]
    assert not (tmp_path.parent / "out.kml").exists()


def test_a_copy_goes_with_its_map(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that nothing is left of a copy once the map has been read."""
    scratch = tmp_path / "scratch"
    scratch.mkdir()
    monkeypatch.setattr("tempfile.tempdir", str(scratch))
    read(kml(tmp_path))
    assert not list(scratch.iterdir())
    shutil.rmtree(scratch)
