"""How QGIS draws the map."""

from __future__ import annotations

import sqlite3
from contextlib import closing
from pathlib import Path
from xml.etree import ElementTree as ET

import geopandas as gpd
import pytest

from optimizer.domain.plan import Verdict
from optimizer.output.formats import OutputFormat
from optimizer.output.map.palette import VERDICTS
from optimizer.output.map.styles import STYLED, collection_style, layer_style
from tests.optimizer.output.folder.test_result_folder import write
from tests.optimizer.output.team_results import planned
from tests.optimizer.written_results import write_folder


def rules(style: str) -> dict[str, ET.Element]:
    """Return each rule's symbol by its filter."""
    top = ET.fromstring(style)  # noqa: S314 - our own text
    symbols = {s.get("name", ""): s for s in top.findall("renderer-v2/symbols/symbol")}
    found = top.findall("renderer-v2/rules/rule")
    return {rule.get("filter", ""): symbols[rule.get("symbol", "")] for rule in found}


def values(element: ET.Element, name: str) -> list[str]:
    """Return a property's values as new and as old versions of QGIS read them."""
    new = [o.get("value", "") for o in element.iter("Option") if o.get("name") == name]
    old = [p.get("v", "") for p in element.iter("prop") if p.get("k") == name]
    assert new == old
    return new


@pytest.mark.parametrize("verdict", Verdict)
def test_that_a_village_has_its_verdicts_mark(verdict: Verdict) -> None:
    """Tests that a village is filled with its verdict's colour and bears the verdict's shape."""
    symbol = rules(layer_style("villages"))[f"\"verdict\" = '{verdict.value}'"]
    mark = VERDICTS[verdict]
    red, green, blue = (int(mark.fill[at : at + 2], 16) for at in (1, 3, 5))
    filled, pointed = values(symbol, "color")
    assert (filled, pointed) == (f"{red},{green},{blue},70", f"{red},{green},{blue},255")
    assert values(symbol, "name") == [mark.shape]


@pytest.mark.parametrize("layer", STYLED)
def test_that_a_style_names_every_symbol_once(layer: str) -> None:
    """Tests that each rule has a symbol, and each symbol a name of its own, also inside others."""
    top = ET.fromstring(layer_style(layer))  # noqa: S314 - our own text
    names = [symbol.get("name") for symbol in top.iter("symbol")]
    assert len(set(names)) == len(names)
    assert len(rules(layer_style(layer))) == len(top.findall("renderer-v2/rules/rule"))


def test_that_a_geopackage_holds_its_styles(tmp_path: Path) -> None:
    """Tests that QGIS finds one default style for each layer under the layer's own name."""
    path = write(tmp_path / "out", OutputFormat.GPKG) / "plan.gpkg"
    asked = (
        "SELECT f_table_name, styleQML FROM layer_styles "
        "WHERE f_table_schema = '' AND f_geometry_column = 'geom' AND useAsDefault = 1"
    )
    with closing(sqlite3.connect(path)) as file:
        found = dict(file.execute(asked).fetchall())
        geometry = "SELECT table_name, geometry_type_name FROM gpkg_geometry_columns"
        kinds = dict(file.execute(geometry).fetchall())
        listed = dict(file.execute("SELECT table_name, data_type FROM gpkg_contents").fetchall())
    assert found == {layer: layer_style(layer) for layer in kinds}
    assert listed["layer_styles"] == "attributes"
    numbers = {"POINT": "0", "LINESTRING": "1", "MULTIPOLYGON": "2"}
    for layer, style in found.items():
        top = ET.fromstring(style)  # noqa: S314 - our own text
        assert top.findtext("layerGeometryType") == numbers[kinds[layer]]
    assert (path.with_suffix(".qml")).read_text("utf-8") == layer_style("villages")


def test_that_styles_ask_for_columns_that_are_there(tmp_path: Path) -> None:
    """Tests that every column a style's rules name stands in the layer that it is for."""
    write_folder(*planned(), tmp_path / "out", formats=[OutputFormat.GPKG])
    path = tmp_path / "out" / "plan.gpkg"
    for layer in STYLED:
        columns = set(gpd.read_file(path, layer=layer).columns)
        asked = {word for rule in rules(layer_style(layer)) for word in rule.split('"')[1::2]}
        assert asked <= columns


def test_that_a_geojson_has_styles_beside_it(tmp_path: Path) -> None:
    """Tests that areas, points and lines of one collection have a style each, by their layer."""
    out = write(tmp_path / "out", OutputFormat.GEOJSON)
    styles = {path.name: path.read_text("utf-8") for path in out.glob("*.qml")}
    assert styles == {
        "plan.qml": collection_style("fill"),
        "plan-points.qml": collection_style("marker"),
        "plan-lines.qml": collection_style("line"),
    }
    assert "\"layer\" = 'villages' AND (\"verdict\" = 'OK')" in rules(styles["plan.qml"])
    layers = {rule.split("'")[1] for style in styles.values() for rule in rules(style)}
    assert layers == set(STYLED)


def test_that_styles_do_not_depend_on_the_hour(tmp_path: Path) -> None:
    """Tests that the same plan writes the same styles, at whatever time."""
    one = write(tmp_path / "one", OutputFormat.GPKG) / "plan.gpkg"
    two = write(tmp_path / "two", OutputFormat.GPKG) / "plan.gpkg"
    tables = [gpd.read_file(path, layer="layer_styles") for path in (one, two)]
    assert tables[0].equals(tables[1])


def test_that_teams_have_land_and_leaders(tmp_path: Path) -> None:
    """Tests that a team's land has its households, and that one member a team leads, as said."""
    write_folder(*planned(), tmp_path / "out", formats=[OutputFormat.GPKG])
    path = tmp_path / "out" / "plan.gpkg"
    land = gpd.read_file(path, layer="team_territories")
    today = land[(land.village == "a") & (land.plan == "today")]
    assert today.team.tolist() == ["T1", "T2"]
    assert today.households.sum() == 8
    assert today.shade.nunique() == 2
    members = gpd.read_file(path, layer="team_members")
    leaders = members[(members.village == "a") & (members.plan == "today") & members.leads]
    assert leaders.member.tolist() == today.leader.tolist()
    recruited = members[(members.village == "b") & (members.plan == "after")]
    assert recruited.member.tolist()[-1] == "recruit-1"
