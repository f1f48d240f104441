"""Every kind of map, wherever a map may be given: the same points, the same ids."""

from __future__ import annotations

import json
import zipfile
from collections.abc import Callable
from pathlib import Path

import geopandas as gpd
import numpy as np
import pytest
import shapely

from api.tasks.planner_task import Sizes
from api.tasks.uploads.uploaded_files import Sent, UnpackLimits, scenario_of_files
from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from optimizer.input.gdal_drivers import write_dataframe
from scenarios.placement.point_file import read_point_file
from scenarios.placement.village_outlines import read_outlines

POINTS = [(108.91, 11.60), (108.912, 11.601), (108.913, 11.603)]
HOMES = gpd.GeoDataFrame(
    {"id": ["Hộ 1", "Hộ 2", "Hộ 3"]}, geometry=[shapely.Point(*at) for at in POINTS], crs=4326
)
LAND = gpd.GeoDataFrame(
    {"id": ["Thôn 1"]}, geometry=[shapely.box(108.9, 11.59, 108.92, 11.61)], crs=4326
)
MEMBERS = "id,x,y\nm1,108.911,11.602\n"
BOUNDS = UnpackLimits(Sizes(100, 1_000, 100), 2_000_000, 20)
_DRIVERS = {".geojson": "GeoJSON", ".json": "GeoJSON", ".gpkg": "GPKG", ".fgb": "FlatGeobuf"}


def driven(path: Path, frame: gpd.GeoDataFrame) -> None:
    write_dataframe(frame, path, driver=_DRIVERS[path.suffix], layer=path.stem)


def shapefile(path: Path, frame: gpd.GeoDataFrame) -> None:
    write_dataframe(frame.to_crs(9217), path, driver="ESRI Shapefile", encoding="UTF-8")


def zipped(path: Path, frame: gpd.GeoDataFrame) -> None:
    inside = path.parent / "packed"
    inside.mkdir()
    shapefile(inside / "in.shp", frame)
    with zipfile.ZipFile(path, "w") as archive:
        for one in sorted(inside.iterdir()):
            archive.write(one, one.name)
            one.unlink()
    inside.rmdir()


def lines(path: Path, frame: gpd.GeoDataFrame) -> None:
    features = json.loads(frame.to_json())["features"]
    path.write_text("\n".join(map(json.dumps, features)), encoding="utf-8")


def kml(path: Path, frame: gpd.GeoDataFrame) -> None:
    path.write_text(document(frame), encoding="utf-8")


def kmz(path: Path, frame: gpd.GeoDataFrame) -> None:
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("doc.kml", document(frame))


def document(frame: gpd.GeoDataFrame) -> str:
    """Return a map as KML."""
    marks = []
    for name, shape in zip(frame["id"], frame.geometry, strict=True):
        flat = shape.exterior.coords if shape.geom_type == "Polygon" else shape.coords
        at = " ".join(f"{x},{y},0" for x, y in flat)
        ring = f"<LinearRing><coordinates>{at}</coordinates></LinearRing>"
        drawn = (
            f"<Polygon><outerBoundaryIs>{ring}</outerBoundaryIs></Polygon>"
            if shape.geom_type == "Polygon"
            else f"<Point><coordinates>{at}</coordinates></Point>"
        )
        data = f"<ExtendedData><Data name='id'><value>{name}</value></Data></ExtendedData>"
        marks.append(f"<Placemark>{data}{drawn}</Placemark>")
    space = 'xmlns="http://www.opengis.net/kml/2.2"'
    return f"<kml {space}><Document>{''.join(marks)}</Document></kml>"


def parquet(path: Path, frame: gpd.GeoDataFrame) -> None:
    frame.to_parquet(path)


Made = Callable[[Path, gpd.GeoDataFrame], None]
KINDS: dict[str, Made] = {
    **dict.fromkeys(_DRIVERS, driven),
    ".shp": shapefile,
    ".zip": zipped,
    **dict.fromkeys((".geojsonl", ".geojsons", ".ndjson", ".jsonl"), lines),
    ".kml": kml,
    ".kmz": kmz,
    ".parquet": parquet,
}


@pytest.fixture(params=KINDS)
def ending(request: pytest.FixtureRequest) -> str:
    return str(request.param)


def test_that_a_folder_takes_it(tmp_path: Path, ending: str) -> None:
    """Tests that houses of a scenario folder are read of every kind of map."""
    KINDS[ending](tmp_path / f"households{ending}", HOMES)
    (tmp_path / "members.csv").write_text(MEMBERS, encoding="utf-8")
    (tmp_path / "scenario.yaml").write_text("coordinates: lonlat\n", encoding="utf-8")
    (village,) = read_scenario(tmp_path).villages
    assert village.households.ids.tolist() == ["Hộ 1", "Hộ 2", "Hộ 3"]
    assert np.allclose(village.households.given, POINTS, atol=1e-6, rtol=0)


def test_that_place_and_draw_take_it(tmp_path: Path, ending: str) -> None:
    """Tests that buildings and outlines are read of every kind of map."""
    houses, land = tmp_path / f"houses{ending}", tmp_path / f"land{ending}"
    KINDS[ending](houses, HOMES)
    KINDS[ending](land, LAND)
    found = read_point_file(houses, "households")
    assert found.geographic
    assert np.allclose(sorted(found.xy.tolist()), POINTS, atol=1e-6, rtol=0)
    outlines = read_outlines(land)
    assert outlines.ids.tolist() == ["Thôn 1"]
    assert shapely.area(outlines.shapes[0]) == pytest.approx(0.0004, rel=1e-3)


def test_that_the_service_takes_it(tmp_path: Path, ending: str) -> None:
    """Tests that files which are sent may be of every kind of map."""
    KINDS[ending](tmp_path / f"households{ending}", HOMES)
    (tmp_path / "members.csv").write_text(MEMBERS, encoding="utf-8")
    sent = [Sent(one.name, one.read_bytes()) for one in sorted(tmp_path.iterdir())]
    (village,) = scenario_of_files(sent, BOUNDS, "lonlat").villages
    assert village.households.ids.tolist() == ["Hộ 1", "Hộ 2", "Hộ 3"]


@pytest.mark.parametrize("ending", KINDS)
def test_that_half_a_file_is_refused(tmp_path: Path, ending: str) -> None:
    """Tests that a map that is cut is refused by its name, whoever reads it."""
    path = tmp_path / f"households{ending}"
    KINDS[ending](path, HOMES)
    content = path.read_bytes()
    path.write_bytes(content[: len(content) * 5 // 9])
    with pytest.raises(ScenarioError) as caught:
        read_point_file(path, "households")
    assert {found.where.split()[0] for found in caught.value.problems} == {path.name}
