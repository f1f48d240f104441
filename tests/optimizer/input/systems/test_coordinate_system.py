from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from pyproj import CRS, Geod, Transformer

from optimizer.errors import ScenarioError
from optimizer.input.columns import fold_heading
from optimizer.input.folder import read_scenario
from optimizer.input.request import scenario_from_request
from optimizer.input.systems import LONLAT, METRES, parse_system
from optimizer.input.systems.vietnam import ZONES
from tests.optimizer.inputs import folder, folder_problems, only

POINT = (108.9005, 11.6005)


def projected(code: str) -> tuple[float, float]:
    x, y = Transformer.from_crs("EPSG:4326", code, always_xy=True).transform(*POINT)
    return float(x), float(y)


@pytest.mark.parametrize(
    ("said", "name"),
    [
        ("metres", "metres"),
        ("lonlat", "lonlat"),
        ("EPSG:4326", "lonlat"),
        ("epsg:9217", "EPSG:9217"),
        ("EPSG:32649", "EPSG:32649"),
        ("EPSG:4756", "EPSG:4756"),
        ("VN-2000 Ninh Thuận", "EPSG:9217"),
        ("VN2000 tỉnh ninh thuan", "EPSG:9217"),
        ("Ninh Thuận", "EPSG:9217"),
        ("VN-2000 108°15'", "EPSG:9217"),
        ("VN-2000 105", "EPSG:5897"),
    ],
)
def test_systems_that_are_known(said: str, name: str) -> None:
    """Tests that codes, provinces and central meridians name their system."""
    system = parse_system(said)
    assert system is not None
    assert system.name == name


@pytest.mark.parametrize(
    "said", ["", "degrees", "EPSG:0", "EPSG:4978", "EPSG:5773", "VN-2000", "108 15", "/etc/passwd"]
)
def test_systems_that_are_none(said: str) -> None:
    """Tests that heights, geocentric systems, files and mere words are none."""
    assert parse_system(said) is None


def test_the_zones_are_those_of_the_register() -> None:
    """Tests that each zone has its meridian, and provinces as the register of EPSG lists them."""
    for meridian, (code, provinces) in ZONES.items():
        system = CRS.from_epsg(code)
        degrees = float(meridian[:3]) + float(meridian[4:]) / 60
        assert system.coordinate_operation is not None
        assert system.area_of_use is not None
        values = {one.name: one.value for one in system.coordinate_operation.params}
        assert values["Longitude of natural origin"] == pytest.approx(degrees)
        area = fold_heading(system.area_of_use.name)
        if "provinces" in area or "province" in area:
            listed = [name for name in provinces.split(",") if fold_heading(name) in area]
            assert len(listed) >= len(provinces.split(",")) - 2, meridian


@pytest.mark.parametrize("code", ["EPSG:9217", "EPSG:32649", "EPSG:4756", "EPSG:3857"])
def test_points_come_out_where_they_are(code: str) -> None:
    """Tests that a point of any system is within a centimetre of itself in degrees."""
    system = parse_system(code)
    assert system is not None
    made = system.degrees(np.array([projected(code)]))
    assert Geod(ellps="WGS84").inv(float(made[0, 0]), float(made[0, 1]), *POINT)[2] < 0.01
    assert system.covers(made).all()


def test_metres_and_degrees_stay_as_they_are() -> None:
    """Tests that what is in the scenario's own systems is not touched, to the last bit."""
    xy = np.array([[0.1, 0.2], [np.nan, 1.0]])
    assert METRES.degrees(xy) is xy
    assert LONLAT.degrees(xy) is xy


def request(coordinates: str, *, exchanged: bool = False) -> dict[str, object]:
    x, y = projected("EPSG:9217")
    x, y = (y, x) if exchanged else (x, y)
    point = {"x": x, "y": y}
    village = {
        "id": "v1",
        "households": [{"id": "h1", **point}],
        "members": [{"id": "m1", **point}],
    }
    return {"coordinates": coordinates, "rules": {"min_households": 0}, "villages": [village]}


def test_a_request_in_the_system_of_its_province() -> None:
    """Tests that a request in VN-2000 is planned in degrees, and says its system."""
    scenario = scenario_from_request(request("EPSG:9217"))
    assert scenario.lonlat
    assert scenario.systems == ("VN-2000 108°15' (Ninh Thuận, Khánh Hòa, Bình Định)",)
    assert scenario.villages[0].households.given[0] == pytest.approx(POINT, abs=1e-7)


def test_northing_under_x_is_asked_about() -> None:
    """Tests that axes as surveyors write them are found by looking, and not exchanged silently."""
    with pytest.raises(ScenarioError, match="northing") as told:
        scenario_from_request(request("EPSG:9217", exchanged=True))
    assert {problem.code for problem in told.value.problems} == {"SWAPPED"}


def test_another_system_is_refused_with_the_way_to_say_one() -> None:
    """Tests that an unknown system is named."""
    with pytest.raises(ScenarioError, match="EPSG:9217"):
        scenario_from_request(request("EPSG:1"))


def test_every_table_may_have_its_own(tmp_path: Path) -> None:
    """Tests that households may be in VN-2000 beside members in degrees, if both say it."""
    x, y = projected("EPSG:9217")
    files = {
        "households.csv": f"village,id,x,y\nv1,h1,{x},{y}\n",
        "members.csv": f"village,id,x,y\nv1,m1,{POINT[0]},{POINT[1]}\n",
        "scenario.yaml": "rules: {min_households: 0}\n"
        'coordinates: {households: "VN-2000 Ninh Thuận", members: lonlat}\n',
    }
    scenario = read_scenario(folder(tmp_path / "both", files))
    one = scenario.villages[0]
    assert one.households.given[0] == pytest.approx(one.members.given[0], abs=1e-7)
    assert scenario.systems == ("VN-2000 108°15' (Ninh Thuận, Khánh Hòa, Bình Định)", "WGS 84")
    files["scenario.yaml"] = 'coordinates: {households: "EPSG:9217"}\n'
    assert only(folder_problems(folder(tmp_path / "one", files))).code == "MISSING"
    files["scenario.yaml"] = "coordinates: {households: metres, members: lonlat}\n"
    mixed = folder_problems(folder(tmp_path / "mixed", files))
    assert "TWO_COORDINATES" in {problem.code for problem in mixed}


def test_a_zone_of_another_province_is_noted(tmp_path: Path) -> None:
    """Tests that points outside the area of their system, or in another province's, are told."""
    x, y = projected("EPSG:32649")
    table = "village,id,x,y\n" + "".join(f"v1,h{n},{x + 9.5 * n},{y + n * n}\n" for n in range(5))
    made = {"households.csv": table, "members.csv": table.replace("h", "m")}
    for said, province, found in (
        ("VN-2000 Ninh Thuận", "Tỉnh Ninh Thuận", ["households.csv", "members.csv"]),
        ("VN-2000 Đắk Lắk", "Ninh Thuận", ["households.csv", "members.csv"]),
        ("EPSG:32649", "Ninh Thuận", []),
    ):
        villages = f"id,area_1\nv1,{province}\n"
        own = {"scenario.yaml": f"coordinates: {said}\n", "villages.csv": villages}
        notes = read_scenario(folder(tmp_path / said.replace("/", ""), made | own)).notes
        assert [n.params["source"] for n in notes if n.code == "WRONG_SYSTEM"] == found
