"""A request JSON or a scenario folder from disk to a `Scenario`."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from pathlib import Path

from optimizer.domain.scenario import Scenario
from optimizer.errors import Problem
from optimizer.input.checks import Finding, RawScenario, RawTable, empty_table, scenario_from_raw
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.distance_rows import distances_by_kind
from optimizer.input.folder.folder_files import read_sheets
from optimizer.input.folder.line_maps import read_land
from optimizer.input.folder.reading_settings import UNKNOWN
from optimizer.input.folder.request_file import read_document
from optimizer.input.folder.scenario_yaml import (
    FILE,
    ScenarioSettings,
    may_lack_points,
    read_scenario_settings,
    rules_by_codes,
    rules_of_area,
    unused_areas,
    with_metric,
)
from optimizer.input.folder.sheet import Sheet, unreadable
from optimizer.input.folder.table_schema import AS_IT_IS, POINTS, table_from_sheet
from optimizer.input.folder.table_systems import find_systems, in_its_system
from optimizer.input.folder.villages_table import (
    HeadColumns,
    named_in_tables,
    named_villages,
    read_heads,
)
from optimizer.input.request import raw_request

_BELOW = (*POINTS, "pairs", "distances", "hamlets", "teams")


def read_scenario(
    path: Path, choices: ReadingChoices = AS_IT_IS, *, strict: bool = False
) -> Scenario:
    """Read a request JSON file or a scenario folder.

    Parameters
    ----------
    choices
        What its columns mean and what x and y are, beside what ``scenario.yaml`` says.
    strict
        True to refuse what looks wrong, whatever the scenario says of it.

    Raises
    ------
    ScenarioError
        With every problem of every table.
    """
    if path.is_dir():
        return scenario_from_raw(_strictly(read_folder(path, choices), strict=strict))
    if not path.is_file():
        raise unreadable(str(path), "there is no such file or folder; check the name", "NOT_FOUND")
    if path.suffix.casefold() != ".json":
        message = "a scenario is a request that ends in .json, or a folder of tables; name one"
        raise unreadable(path.name, message, "UNKNOWN_FORMAT")
    document, twice = read_document(path)
    return scenario_from_raw(_strictly(raw_request(document, twice), strict=strict))


def _strictly(raw: RawScenario, *, strict: bool) -> RawScenario:
    return replace(raw, strict=True) if strict else raw


def read_folder(folder: Path, choices: ReadingChoices = AS_IT_IS) -> RawScenario:
    """Read a scenario folder as columns, before anything but its shape is checked.

    The villages are those of the villages table; without one, those that the other tables name;
    where these have no column ``village`` either, the folder is one village of its own name.
    """
    settings, findings = _settings(folder)
    choices = choices.over(settings.choices)
    settings = with_metric(settings, choices.metric)
    sheets, problems = read_sheets(folder, choices)
    findings += problems
    tables: dict[str, RawTable] = {}
    pointless = may_lack_points(settings, "metric" in _headings(sheets.get("villages")))
    for name, sheet in sheets.items():
        tables[name], problems = table_from_sheet(name, sheet, choices, pointless=pointless)
        findings += problems
    systems, problems = find_systems(settings, choices, sheets, tables)
    system_known = not any(problem.code == UNKNOWN for problem in settings.problems)
    findings += problems if system_known else []
    notes = [note for table in tables.values() for note in table.notes]
    below = [in_its_system(tables.get(name, empty_table(name)), systems) for name in _BELOW]
    if "villages" in tables:
        heads = read_heads(tables["villages"])
        below = [named_in_tables(table, heads.table.size) for table in below]
    else:
        heads, below = named_villages(below, folder.resolve().name)
    findings += [*heads.problems, *unused_areas(settings.areas, heads.areas)]
    findings += _unplaced(below)
    network, barriers, problems = read_land(folder, classes=settings.walkable, systems=systems)
    findings += problems
    raw = _raw(settings, heads, below, findings, lonlat=systems.lonlat)
    return replace(
        raw,
        network=network,
        barriers=barriers,
        strict=settings.strict,
        lending=settings.lending,
        supervision=settings.supervision,
        named="villages" not in tables,
        notes=tuple(notes),
        systems=systems.titles,
        system_known=system_known,
    )


def _raw(
    settings: ScenarioSettings,
    heads: HeadColumns,
    below: list[RawTable],
    findings: list[Finding],
    *,
    lonlat: bool,
) -> RawScenario:
    households, members, places, pairs, distances, hamlets, teams = below
    named, problems = distances_by_kind(
        distances if distances.source != distances.name else None, heads.table.size
    )
    findings += problems
    by_codes = rules_by_codes(settings.areas)
    return RawScenario(
        rules=settings.rules or {},
        rules_where=FILE,
        lonlat=lonlat,
        villages=heads.table,
        areas=heads.areas,
        own_rules=[
            rules_of_area(by_codes, codes) | own
            for codes, own in zip(heads.areas, heads.rules, strict=True)
        ],
        own_rules_where=[heads.table.where(row) for row in range(heads.table.size)],
        households=households,
        members=members,
        places=places,
        pairs=pairs,
        distances=named,
        hamlets=hamlets if hamlets.size else None,
        teams=teams,
        findings=findings,
    )


def _headings(sheet: Sheet | None) -> Iterable[str]:
    return () if sheet is None else sheet.columns


def _settings(folder: Path) -> tuple[ScenarioSettings, list[Finding]]:
    """Read ``scenario.yaml``, or ``scenario.yml``.

    Raises
    ------
    ScenarioError
        When it cannot be read: no table can be judged without what it says of them.
    """
    files = [path for name in (FILE, "scenario.yml") if (path := folder / name).is_file()]
    if len(files) > 1:
        message = f"there are {FILE} and scenario.yml; keep one"
        return ScenarioSettings(), [Problem("TABLE_TWICE", folder.name, "", "", message)]
    settings = read_scenario_settings(files[0] if files else folder / FILE)
    return settings, list(settings.problems)


def _unplaced(tables: list[RawTable]) -> list[Problem]:
    """Name tables that do not say which village their rows are of, where there are several."""
    message = "the table needs a column village, since there is more than one; add it"
    return [
        Problem("MISSING_COLUMN", table.source, "village", "", message)
        for table in tables
        if table.size and table.village is None and "village" not in table.columns
    ]
