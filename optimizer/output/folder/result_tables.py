"""The tables of a result folder, written village by village."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from contextlib import ExitStack
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from optimizer.domain.languages import Language
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import METRE_DECIMALS, UNSERVED, Assignment, Recruitment, VillagePlan
from optimizer.domain.scenario import Ids, Village
from optimizer.output.bounds_document import bounds_document
from optimizer.output.folder.csv_table import Cell, CsvTable
from optimizer.output.folder.team_tables import TeamTables
from optimizer.output.folder.village_list import VillageList
from optimizer.output.metres import shown_metres, shows_metres
from optimizer.output.moves import moves
from optimizer.output.recruitment_document import curve_document, pocket_documents
from optimizer.output.text import hint_text, hints_of, recruit_messages, village_messages

ASSIGNMENTS = pa.schema(
    [
        ("village", pa.string()),
        ("household", pa.string()),
        ("person", pa.string()),
        ("metres", pa.float64()),
        ("plan", pa.dictionary(pa.int8(), pa.string())),
    ]
)

_ROWS_A_GROUP = 100_000
"""Rows of one parquet row group: what is kept in memory before it is written."""

RECRUITS = (
    "village",
    "name",
    "area",
    "recruit",
    "place",
    "x",
    "y",
    "households",
    "serves_more",
    "hamlet",
    "message_en",
    "message_vi",
)
BOUNDS = "bounds.json"
STAND_INS = ("village", "household", "person", "stand_in", "metres", "plan")
MOVES = ("village", "household", "from", "to", "cause", "plan")
UNSERVED_COLUMNS = (
    "village",
    "name",
    "area",
    "household",
    "x",
    "y",
    "today",
    "after",
    "hint_en",
    "hint_vi",
)


class ResultTables:
    """The open files of a result folder; a context manager that closes them all.

    Parameters
    ----------
    language
        Whose spreadsheets the tables for people are for.
    """

    def __init__(self, folder: Path, language: Language = Language.EN) -> None:
        self._language = language
        self._recruits = CsvTable(folder / "recruits.csv", RECRUITS, language)
        self._unserved = CsvTable(folder / "unserved.csv", UNSERVED_COLUMNS, language)
        self._parquet = pq.ParquetWriter(folder / "assignments.parquet", ASSIGNMENTS)
        self._teams = TeamTables(folder, language)
        self._waiting: list[pa.RecordBatch] = []
        self._folder = folder
        self._asked: dict[str, CsvTable] = {}
        self._pockets = VillageList(folder / "pockets.json")
        self._bounds = VillageList(folder / BOUNDS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        # Each is closed, also where another one meets a full disk.
        with ExitStack() as files:
            for file in (
                self._bounds,
                self._pockets,
                self._teams,
                self._unserved,
                self._recruits,
                self._parquet,
            ):
                files.callback(file.close)
            for table in self._asked.values():
                files.callback(table.close)
            self._flush()

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Append one village to every table."""
        for label, made in (("today", plan.today), ("after", plan.after)):
            if made is not None:
                self._waiting.append(
                    _assignment_rows(village, person_ids(village, plan), made, label)
                )
        if sum(len(batch) for batch in self._waiting) >= _ROWS_A_GROUP:
            self._flush()
        self._unserved.write(unserved_rows(village, plan))
        if village.has_current:
            self._table("moves.csv", MOVES).write(move_rows(village, plan))
        if village.rules.stand_ins:
            self._table("stand_ins.csv", STAND_INS).write(stand_in_rows(village, plan))
        self._teams.add(village, plan)
        if plan.recruitment is not None:
            self._recruits.write(recruit_rows(village, plan))
            self._pockets.add(_pockets(village, plan.recruitment))
        self._bounds.add(bounds_document(village, plan))

    def _table(self, name: str, columns: Sequence[str]) -> CsvTable:
        """Return a table that only those results have in which something was asked for."""
        if name not in self._asked:
            self._asked[name] = CsvTable(self._folder / name, columns, self._language)
        return self._asked[name]

    def _flush(self) -> None:
        """Write the waiting rows as one row group."""
        if self._waiting:
            self._parquet.write_table(pa.Table.from_batches(self._waiting, ASSIGNMENTS))
            self._waiting = []


