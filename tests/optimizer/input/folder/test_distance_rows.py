"""Tables of distances and lists by alley: folders whole, in chunks, and written again."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from xlsxwriter import Workbook

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.rules import Matrix, Rules
from optimizer.domain.scenario import Scenario
from optimizer.input.folder import chunk_reader, read_scenario, stream_folder, write_scenario
from optimizer.input.folder.folder_writer import Format
from tests.optimizer.inputs import folder, folder_problems, places
from tests.optimizer.named_villages import named
from tests.optimizer.random_villages import random_village

YAML = "rules: {metric: {kind: matrix}}\n"
HOUSEHOLDS = "village,id\nv1,h1\nv1,h2\nv2,h1\n"
MEMBERS = "village,id\nv1,m1\nv2,m1\n"
DISTANCES = "village,household,member,metres\nv1,h1,m1,340\nv1,h2,m1,80.5\nv2,h1,m1,7\n"
MATRIX = {
    "scenario.yaml": YAML,
    "households.csv": HOUSEHOLDS,
    "members.csv": MEMBERS,
    "distances.csv": DISTANCES,
}


def two_villages() -> Scenario:
    """Return two villages of named straight lines."""
    rules = Rules(metric=Matrix())
    made = [named(random_village(seed, most_households=9)) for seed in (3, 8)]
    villages = [
        type(one)(**{**{f: getattr(one, f) for f in one.__slots__}, "id": f"v{n}", "name": f"v{n}"})
        for n, one in enumerate(made)
    ]
    return Scenario(rules, tuple(villages), lonlat=False)


def test_that_a_table_of_distances_is_read(tmp_path: Path) -> None:
    """Tests that a folder without any coordinate is read, village by village."""
    scenario = read_scenario(folder(tmp_path / "in", MATRIX))
    one, other = scenario.villages
    assert one.distances is not None
    assert other.distances is not None
    assert one.distances.members.metres.tolist() == [340.0, 80.5]
    assert other.distances.members.metres.tolist() == [7.0]
    assert not one.has_points


def test_that_kinds_of_rows_stand_in_one_table(tmp_path: Path) -> None:
    """Tests that rows to members, to doors and among members are told apart by their cells."""
    table = (
        "village,household,member,place,leader,metres\n"
        "v1,h1,m1,,,340\nv1,h1,,h2,,12\nv1,,m1,,m2,5\nv2,h1,m1,,,7\n"
    )
    members = "village,id\nv1,m1\nv1,m2\nv2,m1\n"
    path = folder(tmp_path / "in", MATRIX | {"distances.csv": table, "members.csv": members})
    found = read_scenario(path).villages[0].distances
    assert found is not None
    assert (len(found.members), len(found.sites), len(found.teams)) == (1, 1, 1)
    bad = folder(
        tmp_path / "bad",
        MATRIX | {"distances.csv": table + "v1,h1,m1,h2,,1\nv1,h2,,,,1\n", "members.csv": members},
    )
    assert places(folder_problems(bad)) == [
        ("NOT_A_DISTANCE", "distances.csv row 6", "household"),
        ("NOT_A_DISTANCE", "distances.csv row 7", "household"),
    ]


@pytest.mark.parametrize(
    ("row", "expected"),
    [
        ("v1,h9,m1,3", ("UNKNOWN_HOUSEHOLD", "distances.csv row 5", "household")),
        ("v2,h2,m1,3", ("UNKNOWN_HOUSEHOLD", "distances.csv row 5", "household")),
        ("v1,h1,m9,3", ("UNKNOWN_MEMBER", "distances.csv row 5", "member")),
        ("v1,h1,m1,3", ("DISTANCE_TWICE", "distances.csv row 5", "member")),
        ("v1,h2,m1,-3", ("NEGATIVE", "distances.csv row 5", "metres")),
        ("v1,h2,m1,far", ("NOT_A_NUMBER", "distances.csv row 5", "metres")),
        ("v1,h2,m1,nan", ("NOT_FINITE", "distances.csv row 5", "metres")),
        ("v1,h2,m1,", ("MISSING", "distances.csv row 5", "metres")),
        ("v3,h1,m1,3", ("UNKNOWN_VILLAGE", "distances.csv row 5", "village")),
    ],
)
def test_that_bad_rows_are_named(tmp_path: Path, row: str, expected: tuple[str, str, str]) -> None:
    """Tests that a distance that cannot be is named by its row in the file."""
    lines = "id\nv1\nv2\n"
    table = DISTANCES + row + "\n"
    found = folder_problems(
        folder(tmp_path / "in", MATRIX | {"distances.csv": table, "villages.csv": lines})
    )
    assert expected in places(found)


def test_that_points_are_asked_for_where_they_are_needed(tmp_path: Path) -> None:
    """Tests that a folder without x and y says so once, with the ways that need none."""
    files = {"households.csv": HOUSEHOLDS, "members.csv": "village,id,x,y\nv1,m1,0,0\n"}
    found = folder_problems(folder(tmp_path / "in", files))
    assert ("MISSING_COLUMN", "households.csv row 1", "x") in places(found)
    no_table = {name: text for name, text in MATRIX.items() if name != "distances.csv"}
    assert {one.code for one in folder_problems(folder(tmp_path / "no", no_table))} == {
        "NO_DISTANCES"
    }


@pytest.mark.parametrize("form", ["parquet", "csv"])
def test_that_distances_are_written_and_read_back(tmp_path: Path, form: Format) -> None:
    """Tests that a written matrix is read back to the last bit, fingerprint included."""
    scenario = two_villages()
    write_scenario(scenario, tmp_path / "out", format=form)
    assert scenario_sha256(read_scenario(tmp_path / "out")) == scenario_sha256(scenario)


def test_that_distances_are_read_in_chunks(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a large folder is streamed with its distances as when it is read whole."""
    monkeypatch.setattr(chunk_reader, "WORTH_ROWS", 1)
    monkeypatch.setattr(chunk_reader, "_ROWS", 1)
    scenario = two_villages()
    write_scenario(scenario, tmp_path / "out")
    source = stream_folder(tmp_path / "out")
    assert source is not None
    villages = tuple(source.stream())
    assert scenario_sha256(Scenario(scenario.rules, villages, lonlat=False)) == scenario_sha256(
        scenario
    )


