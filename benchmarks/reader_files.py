"""A small good file of every kind that is read, and how each is read."""

from __future__ import annotations

import importlib
import io
import json
import zipfile
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path
from tempfile import TemporaryDirectory

import osmium
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from geopandas import GeoDataFrame
from xlsxwriter import Workbook

from optimizer.domain.rules import Rules
from optimizer.input.folder import read_scenario
from optimizer.input.gdal_drivers import write_dataframe
from optimizer.replanning.event_table import read_events
from optimizer.screening.counts_file import screen_file
from scenarios.buildings import village_from_buildings
from scenarios.placement.point_file import read_point_file
from scenarios.placement.roads import read_roads
from scenarios.placement.village_outlines import read_outlines

_ROWS = 12
_IDS = [f"h{number}" for number in range(_ROWS)]
_XY = [(109.0 + number / 1000, 11.5 + number / 2000) for number in range(_ROWS)]
_SETTINGS = """coordinates: lonlat
description: a village
rules: {max_households: 9, priorities: [walk], max_distance_m: 900.5}
areas:
  Bác Ái: {min_households: 4}
  Bác Ái/Phước Bình: {recruiting: false}
"""
_VILLAGES = "id,name,area_1,area_2\nv1,Thôn Một,Bác Ái,Phước Bình\n"
_MEMBERS = "village,id,x,y,min,max,team\nv1,m1,109,11.5,1,9,T1\nv1,m2,109.01,11.5,,,T1\n"
_MATRIX = {
    "scenario.yaml": "rules: {metric: {kind: matrix}}\n",
    "households.csv": "village,id\nv1,h1\nv1,h2\n",
    "members.csv": "village,id\nv1,m1\nv1,m2\n",
}
_DISTANCES = (
    "village,household,member,place,leader,metres\n"
    "v1,h1,m1,,,340\nv1,h2,m1,,,80.5\nv1,h1,,h2,,12\nv1,,m1,,m2,5\n"
)
_LIST = {
    "scenario.yaml": "rules: {metric: {kind: list}}\n",
    "households.csv": "id,hamlet,alley,order\nh1,Đông,Ngõ 1,1\nh2,Đông,Ngõ 1,2\n",
    "members.csv": "id,hamlet,alley,order\nm1,Tây,Ngõ 1,1\n",
}
_TEAMS = (
    "coordinates: lonlat\nrules: {teams: {min: 1, max: 2}}\n"
    "supervision: {min: 1, max: 3, level: 1}\n"
)
_EVENTS = (
    "kind,village,member,household,x,y,min,max,as,from,to\n"
    "member_left,v1,m1,,,,,,,,\nmember_joined,v1,m9,,109,11.5,1,9,,,\n"
    "member_away,v1,m2,,,,,,,2026-12-01,2026-12-24\n"
)
_COUNTS = (
    "village,name,households,members,min_households,max_households\n"
    "v1,Một,120,12,5,10\nv2,Hai,90,2,,\n"
)
_SQUARE = shapely.box(108.99, 11.49, 109.1, 11.6)


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of file.

    Parameters
    ----------
    ending
        By which the file is known.
    good
        Makes the content of a file that is read.
    read
        Reads a file of this ending.
    """

    ending: str
    good: Callable[[], bytes]
    read: Callable[[Path], object]


def folder_with(
    name: str, file: Path, folder: Path, tables: Mapping[str, str] | None = None
) -> Path:
    """Put a file into a scenario folder that is whole but for it."""
    others = tables or {
        "scenario.yaml": _SETTINGS,
        "villages.csv": _VILLAGES,
        "members.csv": _MEMBERS,
        "households.csv": _csv().decode(),
    }
    stem = name.partition(".")[0]
    for other, text in others.items():
        if other.partition(".")[0] != stem:
            (folder / other).write_text(text, encoding="utf-8")
    (folder / name).write_bytes(file.read_bytes())
    return folder


def _as(stem: str, tables: Mapping[str, str] | None = None) -> Callable[[Path], object]:
    """Return the reading of a folder in which a file is one of the tables or maps."""

    def read(path: Path) -> object:
        with TemporaryDirectory() as folder:
            name = f"{stem}.{path.name.partition('.')[2]}"
            return read_scenario(folder_with(name, path, Path(folder), tables))

    return read


def _upload(path: Path) -> object:
    """Read an archive as the service does."""
    uploads = importlib.import_module("api.tasks.uploads.uploaded_files")
    sizes = importlib.import_module("api.tasks.planner_task").Sizes(100, 10_000, 10_000)
    limits = uploads.UnpackLimits(sizes, 1 << 26, 50)
    return uploads.scenario_of_files([uploads.Sent("s.zip", path.read_bytes())], limits, "")


def _csv() -> bytes:
    rows = [f"v1,{name},{x},{y}" for name, (x, y) in zip(_IDS, _XY, strict=True)]
    return "\n".join(["village,id,x,y", *rows, ""]).encode("utf-8-sig")


def _request() -> bytes:
    points = [{"id": name, "x": x, "y": y} for name, (x, y) in zip(_IDS, _XY, strict=True)]
    village = {
        "id": "v1",
        "households": points,
        "members": [{"id": "m1", "x": 109.0, "y": 11.5, "min": 2}],
        "locked": [["h1", "m1"]],
        "rules": {"max_households": 8},
    }
    return json.dumps({"coordinates": "lonlat", "villages": [village]}).encode()


def _distances() -> bytes:
    made = io.BytesIO()
    columns = {"village": ["v1"] * 2, "household": ["h1", "h2"], "member": ["m1"] * 2}
    pq.write_table(pa.table({**columns, "metres": [340.0, 80.5]}), made)
    return made.getvalue()


def _events() -> bytes:
    leaves = {"kind": "member_left", "village": "v1", "member": "m1"}
    joins = {"kind": "member_joined", "village": "v1", "member": "m9", "x": 109.0, "y": 11.5}
    return json.dumps([leaves, joins]).encode()


def _xlsx() -> bytes:
    made = io.BytesIO()
    with Workbook(made, {"in_memory": True}) as book:
        sheet = book.add_worksheet("households")
        sheet.write_row(0, 0, ["village", "id", "x", "y"])
        for number, (name, xy) in enumerate(zip(_IDS, _XY, strict=True), start=1):
            sheet.write_row(number, 0, ["v1", name, *xy])
    return made.getvalue()


def _parquet() -> bytes:
    made = io.BytesIO()
    x, y = zip(*_XY, strict=True)
    pq.write_table(pa.table({"village": ["v1"] * _ROWS, "id": _IDS, "x": x, "y": y}), made)
    return made.getvalue()


def _points() -> GeoDataFrame:
    shapes = [shapely.Point(xy) for xy in _XY]
    return GeoDataFrame({"village": ["v1"] * _ROWS, "id": _IDS}, geometry=shapes, crs=4326)


def _lines() -> GeoDataFrame:
    lines = [shapely.LineString(_XY[at : at + 2]) for at in range(_ROWS - 1)]
    return GeoDataFrame({"highway": ["path"] * len(lines)}, geometry=lines, crs=4326)


def _areas() -> GeoDataFrame:
    return GeoDataFrame({"id": ["v1"], "name": ["Một"]}, geometry=[_SQUARE], crs=4326)


_ENDINGS = {"GPKG": ".gpkg", "GeoJSON": ".geojson", "FlatGeobuf": ".fgb"}


def _map(make: Callable[[], GeoDataFrame], driver: str) -> Callable[[], bytes]:
    """Return the making of a map's content."""

    def made() -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"map{_ENDINGS[driver]}"
            write_dataframe(make(), path, driver=driver, layer="map")
            return path.read_bytes()

    return made


