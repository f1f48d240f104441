"""Tables read in a zone beside their own: what shows it, and what is said."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pytest
from pyproj import Transformer

from optimizer.domain.notes import Note
from optimizer.errors import ScenarioError
from optimizer.input.folder import read_scenario
from optimizer.input.notes.note_texts import note_line
from optimizer.input.systems.vietnam_land import in_vietnam
from tests.optimizer.inputs import folder

NINH_THUAN, HA_NOI, CA_MAU = (108.91, 11.60), (105.80, 21.03), (105.15, 9.18)


def rows(system: int, place: tuple[float, float], letter: str, count: int) -> str:
    """Return a table of points round a place, in a system."""
    rng = np.random.default_rng(ord(letter))
    lonlat = np.array(place) + rng.uniform(-0.004, 0.004, (count, 2))
    x, y = Transformer.from_crs(4326, system, always_xy=True).transform(*lonlat.T)
    lines = [f"v1,{letter}{n},{x[n]:.6f},{y[n]:.6f}\n" for n in range(count)]
    return "village,id,x,y\n" + "".join(lines)


def found(
    place: Path,
    coordinates: str,
    systems: Sequence[int],
    at: tuple[float, float] = NINH_THUAN,
    area: str = "",
) -> list[Note]:
    """Return the notes of a village whose tables are in systems and are said to be in others."""
    files = {
        "scenario.yaml": f"coordinates: {coordinates}\n",
        "households.csv": rows(systems[0], at, "h", 20),
        "members.csv": rows(systems[-1], at, "m", 4),
    }
    files |= {"villages.csv": f"id,area\nv1,{area}\n"} if area else {}
    return list(read_scenario(folder(place, files)).notes)


@pytest.mark.parametrize(
    ("said", "real", "at", "area", "told"),
    [
        ("EPSG:32649", 32649, NINH_THUAN, "Ninh Thuận", ""),
        ("EPSG:32649", 32649, NINH_THUAN, "", ""),
        ("EPSG:32648", 32648, HA_NOI, "", ""),
        ("EPSG:32648", 32648, CA_MAU, "Cà Mau", ""),
        ("lonlat", 4326, NINH_THUAN, "Ninh Thuận", ""),
        ("EPSG:32647", 32647, (100.5, 13.8), "", ""),  # Bangkok is where it is said to be
        ("EPSG:32648", 32649, NINH_THUAN, "Ninh Thuận", "which is not in Ninh Thuận"),
        ("EPSG:32648", 32649, NINH_THUAN, "", "if they do, write EPSG:32649"),
        ("EPSG:32649", 32648, HA_NOI, "", "if they do, write EPSG:32648"),
        ("EPSG:32649", 32648, CA_MAU, "", "if they do, write EPSG:32648"),
        ("EPSG:3405", 3406, NINH_THUAN, "", "if they do, write EPSG:3406"),
        ("VN-2000 Lâm Đồng", 9217, NINH_THUAN, "Ninh Thuận", "not the zone of Ninh Thuận"),
        ("VN-2000 Cà Mau", 9217, NINH_THUAN, "", "outside"),
        ("lonlat", 4326, (108.91, 18.60), "Ninh Thuận", "which is not in Ninh Thuận"),
    ],
)
def test_that_a_zone_beside_the_right_one_is_named(
    tmp_path: Path, said: str, real: int, at: tuple[float, float], area: str, told: str
) -> None:
    """Tests that points in another province, outside Vietnam or in the sea are told by table."""
    notes = found(tmp_path, said, [real], at, area)
    lines = [note_line(note, "en") for note in notes]
    assert [line.split(":")[0] for line in lines] == ["households.csv", "members.csv"] * bool(told)
    assert {note.code for note in notes} <= {"WRONG_SYSTEM"}
    assert all(told in line for line in lines)
    assert not any(" read " in note_line(note, "vi") for note in notes)


@pytest.mark.parametrize("real", [(9217, 9217), (9218, 9218)])
def test_that_members_in_another_zone_are_named(tmp_path: Path, real: tuple[int, int]) -> None:
    """Tests that members who lie beside their villages, all together, are told with the metres."""
    notes = found(tmp_path, "{households: EPSG:9217, members: EPSG:9218}", real)
    (note,) = [note for note in notes if note.code == "TABLES_APART"]
    assert note.rows == (2, 3, 4, 5)
    assert 27_000 < float(note.params["metres"]) < 27_500
    assert "cách các hộ 27.2" in note_line(note, "vi")


def test_that_members_beside_one_village_of_two_are_no_other_system(tmp_path: Path) -> None:
    """Tests that a village whose members live apart does not make the tables doubtful."""
    homes = rows(32649, NINH_THUAN, "h", 20)
    far = rows(32649, (108.95, 11.60), "f", 20).replace("v1", "v2")
    crew = rows(32649, NINH_THUAN, "m", 4) + "".join(
        line.replace("v1", "v2") + "\n" for line in rows(32649, NINH_THUAN, "n", 4).split()[1:]
    )
    files = {
        "scenario.yaml": "coordinates: EPSG:32649\n",
        "households.csv": homes + far.split("\n", 1)[1],
        "members.csv": crew,
    }
    codes = [note.code for note in read_scenario(folder(tmp_path, files)).notes]
    assert "TABLES_APART" not in codes


@pytest.mark.parametrize("said", ["EPSG:32649", "VN-2000 Ninh Thuận"])
def test_that_degrees_are_no_metres_of_a_projection(tmp_path: Path, said: str) -> None:
    """Tests that degrees under UTM or VN-2000 are refused with the remedy, table by table."""
    with pytest.raises(ScenarioError) as caught:
        found(tmp_path, said, [4326])
    told = {(one.where, one.code) for one in caught.value.problems}
    assert ("households.csv", "LOOKS_LIKE_DEGREES") in told
    assert "LOOKS_LIKE_METRES" not in {code for _, code in told}


def test_that_vietnam_lies_where_it_does() -> None:
    """Tests that it holds towns at the rim and on islands, and no place across the border."""
    inside = [
        *[(105.32, 23.36), (102.19, 22.40), (107.96, 21.52), (108.05, 21.53), (109.46, 12.65)],
        *[(104.74, 8.62), (103.98, 10.22), (106.61, 8.69), (104.49, 10.38), (107.07, 16.33)],
        *[(105.78, 11.60), (107.55, 14.70), (103.02, 21.38), (103.87, 19.40), (111.92, 8.64)],
        *[(106.60, 16.62), (109.13, 15.38), (107.73, 20.13), (108.94, 10.51), (105.15, 18.30)],
    ]
    outside = [
        *[(102.90, 11.60), (104.92, 11.56), (102.60, 17.97), (100.50, 13.80), (111.80, 21.03)],
        *[(109.90, 12.60), (110.20, 20.00), (106.70, 26.60), (108.30, 22.80), (104.00, 15.00)],
    ]
    assert in_vietnam(np.array(inside)).all()
    assert not in_vietnam(np.array(outside)).any()
