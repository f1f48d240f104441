"""Ways to begin without a table of coordinates: points by hand, a GPS track, counts alone."""

from __future__ import annotations

import struct
import zlib
from pathlib import Path

import pytest
from playwright.sync_api import expect
from python_calamine import load_workbook

from tests.web.visitor import PHONE, Visitor

WAYS = ["points", "buildings", "list", "picture", "budget", "counts"]
SCALE = {"vi": "Bấm hai chỗ", "en": "Click two places"}
UNDO = {"vi": "Hoàn tác", "en": "Undo"}
WORKBOOK = {"vi": "Tải về dạng Excel", "en": "Download as a workbook"}
PLAN = {"vi": "Lập phương án", "en": "Make the plan"}
MEMBER = {"vi": "một thành viên", "en": "a member"}
COUNT = {"vi": "2 hộ, 1 thành viên", "en": "2 households, 1 member"}
PROVES = {"vi": "Các số này chứng minh được gì?", "en": "What do these counts prove?"}
PROVEN = {"vi": "đã chứng minh", "en": "proven"}
OPEN = {"vi": "chưa chứng minh: còn tùy nơi ở", "en": "not proven: where people live decides"}
BAD_LINE = {"vi": "Dòng 3: cần hai số", "en": "Line 3: two numbers"}
TRACK = """<?xml version="1.0"?>
<gpx version="1.1" xmlns="http://www.topografix.com/GPX/1/1">
  <wpt lat="11.6000" lon="108.9000"><name>001</name></wpt>
  <wpt lat="11.6010" lon="108.9010"><name>002</name></wpt>
</gpx>"""


def picture(path: Path, width: int = 400, height: int = 300) -> Path:
    """Write a grey PNG."""
    rows = b"".join(b"\x00" + b"\xdd" * width for _ in range(height))

    def chunk(kind: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))
        )

    head = struct.pack(">IIBBBBB", width, height, 8, 0, 0, 0, 0)
    body = chunk(b"IHDR", head) + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")
    path.write_bytes(b"\x89PNG\r\n\x1a\n" + body)
    return path


def click(visitor: Visitor, right: float, down: float) -> None:
    """Click on the sheet, so many parts of its width and height from its corner."""
    sheet = visitor.find(".sheet .map-canvas")
    box = sheet.bounding_box()
    assert box is not None
    sheet.click(position={"x": right * box["width"], "y": down * box["height"]})


def test_that_each_planner_finds_a_way(visitor: Visitor) -> None:
    """Tests that the start page leads to six ways, some of them views of their own."""
    visitor.open("start")
    ways = visitor.find("[data-way]")
    assert [way.get_attribute("data-way") for way in ways.all()] == WAYS
    visitor.find("[data-way=picture] a").click()
    visitor.stands("points")
    visitor.page.go_back()
    visitor.stands("start")
    visitor.find("[data-way=counts] a").click()
    visitor.stands("counts")


def test_that_houses_are_clicked_over_a_picture(visitor: Visitor, tmp_path: Path) -> None:
    """Tests that a scaled picture, pasted ids and an undone click make a workbook and a plan."""
    said = visitor.language
    visitor.open("points")
    visitor.find("#background").set_input_files(picture(tmp_path / "so-do.png"))
    visitor.press(SCALE[said])
    click(visitor, 0.4, 0.5)
    click(visitor, 0.6, 0.5)
    visitor.find("#scale-metres").fill("100")
    visitor.find("#click-ids").fill("007\n008")
    click(visitor, 0.45, 0.4)
    click(visitor, 0.55, 0.4)
    click(visitor, 0.5, 0.6)
    visitor.press(UNDO[said])
    visitor.page.get_by_text(MEMBER[said], exact=True).click()
    click(visitor, 0.5, 0.45)
    expect(visitor.page.get_by_text(COUNT[said])).to_be_visible()
    with visitor.page.expect_download() as loading:
        visitor.press(WORKBOOK[said])
    book = load_workbook(str(loading.value.path()))
    head, *rows = book.get_sheet_by_name("households").to_python()
    homes = [dict(zip(map(str, head), row, strict=True)) for row in rows]
    assert [home["id"] for home in homes] == ["007", "008"]
    # The ends of the scale are a fifth of the sheet apart, these two a tenth.
    assert float(str(homes[1]["x"])) - float(str(homes[0]["x"])) == pytest.approx(50, abs=1)
    assert visitor.serious() == []
    visitor.press(PLAN[said])
    visitor.stands("province")


def test_that_a_track_becomes_points(visitor: Visitor, tmp_path: Path) -> None:
    """Tests that waypoints keep their names, a point is renamed, and a reload loses none."""
    (tmp_path / "track.gpx").write_text(TRACK, encoding="utf-8")
    visitor.open("points")
    visitor.find("#background").set_input_files(tmp_path / "track.gpx")
    expect(visitor.find("tbody tr")).to_have_count(2)
    visitor.find("tbody button").first.click()
    visitor.find("#chosen-id").fill("010")
    visitor.find("#chosen-id").press("Tab")
    expect(visitor.find("tbody button").first).to_have_text("010")
    visitor.page.reload()
    visitor.stands("points")
    expect(visitor.find("tbody button").first).to_have_text("010")
    assert visitor.serious() == []
    (tmp_path / "letter.txt").write_text("no map at all", encoding="utf-8")
    visitor.find("#background").set_input_files(tmp_path / "letter.txt")
    expect(visitor.find(".note.bad").first).to_contain_text("letter.txt")


def test_that_counts_prove_what_they_can(visitor: Visitor) -> None:
    """Tests that a shortage is proven by counts, enough is not, and a bad line is named."""
    said = visitor.language
    visitor.open("counts")
    visitor.find("#counts").fill("Thôn 1\t120\t10\nThôn 2; 50; 9\nThôn 3; nhiều; 2")
    expect(visitor.find(".bad")).to_contain_text(BAD_LINE[said])
    visitor.find("#counts").fill("Thôn\tSố hộ\tThành viên\nThôn 1\t120\t10\nThôn 2; 50; 9")
    visitor.press(PROVES[said])
    rows = visitor.find("tbody tr")
    expect(rows).to_have_count(2)
    expect(rows.nth(0)).to_contain_text(PROVEN[said])
    expect(rows.nth(0).locator("td.number").last).to_have_text("2")
    expect(rows.nth(1)).to_contain_text(OPEN[said])
    assert visitor.serious() == []
    visitor.page.set_viewport_size({"width": PHONE[0], "height": PHONE[1]})
    assert visitor.overflows() <= 0
