"""Large scenario folders: villages are read a chunk at a time, and every chunk is checked first.

A folder is read so when all its tables are Parquet, with the rows of each village together, and
its settings and villages table are in order. Any other folder is read whole, which also says what
is wrong with it.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from optimizer.domain.notes import MOST_NOTES, Note
from optimizer.domain.scenario import Ints, Village
from optimizer.domain.village_source import VillageSource
from optimizer.errors import Problem, ScenarioError
from optimizer.input.checks import Finding, RawScenario, empty_table, scenario_from_raw
from optimizer.input.checks.faults import KEPT, raise_findings
from optimizer.input.checks.noted_rows import refused
from optimizer.input.checks.supervision_request import Head, head_of, supervision_problems
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.chunk_notes import compares_villages, notes_across
from optimizer.input.folder.distance_rows import distances_by_kind
from optimizer.input.folder.folder_files import means_a_table
from optimizer.input.folder.grouped_parquet import Grouped, grouped
from optimizer.input.folder.line_maps import is_land
from optimizer.input.folder.scenario_yaml import (
    FILE,
    SUPERVISION,
    ScenarioSettings,
    may_lack_points,
    read_scenario_settings,
    rules_by_codes,
    rules_of_area,
    unused_areas,
)
from optimizer.input.folder.table_schema import (
    AS_IT_IS,
    POINTS,
    SCHEMAS,
    stored,
    table_from_sheet,
)
from optimizer.input.folder.village_columns import VillagesTable, open_villages
from optimizer.input.notes.across_villages import AcrossVillages
from optimizer.input.notes.look_alike_ids import CODE as LOOK_ALIKE_IDS
from optimizer.input.notes.look_alike_ids import look_alikes
from optimizer.input.notes.scenario_rows import note_on_rows
from optimizer.input.systems import METRES, CoordinateSystem, parse_system

_BELOW = (*POINTS, "pairs", "distances", "hamlets", "teams")
_ROWS = 25_000
"""Households of a chunk."""
WORTH_ROWS = 100_000
"""Households from which on a folder is read in chunks."""


@dataclass(frozen=True, slots=True, eq=False)
class _Folder:
    """A folder whose frame is in order: settings, the villages, and where their rows stand.

    Parameters
    ----------
    order
        Shape (villages,): rows of the villages table, sorted by id.
    """

    settings: ScenarioSettings
    villages: VillagesTable
    tables: Mapping[str, Grouped]
    order: Ints

    @property
    def system(self) -> CoordinateSystem:
        return parse_system(self.settings.coordinates) or METRES

    @property
    def _own(self) -> CoordinateSystem | None:
        """The system, where points are to be brought to WGS 84 first."""
        return self.system if self.system.own else None

    def rows(self, table: str) -> int:
        """Return how many rows a table has."""
        spans = self.tables[table].spans
        return int((spans[:, 1] - spans[:, 0]).sum())

    def chunks(self) -> Iterator[RawScenario]:
        """Yield the villages sorted by id, a few at a time, as raw columns."""
        spans = self.tables["households"].spans
        ends = np.cumsum((spans[:, 1] - spans[:, 0])[self.order])
        start = held = 0
        while start < len(self.order):
            stop = min(int(np.searchsorted(ends, held + _ROWS)) + 1, len(self.order))
            yield self.raw(self.order[start:stop].tolist())
            start, held = stop, int(ends[stop - 1])

    def stream(self) -> Iterator[Village]:
        """Yield the villages sorted by id, once all chunks have been checked."""
        for raw in self.chunks():
            yield from scenario_from_raw(raw, checked=True).villages

    def look_alikes(self) -> list[Note]:
        """Return notes on villages whose ids look alike, wherever they stand."""
        ids = self.villages.ids.to_pylist()
        return [
            note_on_rows(
                LOOK_ALIKE_IDS,
                "villages",
                self.villages.heads(same).table.where,
                np.arange(len(same)),
                {"field": "id", "first": ids[same[0]], "second": ids[same[-1]]},
            )
            for same in look_alikes(ids)[:MOST_NOTES]
        ]

    def again(self, numbers: Sequence[int]) -> Sequence[Village]:
        """Return checked villages by their number among all, sorted by id."""
        rows = self.order[list(numbers)].tolist()
        return scenario_from_raw(self.raw(rows), checked=True).villages

    def raw(self, rows: Sequence[int]) -> RawScenario:
        """Read the tables of some villages."""
        heads = self.villages.heads(rows)
        pointless = may_lack_points(self.settings, "metric" in heads.table.columns)
        findings: list[Finding] = []
        below = []
        for name in _BELOW:
            table = empty_table(name)
            if name in self.tables:
                sheet, village = self.tables[name].sheet(rows)
                table, problems = table_from_sheet(name, sheet, pointless=pointless)
                findings += problems
                if table.size:  # none where a column is missing
                    table = replace(table, village=village, system=self._own)
            below.append(table)
        households, members, places, pairs, distances, hamlets, teams = below
        named, wrong = distances_by_kind(
            distances if "distances" in self.tables else None, len(rows)
        )
        findings += wrong
        by_codes = rules_by_codes(self.settings.areas)
        return RawScenario(
            rules=self.settings.rules or {},
            rules_where=FILE,
            lonlat=self.settings.coordinates != "metres",
            systems=(self.system.said_back,),
            villages=heads.table,
            areas=heads.areas,
            own_rules=[
                rules_of_area(by_codes, codes) | own
                for codes, own in zip(heads.areas, heads.rules, strict=True)
            ],
            own_rules_where=[heads.table.where(row) for row in range(len(rows))],
            households=households,
            members=members,
            places=places,
            pairs=pairs,
            distances=named,
            hamlets=hamlets if hamlets.size else None,
            teams=teams,
            findings=findings,
            strict=self.settings.strict,
        )


def stream_folder(
    folder: Path, choices: ReadingChoices = AS_IT_IS, *, strict: bool = False
) -> VillageSource | None:
    """Open a folder to be read in chunks, every one of which has been checked; None for others.

    Parameters
    ----------
    choices
        What columns mean and which are left out; with any the folder is read whole.

    Raises
    ------
    ScenarioError
        With the problems of all chunks.
    """
    opened = None if choices.columns or choices.leave_out else _opened(folder)
    if opened is None:
        return None
    problems: dict[Problem, None] = {}
    rules = None
    notes = opened.look_alikes()
    strict = strict or opened.settings.strict
    seen = AcrossVillages()
    heads: list[Head] = []
    for raw in opened.chunks():
        try:
            scenario = scenario_from_raw(replace(raw, strict=False))
            rules = scenario.rules
            # Villages are compared all at once, not with those of their chunk alone.
            found = [note for note in scenario.notes if not compares_villages(note)]
            notes += found[: max(0, MOST_NOTES - len(notes))]
            for village in scenario.villages:
                seen.add(village)
            heads += map(head_of, scenario.villages if opened.settings.supervision else ())
        except ScenarioError as error:
            problems |= dict.fromkeys(error.problems)
        if len(problems) > KEPT:
            break
    if problems or rules is None:
        raise ScenarioError(problems)
    raise_findings(supervision_problems(opened.settings.supervision, SUPERVISION, heads))
    across = notes_across(seen, opened.tables, opened.order, opened.again)
    notes += across[: max(0, MOST_NOTES - len(notes))]
    if strict and (wrong := refused(notes)):
        raise ScenarioError(wrong)

    lonlat = opened.settings.coordinates != "metres"
    return VillageSource(
        rules,
        lonlat,
        len(opened.order),
        opened.stream,
        notes=tuple(notes),
        systems=(opened.system.said_back,),
        counts=(opened.rows("households"), opened.rows("members")),
        lending=opened.settings.lending,
        supervision=opened.settings.supervision,
    )


def _opened(folder: Path) -> _Folder | None:
    """Look at a folder's frame; None where it is to be read whole."""
    files = {path.name: path for path in folder.iterdir() if means_a_table(path)}
    known = {f"{name}.parquet" for name in SCHEMAS}
    needed = {"villages.parquet", "households.parquet", "members.parquet"}
    others = any(is_land(path) or path.name == "scenario.yml" for path in folder.iterdir())
    if others or not needed <= files.keys() <= known or not (folder / FILE).is_file():
        return None
    try:
        settings = read_scenario_settings(folder / FILE)
        villages = open_villages(files["villages.parquet"])
    except ScenarioError:
        return None
    said = settings.choices != AS_IT_IS
    if said or settings.problems or not settings.coordinates or villages is None:
        return None
    if unused_areas(settings.areas, villages.areas):
        return None
    tables = {}
    for name in _BELOW:
        if f"{name}.parquet" in files:
            coded = name == "distances"
            found = grouped(files[f"{name}.parquet"], villages.ids, stored(name), coded=coded)
            if found is None:
                return None
            tables[name] = found
    spans = tables["households"].spans
    rows = int((spans[:, 1] - spans[:, 0]).sum())
    return _Folder(settings, villages, tables, villages.order()) if rows >= WORTH_ROWS else None
