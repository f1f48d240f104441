"""OpenStreetMap files, written by hand."""

from __future__ import annotations

import gzip
from pathlib import Path

import pytest
import shapely

from optimizer.errors import ScenarioError
from optimizer.input.openstreetmap import objects
from optimizer.input.openstreetmap.barrier_features import read_barriers
from optimizer.input.openstreetmap.features import (
    is_openstreetmap,
    read_boundaries,
    read_buildings,
    read_ways,
)
from tests.optimizer.input.openstreetmap.small_map import Drawn, write_map

SQUARE = ((0, 0), (0, 2), (2, 2), (2, 0), (0, 0))


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "small.osm"


def test_that_buildings_are_points_inside(path: Path) -> None:
    """Tests that areas, relations and points are buildings once each, and ``building=no`` none."""
    drawn = Drawn()
    drawn.node((5, 5), building="yes")
    house = drawn.way(SQUARE, building="house")
    drawn.way(SQUARE, building="no")
    outer = drawn.way(((10, 0), (10, 3), (13, 3), (13, 0), (10, 0)))
    inner = drawn.way(((11, 1), (11, 2), (12, 2), (12, 1), (11, 1)))
    members = [(outer, "outer"), (inner, "inner")]
    court = drawn.relation(members, type="multipolygon", building="yes")
    drawn.node((6, 6), amenity="bench")
    found = read_buildings(write_map(drawn, path))
    assert found.ids.tolist() == ["n1", f"w{house}", f"r{court}"]
    assert found.kinds.tolist() == ["yes", "house", "yes"]
    with_hole = shapely.box(10, 0, 13, 3) - shapely.box(11, 1, 12, 2)
    shapes = (shapely.Point(5, 5), shapely.box(0, 0, 2, 2), with_hole)
    assert [shape.covers(at) for shape, at in zip(shapes, found.shapes, strict=True)] == [True] * 3


def test_that_boundaries_are_put_together(path: Path) -> None:
    """Tests that an area is made of a relation's ways, whatever their direction."""
    drawn = Drawn()
    north = drawn.way(((0, 2), (2, 2), (2, 1)), boundary="administrative", admin_level="8")
    south = drawn.way(((0, 2), (0, 0), (2, 0), (2, 1)))
    ways = [(north, "outer"), (south, "outer")]
    named = {"type": "boundary", "boundary": "administrative", "admin_level": "8"}
    village = drawn.relation(ways, **named, name="Bản Một")
    drawn.relation(ways, **{**named, "admin_level": "6"}, name="Huyện")
    found, cut = read_boundaries(write_map(drawn, path), 8)
    assert (found.ids.tolist(), found.names.tolist(), cut) == ([f"r{village}"], ["Bản Một"], ())
    assert found.shapes[0].equals(shapely.box(0, 0, 2, 2))


def test_that_what_an_extract_has_cut_is_named(path: Path) -> None:
    """Tests that an area whose ways are not all there is named, and no piece taken for it."""
    drawn = Drawn()
    tags = {"boundary": "administrative", "admin_level": "8"}
    half = drawn.way(((0, 2), (2, 2), (2, 1)), **tags)
    ring = drawn.way(SQUARE, **tags)
    parts = [(half, "outer"), (ring, "outer"), (999, "outer")]
    drawn.relation(parts, type="boundary", **tags, name="Bản Hai")
    lone = drawn.way(((5, 5), (5, 6), (6, 6), (5, 5)), **tags, name="Bản Ba")
    found, cut = read_boundaries(write_map(drawn, path), 8)
    assert (found.ids.tolist(), cut) == ([f"w{lone}"], ("Bản Hai",))


def test_that_ways_that_may_be_walked_are_kept(path: Path) -> None:
    """Tests that classes are kept as they are and what forbids walking, or is not there, is not."""
    drawn = Drawn()
    line = ((0, 0), (1, 1))
    drawn.way(line, highway="path")
    drawn.way(line, highway="residential", name="Đường Một")
    drawn.way(line, highway="track", access="private")
    drawn.way(line, highway="track", access="private", foot="yes")
    drawn.way(line, highway="primary", foot="no")
    drawn.way(line, highway="construction")
    drawn.way(line, highway="motorway")
    drawn.way(line, railway="rail")
    drawn.node((0, 0), highway="crossing")
    found = read_ways(write_map(drawn, path))
    assert found.kinds.tolist() == ["path", "residential", "track"]
    assert found.names.tolist() == ["", "Đường Một", ""]
    assert [list(shape.coords) for shape in found.shapes] == [[(0, 0), (1, 1)]] * 3
    only = read_ways(path, {"path"})
    assert only.kinds.tolist() == ["path"]


