from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest
from python_calamine import CalamineWorkbook

from optimizer.domain.languages import Language
from optimizer.errors import ScenarioError
from optimizer.output.folder.summary_files import rewrite_reports
from optimizer.output.summary.summary_table import LEDGER, read_summary_table, write_summary_table
from tests.optimizer.hand_made import PLANS, SCENARIO
from tests.optimizer.output.summary.test_summary_table import TODAY
from tests.optimizer.written_results import write_folder

RUN = {"version": "0.2.0", "coordinates": "metres"}


def result(folder: Path) -> Path:
    write_folder(SCENARIO, PLANS, folder, run=RUN)
    return folder


def test_that_reports_can_be_written_again(tmp_path: Path) -> None:
    """Tests that the same language gives the same files, and another one another page."""
    out = result(tmp_path / "out")
    names = ["report.html", "report.xlsx"]
    before = {path.name: path.read_bytes() for path in out.iterdir()}
    assert [path.name for path in rewrite_reports(out, Language.EN)] == names
    assert {path.name: path.read_bytes() for path in out.iterdir()} == before
    rewrite_reports(out, Language.VI)
    assert '<html lang="vi">' in (out / "report.html").read_text(encoding="utf-8")
    assert len(list(out.iterdir())) == len(before)


def test_that_a_copied_result_keeps_its_day(tmp_path: Path) -> None:
    """Tests that a report written years later has the day of the plan."""
    out = result(tmp_path / "out")
    write_summary_table(out / LEDGER, list(read_summary_table(out / LEDGER)), TODAY)
    rewrite_reports(out, Language.EN)
    assert "Made on 24 November 2026" in (out / "report.html").read_text(encoding="utf-8")


def test_that_recruits_reach_the_workbook_as_they_are(tmp_path: Path) -> None:
    """Tests that a name with a guard against formulas in recruits.csv is itself again."""
    first, second = SCENARIO.villages
    scenario = replace(SCENARIO, villages=(first, replace(second, name="=Thôn")))
    write_folder(scenario, PLANS, tmp_path / "out", run=RUN)
    assert "'=Thôn" in (tmp_path / "out" / "recruits.csv").read_text(encoding="utf-8-sig")
    book = CalamineWorkbook.from_path(tmp_path / "out" / "report.xlsx")
    assert book.get_sheet_by_name("Recruits").to_python()[1][:2] == ["b", "=Thôn"]


def test_that_a_folder_that_is_no_result_is_left_alone(tmp_path: Path) -> None:
    """Tests that a missing table is told and nothing is written, also no half of a report."""
    with pytest.raises(ScenarioError, match="name a whole result folder"):
        rewrite_reports(tmp_path, Language.EN)
    assert list(tmp_path.iterdir()) == []
    out = result(tmp_path / "out")
    (out / "recruits.csv").unlink()
    before = (out / "report.html").read_bytes()
    with pytest.raises(ScenarioError, match=r"recruits.csv: it cannot be read"):
        rewrite_reports(out, Language.VI)
    assert (out / "report.html").read_bytes() == before
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == []


def test_that_summary_and_areas_agree(tmp_path: Path) -> None:
    """Tests that the sums of the areas' lowest level are the sums of all villages."""
    document = json.loads((result(tmp_path / "out") / "summary.json").read_text())
    lowest = [area for area in document["areas"] if area["level"] == 2]
    for field in ("villages", "households", "members", "unserved_today", "recruits_needed"):
        assert sum(area[field] for area in lowest) == document[field]
