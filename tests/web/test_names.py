"""Names stay in the browser: they are shown there, and no request holds one."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import unquote_plus

import pytest
from playwright.sync_api import Browser, Request, expect
from python_calamine import CalamineWorkbook
from xlsxwriter import Workbook

from tests.web.sample import request as sample
from tests.web.service import plan
from tests.web.visitor import Visitor, visiting

FORGET = {"vi": "Xóa họ tên khỏi trình duyệt", "en": "Remove the names from the browser"}
OTHER = {"vi": "của dữ liệu khác", "en": "belong to other data"}
TOO_LARGE = {"vi": "quá lớn để đọc trong trình duyệt", "en": "too large to be read"}
SECRET = ("Nguyễn Bí Mật", "Trần Kín Đáo", "bi mat", "kin dao")
HOUSEHOLDS = [
    ["DANH SÁCH"],
    ["Thôn", "Mã hộ", "x", "Họ và tên"],
    *(["v1", f"h{row}", 0, f"Nguyễn Bí Mật {row}"] for row in range(1, 25)),
    ["v1", "h2", 0, "Nguyễn Bí Mật Khác"],
    ["v1", "h77", 0, "Nguyễn Bí Mật Thừa"],
    ["v9", "h1", 0, "Nguyễn Bí Mật Xa"],
]
MEMBERS = [["village", "id", "name"], ["v1", "m1", "=Trần Kín Đáo"]]


def book(path: Path) -> Path:
    """Write a workbook as a commune has it: titles, Vietnamese headings, another sheet."""
    with Workbook(str(path), {"strings_to_formulas": False}) as made:
        for name, rows in (("Hộ", HOUSEHOLDS), ("Thành viên", MEMBERS), ("Cặp", [["x"]])):
            sheet = made.add_worksheet(name)
            for nth, row in enumerate(rows):
                sheet.write_row(nth, 0, row)
    return path


@pytest.fixture
def heard(visitor: Visitor) -> Iterator[list[str]]:
    """Every request with address, heads and body; at the end no name is in any."""
    requests: list[str] = []

    def listen(request: Request) -> None:
        body = (request.post_data_buffer or b"").decode("utf-8", "replace")
        requests.append(unquote_plus(f"{request.url} {request.headers} {body}"))

    visitor.page.on("request", listen)
    yield requests
    assert requests
    assert not [told for told in requests if any(word in told for word in SECRET)]
    assert not any(word in unquote_plus(visitor.page.url) for word in SECRET)


def test_that_names_are_shown_and_never_sent(
    visitor: Visitor, run: str, heard: list[str], tmp_path: Path
) -> None:
    """Tests that lists, search, tip and print show names, and that a button forgets them."""
    visitor.open("village", run=run, village="v1")
    card, item = visitor.find("details.names"), visitor.find(".lists .item, .below .item")
    card.locator("summary").first.press("Enter")
    visitor.find("#names").set_input_files(book(tmp_path / "names.xlsx"))
    expect(card).to_contain_text("23" if visitor.language == "vi" else "23 of 24")
    expect(item.filter(has_text="m1 · =Trần Kín Đáo")).to_be_visible()
    expect(item.filter(has_text="Nguyễn Bí Mật").first).to_be_visible()
    # Two names of one id, an id that is not there: rows told, neither name shown.
    doubts = card.locator("details")
    doubts.locator("summary").click()
    expect(doubts).to_contain_text("names.xlsx · Hộ · 4, names.xlsx · Hộ · 27")
    expect(doubts).to_contain_text("names.xlsx · Hộ · 28")
    assert "Khác" not in visitor.find("main").inner_text()
    visitor.find("#find").fill("tran kin")
    visitor.page.keyboard.press("Tab")
    found = visitor.find(".finder .item")
    expect(found).to_have_count(1)
    expect(found).to_be_focused()
    visitor.page.keyboard.press("Enter")
    expect(visitor.find(".lists .group").first).to_contain_text("m1 · =Trần Kín Đáo")
    expect(visitor.find(".lists .group").first.locator(".item").first).to_contain_text(" m")
    expect(visitor.find(".map-tip").first).to_contain_text("Trần Kín Đáo")
    assert visitor.serious() == []
    # The print has every person's households, with names; the screen has not.
    visitor.page.emulate_media(media="print")
    visitor.page.evaluate("() => window.dispatchEvent(new Event('beforeprint'))")
    row = visitor.find(".printed tr").filter(has_text="Nguyễn Bí Mật 22")
    expect(row).to_be_visible()
    expect(row).to_contain_text("h22")
    expect(visitor.find(".printed caption").filter(has_text="=Trần Kín Đáo")).to_be_visible()
    expect(card).to_be_hidden()
    visitor.page.evaluate("() => window.dispatchEvent(new Event('afterprint'))")
    expect(visitor.find(".printed")).to_have_count(0)
    visitor.page.emulate_media(media="screen")
    visitor.press(FORGET[visitor.language])
    expect(item.filter(has_text="Bí Mật")).to_have_count(0)
    assert any("/v1/" in told for told in heard)


def test_that_they_last_as_long_as_was_asked(
    visitor: Visitor, run: str, heard: list[str], tmp_path: Path
) -> None:
    """Tests that a reload loses names, unless they were to stay until the tab is closed."""
    visitor.open("takehome", run=run)
    visitor.find("#names").set_input_files(book(tmp_path / "names.xlsx"))
    chosen = visitor.find("details.names [role=status] p")
    expect(chosen).to_contain_text("names.xlsx")
    visitor.page.reload()
    visitor.stands("takehome")
    expect(chosen).to_have_count(0)
    visitor.find("#names").set_input_files(book(tmp_path / "names.xlsx"))
    expect(chosen).to_contain_text("names.xlsx")
    visitor.find("details.names input[type=checkbox]").check()
    visitor.page.reload()
    visitor.stands("takehome")
    expect(chosen).to_contain_text("names.xlsx")
    visitor.press(FORGET[visitor.language])
    kept = "() => JSON.stringify({...sessionStorage, ...localStorage}).includes('Bí Mật')"
    assert visitor.page.evaluate(kept) is False
    assert heard


def test_that_workbooks_are_given_names_as_they_are_saved(
    visitor: Visitor, run: str, heard: list[str], tmp_path: Path
) -> None:
    """Tests that tables of persons open with names beside ids, as texts, others as before."""
    visitor.open("takehome", run=run)
    visitor.find("#names").set_input_files(book(tmp_path / "names.xlsx"))
    expect(visitor.find("details.names [role=status]")).to_contain_text("names.xlsx")
    tables = {}
    for title in ("assignments", "unserved", "villages"):
        button = visitor.find(".take-columns .files li").filter(
            has_text={
                "assignments": {"vi": "Ai phụ trách hộ nào", "en": "Who looks after whom"},
                "unserved": {"vi": "Hộ chưa có người", "en": "Households left out"},
                "villages": {"vi": "Các thôn", "en": "Villages"},
            }[title][visitor.language]
        )
        with visitor.page.expect_download() as loading:
            button.get_by_role("button").filter(has_text="XLSX").click()
        read = CalamineWorkbook.from_path(str(loading.value.path()))
        tables[title] = read.get_sheet_by_index(0).to_python()
        assert loading.value.suggested_filename == f"{title}.xlsx"
    head, *rows = tables["assignments"]
    assert head[:5] == ["village", "household", "person", "metres", "plan"]
    assert [str(name).rpartition(" ")[2] for name in head[5:]] == ["(household)", "(person)"]
    names = {(row[0], row[1]): row[5] for row in rows}
    assert names["v1", "h3"] == "Nguyễn Bí Mật 3"
    assert {name for (village, _), name in names.items() if village != "v1"} == {""}
    assert {row[6] for row in rows if row[:1] + row[2:3] == ["v1", "m1"]} == {"=Trần Kín Đáo"}
    left = {row[3]: row[-1] for row in tables["unserved"][1:] if row[0] == "v1"}
    assert left
    assert all(
        name == f"Nguyễn Bí Mật {str(home)[1:]}" or home == "h2" for home, name in left.items()
    )
    assert tables["villages"][0][-1] == "failure"
    assert heard


def test_that_a_bomb_and_a_strange_file_are_refused(
    chromium: Browser, address: str, run: str, tmp_path: Path
) -> None:
    """Tests that an archive is stopped while it expands, and damaged files are told as such."""
    made = io.BytesIO()
    with zipfile.ZipFile(made, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("xl/workbook.xml", b" " * 60_000_000)
        archive.writestr("xl/_rels/workbook.xml.rels", b"<Relationships/>")
    bomb, broken = tmp_path / "bomb.xlsx", tmp_path / "broken.xlsx"
    bomb.write_bytes(made.getvalue())
    broken.write_bytes(b"PK\x03\x04 and nothing more")
    unclear = tmp_path / "unclear.csv"
    unclear.write_text("village,id,name\nv1,h1,Lê Ba\n", encoding="utf-8")
    for language in ("vi", "en"):
        with visiting(chromium, address, language) as visitor:
            visitor.open("takehome", run=run)
            told = visitor.find("details.names [role=alert]")
            for file, said in (
                (bomb, TOO_LARGE[language]),
                (broken, "broken.xlsx: "),
                (unclear, "unclear.csv: "),
            ):
                visitor.find("#names").set_input_files(file)
                expect(told).to_contain_text(said)


def test_that_names_of_other_data_are_not_used(
    visitor: Visitor, run: str, address: str, tmp_path: Path
) -> None:
    """Tests that the same ids of another scenario get no names, and that it is said."""
    other = plan(address, sample(), "Xã khác")
    visitor.open("village", run=run, village="v1")
    visitor.find("details.names summary").first.click()
    visitor.find("#names").set_input_files(book(tmp_path / "names.xlsx"))
    named = visitor.find(".below .item").filter(has_text="Kín Đáo")
    expect(named.first).to_be_visible()
    visitor.open("village", run=other, village="v1")
    visitor.find("details.names summary").first.click()
    expect(visitor.find("details.names [role=status]")).to_contain_text(OTHER[visitor.language])
    expect(named).to_have_count(0)
