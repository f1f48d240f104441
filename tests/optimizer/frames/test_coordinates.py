"""Systems of coordinates of frames: any of them, the same metres."""

from __future__ import annotations

import numpy as np
import pandas as pd
import pytest
from geopandas import GeoDataFrame, GeoSeries
from pyproj import CRS
from shapely import LineString, MultiPoint, Point, box

import optimizer
from optimizer.frames.coordinates import system_of
from tests.optimizer.drawn_frames import UTM, households, members, plain, refusals

ZONE = "+proj=tmerc +lat_0=0 +lon_0=108.25 +k=0.9999 +x_0=500000 +ellps=WGS84 +units=m +no_defs"
FEET = "+proj=utm +zone=49 +datum=WGS84 +units=us-ft +no_defs"


@pytest.mark.parametrize("crs", ["EPSG:4326", "OGC:CRS84", "EPSG:3857", "EPSG:9217", ZONE, FEET])
def test_that_any_system_has_the_same_metres(crs: str) -> None:
    """Tests that degrees, Web Mercator, feet and a definition without a code change no metre."""
    usual = optimizer.plan(households(), members(), max_distance_m=400).assignments
    homes = households().to_crs(crs)
    made = optimizer.plan(homes, members().to_crs(crs), max_distance_m=400).assignments
    assert made["person"].equals(usual["person"])
    assert np.allclose(made["metres"], usual["metres"], atol=0.01, equal_nan=True)
    assert made.geometry.geom_equals(homes.geometry).all()


def test_that_tables_may_be_in_different_systems() -> None:
    """Tests that members in degrees come out in the system of the households."""
    made = optimizer.plan(households(), members().to_crs("EPSG:4326"), max_distance_m=400)
    assert made.members.crs == UTM
    assert made.members.geometry.geom_equals_exact(members().geometry, 0.001).all()
    assert made.lines().length.max() == pytest.approx(made.assignments["metres"].max(), rel=0.002)


def test_that_longitude_and_latitude_are_known_by_name() -> None:
    """Tests that columns lon and lat are WGS 84, whatever order they stand in."""
    degrees = plain(households().to_crs("EPSG:4326")).rename(columns={"x": "Longitude", "y": "lat"})
    usual = optimizer.plan(households(), members(), max_distance_m=400)
    made = optimizer.plan(degrees[["lat", "Longitude"]], members(), max_distance_m=400)
    assert made.assignments["person"].equals(usual.assignments["person"])
    assert made.assignments.crs == "EPSG:4326"


def test_that_crs_says_what_x_and_y_are() -> None:
    """Tests that crs speaks for tables that bring no system, in anybody's words."""
    here = [table().to_crs("EPSG:9217") for table in (households, members)]
    homes, crew = map(plain, here)
    for said in ("EPSG:9217", "VN-2000 Ninh Thuận", CRS.from_epsg(9217)):
        made = optimizer.plan(homes, crew, crs=said, max_distance_m=400)
        assert made.assignments.crs == "EPSG:9217"
        assert made.summary["unserved_today"] == 1


def test_that_lon_and_lat_give_way_where_crs_is_said() -> None:
    """Tests that a table with x, y, lon and lat is read by x and y once their system is said."""
    homes = plain(households()).assign(lon=0.0, lat=0.0)
    made = optimizer.plan(homes, members(), crs=UTM, max_distance_m=400)
    assert made.assignments.crs == UTM
    assert made.summary["unserved_today"] == 1


def test_that_a_table_without_system_is_refused_beside_one_with() -> None:
    """Tests that nobody guesses what the numbers of a table without a system are."""
    with pytest.raises(optimizer.ScenarioError, match=r"members\.set_crs") as caught:
        optimizer.plan(households(), members(None))
    assert [problem.code for problem in caught.value.problems] == ["TWO_COORDINATES"]


def test_that_degrees_are_not_planned_as_metres() -> None:
    """Tests that x and y in degrees without a system are refused with what to write in Python."""
    homes, crew = (plain(table().to_crs("EPSG:4326")) for table in (households, members))
    with pytest.raises(optimizer.ScenarioError, match="crs='EPSG:4326'") as caught:
        optimizer.plan(homes, crew)
    assert [problem.code for problem in caught.value.problems] == ["LOOKS_LIKE_DEGREES"]


def test_that_areas_count_as_a_point_inside_and_keep_their_shape() -> None:
    """Tests that buildings are planned as points and come back as buildings."""
    homes = households()
    homes["geometry"] = [box(p.x - 3, p.y - 3, p.x + 3, p.y + 3) for p in homes.geometry]
    made = optimizer.plan(homes, members(), max_distance_m=400)
    assert set(made.assignments.geom_type) == {"Polygon"}
    assert set(made.recruits.geom_type) == {"Point"}
    assert made.recruits.geometry.iloc[0].within(homes.geometry[made.recruits["place"].iloc[0]])


