"""A scenario folder written village by village, however many there are."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from contextlib import ExitStack
from dataclasses import replace
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from optimizer.domain.scenario import Members, Points, Scenario, Village
from optimizer.domain.village_source import VillageSource
from optimizer.errors import OutputError
from optimizer.input.folder.distance_writer import SCHEMA as DISTANCES
from optimizer.input.folder.distance_writer import distances_table
from optimizer.input.folder.folder_writer import (
    heads_of,
    pairs_of,
    points_of,
    team_requests_of,
    whole_scenario,
    write_parquet,
)

_HOUSEHOLDS = 32_768
"""Households in memory before they are written."""
_POINT = [("village", pa.string()), ("id", pa.string()), ("x", pa.float64()), ("y", pa.float64())]
_SCHEMAS = {
    "households": pa.schema(_POINT),
    "members": pa.schema(
        [
            *_POINT,
            ("min", pa.int64()),
            ("max", pa.int64()),
            ("team", pa.string()),
            ("leader", pa.bool_()),
        ]
    ),
    "places": pa.schema(_POINT),
    "teams": pa.schema(
        [(name, pa.string()) for name in ("village", "kind", "team", "member", "other")]
    ),
    "pairs": pa.schema(
        [(name, pa.string()) for name in ("village", "household", "member", "kind")]
    ),
}
_SCHEMAS["distances"] = DISTANCES
_NOBODY = Points(np.empty(0, np.str_), np.empty((0, 2)), np.empty((0, 2)))
_NO_MEMBERS = Members(
    *(_NOBODY.ids, _NOBODY.xy, _NOBODY.given),
    np.empty(0, np.int64),
    np.empty(0, np.int64),
    np.empty(0, np.str_),
)
_NO_PAIRS = np.empty((0, 2), np.int64)


def write_source(source: VillageSource, folder: Path, *, description: str = "") -> None:
    """Write a scenario folder of Parquet tables; a few villages are in memory at a time.

    Raises
    ------
    OutputError
        When the place is taken by something that is no scenario folder, or a village has paths,
        barriers or hamlets: these are written by `optimizer.input.folder.write_scenario`.
    """
    heads: list[Village] = []
    with whole_scenario(folder, source.rules, description, lonlat=source.lonlat) as part:
        with ExitStack() as files:
            writers: dict[str, pq.ParquetWriter] = {}
            for villages in _batches(source.stream()):
                heads += map(_head, villages)
                for name, table in _tables(villages).items():
                    if name not in writers:
                        writer = pq.ParquetWriter(part / f"{name}.parquet", _SCHEMAS[name])
                        writers[name] = files.enter_context(writer)
                    writers[name].write_table(table)
        columns = heads_of(Scenario(source.rules, tuple(heads), source.lonlat))
        write_parquet(columns, part / "villages.parquet")


def _batches(villages: Iterable[Village]) -> Iterator[list[Village]]:
    """Yield villages in lists of about as many households each."""
    batch: list[Village] = []
    for village in villages:
        if village.network is not None or village.barriers is not None:
            raise OutputError(f"village {village.id} has paths or barriers; choose a smaller scale")
        if village.addresses is not None:
            raise OutputError(f"village {village.id} has hamlets; choose a smaller scale")
        batch.append(village)
        if sum(len(held.households) for held in batch) >= _HOUSEHOLDS:
            yield batch
            batch = []
    yield batch


def _tables(villages: list[Village]) -> dict[str, pa.Table]:
    """Return the villages' rows; places and pairs only where there are any."""
    crews = [village.members for village in villages]
    members = {
        **points_of(villages, lambda village: village.members, "members"),
        "min": [least for crew in crews for least in crew.minimum.tolist()],
        "max": [most for crew in crews for most in crew.maximum.tolist()],
        "team": [team for crew in crews for team in crew.team.tolist()],
        "leader": [leads for crew in crews for leads in crew.leaders.tolist()],
    }
    columns = {
        "households": points_of(villages, lambda village: village.households, "households"),
        "members": members,
        "places": points_of(villages, lambda village: village.places, "sites"),
        "pairs": pairs_of(villages),
        "teams": team_requests_of(villages),
    }
    made = {
        name: pa.table(dict(cells), schema=_SCHEMAS[name])
        for name, cells in columns.items()
        if cells["village"] or name in {"households", "members"}
    }
    if any(village.distances is not None for village in villages):
        made["distances"] = pa.concat_tables(map(distances_table, villages))
    return made


def _head(village: Village) -> Village:
    """Return a village without its rows."""
    return replace(
        village,
        households=_NOBODY,
        members=_NO_MEMBERS,
        places=None,
        locked=_NO_PAIRS,
        forbidden=_NO_PAIRS,
        current=_NO_PAIRS,
        distances=None,
        teams=None,
    )
