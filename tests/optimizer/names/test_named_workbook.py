"""The workbook of a result with its names."""

from __future__ import annotations

import json
import re
import zipfile
from collections.abc import Collection
from pathlib import Path
from typing import Any

import pytest
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from optimizer.domain.languages import Language
from optimizer.errors import ScenarioError
from optimizer.names.name_register import Mismatch
from optimizer.names.name_texts import VILLAGE, VILLAGE_NAME
from optimizer.names.named_workbook import NamedResult, write_named
from optimizer.names.print_sheet import formats_of, write_list
from tests.optimizer.names.named_request import (
    asked,
    result_file,
    result_folder,
    village,
    workbook,
)

NAMES = [
    ["village", "id", "name"],
    *([v, f"h{row}", f"Hộ {v} {row}"] for v in ("v1", "v2") for row in range(6)),
    *([v, f"m{row}", f"Người {v} {row}"] for v in ("v1", "v2") for row in range(2)),
]


def named(
    result: Path, names: Path, only: Collection[str] = ()
) -> tuple[NamedResult, dict[str, list[Any]]]:
    output = names.with_name("out.xlsx")
    made = write_named(result, [names], output, Language.EN, only=only)
    book = CalamineWorkbook.from_path(output)
    return made, {name: book.get_sheet_by_name(name).to_python() for name in book.sheet_names}


def test_that_every_list_of_a_folder_has_names(tmp_path: Path) -> None:
    """Tests that names stand in assignments, people, unserved and recruits."""
    request = asked(
        village("v1", 5, current=[["h0", "m1"]]),
        village("v2", 1),
        max_distance_m=100,
    )
    result = result_folder(request, tmp_path / "result")
    made, sheets = named(result, workbook(tmp_path / "names.xlsx", Tất=NAMES))
    assert (made.households, made.members) == ((6, 6), (4, 4))
    # Rows of the file whose ids the result has not: v1 has five households, v2 one.
    assert {one.kind for one in made.unmatched} == {Mismatch.UNKNOWN_ID}
    heads, *rows = sheets["Who looks after whom"]
    assert heads[:4] == ["Village id", "Village", "Person id", "Who looks after it"]
    assert {(row[2], row[3]) for row in rows if row[0] == "v1"} == {
        ("m0", "Người v1 0"),
        ("m1", "Người v1 1"),
    }
    assert {(row[5], row[6]) for row in rows if row[0] == "v2"} == {("h0", "Hộ v2 0")}
    after = sheets["After recruiting"]
    assert {row[3] for row in after[1:] if row[2] == "recruit-1"} == {"(recruit)"}
    people = {(row[0], row[3]): row[4] for row in sheets["People"][1:]}
    assert sorted(people[key] for key in people if key[0] == "v2") == [0.0, 1.0]
    (left,) = sheets["Nobody yet"][1:]
    assert left[3] == f"Hộ v1 {left[2][1:]}"
    assert left[4].startswith("members live near enough")
    (recruit,) = sheets["Recruits"][1:]
    assert recruit[4] == f"Hộ v1 {recruit[3][1:]}"
    assert ("Names to check" in sheets, "Teams" in sheets) == (True, False)


def test_that_a_response_gives_the_same_lists(tmp_path: Path) -> None:
    """Tests that folder and response differ in villages' names and a recruit's neighbour alone."""
    request = asked(village("v1", 5, current=[["h0", "m1"]]), village("v2", 1), stand_ins=True)
    names = workbook(tmp_path / "names.xlsx", Tất=NAMES)
    _, folder = named(result_folder(request, tmp_path / "result"), names)
    _, response = named(result_file(request, tmp_path / "plan.json"), names)
    assert list(folder) == list(response)
    assert "Stand-ins" in folder
    for title, rows in folder.items():
        if title not in ("Recruits", "Names to check"):
            assert [row[2:] for row in rows] == [row[2:] for row in response[title]], title


def test_that_teams_are_listed(tmp_path: Path) -> None:
    """Tests that teams are listed, the leader marked, from folder and response alike."""
    people = [
        {**one, "team": "T1", "leader": not at}
        for at, one in enumerate(village("v1", 2)["members"])
    ]
    request = asked(village("v1", 2, members=people), teams={"min": 1, "max": 3, "target": 2})
    names = workbook(tmp_path / "names.xlsx", Tất=NAMES)
    _, folder = named(result_folder(request, tmp_path / "result"), names)
    _, response = named(result_file(request, tmp_path / "plan.json"), names)
    assert [row[2:7] for row in folder["Teams"][1:]] == [
        ["today", "T1", "m0", "Người v1 0", "yes"],
        ["today", "T1", "m1", "Người v1 1", ""],
    ]
    assert [row[2:] for row in folder["Teams"]] == [row[2:] for row in response["Teams"]]


