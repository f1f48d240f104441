"""Rows for the reports, made of the two villages that everybody can check in the head."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from optimizer.domain.failure import Failure, FailureCode
from optimizer.output.report.report_facts import ReportFacts, report_facts
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.village_summary import (
    VillageSummary,
    summarise_failure,
    summarise_village,
)
from tests.optimizer.hand_made import SERVED, SERVED_PLAN, SHORT, SHORT_PLAN

FINE = summarise_village(SERVED, SERVED_PLAN)
POOR = summarise_village(SHORT, SHORT_PLAN)
FAILED = summarise_failure(replace(SHORT, id="f"), Failure(FailureCode.LOST, "its worker ended"))
_OPEN = ExitStack()
atexit.register(_OPEN.close)
RUN = {
    "version": "0.2.0",
    "scenario_sha256": "ab" * 32,
    "coordinates": "metres",
    "rules": {"min_households": 5, "max_households": 10, "max_distance_m": 50.0},
}


def facts(rows: Sequence[VillageSummary] = (FINE, POOR), **run: object) -> ReportFacts:
    """Return what is reported of these rows; they are few, and no file is made of them."""
    in_order = sorted(rows, key=lambda row: row.village_id)
    kept = _OPEN.enter_context(RowStore(Path()))
    kept.extend(in_order)
    return report_facts(kept, {**RUN, **run}, date(2026, 11, 24))


def many(count: int) -> list[VillageSummary]:
    """Return so many villages in need, each in a commune with nine others."""
    return [
        replace(
            POOR,
            village_id=f"v{nth:05}",
            name=f"Thôn {nth}",
            area=("N", f"commune {nth // 10:05}"),
            x=100.0 * (nth % 100),
            y=100.0 * (nth // 100),
        )
        for nth in range(count)
    ]
