"""Heads of Parquet's pages, in Thrift's compact protocol: sizes and numbers of values, no more."""

from __future__ import annotations

from dataclasses import dataclass

_STOP, _TRUE, _FALSE, _BYTE, _I16, _I32, _I64, _DOUBLE = range(8)
_BINARY, _LIST, _SET, _MAP, _STRUCT = 8, 9, 10, 11, 12
_DEEPEST = 8
_LONGEST = 10
"""Bytes of the longest whole number."""


@dataclass(frozen=True, slots=True)
class Page:
    """What the head of a page says.

    Parameters
    ----------
    head, packed, unpacked
        Bytes of the head, and of what follows it in the file and in memory.
    values, encoding
        Of a page of data; 0 of others.
    """

    head: int
    packed: int
    unpacked: int
    values: int
    encoding: int


class _Reader:
    """Reads one structure; whole numbers are kept, all else is passed over."""

    def __init__(self, content: bytes) -> None:
        self._content, self.at = content, 0

    def struct(self, depth: int = 0) -> dict[int, object]:
        """Return the fields that are whole numbers or structures, by their ids."""
        if depth > _DEEPEST:
            raise ValueError("nested too deeply")
        fields: dict[int, object] = {}
        last = 0
        while (head := self._byte()) != _STOP:
            last = last + (head >> 4) if head >> 4 else self._zigzag()
            value = self._value(head & 15, depth)
            if value is not None:
                fields[last] = value
        return fields

    def _value(self, kind: int, depth: int) -> object:
        if kind == _BYTE:
            self._skip(1)
        elif kind in {_I16, _I32, _I64}:
            return self._zigzag()
        elif kind == _DOUBLE:
            self._skip(8)
        elif kind == _BINARY:
            self._skip(self._varint())
        elif kind in {_LIST, _SET}:
            self._list(depth)
        elif kind == _STRUCT:
            return self.struct(depth + 1)
        elif kind not in {_TRUE, _FALSE}:
            raise ValueError(f"no head of a page holds a {kind}")
        return None

    def _list(self, depth: int) -> None:
        head = self._byte()
        size = head >> 4 if head >> 4 < 15 else self._varint()  # noqa: PLR2004 - 15: the size follows
        for _ in range(size):
            if head & 15 in {_TRUE, _FALSE}:
                self._skip(1)
            else:
                self._value(head & 15, depth + 1)

    def _byte(self) -> int:
        self._skip(1)
        return self._content[self.at - 1]

    def _skip(self, size: int) -> None:
        self.at += size
        if self.at > len(self._content):
            raise ValueError("cut off")

    def _varint(self) -> int:
        number = 0
        for place in range(_LONGEST):
            byte = self._byte()
            number |= (byte & 127) << (7 * place)
            if not byte & 128:
                return number
        raise ValueError("a number without an end")

    def _zigzag(self) -> int:
        number = self._varint()
        return (number >> 1) ^ -(number & 1)


def read_page(content: bytes) -> Page | None:
    """Read the head of a page; None where there is none."""
    reader = _Reader(content)
    try:
        fields = reader.struct()
    except ValueError:
        return None
    unpacked, packed = fields.get(2), fields.get(3)
    if not isinstance(unpacked, int) or not isinstance(packed, int) or min(unpacked, packed) < 0:
        return None
    values = encoding = 0
    for number, place in ((5, 2), (8, 4)):  # a page of data, of the first kind or the second
        inside = fields.get(number)
        if isinstance(inside, dict):
            values, encoding = int(inside.get(1, 0)), int(inside.get(place, 0))
    return Page(reader.at, packed, unpacked, values, encoding)
