"""Index of the records of plans: few bytes a record, as there are many."""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

import numpy as np

KEY = 32
"""Bytes of a key."""
_NEW, _SHARE = 1_000, 8
"""New records are put among the others when so many have come, and an eighth of what there is."""


class RecordPlace(NamedTuple):
    """Where a record stands: the number of its file, where it begins, and its bytes."""

    file: int
    start: int
    length: int


class RecordIndex:
    """Key to place; a key that is given again has the last place that it was given.

    Keys in order with their places, 56 bytes each, and a dictionary of those that came last.
    """

    def __init__(self) -> None:
        self._keys = np.empty(0, f"S{KEY}")
        self._places = np.empty((0, len(RecordPlace._fields)), np.int64)
        self._new: dict[bytes, RecordPlace] = {}
        self._gone: set[bytes] = set()
        self._size = 0

    def __len__(self) -> int:
        return self._size

    def __contains__(self, key: bytes) -> bool:
        return key not in self._gone and (key in self._new or self._row(key) is not None)

    def __getitem__(self, key: bytes) -> RecordPlace:
        if key in self._gone:
            raise KeyError(key)
        if key in self._new:
            return self._new[key]
        row = self._row(key)
        if row is None:
            raise KeyError(key)
        return RecordPlace(*self._places[row].tolist())

    def add(self, places: Mapping[bytes, RecordPlace]) -> None:
        """Note where records stand."""
        self._size += sum(key not in self for key in places)
        self._gone -= places.keys()
        self._new |= places
        if len(self._new) > max(_NEW, len(self._keys) // _SHARE):
            self._put_in_order()

    def drop(self, key: bytes) -> None:
        """Forget where a record stands."""
        self._size -= key in self
        self._gone.add(key)

    def _row(self, key: bytes) -> int | None:
        row = int(np.searchsorted(self._keys, np.array(key, self._keys.dtype)))
        # Keys have one length, so that the zeros that numpy takes off their ends tell nothing.
        found = row < len(self._keys) and self._keys[row] == key.rstrip(b"\0")
        return row if found else None

    def _put_in_order(self) -> None:
        keys = np.array([*self._new], self._keys.dtype)
        old = ~np.isin(self._keys, keys)
        keys = np.concatenate([self._keys[old], keys])
        places = np.concatenate([self._places[old], np.array([*self._new.values()], np.int64)])
        order = np.argsort(keys)
        self._keys, self._places, self._new = keys[order], places[order], {}
