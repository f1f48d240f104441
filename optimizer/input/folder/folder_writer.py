"""A `Scenario` to a scenario folder, from which it is read back exactly."""

from __future__ import annotations

import csv
import json
import os
import shutil
from collections.abc import Callable, Iterator, Mapping, Sequence
from contextlib import contextmanager
from math import isnan
from pathlib import Path
from typing import Literal

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import yaml

from optimizer.domain.lending import Lending
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Points, Scenario, Village
from optimizer.domain.supervision import Supervision
from optimizer.domain.teams import TeamRequests
from optimizer.errors import OutputError
from optimizer.input.checks.pair_checks import KINDS
from optimizer.input.checks.rule_overlay import FIELDS, own_rules
from optimizer.input.folder.distance_writer import (
    address_columns,
    hamlets_of,
    write_distances,
)
from optimizer.input.folder.folder_files import REPORTS
from optimizer.input.folder.land_writer import LAID, write_land
from optimizer.input.folder.scenario_yaml import FILE
from optimizer.input.folder.table_schema import SCHEMAS

Format = Literal["parquet", "csv"]
_WHERE_ANY = frozenset(("places", "pairs", "hamlets", "teams"))
"""Tables that are written only where they have rows."""
_ROWS_A_GROUP = 32_768
"""Rows of a row group: a few villages are read from a large table without the rest of it."""
Columns = Mapping[str, list[object]]


def write_scenario(
    scenario: Scenario,
    folder: Path,
    *,
    format: Format = "parquet",  # noqa: A002 - the word that a caller expects
    description: str = "",
    beside: Callable[[Path], None] | None = None,
) -> None:
    """Write a scenario folder: under a temporary name, renamed when whole.

    An earlier scenario folder of the same name is replaced, as long as it holds nothing else.

    Parameters
    ----------
    beside
        Writes reports into the folder before it appears; they are named in `folder.REPORTS`.

    Raises
    ------
    OutputError
        When the place is taken by something that is no scenario folder.
    """
    write = write_parquet if format == "parquet" else _write_csv
    with whole_scenario(
        folder,
        scenario.rules,
        description,
        lonlat=scenario.lonlat,
        lending=scenario.lending,
        supervision=scenario.supervision,
    ) as part:
        for name, columns in _tables(scenario).items():
            write(columns, part / f"{name}.{format}")
        write_distances(scenario.villages, part, format)
        if beside is not None:
            beside(part)
        write_land(scenario, part)


@contextmanager
def whole_scenario(
    folder: Path,
    rules: Rules,
    description: str,
    *,
    lonlat: bool,
    lending: Lending | None = None,
    supervision: Supervision | None = None,
) -> Iterator[Path]:
    """Give a folder with its settings to write tables into; it appears when the block ends well."""
    with _whole(folder) as part:
        settings = {
            "description": description,
            "coordinates": "lonlat" if lonlat else "metres",
            "rules": rules.model_dump(mode="json"),
            **({} if lending is None else {"lending": lending.document()}),
            **({} if supervision is None else {"supervision": supervision.document()}),
        }
        text = yaml.safe_dump(settings, allow_unicode=True, sort_keys=False)
        (part / FILE).write_text(text, encoding="utf-8")
        yield part


def _tables(scenario: Scenario) -> dict[str, Columns]:
    """Return every table; places and pairs only where there are any."""
    villages = scenario.villages
    tables = {
        "villages": heads_of(scenario),
        "households": points_of(villages, lambda village: village.households, "households"),
        "members": _members(villages),
        "places": points_of(villages, lambda village: village.places, "sites"),
        "pairs": pairs_of(villages),
        "hamlets": hamlets_of(villages),
        "teams": team_requests_of(villages),
    }
    return {
        name: columns
        for name, columns in tables.items()
        if columns["village" if "village" in columns else "id"] or name not in _WHERE_ANY
    }


def heads_of(scenario: Scenario) -> Columns:
    """Return the villages, with the rules in which any differs from the scenario's."""
    villages = scenario.villages
    columns: dict[str, list[object]] = {
        "id": [village.id for village in villages],
        "name": [village.name for village in villages],
    }
    for level in range(max((len(village.area) for village in villages), default=0)):
        columns[f"area_{level + 1}"] = [
            village.area[level] if level < len(village.area) else None for village in villages
        ]
    own = [own_rules(village.rules, scenario.rules) for village in villages]
    for field in FIELDS:
        if any(field in rules for rules in own):
            columns[field] = _rule_cells(field, own)
    return columns