def test_that_a_way_without_its_nodes_is_passed_over(path: Path) -> None:
    """Tests that a way that has lost its nodes at an extract's edge stops nobody."""
    drawn = Drawn()
    drawn.way(((0, 0), (1, 1)), highway="path")
    drawn.lost_way(highway="path")
    assert len(read_ways(write_map(drawn, path))) == 1


def test_that_barriers_and_their_crossings_are_found(path: Path) -> None:
    """Tests that rivers, railways, motorways and waters bar, and bridges and fords let pass."""
    drawn = Drawn()
    drawn.way(((0, 5), (10, 5)), waterway="river", name="Sông")
    drawn.way(((0, 6), (10, 6)), waterway="stream")
    drawn.way(((0, 7), (10, 7)), railway="rail")
    drawn.way(((0, 8), (10, 8)), railway="rail", tunnel="yes")
    drawn.way(((0, 9), (10, 9)), highway="motorway")
    drawn.way(((20, 0), (20, 2), (22, 2), (22, 0), (20, 0)), natural="water")
    drawn.way(((1, 0), (1, 20)), highway="path", bridge="yes")
    drawn.way(((2, 0), (2, 20)), highway="path")
    drawn.way(((3, 4), (3, 6)), highway="track", ford="yes")
    drawn.way(((19, 1), (23, 1)), highway="footway", bridge="boardwalk")
    drawn.way(((5, 0), (5, 20)), highway="motorway", bridge="yes", foot="no")
    drawn.node((2, 7), railway="level_crossing")
    found = read_barriers(write_map(drawn, path))
    assert sorted(found.lines.kinds.tolist()) == ["motorway", "rail", "river"]
    assert found.areas.kinds.tolist() == ["water"]
    crossings = zip(found.crossings.kinds.tolist(), found.crossings.shapes, strict=True)
    assert sorted((kind, at.x, at.y) for kind, at in crossings) == [
        ("bridge", 1, 5),
        ("bridge", 1, 7),
        ("bridge", 1, 9),
        ("bridge", 20, 1),
        ("bridge", 22, 1),
        ("ford", 3, 5),
        ("level_crossing", 2, 7),
    ]


def test_that_a_compressed_file_reads_alike(path: Path) -> None:
    """Tests that ``.osm.gz`` is read as ``.osm`` is."""
    drawn = Drawn()
    drawn.node((5, 5), building="yes")
    packed = path.with_suffix(".osm.gz")
    packed.write_bytes(gzip.compress(write_map(drawn, path).read_bytes()))
    assert read_buildings(packed).ids.tolist() == ["n1"]


def test_that_a_large_file_keeps_its_nodes_on_disk(
    path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that areas and ways are the same when the places of nodes are kept in a file."""
    drawn = Drawn()
    drawn.way(SQUARE, building="yes")
    drawn.way(((0, 0), (5, 5)), highway="path")
    write_map(drawn, path)
    expected = read_buildings(path).shapes[0], read_ways(path).shapes[0]
    monkeypatch.setattr(objects, "_IN_MEMORY", 0)
    assert (read_buildings(path).shapes[0], read_ways(path).shapes[0]) == expected


@pytest.mark.parametrize("content", [b"", b"not a map", b"<osm version='0.6'><node"])
def test_that_a_damaged_file_is_named(path: Path, content: bytes) -> None:
    """Tests that what is no OpenStreetMap data is refused with the file's name and a remedy."""
    path.write_bytes(content)
    for read in (read_buildings, read_ways, read_barriers, lambda file: read_boundaries(file, 8)):
        with pytest.raises(ScenarioError, match=r"small\.osm: .*download it again \[NOT_OSM\]"):
            read(path)


def test_that_a_file_without_anything_gives_nothing(path: Path) -> None:
    """Tests that an empty map has no buildings, no areas and no ways."""
    write_map(Drawn(), path)
    assert (len(read_buildings(path)), len(read_ways(path))) == (0, 0)
    assert len(read_boundaries(path, 8)[0]) == 0
    assert len(read_barriers(path).crossings) == 0


@pytest.mark.parametrize(
    ("name", "expected"),
    [("a.osm.pbf", True), ("A.OSM", True), ("a.osm.bz2", True), ("a.geojson", False)],
)
def test_that_a_name_tells_what_a_file_is(name: str, expected: bool) -> None:  # noqa: FBT001 - a table of cases
    """Tests that OpenStreetMap data is told from other maps by its name."""
    assert is_openstreetmap(Path(name)) is expected
