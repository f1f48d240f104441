"""Pairs of a household and a member: a DataFrame, a Series, a mapping, or pairs of labels."""

from __future__ import annotations

from collections.abc import Hashable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, TypeAlias

import numpy as np
import pandas as pd

from optimizer.errors import Problem
from optimizer.frames.coordinates import row_name
from optimizer.frames.labels import is_missing, label_text
from optimizer.frames.point_frames import PointFrame
from optimizer.input.checks import Finding, RawTable
from optimizer.input.checks.faults import shown

PairTable: TypeAlias = (
    pd.DataFrame | pd.Series | Mapping[Any, object] | Iterable[Sequence[object]] | None
)
"""Pairs of labels: columns ``household`` and ``member``; a Series or mapping of members by
household; or an iterable of pairs."""

_FIELDS = ("household", "member")
_COLUMNS = "a DataFrame of pairs needs the columns household and member; add {}"
_PAIR = 'write pairs of labels, ("h1", "m1"), a Series of members by household, or a DataFrame'
_WHICH = (
    "households of several villages have this label; give a DataFrame with the columns household, "
    "member and {!r}"
)


@dataclass(slots=True)
class _Rows:
    """Pairs of every kind as columns, and where each stands."""

    household: list[object] = field(default_factory=list)
    member: list[object] = field(default_factory=list)
    village: list[object] = field(default_factory=list)
    kind: list[object] = field(default_factory=list)
    where: list[str] = field(default_factory=list)

    def add(
        self, kind: str, household: object, member: object, village: object, where: str
    ) -> None:
        self.household.append(household)
        self.member.append(member)
        self.village.append(village)
        self.kind.append(kind)
        self.where.append(where)


class PairReader:
    """Reads pairs, and says of which village each is."""

    def __init__(
        self, homes: PointFrame, village: Hashable | None, findings: list[Finding]
    ) -> None:
        self._homes, self._village, self._findings = homes, village, findings
        self._of: dict[object, set[object]] = {}
        if village is not None:
            names = homes.raw.columns["village"]
            for label, name in zip(homes.raw.columns["id"], names, strict=True):
                self._of.setdefault(label, set()).add(name)

    def table(self, name: str, given: Mapping[str, PairTable]) -> RawTable:
        """Return the pairs of all kinds as one table."""
        rows = _Rows()
        for kind, pairs in given.items():
            if pairs is not None:
                self._read(kind, pairs, rows)
        columns = {"household": rows.household, "member": rows.member, "kind": rows.kind}
        one = None
        if self._village is None:
            one = np.zeros(len(rows.kind), np.int64)
        else:
            columns["village"] = rows.village
        return RawTable(name, len(rows.kind), columns, rows.where.__getitem__, name, village=one)

    def _read(self, kind: str, pairs: PairTable, rows: _Rows) -> None:
        if isinstance(pairs, pd.DataFrame):
            self._read_frame(kind, pairs, rows)
        elif isinstance(pairs, pd.Series):
            self._read_series(kind, pairs, rows)
        else:
            listed = pairs.items() if isinstance(pairs, Mapping) else pairs
            for number, pair in enumerate(self._pairs(kind, listed)):
                if pair is not None:
                    where = f"{kind}[{number}]"
                    rows.add(kind, *pair, self._village_of(pair[0], where), where)

    def _read_frame(self, kind: str, pairs: pd.DataFrame, rows: _Rows) -> None:
        missing = [name for name in _FIELDS if name not in pairs.columns]
        if missing:
            text = _COLUMNS.format(" and ".join(missing))
            self._findings.append(Problem("MISSING_COLUMN", kind, missing[0], "", text))
            return
        stated = self._village is not None and self._village in pairs.columns
        villages = pairs[self._village].tolist() if stated else [None] * len(pairs)
        listed = zip(pairs["household"].tolist(), pairs["member"].tolist(), villages, strict=True)
        for number, (household, member, village) in enumerate(listed):
            where = row_name(kind, pairs.index, number)
            home = label_text(household)
            name = label_text(village) if stated else self._village_of(home, where)
            rows.add(kind, home, label_text(member), name, where)

    def _read_series(self, kind: str, pairs: pd.Series, rows: _Rows) -> None:
        """Read members by household; a household without one has no pair."""
        homes, aligned = self._homes, pairs.index.equals(self._homes.index)
        villages = homes.raw.columns.get("village")
        for number, (label, member) in enumerate(zip(pairs.index, pairs.tolist(), strict=True)):
            if is_missing(member):
                continue
            where, home = row_name(kind, pairs.index, number), label_text(label)
            name = self._village_of(home, where) if villages is None or not aligned else None
            if aligned and villages is not None:
                name = villages[number]
            rows.add(kind, home, label_text(member), name, where)

    def _pairs(self, kind: str, listed: object) -> Iterator[tuple[str | None, str | None] | None]:
        """Yield the labels of each pair, None for what is none."""
        items = listed if isinstance(listed, Iterable) and not isinstance(listed, str) else [listed]
        for number, item in enumerate(items):
            pair = list(item) if isinstance(item, list | tuple | np.ndarray) else []
            if len(pair) == len(_FIELDS):
                yield label_text(pair[0]), label_text(pair[1])
                continue
            where = f"{kind}[{number}]"
            self._findings.append(Problem("NOT_A_PAIR", where, "", shown(item), _PAIR))
            yield None

    def _village_of(self, household: object, where: str) -> object:
        """Return the village of a household that is named without one."""
        if self._village is None:
            return None
        found = self._of.get(household, set())
        if len(found) == 1:
            return next(iter(found))
        code, message = "UNKNOWN_HOUSEHOLD", "no household has this label; write one that there is"
        if found:
            code, message = "MISSING_COLUMN", _WHICH.format(self._village)
        value = shown(household)
        self._findings.append(Problem(code, where, "household", value, message))
        return next(iter(found), None)
