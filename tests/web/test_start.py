"""Start: examples, one's own data, and the plans made before."""

from __future__ import annotations

import json
from pathlib import Path

import httpx
from playwright.sync_api import Browser, expect
from python_calamine import load_workbook
from xlsxwriter import Workbook

from tests.optimizer.input.notes.villages import points, request, village
from tests.web import sample
from tests.web.service import serving
from tests.web.visitor import Visitor, visiting

PLAN = {"vi": "Lập phương án", "en": "Make the plan"}
NONE_YET = {"vi": "Chưa có phương án nào.", "en": "No plans yet."}
FINE = {"vi": "Số liệu hợp lệ.", "en": "The data are fine."}
COUNTS = {
    "vi": "6 thôn, khu phố · 99 hộ · 13 thành viên",
    "en": "6 villages · 99 households · 13 members",
}
SHEETS: dict[str, list[list[str | int]]] = {
    "villages": [["id"], ["v1"]],
    "households": [["village", "id", "x", "y"], ["v1", "h1", 0, 0], ["v1", "h1", 5, 5]],
    "members": [["village", "id", "x", "y"], ["v1", "m1", 0, 0]],
}
OTHER = {"vi": "en", "en": "vi"}
SILENT = {"vi": "Không liên lạc được với máy chủ.", "en": "The service does not answer."}
THREE = {"vi": "Cần sửa 3 lỗi", "en": "3 problems to mend"}


def written(folder: Path, name: str, document: sample.Document) -> Path:
    path = folder / name
    path.write_text(json.dumps(document), encoding="utf-8")
    return path


def test_that_an_empty_service_helps_along(chromium: Browser, tmp_path: Path) -> None:
    """Tests that a first visitor finds every example, in Vietnamese, and English one click away."""
    with serving(tmp_path) as address, visiting(chromium, address, "") as visitor:
        visitor.page.goto(address)
        visitor.stands("start")
        expect(visitor.find("html")).to_have_attribute("lang", "vi")
        expect(visitor.find(".recent")).to_contain_text(NONE_YET["vi"])
        presets = httpx.get(f"{address}/v1/presets").json()["items"]
        titles = visitor.find("[data-preset] h3").all_inner_texts()
        assert titles == [preset["title"]["vi"] for preset in presets]
        visitor.press("English")
        expect(visitor.find("html")).to_have_attribute("lang", "en")
        expect(visitor.find(".recent")).to_contain_text(NONE_YET["en"])
        visitor.page.reload()
        expect(visitor.find("[data-preset] h3").first).to_have_text(presets[0]["title"]["en"])


def test_that_an_example_is_planned_with_one_click(visitor: Visitor) -> None:
    """Tests that an example leads to its numbers, and is found again afterwards."""
    visitor.open("start")
    visitor.find("[data-preset=hamlets] button").click()
    visitor.stands("province")
    expect(visitor.find(".figure-value").first).to_have_text("1")
    expect(visitor.find("tbody tr")).to_have_count(1)
    name = visitor.find("h1").inner_text()
    visitor.open("start")
    visitor.find(".recent a").first.click()
    visitor.stands("province")
    expect(visitor.find("h1")).to_have_text(name)


def test_that_a_good_file_is_counted_and_planned(visitor: Visitor, tmp_path: Path) -> None:
    """Tests that a request is checked, counted, and planned only when the planner says so."""
    visitor.open("start")
    visitor.find("#file").set_input_files(written(tmp_path, "xa.json", sample.request()))
    expect(visitor.find(".good")).to_contain_text(FINE[visitor.language])
    expect(visitor.find(".good")).to_contain_text(COUNTS[visitor.language])
    visitor.press(PLAN[visitor.language])
    visitor.stands("province")
    expect(visitor.find("tbody tr")).to_have_count(sample.FIGURES["villages"])


def test_that_planning_that_cannot_begin_says_so(visitor: Visitor, tmp_path: Path) -> None:
    """Tests that the file stays looked at, with the reason beside the button that did not work."""
    visitor.open("start")
    visitor.page.route("**/v1/jobs", lambda route: route.abort())
    visitor.find("#file").set_input_files(written(tmp_path, "xa.json", sample.request()))
    visitor.press(PLAN[visitor.language])
    expect(visitor.find(".good .note")).to_contain_text(SILENT[visitor.language])
    expect(visitor.find(".good button")).to_be_enabled()


DROPPED = """tables => {
  const data = new DataTransfer();
  for (const [name, text] of tables) data.items.add(new File([text], name));
  return data;
}"""
TABLES = [
    ["villages.csv", "id,name\nv1,Thôn Một\n"],
    ["households.csv", "village,id,x,y\nv1,h1,108.9,11.6\nv1,h2,108.9001,11.6\n"],
    ["members.csv", "village,id,x,y\nv1,m1,108.9,11.6\n"],
]
DEGREES = {"vi": "Kinh độ, vĩ độ", "en": "Degrees"}