def test_that_only_villages_asked_for_are_listed(tmp_path: Path) -> None:
    """Tests that names of other villages are then no mismatch, and a strange village is refused."""
    result = result_folder(asked(village("v1", 1), village("v2", 1)), tmp_path / "result")
    names = workbook(tmp_path / "names.xlsx", Tất=[*NAMES[:2], *NAMES[7:8]])
    made, sheets = named(result, names, only=["v2"])
    assert made.households == (1, 1)
    assert {row[0] for row in sheets["Who looks after whom"][1:]} == {"v2"}
    assert {one.village for one in made.unmatched} == {"v2"}
    with pytest.raises(ScenarioError, match="UNKNOWN_VILLAGE"):
        named(result, names, only=["v3"])


def test_that_a_name_is_no_formula_and_no_place_is_a_household(tmp_path: Path) -> None:
    """Tests that =1+1 stays a text, and that a place of its own is given no household's name."""
    request = asked(village("v1", 3, members=[], places=[{"id": "h1", "x": 0.0, "y": 0.0}]))
    result = result_folder(request, tmp_path / "result")
    rows: list[list[object]] = [["id", "name"], ["h1", "=1+1"], ["h2", "@SUM(A1)"]]
    _, sheets = named(result, workbook(tmp_path / "names.xlsx", households=rows))
    texts = {row[6] for row in sheets["After recruiting"][1:]}
    assert {"=1+1", "@SUM(A1)"} & texts
    assert {(row[3], row[4]) for row in sheets["Recruits"][1:]} == {("h1", "")}
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        parts = [archive.read(name) for name in archive.namelist() if "worksheets" in name]
    assert not any(b"<f>" in part for part in parts)


def test_that_the_sheets_are_ready_to_print(tmp_path: Path) -> None:
    """Tests that paper, width, heads of pages and a page for each village are set."""
    result = result_folder(asked(village("v1", 2), village("v2", 2)), tmp_path / "result")
    named(result, workbook(tmp_path / "names.xlsx", Tất=NAMES))
    with zipfile.ZipFile(tmp_path / "out.xlsx") as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
        book = archive.read("xl/workbook.xml").decode()
    assert '<pageSetup paperSize="9" fitToHeight="0" orientation="landscape"/>' in sheet
    assert '<rowBreaks count="1" manualBreakCount="1"><brk id="3"' in sheet
    assert "_xlnm.Print_Titles" in book


def test_that_a_list_longer_than_a_sheet_goes_on(tmp_path: Path) -> None:
    """Tests that what does not fit stands on further sheets, each with the head."""
    path = tmp_path / "long.xlsx"
    with Workbook(str(path)) as book:
        rows = [("v1", str(row)) for row in range(5)]
        write_list(book, formats_of(book), "L", (VILLAGE, VILLAGE_NAME), rows, Language.VI, most=2)
    read = CalamineWorkbook.from_path(path)
    assert read.sheet_names == ["L", "L (2)", "L (3)"]
    assert read.get_sheet_by_name("L (3)").to_python() == [
        ["Mã thôn", "Thôn, khu phố"],
        ["v1", "4"],
    ]


def test_that_a_long_name_runs_into_no_other_row(tmp_path: Path) -> None:
    """Tests that a row is as high as its longest text, and as ever where all are short."""
    path = tmp_path / "long.xlsx"
    with Workbook(str(path)) as book:
        rows = [("v1", "Thôn Một"), ("v1", "Thôn " * 9), ("v1", None)]
        write_list(book, formats_of(book), "L", (VILLAGE, VILLAGE_NAME), rows, Language.VI)
    with zipfile.ZipFile(path) as archive:
        sheet = archive.read("xl/worksheets/sheet1.xml").decode()
    assert re.findall(r'<row r="(\d+)"[^>]* ht="([^"]+)"', sheet) == [("3", "45")]


def test_that_names_of_another_place_are_refused(tmp_path: Path) -> None:
    """Tests that a file of which nothing fits is refused, and nothing is written."""
    result = result_folder(asked(village("v1", 1)), tmp_path / "result")
    names = workbook(tmp_path / "names.xlsx", Tất=[["village", "id", "name"], ["v7", "h0", "Lê"]])
    with pytest.raises(ScenarioError, match="NAMES_OF_NOBODY"):
        named(result, names)
    assert not (tmp_path / "out.xlsx").exists()


def test_that_a_broken_result_is_refused(tmp_path: Path) -> None:
    """Tests that a folder without its tables and a JSON that is no response are told as such."""
    names = workbook(tmp_path / "names.xlsx", Tất=NAMES)
    result = result_folder(asked(village("v1", 1)), tmp_path / "result")
    (result / "assignments.parquet").unlink()
    other = tmp_path / "other.json"
    other.write_text(json.dumps({"villages": [{"id": "v1", "today": {"assignments": [[1]]}}]}))
    for wrong in (result, other, tmp_path / "nothing"):
        with pytest.raises(ScenarioError, match="UNREADABLE_PLAN"):
            named(wrong, names)
