"""What a result folder says of all villages together."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime
from pathlib import Path
from tempfile import TemporaryDirectory

import orjson

from optimizer.domain.languages import Language
from optimizer.output.folder.atomic_files import MARK
from optimizer.output.folder.result_reader import read_recruits, read_response
from optimizer.output.folder.villages_csv import write_areas, write_villages
from optimizer.output.report import write_reports
from optimizer.output.summary.area_totals import summary_of
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.summary_table import (
    LEDGER,
    day_of,
    read_summary_table,
    write_summary_table,
)


def write_sums(
    folder: Path,
    rows: RowStore,
    run: Mapping[str, object],
    *,
    language: Language = Language.EN,
) -> None:
    """Write the tables of villages and areas, their sum, and the reports.

    Parameters
    ----------
    run
        How the result came about: the content of ``run.json``.
    language
        The first one of the reports, and that of the spreadsheets that the tables are for.
    """
    areas, made = rows.totals().areas, datetime.now().astimezone().date()
    write_villages(folder / "villages.csv", rows, language)
    write_summary_table(folder / LEDGER, rows, made)
    write_areas(folder / "areas.csv", areas, language)
    write_json(folder / "summary.json", summary_of(areas))
    recruits = read_recruits(folder)
    write_reports(folder, rows, run, recruits, made=made, language=language)


def rewrite_reports(folder: Path, language: Language) -> tuple[Path, ...]:
    """Write both reports of an existing result again, and return where they are.

    Raises
    ------
    ScenarioError
        When the folder is no whole result, or one that another version made.
    """
    made, run = day_of(folder / LEDGER), read_response(folder / MARK)
    recruits, told = read_recruits(folder), run if isinstance(run, Mapping) else {}
    with (
        TemporaryDirectory(prefix=".report-", dir=folder) as part,
        RowStore(Path(part)) as rows,
    ):
        rows.extend(read_summary_table(folder / LEDGER))
        write_reports(Path(part), rows, told, recruits, made=made, language=language)
        return tuple(path.replace(folder / path.name) for path in sorted(Path(part).iterdir()))


def write_json(path: Path, document: Mapping[str, object]) -> None:
    """Write JSON that people can read; a number that JSON does not know is a fault of ours."""
    path.write_bytes(orjson.dumps(document, option=orjson.OPT_INDENT_2) + b"\n")
