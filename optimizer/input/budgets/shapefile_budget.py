"""Shapefiles: the index of the shapes and the head of the table, before GDAL reads either."""

from __future__ import annotations

import struct
from pathlib import Path

import numpy as np

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets

_HEAD, _WORD, _ENTRY, _RECORD = 100, 2, 8, 8
"""Bytes of a file's head, of a word that lengths are counted in, of an entry, a record's head."""
_MAGIC = b"\x00\x00\x27\x0a"
_TABLE_HEAD = 32
_VERTEX = 16
_NOT_WHOLE = "the Shapefile is not whole: its .shp, .shx and .dbf do not fit; write it again"


def check_shapefile(path: Path, source: str) -> None:
    """Refuse a Shapefile whose shapes or cells would be too many, or more than its bytes.

    Parameters
    ----------
    path
        The file of shapes; index and table stand beside it.

    Raises
    ------
    ScenarioError
        With the count and the limit, or when the files do not fit together.
    """
    index, table = path.with_suffix(".shx"), path.with_suffix(".dbf")
    if not index.is_file() or not table.is_file():
        message = "a Shapefile needs its .shx and .dbf beside it; give all, or one .zip of them"
        raise ScenarioError([Problem("NOT_WHOLE_SHAPEFILE", source, "", "", message)])
    size = path.stat().st_size
    file_budgets.MAP_BYTES.check(size, source)
    file_budgets.MAP_VERTICES.check(size // _VERTEX, source)
    with path.open("rb") as shapes:
        magic = shapes.read(4)
    entries = np.fromfile(index, ">i4", offset=_HEAD)
    if magic != _MAGIC or len(entries) % 2 or index.stat().st_size < _HEAD:
        raise _broken(source)
    count = len(entries) // 2
    file_budgets.MAP_FEATURES.check(count, source)
    starts, lengths = _WORD * entries[::2].astype(np.int64), _WORD * entries[1::2].astype(np.int64)
    ends = starts + lengths + _RECORD
    # Each shape has bytes of its own: an index may not name the same ones again and again.
    if count and (starts.min() < _HEAD or lengths.min() < 0 or ends.max() > size):
        raise _broken(source)
    if int(lengths.sum()) + _RECORD * count + _HEAD > size:
        raise _broken(source)
    _check_table(table, count, source)


def _check_table(table: Path, count: int, source: str) -> None:
    size = table.stat().st_size
    with table.open("rb") as file:
        head = file.read(_TABLE_HEAD)
    if len(head) < _TABLE_HEAD:
        raise _broken(source)
    rows, width, long = struct.unpack("<IHH", head[4:12])
    columns = max(0, (width - _TABLE_HEAD - 1) // _TABLE_HEAD)
    if rows != count or rows * long > size or long == 0:
        raise _broken(source)
    file_budgets.MAP_CELLS.check(rows * columns, source)


def _broken(source: str) -> ScenarioError:
    return ScenarioError([Problem("NOT_WHOLE_SHAPEFILE", source, "", "", _NOT_WHOLE)])
