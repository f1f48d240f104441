"""`liengia month` and `liengia list-changes` as a planner meets them."""

from __future__ import annotations

import csv
import json
import shlex
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook
from typer.testing import CliRunner, Result
from xlsxwriter import Workbook

from api.cli.planner_app import app
from optimizer.domain.languages import Language
from optimizer.replanning.event_words import field_of, heading, kind_of, kind_word
from optimizer.replanning.events import COLUMNS, EventKind

RULES = {"min_households": 1, "max_households": 3, "max_distance_m": 300}
HOMES = [{"id": f"h{x}", "x": x, "y": 0} for x in (0, 10, 90)]
MEMBERS = [{"id": "m0", "x": 0, "y": 0}, {"id": "m9", "x": 90, "y": 0}]
_MOST = 255
"""Characters that a list of choices may have in a workbook."""


def run(*arguments: object) -> Result:
    return CliRunner().invoke(app, [str(argument) for argument in arguments])


def written(path: Path, homes: object = HOMES, members: object = MEMBERS) -> Path:
    village = {"id": "v", "rules": RULES, "households": homes, "members": members}
    path.write_text(json.dumps({"villages": [village]}))
    return path


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """Return a plan in force beside its scenario ``s.json``."""
    scenario, made = written(tmp_path / "s.json"), tmp_path / "plan.json"
    done = run("optimize", scenario, "--output", made, "--workers", 1)
    assert done.exit_code == 0, done.output
    return made


def filled(path: Path, rows: list[list[object]], made: Path) -> None:
    """Write the sheet ``events`` of a workbook anew, with rows below its head."""
    head = CalamineWorkbook.from_path(path).get_sheet_by_name("events").to_python()[0]
    with Workbook(made) as book:
        sheet = book.add_worksheet("events")
        for number, row in enumerate([head, *rows]):
            sheet.write_row(number, 0, row)
        book.add_worksheet("# Ai phụ trách hộ nào").write_row(0, 0, ["mã thôn", "mã hộ"])


@pytest.mark.parametrize(
    ("lang", "kind", "sheets"),
    [
        ("en", "member_left", ["events", "# Who looks after whom", "# How to"]),
        ("vi", "Thành viên nghỉ", ["events", "# Ai phụ trách hộ nào", "# Hướng dẫn"]),
    ],
)
def test_that_a_month_goes_out_and_comes_back(
    plan: Path, tmp_path: Path, lang: str, kind: str, sheets: list[str]
) -> None:
    """Tests that the workbook lists the plan, and that its filled sheet makes the next plan."""
    out = tmp_path / "month.xlsx"
    done = run("month", plan, "--output", out, "--lang", lang)
    assert done.exit_code == 0, done.output
    book = CalamineWorkbook.from_path(out)
    assert book.sheet_names == sheets
    listed = book.get_sheet_by_name(sheets[1]).to_python()[1:]
    assert listed == [["v", "h0", "m0"], ["v", "h10", "m0"], ["v", "h90", "m9"]]
    filled(out, [[kind, "v", "m0"]], tmp_path / "back.xlsx")
    asked = (plan, tmp_path / "back.xlsx", "--scenario", tmp_path / "s.json")
    done = run("replan", *asked, "--output", tmp_path / "next.json")
    assert done.exit_code == 0, done.output
    moves = json.loads((tmp_path / "next.json").read_text())["villages"][0]["today"]["moves"]
    assert [move[:3] for move in moves] == [["h0", "m0", "m9"], ["h10", "m0", "m9"]]


def test_that_an_empty_month_changes_nothing(plan: Path, tmp_path: Path) -> None:
    """Tests that the workbook as it went out is a month in which nothing happened."""
    run("month", plan, "--output", tmp_path / "month.xlsx", "--lang", "vi")
    asked = (plan, tmp_path / "month.xlsx", "--scenario", tmp_path / "s.json")
    done = run("replan", *asked, "--output", tmp_path / "next.json")
    assert done.exit_code == 0, done.output
    before, after = (json.loads(path.read_text()) for path in (plan, tmp_path / "next.json"))
    assert after["villages"] == before["villages"]