def test_that_other_shapes_and_none_are_named() -> None:
    """Tests that a line and a missing shape are refused by label; a series of points is taken."""
    shapes = [LineString([(0, 0), (1, 1)]), None, MultiPoint([(3, 4)]), Point(5, 6)]
    homes = GeoSeries(shapes, index=list("abcd"))
    found = refusals(lambda: optimizer.plan(homes, [[0, 0]]))
    assert found == [
        ("BAD_GEOMETRY", "households.iloc[0] (index 'a')", "geometry", "LineString"),
        ("BAD_GEOMETRY", "households.iloc[1] (index 'b')", "geometry", ""),
    ]
    made = optimizer.plan(homes.iloc[2:], [[0, 0]], min_households=1)
    assert made.assignments["person"].tolist() == [0, 0]


def test_that_a_table_without_points_says_what_it_lacks() -> None:
    """Tests that columns that look like coordinates are named as what they would be."""
    homes = plain(households()).rename(columns={"x": "Toạ độ X", "y": "Toạ độ Y"})
    with pytest.raises(optimizer.ScenarioError, match="'Toạ độ X': 'x', 'Toạ độ Y': 'y'"):
        optimizer.plan(homes, members())
    bare = GeoDataFrame({"a": [1]})
    found = refusals(lambda: optimizer.plan(bare, members(None)))
    assert found == [("MISSING_COLUMN", "households", "geometry", "")]


@pytest.mark.parametrize(
    "table", ["households.csv", [[1.0, 2.0, 3.0]], [["a", "b"]], 5], ids=["path", "3d", "text", "5"]
)
def test_that_what_is_no_table_is_refused(table: list[list[float]]) -> None:
    """Tests that a path, points in space and text are no points."""
    found = refusals(lambda: optimizer.plan(table, members(None)))
    assert [code for code, *_ in found] == ["NOT_A_POINT"]


def test_that_numbers_that_are_none_are_named() -> None:
    """Tests that text among the coordinates is refused with its label, and a gap too."""
    homes = plain(households(None)).astype({"x": object})
    homes.loc["h02", "x"] = "12,5"
    homes.loc["h03", "x"] = np.nan
    found = refusals(lambda: optimizer.plan(homes, members(None)))
    assert found == [
        ("MISSING", "households.iloc[2] (index 'h03')", "x", ""),
        ("NOT_A_NUMBER", "households.iloc[1] (index 'h02')", "x", "12,5"),
    ]


def test_that_several_levels_of_an_index_are_refused() -> None:
    """Tests that an index of two levels is no id, and that the problem says what to do."""
    homes = households().set_index(pd.MultiIndex.from_product([["v"], range(12)]))
    with pytest.raises(optimizer.ScenarioError, match="reset_index"):
        optimizer.plan(homes, members())


@pytest.mark.parametrize("said", ["nonsense", "EPSG:4978", 'LOCAL_CS["x",UNIT["foot",0.3048]]'])
def test_that_other_systems_are_refused(said: str) -> None:
    """Tests that a word, points round the earth's centre and a plane in feet are refused."""
    found = refusals(
        lambda: optimizer.plan(plain(households(None)), plain(members(None)), crs=said)
    )
    assert {code for code, *_ in found} == {"UNKNOWN_COORDINATES"}


def test_that_a_plane_tied_to_no_place_is_in_metres() -> None:
    """Tests that what a map file without a system is read with counts as metres of a plane."""
    plane = CRS.from_wkt(
        'ENGCRS["Undefined Cartesian SRS with unknown unit",EDATUM[""],'
        'CS[Cartesian,2],AXIS["X",unspecified],AXIS["Y",unspecified],'
        'LENGTHUNIT["unknown",0]]'
    )
    assert system_of(plane, "households", []).name == "metres"
    homes, crew = (table(None).set_crs(plane) for table in (households, members))
    made = optimizer.plan(homes, crew, max_distance_m=400)
    assert made.assignments.crs == plane
    assert len(made.lines("after")) == 12


def test_that_the_code_of_a_system_is_found_only_where_it_is_the_same() -> None:
    """Tests that a definition that merely resembles a registered one goes by itself."""
    findings: list[object] = []
    near = CRS.from_proj4(ZONE)
    assert system_of(CRS.from_epsg(9217), "t", findings).title == "VN-2000 108°15'"  # type: ignore[arg-type]  # stays empty
    assert system_of(near, "t", findings).name == near.to_wkt()  # type: ignore[arg-type]  # stays empty
    assert findings == []


def test_that_two_columns_of_one_name_are_refused() -> None:
    """Tests that nobody guesses which of two columns x is meant."""
    homes = plain(households(None))
    twice = pd.concat([homes, homes[["x"]]], axis=1)
    found = refusals(lambda: optimizer.plan(twice, members(None)))
    assert found == [("WHICH_COLUMN", "households", "", "x")]
