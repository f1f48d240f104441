"""Named distances and addresses as columns of a scenario folder."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.csv
import pyarrow.parquet as pq

from optimizer.domain.addresses import Addresses, Doors
from optimizer.domain.named_distances import NamedPairs
from optimizer.domain.scenario import Ids, Village

SCHEMA = pa.schema(
    [
        *((name, pa.string()) for name in ("village", "household", "member", "place", "leader")),
        ("metres", pa.float64()),
    ]
)
_ROWS_A_GROUP = 262_144
_BYTE_ORDER_MARK = b"\xef\xbb\xbf"
"""Makes Excel read Vietnamese."""


def write_distances(villages: Sequence[Village], folder: Path, format: str) -> None:  # noqa: A002 - the word that a caller expects
    """Write the table ``distances``, village by village; none where no village has any."""
    if not any(village.distances is not None for village in villages):
        return
    path = folder / f"distances.{format}"
    if format == "parquet":
        with pq.ParquetWriter(path, SCHEMA) as file:
            for village in villages:
                file.write_table(distances_table(village), row_group_size=_ROWS_A_GROUP)
        return
    with path.open("wb") as stream:
        stream.write(_BYTE_ORDER_MARK)
        with pyarrow.csv.CSVWriter(stream, SCHEMA) as file:
            for village in villages:
                file.write_table(distances_table(village))


def distances_table(village: Village) -> pa.Table:
    """Return the named distances of one village."""
    named, homes, members = village.distances, village.households.ids, village.members.ids
    if named is None:
        return SCHEMA.empty_table()
    parts = [
        _part(village.id, named.members, {"household": homes}, {"member": members}),
        _part(village.id, named.sites, {"household": homes}, {"place": village.sites.ids}),
        _part(village.id, named.teams, {"member": members}, {"leader": members}),
    ]
    return pa.concat_tables(parts)


def _part(
    village: str, pairs: NamedPairs, start: Mapping[str, Ids], end: Mapping[str, Ids]
) -> pa.Table:
    columns: dict[str, pa.Array] = {
        "village": pa.array([village], pa.string()).take(pa.array(np.zeros(len(pairs), np.int32))),
        "metres": pa.array(pairs.metres),
    }
    for named, rows in ((start, pairs.rows), (end, pairs.columns)):
        for field, ids in named.items():
            columns[field] = pa.array(ids.tolist(), pa.string()).take(pa.array(rows))
    missing = pa.nulls(len(pairs), pa.string())
    return pa.table([columns.get(field.name, missing) for field in SCHEMA], schema=SCHEMA)


def hamlets_of(villages: Sequence[Village]) -> dict[str, list[object]]:
    """Return the metres between hamlets, each two once."""
    rows = [
        (village.id, lived.hamlets[one], lived.hamlets[other], float(lived.between_m[one, other]))
        for village in villages
        if (lived := village.addresses) is not None
        for one, other in np.argwhere(np.triu(~np.isnan(lived.between_m))).tolist()
    ]
    names = ("village", "from", "to", "metres")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def address_columns(
    tables: Sequence[tuple[Addresses | None, int]], doors: str
) -> dict[str, list[object]]:
    """Return hamlets, alleys and orders; no column where nobody has an address."""
    if all(lived is None for lived, _ in tables):
        return {}
    rows = [row for lived, count in tables for row in _addresses(lived, doors, count)]
    names = ("hamlet", "alley", "order")
    return {name: [row[place] for row in rows] for place, name in enumerate(names)}


def _addresses(lived: Addresses | None, doors: str, count: int) -> list[tuple[object, ...]]:
    if lived is None:
        return [(None, None, None)] * count
    own: Doors = getattr(lived, doors)
    rows = zip(own.hamlet.tolist(), own.alley.tolist(), own.order.tolist(), strict=True)
    return [
        (
            lived.hamlets[hamlet] if hamlet >= 0 else None,
            (lived.alleys[alley][1] or None) if alley >= 0 else None,
            order,
        )
        for hamlet, alley, order in rows
    ]
