"""Tests for what the word SCENARIO may stand for."""

from __future__ import annotations

import zipfile
from pathlib import Path

import pytest
from xlsxwriter import Workbook

from api.cli.scenario_argument import open_scenario
from optimizer.errors import ScenarioError
from optimizer.input import gdal_drivers
from optimizer.input.columns import ReadingChoices

SAID = ReadingChoices.of(leave_out=["Họ tên"], coordinates="lonlat")
HEAD = ["STT", "Thôn", "Mã hộ", "Họ tên", "Kinh độ", "Vĩ độ"]


def workbook(path: Path) -> Path:
    """Write a commune's own list: titles, names of people, a total, who signed."""
    with Workbook(path) as book:
        for title, code in (("Danh sách hộ 2026", "Mã hộ"), ("DS Tổ viên", "Mã tổ viên")):
            sheet = book.add_worksheet(title)
            sheet.write_row(0, 0, ["DANH SÁCH"])
            sheet.write_row(2, 0, [code if head == "Mã hộ" else head for head in HEAD])
            for n in range(6):
                point = [108.9 + n * n / 9000, 11.6 + n / 7000]
                sheet.write_row(3 + n, 0, [n + 1, "Thôn 1", f"{title[:1]}{n}", "An", *point])
            sheet.write_row(9, 0, ["Cộng", None, None, None, 5, 6])
            sheet.write_row(11, 3, ["NGƯỜI LẬP BIỂU"])
    return path


def test_a_workbook_is_a_scenario(tmp_path: Path) -> None:
    """Tests that a file of any name is read as it is, and its problems name it."""
    path = workbook(tmp_path / "xã.xlsx")
    read = open_scenario(str(path), seed=0, choices=SAID)
    assert [len(village.households) for village in read.villages] == [6]
    assert {note.code for note in read.notes} >= {"CLOSING_ROW", "COLUMNS_LEFT_OUT", "TOTALS_ROW"}
    with pytest.raises(ScenarioError) as caught:
        open_scenario(str(path), seed=0)
    problems = {(one.code, one.where.split()[0]) for one in caught.value.problems}
    assert problems >= {("UNKNOWN_FIELD", "xã.xlsx")}


def test_an_archive_of_tables_is_a_scenario(tmp_path: Path) -> None:
    """Tests that a zip of a folder is read, and one that is damaged refused by its name."""
    path = tmp_path / "xã.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.write(workbook(tmp_path / "scenario.xlsx"), "thư mục/scenario.xlsx")
    assert len(open_scenario(str(path), seed=0, choices=SAID).villages) == 1
    path.write_bytes(b"PK\x03\x04 and no more")
    with pytest.raises(ScenarioError) as caught:
        open_scenario(str(path), seed=0)
    assert [(one.code, one.where) for one in caught.value.problems] == [("BAD_ARCHIVE", "xã.zip")]


def test_a_geopackage_of_layers_is_a_scenario(tmp_path: Path) -> None:
    """Tests that layers named like the tables are read, whatever the file is called."""
    from geopandas import GeoDataFrame, points_from_xy  # noqa: PLC0415 - only here

    path = tmp_path / "xã.gpkg"
    points = points_from_xy([108.9, 108.901], [11.6, 11.6])
    for layer in ("Hộ dân", "members"):
        frame = GeoDataFrame({"id": ["a", "b"]}, geometry=points, crs="EPSG:4326")
        gdal_drivers.write_dataframe(frame, path, layer=layer, driver="GPKG")
    (village,) = open_scenario(str(path), seed=0).villages
    assert (len(village.households), len(village.members)) == (2, 2)
