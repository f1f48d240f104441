"""Results written as a run writes them: in its work folder, and renamed when they are whole."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from pathlib import Path

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario
from optimizer.execution.checkpoint import open_work_folder
from optimizer.output.folder.atomic_files import check_free, put_folder
from optimizer.output.folder.response_file import fill_response
from optimizer.output.folder.result_folder import fill_folder
from optimizer.output.formats import OutputFormat
from optimizer.output.summary.row_store import RowStore

RUN: Mapping[str, object] = {"seed": 0}


def write_folder(
    scenario: Scenario,
    plans: Iterable[VillagePlan],
    folder: Path,
    *,
    run: Mapping[str, object] = RUN,
    formats: Sequence[OutputFormat] = (),
) -> None:
    """Write a result folder of plans in the scenario's order."""
    check_free(folder)
    with open_work_folder(folder) as work:
        work.part.mkdir()
        with RowStore(work.folder) as rows:
            fill_folder(
                work.part,
                zip(scenario.villages, plans, strict=True),
                rows,
                lonlat=scenario.lonlat,
                describe_run=lambda: run,
                formats=formats,
            )
        put_folder(work.part, folder, work.old)


def write_response(
    scenario: Scenario,
    plans: Iterable[VillagePlan],
    file: Path,
    *,
    run: Mapping[str, object] = RUN,
) -> None:
    """Write a response JSON of plans in the scenario's order."""
    check_free(file)
    with open_work_folder(file) as work:
        with RowStore(work.folder) as rows:
            made = zip(scenario.villages, plans, strict=True)
            fill_response(work.part, made, rows, lambda: run)
        work.part.replace(file)
