from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.input.folder import read_scenario
from tests.optimizer.inputs import HOUSEHOLDS, MEMBERS, folder, folder_problems, only

TABLES = {
    "villages.csv": "id,area\nv1,a/b\n",
    "households.csv": HOUSEHOLDS,
    "members.csv": MEMBERS,
}


@pytest.mark.parametrize(
    ("text", "code", "field"),
    [
        ("[", "UNREADABLE", ""),
        ("coordinates: metres\ncoordinates: lonlat\n", "UNREADABLE", ""),
        ("coordinates: metres\nrules: {recruiting: yes, recruiting: no}\n", "UNREADABLE", ""),
        ("coordinates: [metres]\n", "UNKNOWN_COORDINATES", "coordinates"),
        ("coordinates: metres\nrule: {}\n", "UNKNOWN_FIELD", "rule"),
        ("coordinates: metres\nrules: 3\n", "NOT_AN_OBJECT", "rules"),
        ("coordinates: metres\nrules: {max_households: ten}\n", "BAD_RULE", "max_households"),
        ("coordinates: metres\nareas: {a/c: {}}\n", "UNKNOWN_AREA", "areas"),
        ("coordinates: metres\nareas: {a/b: 3}\n", "NOT_AN_OBJECT", "areas"),
        ("coordinates: metres\nareas: 3\n", "BAD_AREA", "areas"),
        ("coordinates: metres\nareas: [{area: [a], rule: {}}]\n", "BAD_AREA", "areas"),
        ("coordinates: metres\nareas: {a//b: {}}\n", "BAD_AREA", "area"),
        ("coordinates: metres\nareas: {a: {window: 3}}\n", "UNKNOWN_FIELD", "window"),
        ("coordinates: metres\nareas: [{area: a, rules: {}}, {area: [a], rules: {}}]\n",
         "DUPLICATE_AREA", "areas"),
    ],
)  # fmt: skip
def test_wrong_settings(tmp_path: Path, text: str, code: str, field: str) -> None:
    """Tests that each fault of scenario.yaml is named once."""
    found = only(folder_problems(folder(tmp_path, TABLES | {"scenario.yaml": text})))
    assert (found.code, found.where.split()[0], found.field) == (code, "scenario.yaml", field)


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("- a\n", "NOT_AN_OBJECT"),
        ("coordinates: lonlat\nrules: [a\n", "UNREADABLE"),
        ("coordinates: lonlatt\n", "UNKNOWN_COORDINATES"),
        ("coordinates: {households: lonlatt, members: lonlat}\n", "UNKNOWN_COORDINATES"),
    ],
)
def test_that_points_are_not_judged_by_settings_that_cannot_be_read(
    tmp_path: Path, text: str, code: str
) -> None:
    """Tests that degrees are not called no metres where nobody has said that they are metres."""
    lines = [f"v1,h{n},{108.9 + n / 1e4 + 1e-6:.6f},{11.6 + n / 7e4:.6f}\n" for n in range(9)]
    households = "village,id,x,y\n" + "".join(lines)
    files = {"households.csv": households, "members.csv": households.replace(",h", ",m")}
    found = folder_problems(folder(tmp_path, TABLES | files | {"scenario.yaml": text}))
    assert [problem.code for problem in found] == [code]


@pytest.mark.parametrize(("own", "right"), [("20", True), ("11", False)])
def test_an_area_s_window_is_judged_in_the_village(
    tmp_path: Path, own: str, *, right: bool
) -> None:
    """Tests that an area's minimum of 12 is fine for a village with a maximum of 20 of its own."""
    files = TABLES | {
        "scenario.yaml": "coordinates: metres\nareas: {a: {min_households: 12}}\n",
        "villages.csv": f"id,area,max_households\nv1,a/b,{own}\n",
    }
    path = folder(tmp_path, files)
    if right:
        rules = read_scenario(path).villages[0].rules
        assert (rules.min_households, rules.max_households) == (12, 20)
    else:
        assert only(folder_problems(path)).where == "villages.csv row 2"
