"""One file of records: written whole, looked at a piece at a time, believed when its hash holds.

A first line, then for each record its key, its length and itself, and at the end the SHA-256 of
all before. Lengths are checked against the file's own, so that a file that lies about them costs
no memory.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Iterator
from enum import Enum, auto
from hashlib import sha256
from pathlib import Path
from typing import BinaryIO

from optimizer.execution.checkpoint.record_index import KEY, RecordPlace

FIRST_LINE = b"liengia plans 2\n"
_FIRST_LINE_OF_0_1 = b"liengia plans 1\n"
_LENGTH, CHECK = 8, 32
"""Bytes of a record's length, and of the SHA-256 of all before it at the end."""
MOST_BYTES = 1 << 28
"""Of a file, at most: some seven million households. A larger one is not ours."""
_PIECE = 1 << 20
_AT_ONCE = 1_000


class RecordKind(Enum):
    """What a file is."""

    WHOLE = auto()
    DAMAGED = auto()
    OUTDATED = auto()


def look(file: Path) -> RecordKind:
    """Say what a file is, without reading a record."""
    try:
        # Neither a link nor a pipe that nobody writes to is one of ours.
        opened = os.open(file, os.O_RDONLY | os.O_NOFOLLOW | os.O_NONBLOCK | os.O_CLOEXEC)
    except OSError:
        return RecordKind.DAMAGED
    said = os.fstat(opened)
    if not stat.S_ISREG(said.st_mode) or said.st_size > MOST_BYTES:
        os.close(opened)
        return RecordKind.DAMAGED
    with os.fdopen(opened, "rb") as content:
        first = content.read(len(FIRST_LINE))
        if first == _FIRST_LINE_OF_0_1:
            return RecordKind.OUTDATED
        whole = first == FIRST_LINE and _adds_up(content, said.st_size)
        return (
            RecordKind.WHOLE if whole and _hash_holds(content, said.st_size) else RecordKind.DAMAGED
        )


def _adds_up(content: BinaryIO, size: int) -> bool:
    """Tell whether the records, by their lengths, end where the hash begins."""
    end = size - CHECK
    records = 0
    for _, start, length in _records(content, end):
        records += 1
        if start + length > end:
            return False
    return records > 0 and content.tell() == end


def _records(content: BinaryIO, end: int) -> Iterator[tuple[bytes, int, int]]:
    """Yield key, start and length of every record, and leave the file at the end of the last."""
    at = len(FIRST_LINE)
    content.seek(at)
    while at + KEY + _LENGTH <= end:
        head = content.read(KEY + _LENGTH)
        start, length = at + len(head), int.from_bytes(head[KEY:], "little")
        yield head[:KEY], start, length
        at = start + length
        content.seek(at)


def _hash_holds(content: BinaryIO, size: int) -> bool:
    content.seek(0)
    seen, left = sha256(), size - CHECK
    while left > 0 and (piece := content.read(min(_PIECE, left))):
        seen.update(piece)
        left -= len(piece)
    return left == 0 and content.read(CHECK) == seen.digest()


def places(file: Path, number: int) -> Iterator[dict[bytes, RecordPlace]]:
    """Yield where the records of a whole file stand, some at a time."""
    some: dict[bytes, RecordPlace] = {}
    with file.open("rb") as content:
        for key, start, length in _records(content, file.stat().st_size - CHECK):
            some[key] = RecordPlace(number, start, length)
            if len(some) == _AT_ONCE:
                yield some
                some = {}
    yield some


def head_of(key: bytes, record: bytes) -> bytes:
    """Return what stands before a record."""
    return key + len(record).to_bytes(_LENGTH, "little")


def write(file: Path, content: bytes | bytearray) -> None:
    """Write a file that is there whole or not at all, even when the power fails."""
    part = file.with_suffix(".part")
    try:
        with part.open("wb") as opened:
            opened.write(content)
            opened.flush()
            os.fsync(opened.fileno())
        part.replace(file)
    except OSError:
        part.unlink(missing_ok=True)
        raise