def _assignment_rows(
    village: Village, persons: Ids, made: Assignment, label: str
) -> pa.RecordBatch:
    """Return household, person and metres of everybody who is served."""
    served = np.flatnonzero(made.person != UNSERVED)
    columns = [
        pa.array([village.id] * len(served), pa.string()),
        pa.array(village.households.ids[served].tolist(), pa.string()),
        pa.array(persons[made.person[served]].tolist(), pa.string()),
        pa.array(shown_metres(village, made)[served], from_pandas=True),
        pa.DictionaryArray.from_arrays(
            pa.array(np.full(len(served), ("today", "after").index(label), np.int8)),
            pa.array(["today", "after"]),
        ),
    ]
    return pa.RecordBatch.from_arrays(columns, schema=ASSIGNMENTS)


def unserved_rows(village: Village, plan: VillagePlan) -> Iterable[Sequence[Cell]]:
    """Return the households without anybody, with the reason today and after recruiting.

    Along paths a household that is too far from everybody has a hint what keeps it away.
    """
    today = plan.today.reasons
    after = today if plan.after is None else plan.after.reasons
    area = " / ".join(village.area)
    said = {
        hint.household: [hint_text(hint, language) for language in Language]
        for hint in hints_of(village, plan)
    }
    for row in np.flatnonzero((today != "") | (after != "")).tolist():
        x, y = village.households.given[row].tolist()
        household = str(village.households.ids[row])
        why = str(today[row]), str(after[row])
        yield village.id, village.name, area, household, x, y, *why, *said.get(row, ("", ""))


def move_rows(village: Village, plan: VillagePlan) -> Iterable[Sequence[Cell]]:
    """Return who changes person against the plan in force, today and after recruiting."""
    for label, made in (("today", plan.today), ("after", plan.after)):
        if made is not None:
            for household, before, now, cause in moves(village, made, person_ids(village, plan)):
                yield village.id, household, before or "", now or "", cause, label


def stand_in_rows(village: Village, plan: VillagePlan) -> Iterable[Sequence[Cell]]:
    """Return who would take each household if its own person left, today and after recruiting."""
    names, homes = [*person_ids(village, plan).tolist(), ""], village.households.ids.tolist()
    for label, made in (("today", plan.today), ("after", plan.after)):
        found = None if made is None else made.stand_ins
        if made is None or found is None:
            continue
        away = np.where(shows_metres(village), found.metres, np.nan).round(METRE_DECIMALS)
        for row in np.flatnonzero(made.person != UNSERVED).tolist():
            metres = None if np.isnan(away[row]) else float(away[row])
            own, other = names[made.person[row]], names[found.person[row]]
            yield village.id, homes[row], own, other, metres, label


def recruit_rows(village: Village, plan: VillagePlan) -> Iterable[Sequence[Cell]]:
    """Return the suggested recruits in the order of their worth."""
    if plan.recruitment is None:
        return
    members, area = len(village.members), " / ".join(village.area)
    near = village_messages(village, plan).hamlets
    said = recruit_messages(village, plan, near)
    for nth, place in enumerate(plan.recruitment.places.tolist()):
        x, y = village.sites.given[place].tolist()
        load = None if plan.after is None else int(plan.after.loads[members + nth])
        yield (
            village.id,
            village.name,
            area,
            str(person_ids(village, plan)[members + nth]),
            str(village.sites.ids[place]),
            x,
            y,
            load,
            int(plan.recruitment.worth[nth]),
            near[nth],
            *(said[nth][language] for language in Language),
        )


def _pockets(village: Village, recruitment: Recruitment) -> dict[str, object]:
    """Return the reasons for a village's recruits, with ids in place of rows."""
    return {
        "id": village.id,
        "needed": round(recruitment.needed.value),
        "bound": round(recruitment.needed.bound),
        "by": recruitment.by,
        "pockets": pocket_documents(village, recruitment),
        **curve_document(village, recruitment),
    }
