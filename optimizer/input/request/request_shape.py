"""The shape of a request: objects, lists and pairs; what has another shape is named and left."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.errors import Problem
from optimizer.input.checks import Finding, RawTable
from optimizer.input.checks.faults import shown, unknown_fields


@dataclass(frozen=True, slots=True, eq=False)
class VillageItems:
    """A list of one village: its name, JSON pointer, the village's number, and the items."""

    name: str
    pointer: str
    village: int
    items: Sequence[object]


def as_object(
    value: object, pointer: str, known: frozenset[str] | None, findings: list[Finding]
) -> Mapping[str, object]:
    """Return an object (empty for anything else); fields that are not ``known`` are refused."""
    if value is None and pointer.endswith("/rules"):
        return {}
    if not isinstance(value, dict):
        place = pointer or "the request"
        findings.append(Problem("NOT_AN_OBJECT", place, "", shown(value), "write an object {...}"))
        return {}
    if known is not None:
        findings += unknown_fields(value, sorted(known), pointer or "the request")
    return value


def as_list(
    owner: Mapping[str, object], name: str, pointer: str, findings: list[Finding]
) -> Sequence[object]:
    """Return the list of this name (empty where there is none)."""
    value = owner.get(name)
    if isinstance(value, list):
        return value
    place = pointer or "the request"
    if value is None:
        message = f"the list {name} is missing; write [] where there is nothing to list"
        findings.append(Problem("MISSING", place, name, "", message))
    else:
        findings.append(Problem("NOT_A_LIST", place, name, shown(value), "write a list [...]"))
    return ()


def points_table(
    name: str,
    chunks: Sequence[VillageItems],
    required: tuple[str, ...],
    optional: tuple[str, ...],
    findings: list[Finding],
) -> RawTable:
    """Make one table of the points of all villages."""
    columns: dict[str, list[object]] = {field: [] for field in (*required, *optional)}
    kept = []
    for chunk in chunks:
        rows, numbers = _objects(chunk, findings)
        kept.append(numbers)
        if not _plain(rows, columns, required, optional):
            known = frozenset(columns)
            for row, number in zip(rows, numbers, strict=True):
                if not row.keys() <= known:
                    findings += unknown_fields(row, sorted(known), f"{chunk.pointer}/{number}")
            for field, column in columns.items():
                column += [row.get(field) for row in rows]
    return _table(name, chunks, kept, columns)


def pairs_table(chunks: Sequence[VillageItems], findings: list[Finding]) -> RawTable:
    """Make one table of the pairs of all villages and kinds."""
    message = 'write a pair ["household", "member"]'
    rows = _rows_of(chunks, ("household", "member"), ("NOT_A_PAIR", message), findings)
    numbered = zip(chunks, rows.kept, strict=True)
    kinds: list[object] = [chunk.name for chunk, numbers in numbered for _ in numbers]
    return _table("pairs", chunks, rows.kept, {**rows.columns, "kind": kinds})


def rows_table(
    name: str,
    chunks: Sequence[VillageItems],
    fields: tuple[str, ...],
    wrong: tuple[str, str],
    findings: list[Finding],
) -> RawTable:
    """Make one table of the rows of all villages that are lists as long as ``fields``.

    Parameters
    ----------
    wrong
        The code and the remedy of an item that is none.
    """
    rows = _rows_of(chunks, fields, wrong, findings)
    return _table(name, chunks, rows.kept, rows.columns)


@dataclass(frozen=True, slots=True, eq=False)
class _Rows:
    """Items by field, and the numbers of those kept of each list."""

    columns: Mapping[str, list[object]]
    kept: Sequence[Sequence[int]]


def _rows_of(
    chunks: Sequence[VillageItems],
    fields: tuple[str, ...],
    wrong: tuple[str, str],
    findings: list[Finding],
) -> _Rows:
    columns: dict[str, list[object]] = {field: [] for field in fields}
    kept: list[Sequence[int]] = []
    code, message = wrong
    for chunk in chunks:
        right = [isinstance(item, list) and len(item) == len(fields) for item in chunk.items]
        numbers: Sequence[int] = range(len(right))
        if not all(right):
            numbers = [number for number, fine in enumerate(right) if fine]
            findings += [
                Problem(code, f"{chunk.pointer}/{number}", "", shown(item), message)
                for number, (item, fine) in enumerate(zip(chunk.items, right, strict=True))
                if not fine
            ]
        rows = [chunk.items[number] for number in numbers]
        for place, field in enumerate(fields):
            columns[field] += [row[place] for row in rows]  # type: ignore[index]  # just looked at
        kept.append(numbers)
    return _Rows(columns, kept)


def _objects(
    chunk: VillageItems, findings: list[Finding]
) -> tuple[Sequence[dict[str, object]], Sequence[int]]:
    """Return the items that are objects, and their numbers in the list."""
    if set(map(type, chunk.items)) <= {dict}:
        return chunk.items, range(len(chunk.items))  # type: ignore[return-value]  # just looked at
    rows, numbers = [], []
    for number, item in enumerate(chunk.items):
        if isinstance(item, dict):
            rows.append(item)
            numbers.append(number)
        else:
            where = f"{chunk.pointer}/{number}"
            message = "write an object {...}"
            findings.append(Problem("NOT_AN_OBJECT", where, "", shown(item), message))
    return rows, numbers


def _plain(
    rows: Sequence[dict[str, object]],
    columns: Mapping[str, list[object]],
    required: tuple[str, ...],
    optional: tuple[str, ...],
) -> bool:
    """Take the columns of rows that have the required fields and no other; False if any has not.

    An object with as many fields as are required, and with all of these, has no other.
    """
    if not set(map(len, rows)) <= {len(required)}:
        return False
    try:
        taken = [[row[field] for row in rows] for field in required]
    except KeyError:
        return False
    for field, cells in zip(required, taken, strict=True):
        columns[field].extend(cells)
    for field in optional:
        columns[field].extend([None] * len(rows))
    return True


def _table(
    name: str,
    chunks: Sequence[VillageItems],
    kept: Sequence[Sequence[int]],
    columns: Mapping[str, list[object]],
) -> RawTable:
    sizes = [len(numbers) for numbers in kept]
    village = np.repeat([chunk.village for chunk in chunks], sizes).astype(np.int64)
    where = _pointers(chunks, kept, sizes)
    return RawTable(name, sum(sizes), columns, where, f"/villages/*/{name}", village)


def _pointers(
    chunks: Sequence[VillageItems], kept: Sequence[Sequence[int]], sizes: Sequence[int]
) -> Callable[[int], str]:
    """Return the function that finds a row's JSON pointer again."""
    starts = np.concatenate(([0], np.cumsum(sizes))).tolist() if sizes else [0]

    def pointer(row: int) -> str:
        number = bisect_right(starts, row) - 1
        return f"{chunks[number].pointer}/{kept[number][row - starts[number]]}"

    return pointer
