"""A file of counts, and the file or the lines that come of it."""

from __future__ import annotations

import os
from collections.abc import Sequence
from pathlib import Path

import orjson

from optimizer.domain.rules import Rules
from optimizer.input.checks import RawTable
from optimizer.input.folder.csv_file import read_csv
from optimizer.input.folder.excel_file import read_excel
from optimizer.input.folder.parquet_file import read_parquet
from optimizer.input.folder.sheet import Sheet, unreadable
from optimizer.output.folder.result_tables import CsvTable as Written
from optimizer.output.text.words import Language
from optimizer.screening.count_bounds import CountBounds
from optimizer.screening.counts import meant, read_counts
from optimizer.screening.screen_document import bounds_document, bounds_of_counts, screen_summary

COLUMNS = (
    "village",
    "name",
    "area",
    "verdict",
    "certain",
    "recruits_at_least",
    "households",
    "members",
    "room",
    "active_at_most",
    "reserve_at_least",
    "min_households",
    "max_households",
    "message_en",
    "message_vi",
)


def screen_file(path: Path, rules: Rules) -> list[CountBounds]:
    """Read a file of counts and return what they prove, those in greatest need first.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    sheet = _sheet(path)
    table = RawTable(
        "counts",
        len(sheet.numbers),
        sheet.columns,
        sheet.where,
        sheet.source,
        text=True,
        decimal_comma=sheet.decimal_comma,
    )
    return sorted(bounds_of_counts(read_counts(table, rules, sheet.problems)), key=urgency)


def urgency(row: CountBounds) -> tuple[int, int, str]:
    """Sort key: most recruits first, then least room, then by id."""
    spare = row.room - row.counted.households
    return -row.recruits_at_least, spare, row.counted.id


def write_screen(path: Path, rows: Sequence[CountBounds]) -> None:
    """Write what counts prove as CSV or JSON; the file appears when it is whole."""
    path.parent.mkdir(parents=True, exist_ok=True)
    part = path.with_name(f".{path.name}.part-{os.getpid()}")
    try:
        if path.suffix.casefold() == ".json":
            made = {"villages": list(map(bounds_document, rows)), "summary": screen_summary(rows)}
            part.write_bytes(orjson.dumps(made, option=orjson.OPT_INDENT_2) + b"\n")
        else:
            table = Written(part, COLUMNS)
            table.write(map(_line, rows))
            table.close()
        part.replace(path)
    finally:
        part.unlink(missing_ok=True)


def _sheet(path: Path) -> Sheet:
    ending = path.suffix.casefold()
    if not path.is_file():
        raise unreadable(str(path), "there is no such file; check the name", "NOT_FOUND")
    if ending == ".csv":
        return read_csv(path)
    if ending == ".xlsx":
        return read_excel(path, "villages")
    if ending == ".parquet":
        return read_parquet(path, meant)
    message = "counts are a table that ends in .csv, .xlsx or .parquet; name one"
    raise unreadable(path.name, message, "UNKNOWN_FORMAT")


def _line(row: CountBounds) -> Sequence[str | int]:
    counted = row.counted
    return (
        counted.id,
        counted.name,
        " / ".join(counted.area),
        str(row.verdict),
        "yes" if row.certain else "no",
        row.recruits_at_least,
        counted.households,
        counted.members,
        row.room,
        row.active_at_most,
        row.reserve_at_least,
        counted.least,
        counted.most,
        *(row.message[language] for language in Language),
    )
