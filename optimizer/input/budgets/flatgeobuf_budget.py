"""FlatGeobuf: its head and the sizes of its features, before GDAL makes anything of them."""

from __future__ import annotations

import mmap
import struct
from pathlib import Path

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets

_MAGIC = b"fgb\x03fgb"
_START = 8
"""Bytes before the size of the head."""
_HEAD_BYTES = 1 << 20
_COLUMNS, _FEATURES, _NODE_SIZE = 7, 8, 9
"""Numbers of these fields in the head's table."""
_NODE_BYTES, _VERTEX = 40, 16
_NOT_WHOLE = "it is no whole FlatGeobuf; write it again"


def check_flatgeobuf(path: Path, source: str) -> None:
    """Refuse a file whose features would be too many, or whose sizes are not those of its bytes.

    A head may state features without end, and readers make room for an index of so many.

    Raises
    ------
    ScenarioError
        With the count and the limit, or when the file is not whole.
    """
    size = path.stat().st_size
    file_budgets.MAP_BYTES.check(size, source)
    file_budgets.MAP_VERTICES.check(size // _VERTEX, source)
    if size < _START + 4:
        raise _broken(source)
    with path.open("rb") as file, mmap.mmap(file.fileno(), 0, access=mmap.ACCESS_READ) as content:
        try:
            count, columns, at = _head(content)
        except (struct.error, IndexError) as fault:
            raise _broken(source) from fault
        if at > size:
            raise _broken(source)
        found = 0
        while at < size:
            if at + 4 > size:
                raise _broken(source)
            at += 4 + int(struct.unpack_from("<I", content, at)[0])
            found += 1
            file_budgets.MAP_FEATURES.check(found, source)
    if at != size or count not in {0, found}:
        raise _broken(source)
    file_budgets.MAP_CELLS.check(found * columns, source)


def _head(content: mmap.mmap) -> tuple[int, int, int]:
    """Return the features and columns that the head states, and where the first feature begins."""
    length = int(struct.unpack_from("<I", content, _START)[0])
    if not content[: len(_MAGIC)] == _MAGIC or not 0 < length <= _HEAD_BYTES:
        raise IndexError
    start, end = _START + 4, _START + 4 + length
    head = content[start:end]
    table = int(struct.unpack_from("<I", head)[0])
    fields = table - int(struct.unpack_from("<i", head, table)[0])
    if fields < 0:
        raise IndexError
    known = int(struct.unpack_from("<H", head, fields)[0])

    def place(number: int) -> int:
        """Return where a field of the table stands; 0 where it has its usual value."""
        entry = 4 + 2 * number
        offset = int(struct.unpack_from("<H", head, fields + entry)[0]) if entry < known else 0
        return table + offset if offset else 0

    at = place(_FEATURES)
    count = int(struct.unpack_from("<Q", head, at)[0]) if at else 0
    at = place(_NODE_SIZE)
    node = int(struct.unpack_from("<H", head, at)[0]) if at else 16
    at = place(_COLUMNS)
    columns = 0
    if at:
        listed = at + int(struct.unpack_from("<I", head, at)[0])
        columns = int(struct.unpack_from("<I", head, listed)[0])
    return count, columns, end + _index_bytes(count, node)


def _index_bytes(count: int, node: int) -> int:
    """Return the bytes of the packed tree over so many features."""
    if not node or not count:
        return 0
    node = max(node, 2)
    level = -(-count // node)
    nodes = count + level
    while level > 1:
        level = -(-level // node)
        nodes += level
    return nodes * _NODE_BYTES


def _broken(source: str) -> ScenarioError:
    return ScenarioError([Problem("UNREADABLE", source, "", "", _NOT_WHOLE)])
