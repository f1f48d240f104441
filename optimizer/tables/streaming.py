"""Large scenario folders: villages are read a chunk at a time, and every chunk is checked first.

A folder is read so when all its tables are Parquet, with the rows of each village together, and
its settings and villages table are in order. Any other folder is read whole, which also says what
is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from optimizer.errors import Problem, ScenarioError
from optimizer.intake import Finding, RawScenario, Table, empty_table, scenario_from_raw
from optimizer.intake.faults import KEPT
from optimizer.intake.text import clean
from optimizer.scenario import Village
from optimizer.source import Source
from optimizer.tables.columnar import read_parquet
from optimizer.tables.folder import means_a_table
from optimizer.tables.grouped import Grouped, grouped
from optimizer.tables.heads import HeadColumns, read_heads
from optimizer.tables.land import is_land
from optimizer.tables.schema import POINTS, SCHEMAS, table_from_sheet
from optimizer.tables.settings import (
    FILE,
    Settings,
    read_settings,
    rules_of_area,
    unused_areas,
)

_BELOW = (*POINTS, "pairs")
_ROWS = 25_000
"""Households of a chunk."""
WORTH_ROWS = 100_000
"""Households from which on a folder is read in chunks."""


@dataclass(frozen=True, slots=True, eq=False)
class _Folder:
    """A folder whose frame is in order: settings, the villages, and where their rows stand."""

    settings: Settings
    heads: HeadColumns
    tables: Mapping[str, Grouped]
    order: Sequence[int]

    def chunks(self) -> Iterator[RawScenario]:
        """Yield the villages sorted by id, a few at a time, as raw columns."""
        rows: list[int] = []
        held = 0
        spans, ids = self.tables["households"].spans, self.heads.table.columns["id"]
        for row in self.order:
            start, stop = spans.get(str(ids[row]), (0, 0))
            rows.append(row)
            held += stop - start
            if held >= _ROWS:
                yield self._raw(rows)
                rows, held = [], 0
        if rows:
            yield self._raw(rows)

    def _raw(self, rows: Sequence[int]) -> RawScenario:
        """Read the tables of some villages."""
        heads = self.heads
        names = [str(heads.table.columns["id"][row]) for row in rows]
        findings: list[Finding] = []
        below = []
        for name in _BELOW:
            table = empty_table(name)
            if name in self.tables:
                sheet, village = self.tables[name].sheet(names)
                table, problems = table_from_sheet(name, sheet)
                findings += problems
                if table.size:  # none where a column is missing
                    table = replace(table, village=village)
            below.append(table)
        areas = [heads.areas[row] for row in rows]
        households, members, places, pairs = below
        return RawScenario(
            rules=self.settings.rules or {},
            rules_where=FILE,
            lonlat=self.settings.coordinates == "lonlat",
            villages=_rows(heads.table, rows),
            areas=areas,
            own_rules=[
                rules_of_area(self.settings.areas, codes) | heads.rules[row]
                for codes, row in zip(areas, rows, strict=True)
            ],
            own_rules_where=[heads.table.where(row) for row in rows],
            households=households,
            members=members,
            places=places,
            pairs=pairs,
            findings=findings,
        )


def stream_folder(folder: Path) -> Source | None:
    """Open a folder to be read in chunks, every one of which has been checked; None for others.

    Raises
    ------
    ScenarioError
        With the problems of all chunks.
    """
    opened = _opened(folder)
    if opened is None:
        return None
    problems: dict[Problem, None] = {}
    rules = None
    for raw in opened.chunks():
        try:
            rules = scenario_from_raw(raw).rules
        except ScenarioError as error:
            problems |= dict.fromkeys(error.problems)
        if len(problems) > KEPT:
            break
    if problems or rules is None:
        raise ScenarioError(problems)

    def stream() -> Iterator[Village]:
        for raw in opened.chunks():
            yield from scenario_from_raw(raw).villages

    lonlat = opened.settings.coordinates == "lonlat"
    return Source(rules, lonlat, len(opened.order), stream)


def _opened(folder: Path) -> _Folder | None:
    """Look at a folder's frame; None where it is to be read whole."""
    files = {path.name: path for path in folder.iterdir() if means_a_table(path)}
    known = {f"{name}.parquet" for name in SCHEMAS}
    needed = {"villages.parquet", "households.parquet", "members.parquet"}
    others = any(is_land(path) or path.name == "scenario.yml" for path in folder.iterdir())
    if others or not needed <= files.keys() <= known or not (folder / FILE).is_file():
        return None
    try:
        settings = read_settings(folder / FILE)
        table, problems = table_from_sheet("villages", read_parquet(files["villages.parquet"]))
    except ScenarioError:
        return None
    if problems or settings.problems or not settings.coordinates or not _plain(table):
        return None
    heads = read_heads(table)
    if heads.problems or unused_areas(settings.areas, heads.areas):
        return None
    ids = [str(name) for name in table.columns["id"]]
    rank = {name: row for row, name in enumerate(ids)}
    tables = {}
    for name in _BELOW:
        if f"{name}.parquet" in files:
            found = grouped(files[f"{name}.parquet"], rank)
            if found is None:
                return None
            tables[name] = found
    rows = sum(stop - start for start, stop in tables["households"].spans.values())
    order = [rank[name] for name in sorted(rank)]
    return _Folder(settings, heads, tables, order) if rows >= WORTH_ROWS else None


def _plain(table: Table) -> bool:
    """Tell whether the villages' ids are texts that stand once, just as they will be read."""
    ids = table.columns["id"]
    texts = all(isinstance(name, str) and name and name == clean(name) for name in ids)
    return texts and len(set(ids)) == table.size


def _rows(table: Table, rows: Sequence[int]) -> Table:
    """Return some rows of a table; each knows where it stood."""
    columns = {name: [cells[row] for row in rows] for name, cells in table.columns.items()}
    return replace(table, size=len(rows), columns=columns, where=lambda row: table.where(rows[row]))
