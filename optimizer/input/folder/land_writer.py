"""The paths and barriers of a scenario, written as maps beside its tables."""

from __future__ import annotations

import json
from collections.abc import Sequence
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq
import shapely
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats, Network, Scenario
from optimizer.input.folder.line_maps import BARRIERS, NETWORK, is_land

LAID = (f"{NETWORK}.parquet", f"{BARRIERS}.parquet")
"""Files that are written here."""

Shapes = NDArray[np.object_]


def write_land(scenario: Scenario, folder: Path) -> None:
    """Write ``network.parquet`` and ``barriers.parquet``, where there is anything to write.

    Every piece of path or wall is written once, in the coordinates in which it came. Villages read
    back what is near them; villages that had different paths on the same ground would share them.
    A map that stands in the folder already is left as it is.
    """
    standing = {path.name.split(".", 1)[0] for path in folder.iterdir() if is_land(path)}
    networks = [village.network for village in scenario.villages if village.network]
    if networks and NETWORK not in standing:
        steps, metres = _paths(networks)
        lines = np.asarray(shapely.linestrings(steps), np.object_)
        columns = {"metres": [None if value != value else value for value in metres.tolist()]}  # noqa: PLR0124 - NaN
        _write(folder / LAID[0], lines, columns, lonlat=scenario.lonlat)
    walls = [village.barriers for village in scenario.villages if village.barriers is not None]
    if walls and BARRIERS not in standing:
        pieces = _once(np.concatenate([barriers.given for barriers in walls]).reshape(-1, 4))
        points = _once(np.concatenate([barriers.crossings_given for barriers in walls]))
        shapes = [shapely.linestrings(pieces.reshape(-1, 2, 2)), shapely.points(points)]
        drawn = np.concatenate([np.asarray(part, np.object_).reshape(-1) for part in shapes])
        _write(folder / LAID[1], drawn, {}, lonlat=scenario.lonlat)


def _paths(networks: Sequence[Network]) -> tuple[Floats, Floats]:
    """Return every edge once, shape (n, 2, 2), and its metres where they are not straight."""
    rows = np.concatenate([_edges(network) for network in networks])
    kept = _once(rows)
    return kept[:, :4].reshape(-1, 2, 2), kept[:, 4]


def _edges(network: Network) -> Floats:
    """Return the ends of edges and their metres, NaN where the straight line is meant."""
    step = network.xy[network.edges[:, 0]] - network.xy[network.edges[:, 1]]
    stated = network.metres != np.hypot(step[:, 0], step[:, 1])
    ends = network.given[network.edges].reshape(-1, 4)
    return np.column_stack((ends, np.where(stated, network.metres, np.nan)))


def _once(rows: Floats) -> Floats:
    return np.unique(rows, axis=0)


def _write(
    path: Path, shapes: Shapes, columns: dict[str, list[float | None]], *, lonlat: bool
) -> None:
    """Write GeoParquet 1.0; without a word on its system it is in degrees, longitude first."""
    geometry: dict[str, object] = {"encoding": "WKB", "geometry_types": []}
    if not lonlat:
        geometry["crs"] = None
    geo = {"version": "1.0.0", "primary_column": "geometry", "columns": {"geometry": geometry}}
    arrays = {name: pa.array(cells, pa.float64()) for name, cells in columns.items()}
    table = pa.table({**arrays, "geometry": pa.array(shapely.to_wkb(shapes), pa.binary())})
    pq.write_table(table.replace_schema_metadata({"geo": json.dumps(geo)}), path)
