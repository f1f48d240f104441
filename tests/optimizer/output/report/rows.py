"""Rows for the reports, made of the two villages that everybody can check in the head."""

from __future__ import annotations

import atexit
from collections.abc import Sequence
from contextlib import ExitStack
from dataclasses import replace
from datetime import date
from pathlib import Path

from optimizer.domain.failure import Failure, FailureCode
from optimizer.output.report.report_facts import Facts, facts_of
from optimizer.output.summary.row_store import Rows
from optimizer.output.summary.village_summary import Tally, failed_tally, tally
from tests.optimizer.hand_made import SERVED, SERVED_PLAN, SHORT, SHORT_PLAN

FINE = tally(SERVED, SERVED_PLAN)
POOR = tally(SHORT, SHORT_PLAN)
FAILED = failed_tally(replace(SHORT, id="f"), Failure(FailureCode.LOST, "its worker ended"))
_OPEN = ExitStack()
atexit.register(_OPEN.close)
RUN = {
    "version": "0.2.0",
    "scenario_sha256": "ab" * 32,
    "coordinates": "metres",
    "rules": {"min_households": 5, "max_households": 10, "max_distance_m": 50.0},
}


def facts(rows: Sequence[Tally] = (FINE, POOR), **run: object) -> Facts:
    """Return what is reported of these rows; they are few, and no file is made of them."""
    in_order = sorted(rows, key=lambda row: row.village_id)
    kept = _OPEN.enter_context(Rows(Path()))
    kept.extend(in_order)
    return facts_of(kept, {**RUN, **run}, date(2026, 11, 24))


def many(count: int) -> list[Tally]:
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
