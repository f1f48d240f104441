"""The villages' rows as a Parquet file: the whole of each tally, to be read again years later."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import fields
from datetime import date
from itertools import islice
from pathlib import Path
from typing import Final

import pyarrow as pa
import pyarrow.parquet as pq

from optimizer.domain.languages import Language
from optimizer.domain.plan import Reason
from optimizer.errors import Problem, ScenarioError
from optimizer.output.summary.summary_values import from_row, to_row
from optimizer.output.summary.team_figures import TeamFigures
from optimizer.output.summary.village_summary import VillageSummary

LEDGER = "villages.parquet"

_COUNT, _METRES, _TEXT = pa.int64(), pa.float64(), pa.string()
_PROVEN = [("value", _METRES), ("bound", _METRES), ("step_m", _METRES)]
_PROOF = pa.struct(_PROVEN)
_PROOFS = pa.list_(pa.struct([("stage", _TEXT), *_PROVEN]))
_RULE = pa.struct(
    [
        *((name, _COUNT) for name in ("unserved", "overloaded", "excess", "exceptions")),
        *((name, _METRES) for name in ("walk_m", "longest_m")),
    ]
)
_SPREAD = pa.struct([("loads", pa.list_(_COUNT)), ("walks", pa.list_(_COUNT))])
_TEAMS = pa.struct(
    [
        (part.name, pa.list_(_COUNT) if part.name == "sizes" else _COUNT)
        for part in fields(TeamFigures)
    ]
)
_SAID = pa.struct([(str(language), _TEXT) for language in Language])

_TYPES: Mapping[str, pa.DataType] = {
    "village_id": _TEXT,
    "name": _TEXT,
    "area": pa.list_(_TEXT),
    "verdict": _TEXT,
    "households": _COUNT,
    "members": _COUNT,
    "room": _COUNT,
    "unserved": pa.struct([(str(reason), _COUNT) for reason in Reason]),
    "reserve": _COUNT,
    "exceptions": _COUNT,
    "walk_m": _METRES,
    "longest_m": _METRES,
    "changed": _COUNT,
    "recruits": _PROOF,
    "max_distance_m": _METRES,
    "max_households": _COUNT,
    "proofs": _PROOFS,
    "today": _RULE,
    "after": _RULE,
    "nearest": _RULE,
    "greedy": _RULE,
    "seconds": _METRES,
    "message": _SAID,
    "worth": _SAID,
    "x": _METRES,
    "y": _METRES,
    "teams": _COUNT,
    "proofs_after": _PROOFS,
    "spread_today": _SPREAD,
    "spread_after": _SPREAD,
    "hamlets": pa.list_(pa.struct([("hamlet", _TEXT), ("recruits", _COUNT)])),
    "failure": _TEXT,
    "teams_today": _TEAMS,
    "teams_after": _TEAMS,
}
SCHEMA: Final = pa.schema(list(_TYPES.items()))

_MADE = b"made"
_NO_LEDGER = "it cannot be read; name a whole result folder"
_OTHER_VERSION = "another version wrote it; plan the scenario again"

_ROWS_A_GROUP, _ROWS_AT_ONCE = 2_000, 100
"""Rows of one row group, and rows that are Python values at the same time."""


def write_summary_table(path: Path, tallies: Iterable[VillageSummary], made: date) -> None:
    """Write every tally, in the order given, and the day on which the plan was made."""
    rows, schema = iter(tallies), SCHEMA.with_metadata({_MADE: made.isoformat().encode()})
    with pq.ParquetWriter(path, schema, compression="zstd") as file:
        while some := list(_batches(islice(rows, _ROWS_A_GROUP))):
            file.write_table(pa.Table.from_batches(some, SCHEMA).combine_chunks())


def _batches(rows: Iterator[VillageSummary]) -> Iterator[pa.RecordBatch]:
    while some := list(map(to_row, islice(rows, _ROWS_AT_ONCE))):
        yield pa.RecordBatch.from_pylist(some, SCHEMA)


def read_summary_table(path: Path) -> Iterator[VillageSummary]:
    """Read the tallies that ``write_summary_table`` wrote, in their order.

    Raises
    ------
    ScenarioError
        When there is no such file, or it was written by another version of the program.
    """
    try:
        with pq.ParquetFile(path) as file:
            if not file.schema_arrow.equals(SCHEMA):
                raise _unreadable(path, _OTHER_VERSION)
            for batch in file.iter_batches(_ROWS_AT_ONCE):
                yield from map(from_row, batch.to_pylist())
    except (OSError, pa.ArrowException) as fault:
        raise _unreadable(path, _NO_LEDGER) from fault


def day_of(path: Path) -> date:
    """Return the day on which the plan was made, which a copied file no longer tells by its date.

    Raises
    ------
    ScenarioError
        When there is no such file, or it was written by another version of the program.
    """
    try:
        written = (pq.read_schema(path).metadata or {}).get(_MADE, b"").decode()
        return date.fromisoformat(written)
    except (OSError, pa.ArrowException) as fault:
        raise _unreadable(path, _NO_LEDGER) from fault
    except ValueError as fault:
        raise _unreadable(path, _OTHER_VERSION) from fault


def _unreadable(path: Path, remedy: str) -> ScenarioError:
    return ScenarioError([Problem("UNREADABLE_PLAN", str(path), "", "", remedy)])
