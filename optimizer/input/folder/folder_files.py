"""Which file of a scenario folder is which table."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path

from optimizer.errors import Problem, ScenarioError
from optimizer.input.columns import ReadingChoices, table_of
from optimizer.input.folder.csv_file import read_csv
from optimizer.input.folder.excel_file import WORKBOOKS, read_excel, read_workbook
from optimizer.input.folder.geoparquet import read_points
from optimizer.input.folder.line_maps import is_land
from optimizer.input.folder.map_copies import SIDECARS
from optimizer.input.folder.map_drivers import MAPS
from optimizer.input.folder.other_features import TAGS, only_buildings
from optimizer.input.folder.other_workbooks import is_other_workbook, refuse_other_workbook
from optimizer.input.folder.parquet_file import read_parquet
from optimizer.input.folder.point_maps import read_map
from optimizer.input.folder.scenario_yaml import FILE
from optimizer.input.folder.sheet import Sheet
from optimizer.input.folder.table_schema import (
    AS_IT_IS,
    POINTS,
    SCHEMAS,
    headings_of,
    meaning,
)
from optimizer.input.folder.totals_rows import without_totals

WORKBOOK_STEM = "scenario"
"""Name of a workbook of all tables; among the sources only when it could not be read."""

POINT_ENDINGS = (*WORKBOOKS, ".csv", ".parquet", *MAPS)
REPORTS = ("outside.csv", "neighbours.csv", "placement.json")
"""What stands beside the tables and tells how they came about."""

_IGNORED = ("readme", "license", "known_answer.json", "answer.json", "~$", *REPORTS)
"""Beginnings of names that are no tables; a spreadsheet's lock file begins with ``~$``."""


def read_sheets(
    folder: Path, choices: ReadingChoices = AS_IT_IS
) -> tuple[dict[str, Sheet], list[Problem]]:
    """Read every table of a folder as it stands."""
    sheets: dict[str, Sheet] = {}
    problems: list[Problem] = []
    sources: dict[str, list[str]] = {}
    for path in sorted(folder.iterdir()):
        if not means_a_table(path):
            continue
        try:
            read = _read(path, choices)
        except ScenarioError as error:
            problems += error.problems
            read = {table_of(path.stem): None} if _readable(path) or _meant(path) else {}
        for table, sheet in read.items():
            sources.setdefault(table, []).append(path.name)
            if sheet is not None:
                sheets[table] = sheet
    for table, names in sources.items():
        if len(names) > 1:
            message = f"{' and '.join(names)} are the same table; keep one"
            problems.append(Problem("TABLE_TWICE", folder.name, table, "", message))
    for table in ("households", "members"):
        if table not in sources and WORKBOOK_STEM not in sources:
            message = f"the folder needs a table {table}: {_named(table)}"
            problems.append(Problem("MISSING_TABLE", folder.name, table, "", message))
    return sheets, problems


def means_a_table(path: Path) -> bool:
    """Tell whether a file of a folder is meant as one of its tables."""
    name = path.name.casefold()
    if is_land(path) or name in {FILE, "scenario.yml"} or name.startswith((".", *_IGNORED)):
        return False
    if path.suffix.casefold() in SIDECARS or name.endswith(".shp.xml"):
        return not path.with_suffix(".shp").is_file() and not name.endswith(".shp.xml")
    return not name.endswith((".gpkg-wal", ".gpkg-shm"))


def _read(path: Path, choices: ReadingChoices) -> Mapping[str, Sheet | None]:
    """Read the tables of one file."""
    table, ending = table_of(path.stem), path.suffix.casefold()
    if table == WORKBOOK_STEM and ending in WORKBOOKS:
        sheets = read_workbook(path, tuple(SCHEMAS), choices)
        return {name: without_totals(sheet, name) for name, sheet in sheets.items()}
    refuse_other_workbook(path)
    if not _readable(path):
        message = (
            f"this is no table; the tables are {', '.join(SCHEMAS)}, each a file such as "
            f"{_named('households')}"
        )
        raise ScenarioError([Problem("UNKNOWN_TABLE", path.name, "", "", message)])
    return {table: read_table(path, table, choices)}


def read_table(path: Path, table: str, choices: ReadingChoices = AS_IT_IS) -> Sheet:
    """Read a table or a map by what its name says that it is."""
    ending, located = path.suffix.casefold(), table in POINTS
    known = headings_of(table, choices)
    if ending == ".csv":
        return without_totals(read_csv(path, known), table)
    if ending in WORKBOOKS:
        return without_totals(read_excel(path, table, known), table)
    meant = meaning(table, choices)
    if ending == ".parquet":
        coded = table == "distances"
        return read_points(path, meant) if located else read_parquet(path, meant, coded=coded)
    return read_map(path, table, meant, located=located)


def read_houses(path: Path, choices: ReadingChoices = AS_IT_IS) -> Sheet:
    """Read a table or a map of houses; what is none by its tags is left out with a note."""
    ending, meant = path.suffix.casefold(), meaning("households", choices)

    def worth(name: str) -> bool:
        return name in TAGS or meant(name)

    if ending in MAPS:
        return read_map(path, "households", worth, located=True, buildings=True)
    if ending == ".parquet":
        return only_buildings(read_points(path, worth))
    return only_buildings(read_table(path, "households", choices))


def _readable(path: Path) -> bool:
    """Tell whether a file's name is that of a table in a known format."""
    table, ending = table_of(path.stem), path.suffix.casefold()
    if table == WORKBOOK_STEM:
        return ending in WORKBOOKS and path.is_file()
    return table in SCHEMAS and ending in POINT_ENDINGS and path.is_file()


def _meant(path: Path) -> bool:
    """Tell whether a file is a table in a format that is not read, which is refused by itself."""
    table = table_of(path.stem)
    return is_other_workbook(path) and (table in SCHEMAS or table == WORKBOOK_STEM)


def _named(table: str) -> str:
    """Return the names that a table's file may have."""
    first, *others = POINT_ENDINGS
    return f"{table}{first}, or with {', '.join(others[:-1])} or {others[-1]} at its end"
