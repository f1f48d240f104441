"""A result read back from the disk, for the independent check."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path

import orjson

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.csv_budget import check_csv
from optimizer.input.budgets.json_text import chunks_of, measure
from optimizer.input.budgets.parquet_budget import UNREADABLE, ParquetColumns
from optimizer.output.folder.csv_rows import delimiter_of, records_of, rows_of

Columns = Mapping[str, Sequence[object]]


def read_response(path: Path) -> object:
    """Read a response JSON, whatever stands in it.

    Raises
    ------
    ScenarioError
        When there is no such file or it is no JSON.
    """
    try:
        measure(chunks_of(path), path.name)
        document: object = orjson.loads(path.read_bytes())
    except OSError as fault:
        raise _unreadable(path, "it cannot be opened; check the name") from fault
    except orjson.JSONDecodeError as fault:
        raise _unreadable(path, f"it is no JSON ({fault}); name a response") from fault
    return document


def read_tables(folder: Path) -> tuple[Columns, Columns, Columns]:
    """Read assignments, unserved and recruits of a result folder, as columns of plain values.

    Raises
    ------
    ScenarioError
        When a table is missing or is not what its name says.
    """
    name = "assignments.parquet"
    try:
        with ParquetColumns(folder / name) as file:
            assignments: Columns = file.read(file.names).to_pydict()
        name = "unserved.csv"
        unserved = _read_csv(folder / name)
        name = "recruits.csv"
        recruits = _read_csv(folder / name)
    except (*UNREADABLE, csv.Error) as fault:
        raise _unreadable(folder / name, "it cannot be read; name a result folder") from fault
    return assignments, unserved, recruits


def read_team_members(folder: Path) -> Columns | None:
    """Read who is in which team; None where no teams were asked for.

    Raises
    ------
    ScenarioError
        When the table is not what its name says.
    """
    path = folder / "team_members.csv"
    return read_table(path) if path.is_file() else None


def read_table(path: Path) -> Columns:
    """Read a table for people of a result folder, as columns of texts.

    Raises
    ------
    ScenarioError
        When there is no such table, or it is none.
    """
    try:
        return _read_csv(path)
    except (*UNREADABLE, csv.Error) as fault:
        raise _unreadable(path, "it cannot be read; name a result folder") from fault


def read_recruits(folder: Path) -> Iterator[Mapping[str, str]]:
    """Read the lines of ``recruits.csv``, one at a time.

    Raises
    ------
    ScenarioError
        When there is no such table, or it is none.
    """
    path = folder / "recruits.csv"
    try:
        with path.open(encoding="utf-8-sig", newline="") as file:
            yield from records_of(file)
    except (OSError, csv.Error, UnicodeDecodeError) as fault:
        raise _unreadable(path, "it cannot be read; name a result folder") from fault


def _read_csv(path: Path) -> Columns:
    """Read a table for people; every cell is text again as it was before it was made harmless."""
    with path.open(encoding="utf-8-sig", newline="") as file:
        text = file.read(file_budgets.TEXT_BYTES.most + 1)
    file_budgets.TEXT_BYTES.check(len(text), path.name)
    check_csv(text, delimiter_of(text.split("\n", 1)[0]), path.name)
    names, *rows = rows_of(io.StringIO(text, newline=""))
    return {
        name: [row[at] if at < len(row) else "" for row in rows] for at, name in enumerate(names)
    }


def _unreadable(path: Path, remedy: str) -> ScenarioError:
    """Return the problem of a file that cannot be read."""
    return ScenarioError([Problem("UNREADABLE_PLAN", str(path), "", "", remedy)])
