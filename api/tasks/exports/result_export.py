"""What the processes do for people who take a result home: one file out of a kept plan."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import closing
from datetime import datetime
from pathlib import Path

from api.db import Database
from api.db.plan_queries import KeptResult, tallies_of
from api.http.errors import ServiceError
from api.tasks.exports.stored_plans import stored_plans
from api.tasks.exports.table_formats import write_sheet
from api.tasks.scenario_task import reading_store
from optimizer.domain.languages import Language
from optimizer.domain.search_limits import SearchLimits
from optimizer.output.folder.result_reader import read_recruits
from optimizer.output.folder.result_tables import ResultTables
from optimizer.output.folder.team_tables import TeamTables
from optimizer.output.folder.villages_csv import write_villages
from optimizer.output.format_files import FileRequest, open_files
from optimizer.output.formats import FORMAT_OF, TEAM_TABLES
from optimizer.output.report import write_reports
from optimizer.output.summary.row_store import RowStore
from optimizer.teams.member_metres import measured_teams

_MEASURING_S = 60.0
"""Seconds in which the metres among the members of a village are measured again."""


def export(url: str, kept: KeptResult, name: str, folder: Path, language: str) -> Path:
    """Write one file of a result into a folder and return where it is.

    Parameters
    ----------
    name
        ``villages.csv``, ``plan.gpkg`` and so on.
    folder
        Empty, and the caller's to remove.

    Raises
    ------
    ServiceError
        When the plan has nothing that a map could show, no place on the earth, or no teams.
    """
    stem = name.rpartition(".")[0]
    with reading_store(url) as store:
        if stem == "report":
            _reports(store, kept, folder, Language(language))
        elif name in FORMAT_OF:
            _also(store, kept, name, folder, Language(language))
        else:
            write_sheet(_TABLE[stem](store, kept, folder), folder / name)
    if not (folder / name).is_file():
        raise ServiceError("NOTHING_DRAWN")
    return folder / name


def _also(store: Database, kept: KeptResult, name: str, folder: Path, language: Language) -> None:
    """Write a result as one of the formats that it also has."""
    request = FileRequest([FORMAT_OF[name]], kept.lonlat, language)
    if request.impossible:
        raise ServiceError("NEEDS_LONLAT", file=name)
    with open_files(folder, request) as file:
        for village, plan in stored_plans(store, kept):
            file.add(village, plan)


def _villages(store: Database, kept: KeptResult, folder: Path) -> Path:
    path = folder / "villages.csv"
    with RowStore(folder) as rows:
        rows.extend(tallies_of(store, kept.id))
        write_villages(path, rows)
    return path


def _of_plans(name: str) -> Callable[[Database, KeptResult, Path], Path]:
    """Return the writer of a table that the plans themselves fill."""

    def write(store: Database, kept: KeptResult, folder: Path) -> Path:
        with ResultTables(folder) as tables:
            for village, plan in stored_plans(store, kept):
                tables.add(village, plan)
        return folder / name

    return write


def _of_teams(name: str) -> Callable[[Database, KeptResult, Path], Path]:
    """Return the writer of a table of teams."""

    def write(store: Database, kept: KeptResult, folder: Path) -> Path:
        with closing(TeamTables(folder)) as tables:
            for village, plan in stored_plans(store, kept):
                limits = SearchLimits.lasting(_MEASURING_S)
                tables.add(village, measured_teams(village, plan, limits))
        if not (folder / name).is_file():
            raise ServiceError("NO_TEAMS", id=kept.id)
        return folder / name

    return write


_TABLE: Mapping[str, Callable[[Database, KeptResult, Path], Path]] = {
    "villages": _villages,
    "assignments": _of_plans("assignments.parquet"),
    "recruits": _of_plans("recruits.csv"),
    "unserved": _of_plans("unserved.csv"),
    **{name: _of_teams(f"{name}.csv") for name in TEAM_TABLES},
}


def _reports(store: Database, kept: KeptResult, folder: Path, language: Language) -> None:
    """Write both reports of a result."""
    _TABLE["recruits"](store, kept, folder)
    made = datetime.fromisoformat(kept.finished).astimezone().date()
    with RowStore(folder) as rows:
        rows.extend(tallies_of(store, kept.id))
        write_reports(folder, rows, kept.run, read_recruits(folder), made=made, language=language)
