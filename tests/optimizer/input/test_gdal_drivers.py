"""Which of GDAL's drivers can be reached, in a process of their own each."""

from __future__ import annotations

import json
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

import pytest

from optimizer.errors import ScenarioError
from optimizer.input import gdal_drivers
from optimizer.input.folder.map_drivers import open_map
from optimizer.input.folder.point_maps import read_map, read_shapes
from optimizer.input.folder.table_schema import meaning
from scenarios.buildings import village_from_buildings
from scenarios.placement.village_outlines import read_outlines

OTHERS = {
    "OGR_VRT": '<OGRVRTDataSource><OGRVRTLayer name="households"><SrcDataSource relativeToVRT="1">'
    "secret.csv</SrcDataSource><SrcLayer>secret</SrcLayer></OGRVRTLayer></OGRVRTDataSource>",
    "GDALG": '{"type": "gdal_streamed_alg", "command_line": "gdal vector pipeline ! read '
    'secret.csv ! write /vsistdout/ --of GeoJSON"}',
    "WFS": "<OGRWFSDataSource><URL>http://127.0.0.1:{port}/wfs</URL></OGRWFSDataSource>",
    "CSW": "<OGRCSWDataSource><URL>http://127.0.0.1:{port}/csw</URL></OGRCSWDataSource>",
    "GML": '<?xml version="1.0"?><ogr:FeatureCollection xmlns:ogr="http://ogr.maptools.org/" '
    'xmlns:gml="http://www.opengis.net/gml"><gml:featureMember><ogr:a fid="1"><ogr:id>1</ogr:id>'
    "</ogr:a></gml:featureMember></ogr:FeatureCollection>",
    "ESRIJSON": '{"geometryType": "esriGeometryPoint", "features": [{"attributes": {"id": 1}, '
    '"geometry": {"x": 1, "y": 2}}], "fields": [{"name": "id", "type": "esriFieldTypeInteger"}]}',
    "TopoJSON": '{"type": "Topology", "objects": {"a": {"type": "Point", "coordinates": [1, 2]}}, '
    '"arcs": []}',
    "GeoJSONSeq": '{"type": "Feature", "properties": {"id": 1}, "geometry": null}\n' * 2,
    "CSV": "id,x,y\nh1,1,2\n",
    "KML": '<?xml version="1.0"?><kml xmlns="http://www.opengis.net/kml/2.2"><Document><Placemark>'
    "<name>h1</name><Point><coordinates>1,2</coordinates></Point></Placemark></Document></kml>",
    "GPX": '<?xml version="1.0"?><gpx version="1.1"><wpt lat="1" lon="2"/></gpx>',
    "HTTP": "http://127.0.0.1:{port}/map.geojson",
    "VSI": "/vsicurl/http://127.0.0.1:{port}/map.geojson",
    "PMTiles": "PMTiles\x03" + "\0" * 120,
}
"""Small files of other formats; in an earlier version GDAL took most of them for a map."""


class Listener:
    """Counts who calls."""

    def __init__(self) -> None:
        self.calls = 0
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.port = int(self._socket.getsockname()[1])
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        while True:
            try:
                caller, _ = self._socket.accept()
            except OSError:
                return
            self.calls += 1
            caller.close()

    def close(self) -> None:
        """Hang up."""
        self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()


@pytest.fixture(name="listener")
def _listener() -> Iterator[Listener]:
    listener = Listener()
    yield listener
    listener.close()


def run(code: str) -> str:
    """Run a few lines in a process of their own, and return what they print."""
    command = [sys.executable, "-c", code]
    return subprocess.run(command, capture_output=True, text=True, check=True).stdout.strip()


@pytest.mark.parametrize(
    "code",
    [
        "import optimizer.input.gdal_drivers",
        "import pyogrio, optimizer.input.gdal_drivers",
        "import geopandas, pyogrio; geopandas.read_file; import optimizer.output.map.geopackage",
        "import api.main, optimizer.input.gdal_drivers",
        "import optimizer.execution.workers.plan_parcel, optimizer.input.gdal_drivers",
    ],
)
def test_that_no_driver_is_left_but_those_of_maps(code: str) -> None:
    """Tests that the lock holds whatever was loaded before; alone there are many drivers."""
    count = "; import pyogrio; print(sorted(pyogrio.list_drivers()))"
    assert run(code + count) == str(sorted(gdal_drivers.DRIVERS))