def _geoparquet(make: Callable[[], GeoDataFrame]) -> Callable[[], bytes]:
    def made() -> bytes:
        content = io.BytesIO()
        make().to_parquet(content)
        return content.getvalue()

    return made


def _osm(ending: str) -> Callable[[], bytes]:
    """Return the making of OpenStreetMap data with houses, a path and a boundary."""

    def made() -> bytes:
        with TemporaryDirectory() as folder:
            path = Path(folder) / f"map{ending}"
            with osmium.SimpleWriter(str(path)) as writer:
                for number, xy in enumerate(_XY, start=1):
                    tags = {"building": "house"} if number % 3 == 0 else {}
                    node = osmium.osm.mutable.Node(id=number, location=xy, tags=tags)
                    writer.add_node(node)
                square = osmium.osm.mutable.Way(
                    id=1, nodes=[1, 5, 9, 1], tags={"building": "yes", "name": "Nhà"}
                )
                path_way = osmium.osm.mutable.Way(id=2, nodes=[2, 3, 4], tags={"highway": "path"})
                writer.add_way(square)
                writer.add_way(path_way)
            return path.read_bytes()

    return made


def _zip() -> bytes:
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("s/scenario.yaml", _SETTINGS)
        archive.writestr("s/villages.csv", _VILLAGES)
        archive.writestr("s/members.csv", _MEMBERS)
        archive.writestr("s/households.csv", _csv())
    return made.getvalue()


