"""Paths and barriers as GeoDataFrames."""

from __future__ import annotations

import pytest
from geopandas import GeoDataFrame, GeoSeries
from shapely import LineString, Point

import optimizer
from tests.optimizer.drawn_frames import EAST, NORTH, UTM, households, members, refusals

DETOUR = LineString([(EAST, NORTH), (EAST, NORTH + 900), (EAST + 13, NORTH + 41)])
WALL = LineString([(EAST + 9, NORTH - 5_000), (EAST + 9, NORTH + 5_000)])


@pytest.mark.parametrize("crs", [UTM, "EPSG:4326"])
def test_that_paths_are_walked(crs: str) -> None:
    """Tests that metres along a path count, whatever system it is drawn in."""
    path = GeoSeries([DETOUR], crs=UTM).to_crs(crs)
    homes, crew = households().iloc[:2], members().iloc[:1]
    made = optimizer.plan(homes, crew, network=path, metric="path", max_distance_m=4_000)
    assert made.assignments["metres"]["h02"] == pytest.approx(900 + 859.1, abs=1.5)


def test_that_stated_metres_of_a_path_count() -> None:
    """Tests that a column metres of a path is taken, and text in it refused."""
    path = GeoDataFrame({"metres": [2_500]}, geometry=[DETOUR], crs=UTM)
    homes, crew = households().iloc[:2], members().iloc[:1]
    made = optimizer.plan(homes, crew, network=path, metric="path", max_distance_m=4_000)
    assert made.assignments["metres"]["h02"] == pytest.approx(2_500, abs=1)
    wrong = path.assign(metres="long")
    found = refusals(lambda: optimizer.plan(homes, crew, network=wrong, metric="path"))
    assert found == [("NOT_A_NUMBER", "network", "metres", "")]


def test_that_nobody_walks_across_a_barrier() -> None:
    """Tests that a wall is gone round, and a crossing opens it."""
    homes, crew = households().iloc[:2], members().iloc[:1]
    wall = GeoSeries([WALL], crs=UTM)
    shut = optimizer.plan(homes, crew, barriers=wall, max_distance_m=900)
    assert shut.unserved.index.tolist() == ["h02"]
    gate = GeoSeries([WALL, Point(EAST + 9, NORTH + 20)], crs=UTM)
    opened = optimizer.plan(homes, crew, barriers=gate, max_distance_m=900)
    assert len(opened.unserved) == 0


def test_that_land_in_another_plane_is_refused() -> None:
    """Tests that lines without a system beside points with one are refused, and points as paths."""
    found = refusals(lambda: optimizer.plan(households(), members(), barriers=GeoSeries([WALL])))
    assert found == [("TWO_COORDINATES", "barriers", "crs", "")]
    dots = GeoSeries([Point(EAST, NORTH)], crs=UTM, index=["p"])
    found = refusals(lambda: optimizer.plan(households(), members(), network=dots, metric="path"))
    assert found[0] == ("BAD_GEOMETRY", "network.iloc[0] (index 'p')", "geometry", "")