def test_that_tables_are_dropped_without_another_file(visitor: Visitor) -> None:
    """Tests that three dropped tables are enough: what x and y are is asked for."""
    visitor.open("start")
    data = visitor.page.evaluate_handle(DROPPED, TABLES)
    visitor.find(".drop").dispatch_event("drop", {"dataTransfer": data})
    visitor.page.get_by_role("button", name=DEGREES[visitor.language]).click()
    expect(visitor.find(".good")).to_contain_text(FINE[visitor.language])


def test_that_what_looks_wrong_is_asked_about(visitor: Visitor, tmp_path: Path) -> None:
    """Tests that a household 77 km off is named, and nothing is planned before it is ticked."""
    xy = points(20)
    xy[7][1] -= 0.7
    visitor.open("start")
    visitor.find("#file").set_input_files(written(tmp_path, "xa.json", request(village(xy=xy))))
    expect(visitor.find(".doubts [data-code=OUTLIER]")).to_contain_text("h7")
    button = visitor.page.get_by_role("button", name=PLAN[visitor.language])
    assert button.count() == 0
    visitor.find(".doubts input").check()
    expect(button).to_be_enabled()


def test_that_a_bad_file_is_told_row_by_row(visitor: Visitor, tmp_path: Path) -> None:
    """Tests that every problem of a file stands in a row of its own, and nothing is kept."""
    visitor.open("start")
    kept = visitor.find(".recent li").count()
    visitor.find("#file").set_input_files(written(tmp_path, "xa.json", sample.wrong()))
    expect(visitor.find(".problems h3")).to_contain_text(THREE[visitor.language])
    rows = visitor.find(".problems tbody tr")
    expect(rows).to_have_count(3)
    cells = [row.split("\t") for row in rows.all_inner_texts()]
    assert [cell[:3] for cell in cells] == [
        ["villages/0/households", "2", "x"],
        ["villages/0/households", "1", "id"],
        ["villages/1/members", "0", "min"],
    ]
    assert cells[1][3].startswith("h1: ")
    visitor.find(".language").click()
    expect(visitor.find(".problems h3")).to_contain_text(THREE[OTHER[visitor.language]])
    visitor.page.reload()
    visitor.stands("start")
    expect(visitor.find(".recent li")).to_have_count(kept)


def test_that_a_workbook_comes_back_with_its_problems(visitor: Visitor, tmp_path: Path) -> None:
    """Tests that a bad workbook is told row by row, and can be had again with a column of them."""
    path = tmp_path / "xa.xlsx"
    with Workbook(path) as workbook:
        for name, rows in SHEETS.items():
            sheet = workbook.add_worksheet(name)
            for nth, row in enumerate(rows):
                sheet.write_row(nth, 0, row)
    visitor.open("start")
    visitor.find("#file").set_input_files(path)
    expect(visitor.find(".problems tbody")).to_contain_text("households")
    with visitor.page.expect_download() as loading:
        visitor.find(".problems .primary").click()
    marked = load_workbook(loading.value.path()).get_sheet_by_name("households").to_python()
    assert len(marked[0]) > len(SHEETS["households"][0])


def test_that_a_plan_is_deleted_only_when_that_is_meant(visitor: Visitor) -> None:
    """Tests that deleting asks first, and takes the plan away for good."""
    visitor.open("start")
    lines = visitor.find(".recent li")
    before = lines.count()
    assert before > 0
    visitor.page.once("dialog", lambda dialog: dialog.dismiss())
    lines.first.get_by_role("button").click()
    expect(lines).to_have_count(before)
    visitor.page.once("dialog", lambda dialog: dialog.accept())
    lines.first.get_by_role("button").click()
    expect(lines).to_have_count(before - 1)
    visitor.page.reload()
    visitor.stands("start")
    expect(lines).to_have_count(before - 1)


def test_that_unknown_columns_are_left_out_or_named(visitor: Visitor, tmp_path: Path) -> None:
    """Tests that names are left out and an id is named with a click, and proposed again."""
    path = tmp_path / "xa.xlsx"
    with Workbook(path) as workbook:
        for name in ("households", "members"):
            sheet = workbook.add_worksheet(name)
            sheet.write_row(0, 0, ["village", "Số sổ", "Họ tên", "Kinh độ", "Vĩ độ"])
            sheet.write_row(1, 0, ["v1", f"{name[0]}1", "An", 108.9, 11.6])
    visitor.open("start")
    visitor.find("#file").set_input_files(path)
    visitor.find('[data-heading="số sổ"] input').uncheck()
    expect(visitor.find('[data-heading="họ tên"] input')).to_be_checked()
    expect(visitor.find(".problems table")).not_to_contain_text("--")
    visitor.find(".headings button").click()
    expect(visitor.find(".good")).to_contain_text(FINE[visitor.language])
    expect(visitor.find(".said li")).to_have_count(2)
    assert visitor.find(".doubts").count() == 0
    visitor.page.reload()
    visitor.stands("start")
    visitor.find("#file").set_input_files(path)
    expect(visitor.find('[data-heading="số sổ"] select')).to_have_value("id")
    expect(visitor.find('[data-heading="họ tên"] input')).to_be_checked()
