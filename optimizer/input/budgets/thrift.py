"""Parquet's own words in Thrift's compact protocol: heads of pages, and parts of the footer."""

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
    """Reads one structure; whole numbers are kept, lists on request, all else is passed over."""

    def __init__(self, content: bytes, *, lists: bool = False) -> None:
        self._content, self.at, self._lists = content, 0, lists

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
            found = self._list(depth)
            return found if self._lists else None
        elif kind == _STRUCT:
            return self.struct(depth + 1)
        elif kind not in {_TRUE, _FALSE}:
            raise ValueError(f"no head of a page holds a {kind}")
        return None

    def _list(self, depth: int) -> list[object]:
        head = self._byte()
        size = head >> 4 if head >> 4 < 15 else self._varint()  # noqa: PLR2004 - 15: the size follows
        found: list[object] = []
        for _ in range(size):
            if head & 15 in {_TRUE, _FALSE}:
                self._skip(1)
                continue
            value = self._value(head & 15, depth + 1)
            if self._lists:
                found.append(value)
        return found

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


@dataclass(frozen=True, slots=True)
class ColumnSizes:
    """What a footer says of the sizes in a column of a row group.

    Parameters
    ----------
    texts
        Whether it says how many bytes the texts have.
    repetitions, definitions
        Entries of the histograms of levels, 0 where there is none.
    """

    texts: bool
    repetitions: int
    definitions: int


def read_sizes(footer: bytes) -> list[list[ColumnSizes]]:
    """Read what a footer says of the sizes in each column of each row group.

    Raises
    ------
    ValueError
        When it is no whole footer, or a column has no description.
    """
    groups = _Reader(footer, lists=True).struct().get(4)
    return [[_sizes(column) for column in _items(_field(group, 1))] for group in _items(groups)]


def _sizes(column: object) -> ColumnSizes:
    described = _field(column, 3)
    if not isinstance(described, dict):
        raise ValueError("a column without a description")  # noqa: TRY004 - of the file, not ours
    sizes = described.get(16)
    return ColumnSizes(
        _field(sizes, 1) is not None, len(_items(_field(sizes, 2))), len(_items(_field(sizes, 3)))
    )


def _field(structure: object, number: int) -> object:
    return structure.get(number) if isinstance(structure, dict) else None


def _items(found: object) -> list[object]:
    return found if isinstance(found, list) else []
