"""Texts that the cells of an old workbook share: how long each is, across its records."""

from __future__ import annotations

import struct
from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

from optimizer.input.budgets.compound_file import BrokenFileError

_WIDE, _EXTENDED, _STYLED = 1, 4, 8
_RUN = 4


def lengths_of_texts(pieces: Sequence[bytes]) -> NDArray[np.int64]:
    """Return the bytes that each text takes once it is decoded, at most.

    Parameters
    ----------
    pieces
        The content of the record of texts, and of those that go on with it.

    Raises
    ------
    BrokenFileError
        When a text does not end.
    """
    if not pieces:
        return np.empty(0, np.int64)
    count = int(struct.unpack_from("<I", pieces[0], 4)[0])
    reader = _Pieces(pieces, 8)
    if count > sum(map(len, pieces)) // 3:
        raise BrokenFileError("more texts than bytes")
    return np.array([reader.text() for _ in range(count)], np.int64)


class _Pieces:
    """A place in the pieces; a text may go on in the next one, which says anew how wide it is."""

    def __init__(self, pieces: Sequence[bytes], at: int) -> None:
        self._pieces, self._number, self._at = pieces, 0, at

    def text(self) -> int:
        """Pass over one text; return its bytes in UTF-8, at most."""
        length, flags = struct.unpack("<HB", self._take(3))
        runs = int(struct.unpack("<H", self._take(2))[0]) if flags & _STYLED else 0
        more = int(struct.unpack("<I", self._take(4))[0]) if flags & _EXTENDED else 0
        self._characters(length, wide=bool(flags & _WIDE))
        self._skip(_RUN * runs + more)
        return int(3 * length)

    def _characters(self, left: int, *, wide: bool) -> None:
        while left:
            size = 2 if wide else 1
            here = min(left, (len(self._pieces[self._number]) - self._at) // size)
            self._at += here * size
            left -= here
            if left:
                self._next()
                wide = bool(self._take(1)[0] & _WIDE)

    def _take(self, size: int) -> bytes:
        if self._at >= len(self._pieces[self._number]):
            self._next()
        found = self._pieces[self._number][self._at : self._at + size]
        if len(found) < size:
            raise BrokenFileError("half a text")
        self._at += size
        return found

    def _skip(self, left: int) -> None:
        while left:
            here = min(left, len(self._pieces[self._number]) - self._at)
            self._at += here
            left -= here
            if left:
                self._next()

    def _next(self) -> None:
        self._number, self._at = self._number + 1, 0
        if self._number >= len(self._pieces):
            raise BrokenFileError("a text beyond the end")
