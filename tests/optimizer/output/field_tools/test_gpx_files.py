"""GPX 1.1: the order of the schema, and a file a person."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import numpy as np

from optimizer.domain.languages import Language
from optimizer.output.field_tools.gpx_files import gpx
from optimizer.output.field_tools.person_lists import person_lists
from optimizer.output.formats import OutputFormat
from tests.optimizer.output.earth_village import SOUTH, WEST, entries, plans_on_earth, write

GPX = "{http://www.topografix.com/GPX/1/1}"
TOP = ["metadata", "wpt", "rte", "trk", "extensions"]
WAYPOINT = [
    *("ele", "time", "magvar", "geoidheight", "name", "cmt", "desc", "src", "link", "sym", "type"),
    *("fix", "sat", "hdop", "vdop", "pdop", "ageofdgpsdata", "dgpsid", "extensions"),
]
"""Children in the order of gpx.xsd: gpxType and wptType are sequences."""


def ordered(element: ET.Element, order: list[str]) -> bool:
    found = [order.index(child.tag.removeprefix(GPX)) for child in element]
    return found == sorted(found)


def test_that_every_file_keeps_the_schema(tmp_path: Path) -> None:
    """Tests that elements stand in the schema's order, with degrees in its ranges."""
    found = entries(write(tmp_path / "out", OutputFormat.GPX))
    assert len(found) == 2 + 2 + 0  # today one a village, after recruiting two in the first
    for text in found.values():
        top = ET.fromstring(text)  # noqa: S314 - our own text
        assert (top.tag, top.get("version"), top.get("creator")) == (f"{GPX}gpx", "1.1", "liengia")
        assert ordered(top, TOP)
        for point in top.findall(f"{GPX}wpt"):
            assert ordered(point, WAYPOINT)
            assert -90 <= float(point.get("lat", "")) <= 90
            assert -180 <= float(point.get("lon", "")) < 180


def test_that_a_file_holds_the_households_of_its_person(tmp_path: Path) -> None:
    """Tests that a person finds the own home and just those households, the nearest first."""
    found = entries(write(tmp_path / "out", OutputFormat.GPX, Language.VI))
    assert sorted(found) == [
        "after/0001-Thôn-Một-Đông/001-m-1-a.gpx",
        "after/0001-Thôn-Một-Đông/002-recruit-1.gpx",
        "today/0001-Thôn-Một-Đông/001-m-1-a.gpx",
        "today/0002-b/001-m-1-20a.gpx",
    ]
    points = ET.fromstring(found["today/0001-Thôn-Một-Đông/001-m-1-a.gpx"])  # noqa: S314 - ours
    names = [point.findtext(f"{GPX}name") for point in points.findall(f"{GPX}wpt")]
    assert names == ["m/1 a", *(f"hộ <&\"' {nth}" for nth in range(5))]
    third = points.findall(f"{GPX}wpt")[3]
    assert third.findtext(f"{GPX}desc") == "200 m" or third.findtext(f"{GPX}desc") == "199 m"
    assert (third.get("lat"), third.get("lon")) == (f"{SOUTH + 0.0018:.7f}", f"{WEST:.7f}")


def test_that_the_last_meridian_is_the_first() -> None:
    """Tests that 180 degrees east, which the schema has not, are written as west."""
    scenario, plans = plans_on_earth()
    listed = next(iter(person_lists(scenario.villages[0], plans[0])))
    text = gpx(scenario.villages[0], listed, np.array([180.0, -16.5]), Language.EN)
    assert 'lon="-180.0000000"' in text
