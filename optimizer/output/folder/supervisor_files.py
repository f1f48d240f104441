"""Supervisors in a result folder: a table, a row a team, and the figures of each unit."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Any

from optimizer.domain.languages import Language
from optimizer.output.folder.csv_table import CsvTable
from optimizer.output.folder.result_reader import read_table
from optimizer.output.folder.summary_files import write_json

SUPERVISORS = ("supervisor", "area", "village", "team", "leader_village", "leader", "flags")
TABLE, FIGURES = "supervisors.csv", "supervision.json"


def write_supervisors(
    folder: Path, document: Mapping[str, Any], language: Language = Language.EN
) -> None:
    """Write ``supervisors.csv`` and ``supervision.json``.

    Parameters
    ----------
    document
        ``supervisors`` and ``supervision`` as the response has them.
    """
    table = CsvTable(folder / TABLE, SUPERVISORS, language)
    table.write(table_rows(document))
    table.close()
    write_json(folder / FIGURES, document)


def table_rows(document: Mapping[Any, Any]) -> list[tuple[str, ...]]:
    """Return the rows of the table for what the response has."""
    return [row for entry in document["supervisors"] for row in _rows(entry)]


def read_supervisors(folder: Path) -> list[tuple[str, ...]]:
    """Read the rows of the table again.

    Raises
    ------
    ScenarioError
        When there is no such table, or it is none.
    """
    columns = read_table(folder / TABLE)
    if tuple(columns) != SUPERVISORS:
        return []
    return [tuple(map(str, row)) for row in zip(*columns.values(), strict=True)]


def _rows(entry: Mapping[str, Any]) -> Iterator[tuple[str, ...]]:
    area, flags = " / ".join(entry["area"]), " ".join(entry["flags"])
    for village, team in entry["teams"]:
        yield entry["id"], area, village, team, entry["village"], entry["leader"], flags
