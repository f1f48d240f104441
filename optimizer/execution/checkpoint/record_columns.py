"""Columns of a record and values of its head, taken with their types and lengths checked."""

from __future__ import annotations

from typing import Any

import numpy as np
from numpy.typing import NDArray

from optimizer.domain.scenario import Floats, Ints


class RecordError(ValueError):
    """A record that is no plan."""


class RecordColumns:
    """The columns of a record, one after the other; each is as long as its reader says."""

    def __init__(self, record: bytes, start: int) -> None:
        self._record, self._at = record, start

    def whole(self, count: int) -> Ints:
        """Return whole numbers."""
        return np.asarray(self._next("<i8", count), np.int64)

    def metres(self, count: int) -> Floats:
        """Return floating-point numbers, of which some may be none."""
        return np.asarray(self._next("<f8", count), np.float64)

    def codes(self, count: int) -> NDArray[np.uint8]:
        """Return numbers of one byte."""
        return np.asarray(self._next("u1", count), np.uint8)

    def end(self) -> None:
        """Check that nothing is left.

        Raises
        ------
        RecordError
            When the record is longer than its columns.
        """
        if self._at != len(self._record):
            raise RecordError(f"{len(self._record) - self._at} bytes more than its columns have")

    def _next(self, kind: str, count: int) -> NDArray[Any]:
        size = count * np.dtype(kind).itemsize
        if not 0 <= size <= len(self._record) - self._at:
            raise RecordError(f"a column of {count} rows beyond the record's end")
        column = np.frombuffer(self._record, kind, count, self._at)
        self._at += size
        return column.copy()  # aligned, writable, and without the rest of the record


def counted(value: object) -> int:
    """Return a number of things: whole, not negative, and below what a column can count."""
    if type(value) is not int or not 0 <= value < 1 << 48:
        raise RecordError("a count is expected")
    return value


def number(value: object) -> float:
    """Return a number, as it was written."""
    if type(value) not in (int, float):
        raise RecordError("a number is expected")
    assert isinstance(value, int | float)
    return value


def text(value: object) -> str:
    """Return text."""
    if not isinstance(value, str):
        raise RecordError("text is expected")
    return value


def listed(value: object, count: int) -> list[Any]:
    """Return a list of so many values."""
    if not isinstance(value, list) or len(value) != count:
        raise RecordError(f"a list of {count} is expected")
    return value
