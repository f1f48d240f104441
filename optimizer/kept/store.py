"""Files of finished plans: each is written whole, checked when it is read, and never changed."""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator
from hashlib import sha256
from pathlib import Path

from optimizer.kept.index import KEY, Index, Place
from optimizer.kept.record import read_record, recorded
from optimizer.plan import VillagePlan

_FIRST_LINE = b"liengia plans 1\n"
_LENGTH, _CHECK = 8, 32
"""Bytes of a record's length, and of the SHA-256 of all before it at the end."""


class Store:
    """The plans of a folder; a plan is on the disk before anybody is told that it is finished.

    A file that is cut off, changed or from elsewhere is removed and its plans are made again;
    ``damaged`` counts such files.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places = Index()
        self._next = 0
        self.damaged = 0
        for part in folder.glob("*.part"):
            part.unlink()
        for file in sorted(folder.glob("*.plans")):
            self._index(file)

    def __len__(self) -> int:
        return len(self._places)

    def __contains__(self, key: bytes) -> bool:
        return key in self._places

    def get(self, key: bytes) -> VillagePlan:
        """Read a plan.

        Raises
        ------
        KeyError
            When there is none under this key.
        """
        number, start, length = self._places[key]
        with self._file(number).open("rb") as opened:
            opened.seek(start)
            return read_record(opened.read(length))

    def keep(self, plans: Iterable[tuple[bytes, VillagePlan]]) -> None:
        """Write plans to one file, on the disk when this returns.

        Raises
        ------
        OSError
            When the disk is full; nothing that was kept before is lost.
        """
        body, places = bytearray(_FIRST_LINE), dict[bytes, Place]()
        for key, plan in plans:
            record = recorded(plan)
            body += key + len(record).to_bytes(_LENGTH, "little")
            places[key] = Place(self._next, len(body), len(record))
            body += record
        if not places:
            return
        body += sha256(body).digest()
        _write_whole(self._file(self._next), body)
        self._next += 1
        self._places.add(places)

    def _file(self, number: int) -> Path:
        return self._folder / f"{number:06}.plans"

    def _index(self, file: Path) -> None:
        """Note where the records of a file stand, if it is whole."""
        content = file.read_bytes()
        body, check = content[:-_CHECK], content[-_CHECK:]
        ours = file.stem.isascii() and file.stem.isdigit() and file == self._file(int(file.stem))
        if not ours or not body.startswith(_FIRST_LINE) or sha256(body).digest() != check:
            file.unlink()
            self.damaged += 1
            return
        number = int(file.stem)
        self._next = max(self._next, number + 1)
        self._places.add({key: Place(number, *span) for key, *span in _records(body)})


def _records(body: bytes) -> Iterator[tuple[bytes, int, int]]:
    """Yield key, start and length of every record."""
    at = len(_FIRST_LINE)
    while at < len(body):
        key = body[at : at + KEY]
        start = at + KEY + _LENGTH
        length = int.from_bytes(body[at + KEY : start], "little")
        yield key, start, length
        at = start + length


def _write_whole(file: Path, content: bytes | bytearray) -> None:
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