def test_that_a_workbook_of_alleys_is_read(tmp_path: Path) -> None:
    """Tests that a Vietnamese list by hamlet, alley and order needs no coordinate."""
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scenario.yaml").write_text("rules: {metric: {kind: list}}\n")
    book = Workbook(str(tmp_path / "in" / "scenario.xlsx"))
    sheets = {
        "Hộ": [["Mã hộ", "Xóm", "Ngõ", "Thứ tự"], *([f"h{n}", "Đông", "Ngõ 1", n] for n in (1, 2))],
        "Thành viên": [["Mã thành viên", "Xóm", "Ngõ", "Thứ tự"], ["m1", "Tây", "Ngõ 1", 1]],
        "Xóm": [["Từ xóm", "Đến xóm", "Khoảng cách (m)"], ["Đông", "Tây", 800]],
    }
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for at, row in enumerate(rows):
            sheet.write_row(at, 0, row)
    book.close()
    (village,) = read_scenario(tmp_path / "in").villages
    lived = village.addresses
    assert lived is not None
    assert lived.hamlets == ("Tây", "Đông")
    assert lived.alleys == ((0, "Ngõ 1"), (1, "Ngõ 1"))
    assert lived.households.order.tolist() == [1, 2]
    assert lived.between_m[0, 1] == 800.0
    assert np.isnan(lived.between_m[0, 0])


Sheets = dict[str, list[list[str | int]]]
LIST: Sheets = {
    "households": [
        ["village", "id", "hamlet", "alley", "order"],
        ["v1", "h1", "Đông", "Ngõ 1", 1],
        ["v1", "h2", "Đông", "Ngõ 1", 2],
        ["v1", "h3", "Tây", "Ngõ 1", 1],
    ],
    "members": [["village", "id", "hamlet", "alley", "order"], ["v1", "m1", "Đông", "Ngõ 1", 4]],
    "hamlets": [["village", "from", "to", "metres"], ["v1", "Đông", "Tây", 500]],
}
NAMED: Sheets = {
    "households": [["village", "id"], ["v1", "h1"], ["v1", "h2"]],
    "members": [["village", "id"], ["v1", "m1"]],
    "distances": [["village", "household", "member", "metres"], ["v1", "h1", "m1", 300]],
}


