"""Files of finished plans: each is written whole, checked when it is read, and never changed."""

from __future__ import annotations

import shutil
from collections.abc import Iterable
from hashlib import sha256
from pathlib import Path

from optimizer.domain.plan import VillagePlan
from optimizer.execution.checkpoint.plan_record import read_record, write_record
from optimizer.execution.checkpoint.record_batch import (
    CHECK,
    FIRST_LINE,
    MOST_BYTES,
    RecordKind,
    head_of,
    look,
    places,
    write,
)
from optimizer.execution.checkpoint.record_columns import RecordError
from optimizer.execution.checkpoint.record_index import RecordIndex, RecordPlace

_DIGITS = 6
"""Of a file's number, at least; a name with more than nine is not ours."""


class PlanStore:
    """The plans of a folder; a plan is on the disk before anybody is told that it is finished.

    A file that is cut off, changed or from elsewhere is removed and its plans are made again;
    ``damaged`` counts such files, and records that are no plans of their villages. Files of
    version 0.1.0, whose records were pickles, are known by their first line, never read, and
    counted in ``outdated``.
    """

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        self._places = RecordIndex()
        self._next = 0
        self.damaged = self.outdated = 0
        for part in folder.glob("*.part"):
            _remove(part)
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
        RecordError
            When what is there is no plan, or is no longer there.
        """
        number, start, length = self._places[key]
        try:
            with self._file(number).open("rb") as opened:
                opened.seek(start)
                return read_record(opened.read(length))
        except OSError as fault:
            raise RecordError(str(fault)) from fault

    def drop(self, key: bytes) -> None:
        """Forget a record that is no plan of its village, and count it as damaged."""
        self._places.drop(key)
        self.damaged += 1

    def keep(self, plans: Iterable[tuple[bytes, VillagePlan]]) -> None:
        """Write plans to one file, or to more where they are large; on the disk on return.

        Raises
        ------
        OSError
            When the disk is full; nothing that was kept before is lost.
        """
        body, found = bytearray(FIRST_LINE), dict[bytes, RecordPlace]()
        for key, plan in plans:
            record = write_record(plan)
            head = head_of(key, record)
            if found and len(body) + len(head) + len(record) + CHECK > MOST_BYTES:
                self._write(body, found)
                body, found = bytearray(FIRST_LINE), {}
            body += head
            found[key] = RecordPlace(self._next, len(body), len(record))
            body += record
        if found:
            self._write(body, found)

    def _write(self, body: bytearray, found: dict[bytes, RecordPlace]) -> None:
        body += sha256(body).digest()
        write(self._file(self._next), body)
        self._next += 1
        self._places.add(found)

    def _file(self, number: int) -> Path:
        return self._folder / f"{number:0{_DIGITS}}.plans"

    def _index(self, file: Path) -> None:
        """Note where the records of a file stand, if it is whole."""
        name = file.stem
        ours = name.isascii() and name.isdigit() and _DIGITS <= len(name) <= _DIGITS + 3
        kind = look(file) if ours and file == self._file(int(name)) else RecordKind.DAMAGED
        if kind is not RecordKind.WHOLE:
            _remove(file)
            self.damaged += kind is RecordKind.DAMAGED
            self.outdated += kind is RecordKind.OUTDATED
            return
        number = int(name)
        self._next = max(self._next, number + 1)
        for some in places(file, number):
            self._places.add(some)


def _remove(path: Path) -> None:
    """Remove what lies in the folder under one of our names, whatever it is."""
    if path.is_dir() and not path.is_symlink():
        shutil.rmtree(path)
    else:
        path.unlink()
