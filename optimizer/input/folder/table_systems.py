"""What x and y are in each table of a folder: its map, ``scenario.yaml``, the caller; no guess."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace

from optimizer.errors import Problem
from optimizer.input.checks import RawTable
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.scenario_yaml import FILE, ScenarioSettings
from optimizer.input.folder.sheet import Sheet
from optimizer.input.folder.table_schema import POINTS
from optimizer.input.systems import LONLAT, METRES, CoordinateSystem, parse_system

_SAY = (
    "say what x and y are: coordinates: metres or coordinates: lonlat, or a system such as "
    'EPSG:9217 or "VN-2000 Ninh Thuận"'
)


@dataclass(frozen=True, slots=True)
class TableSystems:
    """The systems of the tables and maps of one folder.

    Parameters
    ----------
    own
        Table to system, of those that have points.
    others
        The system of a map of paths or barriers that brings none.
    """

    own: Mapping[str, CoordinateSystem]
    others: Mapping[str, CoordinateSystem]
    lonlat: bool

    @property
    def titles(self) -> tuple[str, ...]:
        """The systems by the names that people know, each once."""
        return tuple(dict.fromkeys(system.said_back for system in self.own.values()))

    def of(self, table: str) -> CoordinateSystem:
        """Return the system of a table, or of a map that brings none."""
        plain = LONLAT if self.lonlat else METRES
        return self.own.get(table) or self.others.get(table) or plain


def find_systems(
    settings: ScenarioSettings,
    choices: ReadingChoices,
    sheets: Mapping[str, Sheet],
    tables: Mapping[str, RawTable],
) -> tuple[TableSystems, list[Problem]]:
    """Find what x and y are in each table.

    A map's own system goes first, then what ``scenario.yaml`` says of the table, of the folder,
    what the caller says, and headings that are ``longitude`` and ``latitude``.
    """
    own: dict[str, CoordinateSystem] = {}
    silent = []
    for name in POINTS:
        if name not in tables or not _has_points(tables[name], sheets[name]):
            continue
        said = _said(name, settings, choices)
        if sheets[name].geographic:
            own[name] = LONLAT
        elif said is not None:
            own[name] = said
        elif tables[name].degrees:
            own[name] = LONLAT
        else:
            silent.append(name)
    problems = []
    maps = [sheets[name].source for name in own if sheets[name].geographic]
    metres = settings.coordinates == "metres"
    lonlat = any(system.lonlat for system in own.values())
    if metres and maps:
        message = f"{', '.join(maps)}: a map is in degrees; write coordinates: lonlat"
        problems.append(Problem("TWO_COORDINATES", FILE, "coordinates", "metres", message))
    elif lonlat and not all(system.lonlat for system in own.values()):
        message = f"{_listed(own)}: give all tables in a system that is known"
        problems.append(Problem("TWO_COORDINATES", FILE, "coordinates", "metres", message))
    bare = not own and not silent and {"households", "members"} <= tables.keys()
    whole = {"households", "members"} <= sheets.keys()  # an unread table might have been a map
    if silent and not maps and whole:
        message = _SAY if len(silent) == len(tables.keys() & set(POINTS)) else _say_of(silent)
        kind = (("kind", "system"),)
        problems.append(Problem("MISSING", FILE, "coordinates", "", message, kind))
    others = {land: said for land in _LANDS if (said := _said(land, settings, choices))}
    return TableSystems({"households": METRES} if bare else own, others, lonlat), problems


def _has_points(table: RawTable, sheet: Sheet) -> bool:
    """Tell whether a table has any coordinate; one that needs none may have no columns for them."""
    return sheet.geographic or any(name in table.columns for name in ("x", "y")) or not table.size


_LANDS = ("network", "barriers")


def in_its_system(table: RawTable, systems: TableSystems) -> RawTable:
    """Return a table that knows what its x and y are, where that is another system."""
    system = systems.own.get(table.name)
    return replace(table, system=system) if system is not None and system.own else table


def _said(
    table: str, settings: ScenarioSettings, choices: ReadingChoices
) -> CoordinateSystem | None:
    text = settings.own_coordinates.get(table) or settings.coordinates or choices.coordinates
    return parse_system(text) if text else None


def _listed(own: Mapping[str, CoordinateSystem]) -> str:
    return ", ".join(f"{name} in {system.title}" for name, system in own.items())


def _say_of(silent: list[str]) -> str:
    return f"{', '.join(silent)}: {_SAY}"