def _rule_cells(field: str, own: Sequence[Mapping[str, object]]) -> list[object]:
    """Return a column of one rule: None inherits, the text ``none`` is a null of its own."""
    cells: list[object] = [
        "none" if rules.get(field, "") is None else rules.get(field) for rules in own
    ]
    cells = [" ".join(cell) if isinstance(cell, list) else cell for cell in cells]
    cells = [json.dumps(cell) if isinstance(cell, dict) else cell for cell in cells]
    if any(isinstance(cell, str) for cell in cells):
        return [None if cell is None else str(cell) for cell in cells]
    return cells


def points_of(
    villages: Sequence[Village], take: Callable[[Village], Points | None], doors: str
) -> Columns:
    """Return a table of points of some villages, with addresses where any of them has some.

    Parameters
    ----------
    doors
        Where in `Addresses` theirs are.
    """
    tables = [(village, points) for village in villages if (points := take(village))]
    xy = [points.given for _, points in tables] or [np.empty((0, 2))]
    x, y = np.concatenate(xy).T.tolist()
    return {
        "village": [village.id for village, points in tables for _ in range(len(points))],
        "id": [name for _, points in tables for name in points.ids.tolist()],
        "x": [None if isnan(value) else value for value in x],
        "y": [None if isnan(value) else value for value in y],
        **address_columns([(village.addresses, len(points)) for village, points in tables], doors),
    }


def _members(villages: Sequence[Village]) -> Columns:
    teams = [team for village in villages for team in village.members.team.tolist()]
    leads = [leads for village in villages for leads in village.members.leaders.tolist()]
    return {
        **points_of(villages, lambda village: village.members, "members"),
        "min": [least for village in villages for least in village.members.minimum.tolist()],
        "max": [most for village in villages for most in village.members.maximum.tolist()],
        **({"team": teams} if any(teams) else {}),
        **({"leader": leads} if any(leads) else {}),
    }


def team_requests_of(villages: Sequence[Village]) -> Columns:
    """Return what some villages ask of their teams."""
    rows: list[tuple[str | None, ...]] = []
    for village in villages:
        asked, names = village.teams or TeamRequests(), village.members.ids.tolist()
        rows += [(village.id, "keep_open", team, None, None) for team in asked.keep_open]
        rows += [(village.id, "fixed", None, names[row], None) for row in asked.fixed.tolist()]
        for kind, pairs in (("together", asked.together), ("apart", asked.apart)):
            rows += [
                (village.id, kind, None, names[one], names[other]) for one, other in pairs.tolist()
            ]
    columns = ("village", "kind", "team", "member", "other")
    return {name: [row[place] for row in rows] for place, name in enumerate(columns)}


def pairs_of(villages: Sequence[Village]) -> Columns:
    """Return the pairs of some villages."""
    rows = [
        (village.id, village.households.ids[h].item(), village.members.ids[m].item(), kind)
        for village in villages
        for kind in KINDS
        for h, m in getattr(village, kind).tolist()
    ]
    names = ("village", "household", "member", "kind")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def write_parquet(columns: Columns, path: Path) -> None:
    """Write a Parquet file in row groups of a few villages."""
    arrays = {
        name: pa.array(cells, pa.float64() if name in {"x", "y", "metres"} else None)
        if any(cell is not None for cell in cells)
        else pa.array(cells, pa.string())
        for name, cells in columns.items()
    }
    pq.write_table(pa.table(arrays), path, row_group_size=_ROWS_A_GROUP)


def _write_csv(columns: Columns, path: Path) -> None:
    # The byte order mark makes Excel read Vietnamese; floats are written so that they read back.
    with path.open("w", encoding="utf-8-sig", newline="") as file:
        writer = csv.writer(file, lineterminator="\n")
        writer.writerow(columns)
        writer.writerows(zip(*columns.values(), strict=True))


@contextmanager
def _whole(folder: Path) -> Iterator[Path]:
    """Give a folder to write into, and put it in place when the block ends well."""
    _check_free(folder)
    target = folder.absolute()
    target.parent.mkdir(parents=True, exist_ok=True)
    part = target.with_name(f".{target.name}.part-{os.getpid()}")
    part.mkdir()
    try:
        yield part
        if target.exists():
            shutil.rmtree(target)
        part.rename(target)
    finally:
        shutil.rmtree(part, ignore_errors=True)


def _check_free(folder: Path) -> None:
    if not folder.exists():
        return
    ours = {
        FILE,
        *REPORTS,
        *LAID,
        *(f"{name}.{ending}" for name in SCHEMAS for ending in ("csv", "parquet")),
    }
    others = [] if not folder.is_dir() else [p.name for p in folder.iterdir() if p.name not in ours]
    if others or not folder.is_dir():
        held = f"holds {min(others)}" if others else "is a file"
        raise OutputError(f"{folder} {held}; name a new folder, or an earlier scenario folder")