@pytest.mark.parametrize(
    ("kind", "sheet", "row", "expected"),
    [
        ("matrix", "distances", ["v1", "h9", "m1", 3], ("UNKNOWN_HOUSEHOLD", "household")),
        ("matrix", "distances", ["v1", "h2", "m1", -3], ("NEGATIVE", "metres")),
        ("matrix", "distances", ["v1", "h2", "m1", "xa"], ("NOT_A_NUMBER", "metres")),
        ("matrix", "distances", ["v1", "h1", "m1", 200], ("DISTANCE_TWICE", "member")),
        ("list", "households", ["v1", "h4", "Đông", "Ngõ 1", 2], ("ORDER_TWICE", "order")),
        ("list", "households", ["v1", "h4", "Đông", "Ngõ 1", "hai"], ("NOT_A_NUMBER", "order")),
        ("list", "hamlets", ["v1", "Đông", "Bắc", 300], ("UNKNOWN_HAMLET", "to")),
        ("list", "hamlets", ["v1", "Tây", "Đông", 300], ("DISTANCE_TWICE", "to")),
        ("list", "hamlets", ["v1", "Đông", "Tây", -1], ("NEGATIVE", "metres")),
        ("list", "hamlets", ["v1", "Đông", "Tây", "xa"], ("NOT_A_NUMBER", "metres")),
    ],
)
@pytest.mark.parametrize("form", ["workbook", "csv"])
def test_that_a_bad_row_is_named_in_every_form(
    tmp_path: Path,
    form: str,
    kind: str,
    sheet: str,
    row: list[str | int],
    expected: tuple[str, str],
) -> None:
    """Tests that what cannot be is named by its row in a sheet and in a file of its own."""
    sheets: Sheets = {
        name: list(rows) for name, rows in (LIST if kind == "list" else NAMED).items()
    }
    number = len(sheets[sheet]) + 1
    sheets[sheet].append(row)
    (tmp_path / "in").mkdir()
    (tmp_path / "in" / "scenario.yaml").write_text(f"rules: {{metric: {{kind: {kind}}}}}\n")
    where = f"{sheet}.csv row {number}"
    if form == "workbook":
        where = f"scenario.xlsx sheet {sheet} row {number}"
        with Workbook(str(tmp_path / "in" / "scenario.xlsx")) as book:
            for name, rows in sheets.items():
                made = book.add_worksheet(name)
                for at, cells in enumerate(rows):
                    made.write_row(at, 0, cells)
    else:
        for name, rows in sheets.items():
            lines = [",".join(map(str, cells)) for cells in rows]
            (tmp_path / "in" / f"{name}.csv").write_text("\n".join(lines), encoding="utf-8")
    code, field = expected
    assert (code, where, field) in places(folder_problems(tmp_path / "in"))


def test_that_distances_that_nobody_looks_at_are_noted(tmp_path: Path) -> None:
    """Tests that a table of distances under another metric is said, and under its own is not."""
    tables = {
        "villages.csv": "id\nv1\nv2\n",
        "households.csv": "village,id,x,y\nv1,h1,0,0\nv2,h1,0,900\n",
        "members.csv": "village,id,x,y\nv1,m1,1,0\nv2,m1,0,907\n",
        "distances.csv": "village,household,member,metres\nv2,h1,m1,30\n",
    }
    straight = read_scenario(folder(tmp_path / "straight", tables))
    [note] = [note for note in straight.notes if note.code == "UNUSED_DISTANCES"]
    assert (note.rows, note.params["count"]) == ((3,), 1)
    rules = {"scenario.yaml": "coordinates: metres\nrules: {metric: {kind: matrix}}\n"}
    named = read_scenario(folder(tmp_path / "named", tables | rules))
    assert [note for note in named.notes if note.code == "UNUSED_DISTANCES"] == []
