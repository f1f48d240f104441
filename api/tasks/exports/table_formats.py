"""One table from one format to another: CSV, Parquet, Excel."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq
from xlsxwriter import Workbook

from api.http.errors import ServiceError
from optimizer.output.folder.csv_table import Cell, CsvTable, as_written

MOST_ROWS = 1_048_575
"""Rows of an Excel sheet below its header."""
_LONGEST = 32_767
_TEXTS = (
    "village",
    "name",
    "area",
    "verdict",
    "household",
    "person",
    "plan",
    "recruit",
    "place",
    "hamlet",
    "today",
    "after",
    "message_en",
    "message_vi",
    "failure",
    "recruits_proven",
    "proven",
    "after_proven",
    "has_team",
    "team",
    "leader",
    "member",
    "leads",
    "team_today",
    "from",
    "to",
    "flags",
)
"""Columns that are text whatever stands in them: an id may look like a number."""


def write_sheet(source: Path, target: Path) -> None:
    """Write a table as the format that the target's name ends in; they may be the same file.

    Raises
    ------
    ServiceError
        When it has more rows than an Excel sheet.
    """
    if source == target:
        return
    table = pq.read_table(source) if source.suffix == ".parquet" else _read(source)
    if target.suffix == ".parquet":
        pq.write_table(table, target)
    elif target.suffix == ".csv":
        written = CsvTable(target, table.column_names)
        written.write(_rows(table))
        written.close()
    else:
        _write_excel(table, target)


def _read(source: Path) -> pa.Table:
    """Read a table that was written for people: texts as they were before, numbers as numbers."""
    kinds = dict.fromkeys(_TEXTS, pa.string())
    options = pacsv.ConvertOptions(column_types=kinds, strings_can_be_null=False)
    parsing = pacsv.ParseOptions(newlines_in_values=True)
    table = pacsv.read_csv(source, convert_options=options, parse_options=parsing)
    for at, name in enumerate(table.column_names):
        if name in kinds:
            texts = [as_written(text) for text in table.column(at).to_pylist()]
            table = table.set_column(at, name, pa.array(texts, pa.string()))
    return table


def _rows(table: pa.Table) -> Iterator[Sequence[Cell]]:
    for batch in table.to_batches(max_chunksize=10_000):
        yield from zip(*(column.to_pylist() for column in batch.columns), strict=True)


def _write_excel(table: pa.Table, target: Path) -> None:
    if len(table) > MOST_ROWS:
        raise ServiceError("TOO_MANY_ROWS", count=len(table), limit=MOST_ROWS)
    plain = {
        "constant_memory": True,
        "strings_to_formulas": False,
        "strings_to_urls": False,
        "strings_to_numbers": False,
    }
    with Workbook(str(target), plain) as book:
        sheet, head = book.add_worksheet(target.stem), book.add_format({"bold": True})
        sheet.freeze_panes(1, 0)
        for at, name in enumerate(table.column_names):
            sheet.write_string(0, at, name, head)
        for number, row in enumerate(_rows(table), start=1):
            for at, cell in enumerate(row):
                if isinstance(cell, str):
                    sheet.write_string(number, at, cell[:_LONGEST])
                elif cell is not None:
                    sheet.write_number(number, at, cell)
        if len(table):
            sheet.autofilter(0, 0, len(table), len(table.column_names) - 1)
