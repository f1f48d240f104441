"""OpenStreetMap data: what its blocks or its archive say they become, before osmium unpacks any."""

from __future__ import annotations

import bz2
import zlib
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path
from typing import BinaryIO

from optimizer.errors import Problem, ScenarioError
from optimizer.input.budgets import file_budgets

_CHUNK = 1 << 20
_LONGEST_HEAD = 1 << 16
_GZIP, _BZIP2 = b"\x1f\x8b", b"BZh"
_XML = (b"<?xml", b"<osm", b"<!--")
_LONGEST_NUMBER = 10
_DATA_SIZE, _RAW_SIZE = 3, 2
"""Fields of a block's head, and of the block."""
_LARGE = 1 << 26
"""Bytes from which on a packed file is let pass: no small file stands for a large one."""


def check_openstreetmap(path: Path) -> None:
    """Refuse what is no OpenStreetMap data, or becomes far more than its size.

    Raises
    ------
    ScenarioError
        With the file, and the limit or what it should begin with.
    """
    name = path.name.casefold()
    with path.open("rb") as file:
        head = file.read(32)
        file.seek(0)
        if name.endswith(".pbf"):
            fits = b"OSMHeader" in head
        elif name.endswith(".gz"):
            fits = head.startswith(_GZIP)
        elif name.endswith(".bz2"):
            fits = head.startswith(_BZIP2)
        else:
            fits = head.removeprefix(b"\xef\xbb\xbf").lstrip().startswith(_XML)
        if not fits:
            raise _refused(path)
        size = path.stat().st_size
        if size > _LARGE:
            return
        times = (
            file_budgets.OSM_EXPANSION if name.endswith(".pbf") else file_budgets.OSM_TEXT_EXPANSION
        )
        budget = replace(
            file_budgets.OSM_BYTES, most=max(file_budgets.OSM_BYTES.most, times * size)
        )
        total = 0
        for unpacked in _sizes(file, name):
            total += unpacked
            budget.check(total, path.name)


def _sizes(file: BinaryIO, name: str) -> Iterator[int]:
    if name.endswith(".pbf"):
        return _blocks(file)
    if name.endswith(".gz"):
        return _gunzipped(file)
    if name.endswith(".bz2"):
        return _bunzipped(file)
    return iter(())


def _gunzipped(file: BinaryIO) -> Iterator[int]:
    """Yield the sizes of pieces of a gzip archive; what is wrong with it osmium says."""
    unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)
    while chunk := file.read(_CHUNK):
        left = chunk
        while left:
            try:
                yield len(unpack.decompress(left, _CHUNK))
            except zlib.error:
                return
            left = unpack.unconsumed_tail or unpack.unused_data
            if unpack.eof:
                unpack = zlib.decompressobj(zlib.MAX_WBITS | 16)


def _bunzipped(file: BinaryIO) -> Iterator[int]:
    """Yield the sizes of pieces of a bzip2 archive."""
    unpack = bz2.BZ2Decompressor()
    while chunk := file.read(_CHUNK):
        left = chunk
        while left or not (unpack.needs_input or unpack.eof):
            try:
                yield len(unpack.decompress(left, _CHUNK))
            except (OSError, EOFError):
                return
            left = unpack.unused_data if unpack.eof else b""
            if unpack.eof:
                unpack = bz2.BZ2Decompressor()


def _blocks(file: BinaryIO) -> Iterator[int]:
    """Yield the size that each block says it has unpacked; osmium holds it to that."""
    while head := file.read(4):
        size = int.from_bytes(head, "big")
        if size > _LONGEST_HEAD:
            return
        length = _numbers(file, file.tell() + size).get(_DATA_SIZE, 0)
        yield _numbers(file, file.tell() + length).get(_RAW_SIZE, length)


def _numbers(file: BinaryIO, end: int) -> dict[int, int]:
    """Return the whole numbers of a protocol buffer that ends there, and go there."""
    found: dict[int, int] = {}
    while file.tell() < end:
        key = _varint(file)
        if key is None or key & 7 not in {0, 2}:
            break
        value = _varint(file)
        if value is None:
            break
        if key & 7:  # bytes, with their length before them
            file.seek(min(value, end), 1)
        else:
            found[key >> 3] = value
    file.seek(end)
    return found


def _varint(file: BinaryIO) -> int | None:
    number = 0
    for place in range(_LONGEST_NUMBER):
        byte = file.read(1)
        if not byte:
            return None
        number |= (byte[0] & 127) << (7 * place)
        if not byte[0] & 128:
            return number
    return None


def _refused(path: Path) -> ScenarioError:
    remedy = "it does not begin as OpenStreetMap data of its ending does; download it again"
    return ScenarioError([Problem("NOT_OSM", path.name, "", "", remedy)])
