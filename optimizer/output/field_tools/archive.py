"""Zip archives of small files: safe names, and the same bytes for the same content."""

from __future__ import annotations

import re
from pathlib import Path
from types import TracebackType
from typing import Self
from zipfile import ZIP_DEFLATED, ZipFile, ZipInfo

_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST = 80
_NO_HOUR = (1980, 1, 1, 0, 0, 0)
"""The first moment that an archive can name: the clock is no part of a plan."""


def entry_name(nth: int, text: str, digits: int = 3) -> str:
    """Return a file's name that any system takes: a number, then what is harmless of a text.

    The number keeps names apart that are alike, and names like CON and NUL from meaning a device.
    """
    plain = _UNSAFE.sub("-", text)[:_LONGEST].strip("-.")
    return f"{nth:0{digits}}-{plain}" if plain else f"{nth:0{digits}}"


class Archive:
    """A zip file that is written entry by entry; not made before there is one, unless asked."""

    def __init__(self, path: Path, *, empty: bool = False) -> None:
        self._path = path
        self._file = ZipFile(path, "w", ZIP_DEFLATED) if empty else None

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if self._file is not None:
            self._file.close()

    def write(self, name: str, content: str | bytes) -> None:
        """Append an entry."""
        self._open().writestr(_entry(name), content)

    def move(self, path: Path, name: str) -> None:
        """Append a file on the disk, and remove it there."""
        with path.open("rb") as source, self._open().open(_entry(name), "w") as target:
            while block := source.read(1 << 20):
                target.write(block)
        path.unlink()

    def _open(self) -> ZipFile:
        if self._file is None:
            self._file = ZipFile(self._path, "w", ZIP_DEFLATED)
        return self._file


def _entry(name: str) -> ZipInfo:
    entry = ZipInfo(name, _NO_HOUR)
    entry.compress_type = ZIP_DEFLATED
    return entry
