"""Both reports of one result."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date
from pathlib import Path

from optimizer.domain.languages import Language
from optimizer.output.report.html_page import render_page
from optimizer.output.report.report_facts import report_facts
from optimizer.output.report.report_workbook import write_workbook
from optimizer.output.report.sheet_columns import Recruit
from optimizer.output.summary.row_store import RowStore


def write_reports(
    folder: Path,
    rows: RowStore,
    run: Mapping[str, object],
    recruits: Iterable[Recruit],
    *,
    made: date,
    language: Language,
) -> None:
    """Write ``report.html`` and ``report.xlsx``.

    Parameters
    ----------
    run
        The content of ``run.json``.
    recruits
        The lines of ``recruits.csv``.
    made
        The day on which the plan was made.
    language
        The page's first language, and that of the workbook.
    """
    facts = report_facts(rows, run, made)
    (folder / "report.html").write_text(
        render_page(facts, language), encoding="utf-8", newline="\n"
    )
    write_workbook(folder / "report.xlsx", facts, recruits, language)
