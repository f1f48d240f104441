"""Compound files (Microsoft's OLE): the bytes of one stream, by chains that end."""

from __future__ import annotations

import struct
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_HEAD, _ENTRY = 512, 128
_FIRST_TABLES = 109
"""Sectors of the table that the head names itself."""
_SHIFTS = (9, 12)
_ROOT = 5
_LAST = 0xFFFFFFFA
"""From here on a number is none of a sector."""
Sectors = NDArray[np.uint32]


class BrokenFileError(ValueError):
    """A chain that leads nowhere or in a circle, or a head that is none."""


@dataclass(frozen=True, slots=True)
class _Entry:
    name: str
    kind: int
    start: int
    size: int


@dataclass(frozen=True, slots=True, eq=False)
class CompoundFile:
    """The streams of a compound file by their names."""

    content: bytes
    shift: int
    table: Sectors
    cutoff: int
    small_start: int
    entries: tuple[_Entry, ...]

    @property
    def names(self) -> tuple[str, ...]:
        """Return the names of its streams and folders."""
        return tuple(entry.name for entry in self.entries)

    def stream(self, name: str) -> bytes:
        """Return the content of a stream.

        Raises
        ------
        BrokenFileError
            When there is none, or it is not whole.
        """
        entry = next((one for one in self.entries if one.name == name), None)
        if entry is None or entry.size > len(self.content):
            raise BrokenFileError(name)
        if entry.size >= self.cutoff:
            found = self._chain(entry.start)
        else:
            root = next((one for one in self.entries if one.kind == _ROOT), None)
            small = self._chain(root.start) if root is not None else b""
            links = np.frombuffer(self._chain(self.small_start), "<u4")
            parts = [small[at << 6 : (at + 1) << 6] for at in _followed(links, entry.start)]
            found = b"".join(parts)
        if len(found) < entry.size:
            raise BrokenFileError(name)
        return found[: entry.size]

    def _chain(self, start: int) -> bytes:
        size = 1 << self.shift
        parts = [
            self.content[(at + 1) * size : (at + 2) * size] for at in _followed(self.table, start)
        ]
        return b"".join(parts)


def open_compound(content: bytes) -> CompoundFile:
    """Read head, table of sectors and directory.

    Raises
    ------
    BrokenFileError
        When they are not whole.
    """
    if len(content) < _HEAD or not content.startswith(MAGIC):
        raise BrokenFileError("no compound file")
    shift = int(struct.unpack_from("<H", content, 30)[0])
    directory, _, cutoff, small_start, _, more, many = struct.unpack_from("<IIIIIII", content, 48)
    if shift not in _SHIFTS:
        raise BrokenFileError("sectors of no size")
    size = 1 << shift
    named = list(struct.unpack_from(f"<{_FIRST_TABLES}I", content, 76))
    for _ in range(min(many, len(content) // size + 1)):
        if more >= _LAST:
            break
        page = content[(more + 1) * size : (more + 2) * size]
        if len(page) < size:
            raise BrokenFileError("a table beyond the end")
        *numbers, more = struct.unpack(f"<{size // 4}I", page)
        named += numbers
    wanted = [at for at in named if at < _LAST]
    if len(wanted) > len(content) // size:
        raise BrokenFileError("a table larger than the file")
    pages = b"".join(content[(at + 1) * size : (at + 2) * size] for at in wanted)
    table = np.frombuffer(pages[: len(pages) // 4 * 4], "<u4")
    opened = CompoundFile(content, shift, table, cutoff, small_start, ())
    listed = opened._chain(directory)  # noqa: SLF001 - its own maker
    entries = tuple(_entry(listed[at : at + _ENTRY]) for at in range(0, len(listed), _ENTRY))
    return CompoundFile(content, shift, table, cutoff, small_start, entries)


def _entry(page: bytes) -> _Entry:
    if len(page) < _ENTRY:
        raise BrokenFileError("half an entry")
    length, kind = struct.unpack_from("<HB", page, 64)
    start, size = struct.unpack_from("<II", page, 116)
    name = page[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
    return _Entry(name, kind, start, size)


def _followed(links: Sectors, start: int) -> list[int]:
    """Return the sectors of a chain; no sector comes twice."""
    at, found = start, list[int]()
    while at < _LAST:
        if at >= len(links) or len(found) > len(links):
            raise BrokenFileError("a chain that does not end")
        found.append(at)
        at = int(links[at])
    return found