def test_that_every_other_driver_of_the_library_is_away() -> None:
    """Tests that each driver that the library registers by itself is gone by its name."""
    alone = json.loads(
        run("import json, pyogrio; print(json.dumps(sorted(pyogrio.list_drivers())))")
    )
    assert len(alone) > 20
    for name in set(alone) - gdal_drivers.DRIVERS:
        with pytest.raises(Exception, match=r".+"):
            gdal_drivers.raw.read(f"{name}:/etc/passwd")
    assert gdal_drivers.list_drivers().keys() == gdal_drivers.DRIVERS


@pytest.mark.parametrize("driver", OTHERS)
@pytest.mark.parametrize("ending", [".geojson", ".json", ".gpkg", ".shp", ".zip"])
def test_that_content_chooses_no_driver(
    tmp_path: Path, listener: Listener, driver: str, ending: str
) -> None:
    """Tests that a file of another format is refused as a table, as a map of lines, an outline."""
    (tmp_path / "secret.csv").write_text("id,x,y\nSECRET,1,2\n")
    path = tmp_path / f"households{ending}"
    path.write_text(OTHERS[driver].replace("{port}", str(listener.port)))
    for read in (
        lambda: read_map(path, "households", meaning("households"), located=True),
        lambda: read_map(path, "households", meaning("households"), located=False),
        lambda: read_shapes(path),
        lambda: read_outlines(path),
        lambda: village_from_buildings(path, seed=0),
    ):
        with pytest.raises(ScenarioError, match=path.name) as told:
            read()
        assert "SECRET" not in str(told.value)
    assert listener.calls == 0


@pytest.mark.parametrize(
    "name",
    [
        "/vsicurl/http://127.0.0.1:{port}/a.geojson",
        "/vsizip/a.zip/a.geojson",
        "GeoJSON:http://127.0.0.1:{port}/a.geojson",
        "http://127.0.0.1:{port}/a.geojson",
        "vrt://a.geojson",
        "<OGRVRTDataSource></OGRVRTDataSource>.geojson",
        "MySQL:a.gpkg",
    ],
)
def test_that_a_name_is_that_of_a_plain_file(listener: Listener, name: str) -> None:
    """Tests that no name leads GDAL elsewhere than to a file of this machine."""
    with pytest.raises(ScenarioError, match="NOT_FOUND"):
        open_map(Path(name.replace("{port}", str(listener.port))))
    assert listener.calls == 0


@pytest.mark.parametrize("kind", ["link", "url", "LINK", "OGC"])
@pytest.mark.parametrize("key", ["crs", "CRS", "\\u0063rs"])
@pytest.mark.parametrize("inside", [False, True])
def test_that_a_system_is_no_address(
    tmp_path: Path, listener: Listener, kind: str, key: str, *, inside: bool
) -> None:
    """Tests that GeoJSON's ``crs`` is called nowhere, at the top and inside a geometry."""
    address = f"http://127.0.0.1:{listener.port}/system"
    member = f'"{key}": {{"type": "{kind}", "properties": {{"href": "{address}"}}}}'
    point = '"type": "Point", "coordinates": [1, 2]' + (f", {member}" if inside else "")
    feature = f'{{"type": "Feature", "properties": {{"id": "h1"}}, "geometry": {{{point}}}}}'
    top = "" if inside else f", {member}"
    path = tmp_path / "households.geojson"
    path.write_text(f'{{"type": "FeatureCollection", "features": [{feature}]{top}}}')
    with pytest.raises(ScenarioError, match="OTHER_FILES"):
        read_map(path, "households", meaning("households"), located=True)
    assert listener.calls == 0


def test_that_gdal_calls_nobody_even_when_told_to(listener: Listener) -> None:
    """Tests that an address given to GDAL itself does not leave the process."""
    for name in (
        "/vsicurl/http://127.0.0.1:{0}/a",
        "http://127.0.0.1:{0}/a",
        "GeoJSON:http://127.0.0.1:{0}/a",
    ):
        with pytest.raises(gdal_drivers.FAULTS):
            gdal_drivers.list_layers(name)
    assert listener.calls == 0