@pytest.mark.parametrize("ending", ["xlsx", "csv", "json"])
def test_that_a_newer_list_becomes_events_that_replan_reads(
    plan: Path, tmp_path: Path, ending: str
) -> None:
    """Tests that new, gone and moved are told in each kind of file, and printed."""
    homes = [*HOMES[:2], {"id": "h80", "x": 80, "y": 60}, {"id": "h50", "x": 50, "y": 0}]
    newer = written(tmp_path / "newer.json", homes, [{**MEMBERS[0], "x": 60}, MEMBERS[1]])
    out = tmp_path / f"events.{ending}"
    asked = ("list-changes", plan, newer, "--output", out, "--scenario", tmp_path / "s.json")
    done = run(*asked, "--lang", "vi")
    assert done.exit_code == 0, done.output
    assert "Sự kiện: 4" in done.stdout
    assert "hộ mới 2" in done.stdout
    told = done.stdout.splitlines()[0].partition("liengia ")[2]
    again = shlex.split(told.replace("KẾT_QUẢ_MỚI", str(tmp_path / "next.json")))
    assert run(*again).exit_code == 0
    scenario = json.loads((tmp_path / "next.json").read_text())["scenario"]["villages"][0]
    assert [home["id"] for home in scenario["households"]] == ["h0", "h10", "h50", "h80"]
    assert scenario["members"][0]["x"] == 60


def test_that_what_ids_cannot_tell_is_asked(plan: Path, tmp_path: Path) -> None:
    """Tests that a question is printed and stands in the workbook, in Vietnamese."""
    homes = [*HOMES[:2], {"id": "H-90", "x": 90, "y": 0}]
    newer = written(tmp_path / "newer.json", homes)
    out = tmp_path / "events.xlsx"
    asked = (plan, newer, "--output", out, "--scenario", tmp_path / "s.json", "--lang", "vi")
    done = run("list-changes", *asked)
    assert "H-90 là mới" in done.stdout
    rows = CalamineWorkbook.from_path(out).get_sheet_by_name("# Cần xem lại").to_python()
    assert len(rows) == 2
    assert "h90" in str(rows[1][1])


def test_that_the_same_list_writes_an_empty_table(plan: Path, tmp_path: Path) -> None:
    """Tests that nothing has changed is said, and that the file is there."""
    out = tmp_path / "events.csv"
    done = run(
        "list-changes",
        plan,
        tmp_path / "s.json",
        "--output",
        out,
        "--scenario",
        tmp_path / "s.json",
    )
    assert "Nothing has changed." in done.stdout
    with out.open(encoding="utf-8-sig", newline="") as file:
        assert list(csv.reader(file)) == [list(COLUMNS)]


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (("month", "{plan}", "--output", "{here}/month.pdf"), "UNKNOWN_FORMAT"),
        (("month", "{plan}", "--output", "{here}/m.xlsx", "--village", "w"), "UNKNOWN_VILLAGE"),
        (("list-changes", "{plan}", "{here}/s.json", "--output", "{here}/e.pdf"), "UNKNOWN_FORMAT"),
    ],
)
def test_that_what_cannot_be_written_is_refused(
    plan: Path, tmp_path: Path, arguments: tuple[str, ...], code: str
) -> None:
    """Tests that the code and the remedy are told, and nothing is left."""
    before = sorted(tmp_path.iterdir())
    done = run(*(word.format(plan=plan, here=tmp_path) for word in arguments))
    assert done.exit_code == 2
    assert code in done.output
    assert sorted(tmp_path.iterdir()) == before


def test_that_two_headings_of_one_meaning_are_refused(plan: Path, tmp_path: Path) -> None:
    """Tests that `kind` beside its Vietnamese heading is named, and so is an unknown kind."""
    table = tmp_path / "e.csv"
    table.write_text("kind,sự kiện,village,member\nmember_left,hộ mới,v,m0\n")
    asked = (plan, table, "--scenario", tmp_path / "s.json", "--output", tmp_path / "next.json")
    done = run("replan", *asked)
    assert "DUPLICATE_COLUMN" in done.output
    table.write_text("sự kiện,mã thôn,mã thành viên\nthành viên bay,v,m0\n")
    done = run("replan", *asked)
    assert "UNKNOWN_EVENT" in done.output
    assert "thành viên bay" in done.output


def test_that_words_lead_there_and_back() -> None:
    """Tests that no two columns and no two kinds share a word, and that a list of them fits."""
    for language in Language:
        assert [field_of(heading(field, language)) for field in COLUMNS] == list(COLUMNS)
        words = [kind_word(kind, language) for kind in EventKind]
        assert [kind_of(word.upper()) for word in words] == list(EventKind)
        assert len(",".join(words)) <= _MOST