def _happened(path: Path) -> object:
    return read_events(path, ["v1"])


def _counted(path: Path) -> object:
    return screen_file(path, Rules())


def _houses(path: Path) -> object:
    return read_point_file(path, "households")


KINDS: Mapping[str, Kind] = {
    "request": Kind(".json", _request, read_scenario),
    "settings": Kind(".yaml", _SETTINGS.encode, _as("scenario")),
    "csv": Kind(".csv", _csv, _as("households")),
    "xlsx": Kind(".xlsx", _xlsx, _as("households")),
    "parquet": Kind(".parquet", _parquet, _as("households")),
    "geojson": Kind(".geojson", _map(_points, "GeoJSON"), _as("households")),
    "gpkg": Kind(".gpkg", _map(_points, "GPKG"), _as("households")),
    "fgb": Kind(".fgb", _map(_points, "FlatGeobuf"), _as("households")),
    "barriers geojson": Kind(".geojson", _map(_lines, "GeoJSON"), _as("barriers")),
    "barriers gpkg": Kind(".gpkg", _map(_lines, "GPKG"), _as("barriers")),
    "network geoparquet": Kind(".parquet", _geoparquet(_lines), _as("network")),
    "network osm": Kind(".osm.pbf", _osm(".osm.pbf"), _as("network")),
    "roads osm": Kind(".osm", _osm(".osm"), read_roads),
    "houses osm": Kind(".osm.pbf", _osm(".osm.pbf"), _houses),
    "houses geoparquet": Kind(".parquet", _geoparquet(_points), _houses),
    "outlines geojson": Kind(".geojson", _map(_areas, "GeoJSON"), read_outlines),
    "outlines gpkg": Kind(".gpkg", _map(_areas, "GPKG"), read_outlines),
    "outlines geoparquet": Kind(".parquet", _geoparquet(_areas), read_outlines),
    "footprints": Kind(
        ".geojson",
        _map(_areas, "GeoJSON"),
        lambda path: village_from_buildings(path, seed=0),
    ),
    "supervision": Kind(".yaml", _TEAMS.encode, _as("scenario")),
    "distances csv": Kind(".csv", _DISTANCES.encode, _as("distances", _MATRIX)),
    "distances parquet": Kind(".parquet", _distances, _as("distances", _MATRIX)),
    "hamlets": Kind(".csv", "from,to,metres\nĐông,Tây,800\n".encode, _as("hamlets", _LIST)),
    "addresses": Kind(".csv", _LIST["households.csv"].encode, _as("households", _LIST)),
    "events csv": Kind(".csv", _EVENTS.encode, _happened),
    "events json": Kind(".json", _events, _happened),
    "counts": Kind(".csv", _COUNTS.encode, _counted),
    "zip": Kind(".zip", _zip, _upload),
}
"""By the name of what is read."""
