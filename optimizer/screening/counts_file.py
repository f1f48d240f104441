"""A file of counts, and the file or the lines that come of it."""

from __future__ import annotations

import os
from collections.abc import Iterator, Sequence
from pathlib import Path

import numpy as np
import orjson

from optimizer.domain.languages import Language
from optimizer.domain.notes import Note, Value
from optimizer.domain.rules import Rules
from optimizer.input.checks import RawTable
from optimizer.input.checks.text_columns import identifiers
from optimizer.input.columns import ReadingChoices, fold_heading
from optimizer.input.columns.matching import may_mean
from optimizer.input.folder.csv_file import read_csv
from optimizer.input.folder.excel_file import WORKBOOKS, read_excel
from optimizer.input.folder.other_workbooks import refuse_other_workbook
from optimizer.input.folder.parquet_file import read_parquet
from optimizer.input.folder.sheet import Sheet, unreadable
from optimizer.input.folder.sheet_fields import columns_of, header_place, left_out_note
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.input.notes.look_alike_ids import CODE as LOOK_ALIKE_IDS
from optimizer.input.notes.look_alike_ids import look_alikes
from optimizer.input.notes.scenario_rows import note_on_rows
from optimizer.output.folder.csv_table import CsvTable as Written
from optimizer.screening.count_bounds import CountBounds
from optimizer.screening.counts import SCHEMA, read_counts, unknown_field
from optimizer.screening.screen_document import bounds_document, bounds_of_counts, screen_summary
from optimizer.screening.totals_of_counts import without_totals

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


def screen_file(path: Path, rules: Rules, choices: ReadingChoices = AS_IT_IS) -> list[CountBounds]:
    """Read a file of counts and return what they prove, those in greatest need first.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    return screen_noted(path, rules, choices)[0]


def screen_noted(
    path: Path, rules: Rules, choices: ReadingChoices = AS_IT_IS
) -> tuple[list[CountBounds], tuple[Note, ...]]:
    """Read a file of counts as `screen_file` does, and say what is noted about it.

    Returns
    -------
    tuple
        The villages, and what is to be said about the file: rows of totals, columns left out.

    Raises
    ------
    ScenarioError
        With every problem of the file.
    """
    sheet = _sheet(path, choices)
    found = columns_of("counts", sheet, SCHEMA.knows, choices)
    unknown = [unknown_field(header_place(sheet), heading) for heading in found.unknown]
    table = RawTable(
        "counts",
        len(sheet.numbers),
        found.columns,
        sheet.where,
        sheet.source,
        text=True,
        decimal_comma=sheet.decimal_comma,
    )
    table, totals = without_totals(table, sheet.columns)
    problems = [*sheet.problems, *found.problems, *unknown]
    rows = sorted(bounds_of_counts(read_counts(table, rules, problems)), key=urgency)
    left_out = left_out_note("counts", sheet.source, found.left_out)
    return rows, (*sheet.notes, *left_out, *totals, *_look_alikes(table))


def _look_alikes(table: RawTable) -> Iterator[Note]:
    """Yield a note for villages whose ids look alike: one village may be counted as two."""
    ids, _ = identifiers(table, "id")
    for first, *others in look_alikes(ids):
        for other in others:
            pair = np.array([first, other], np.int64)
            said: dict[str, Value] = {"field": "id", "first": ids[first], "second": ids[other]}
            yield note_on_rows(LOOK_ALIKE_IDS, "counts", table.where, pair, said)


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


def _sheet(path: Path, choices: ReadingChoices) -> Sheet:
    ending = path.suffix.casefold()
    if not path.is_file():
        raise unreadable(str(path), "there is no such file; check the name", "NOT_FOUND")
    refuse_other_workbook(path)
    meant = may_mean("counts", SCHEMA.knows, choices)

    def known(heading: str) -> bool:
        return meant(heading) or fold_heading(heading) in choices.leave_out

    if ending == ".csv":
        return read_csv(path, known)
    if ending in WORKBOOKS:
        return read_excel(path, "villages", known)
    if ending == ".parquet":
        return read_parquet(path, meant)
    message = f"counts are a table that ends in .csv, {', '.join(WORKBOOKS)} or .parquet; name one"
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
