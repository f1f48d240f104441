"""KML 2.2: the order of the schema, and what a map reader finds in it."""

from __future__ import annotations

from pathlib import Path
from xml.etree import ElementTree as ET

import pytest

from optimizer.output.formats import OutputFormat
from optimizer.output.map.kml import Kml
from tests.optimizer.hand_made import PLANS, SCENARIO
from tests.optimizer.output.earth_village import SOUTH, WEST, Planned, write
from tests.optimizer.output.team_results import planned as teams

KML = "{http://www.opengis.net/kml/2.2}"
FEATURE = [
    *("name", "visibility", "open", "author", "link", "address", "AddressDetails", "phoneNumber"),
    *("Snippet", "description", "Camera", "LookAt", "TimeStamp", "TimeSpan", "styleUrl", "Style"),
    *("StyleMap", "Region", "Metadata", "ExtendedData", "Schema", "Folder", "Placemark"),
    *("Point", "LineString", "LinearRing", "Polygon", "MultiGeometry"),
]
"""Children in the order of ogckml22.xsd, for documents, folders and placemarks."""


def read(path: Path) -> ET.Element:
    return ET.fromstring(path.read_text(encoding="utf-8"))  # noqa: S314 - our own text


def test_that_a_document_keeps_the_schema(tmp_path: Path) -> None:
    """Tests that elements stand in order, styles are there, and coordinates are on the earth."""
    top = read(write(tmp_path / "out", OutputFormat.KML))
    assert top.tag == f"{KML}kml"
    assert [child.tag for child in top] == [f"{KML}Document"]
    for kind in ("Document", "Folder", "Placemark"):
        for element in top.iter(f"{KML}{kind}"):
            found = [FEATURE.index(child.tag.removeprefix(KML)) for child in element]
            assert found == sorted(found)
    ids = {style.get("id") for style in top.iter(f"{KML}Style")}
    asked = {one.text for one in top.iter(f"{KML}styleUrl")}
    assert asked <= {f"#{one}" for one in ids}
    for ring in top.iter(f"{KML}LinearRing"):
        points = (ring.findtext(f"{KML}coordinates") or "").split()
        assert len(points) >= 4
        assert points[0] == points[-1]
    for listed in top.iter(f"{KML}coordinates"):
        for point in (listed.text or "").split():
            east, north = map(float, point.split(","))
            assert abs(east - WEST) < 0.1
            assert abs(north - SOUTH) < 0.1


def test_that_a_village_is_a_folder_of_layers(tmp_path: Path) -> None:
    """Tests that households are found by their ids, with who looks after them."""
    document = read(write(tmp_path / "out", OutputFormat.KML))[0]
    villages = document.findall(f"{KML}Folder")
    assert [one.findtext(f"{KML}name") for one in villages] == ["Thôn Một / Đông", "b"]
    layers = {one.findtext(f"{KML}name"): one for one in villages[0].findall(f"{KML}Folder")}
    homes = layers["households"].findall(f"{KML}Placemark")
    assert [home.findtext(f"{KML}name") for home in homes] == [f"hộ <&\"' {n}" for n in range(8)]
    cells = {one.get("name"): one.findtext(f"{KML}value") for one in homes[7].iter(f"{KML}Data")}
    assert (cells["today_person"], cells["today_reason"]) == ("", "DISTANCE")
    assert cells["after_person"] == "recruit-1"
    assert homes[7].findtext(f"{KML}styleUrl") == "#households-left-out"
    after = [
        line
        for line in layers["lines"].findall(f"{KML}Placemark")
        if line.findtext(f"{KML}visibility") == "0"
    ]
    assert len(after) == 8


@pytest.mark.parametrize("made", [(SCENARIO, PLANS), teams()], ids=["hand", "teams"])
def test_that_every_layer_has_names(tmp_path: Path, made: Planned) -> None:
    """Tests that features of all layers have a name, those of teams too."""
    scenario, plans = made
    with Kml(tmp_path / "plan.kml") as file:
        for village, plan in zip(scenario.villages, plans, strict=True):
            file.add(village, plan)
    marks = list(read(tmp_path / "plan.kml").iter(f"{KML}Placemark"))
    assert marks
    assert all(mark.findtext(f"{KML}name") for mark in marks)
