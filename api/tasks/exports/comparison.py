"""Two results side by side, village by village; both are read once and never held whole."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass, field
from math import isnan
from typing import Any

import orjson

from api.db import Database
from api.db.plan_queries import KeptResult, planned_rows
from api.db.result_rows import tally_of
from api.tasks.scenario_task import reading_store
from optimizer.output.summary.village_summary import VillageSummary

_SUMMED = ("villages", "households", "members", "unserved", "recruits_needed", "walk_m")


@dataclass(frozen=True, slots=True)
class _Side:
    """One village of one result."""

    row: VillageSummary
    response: dict[str, Any]

    @property
    def persons(self) -> dict[str, str]:
        """Household to the member who looks after it today."""
        listed = (self.response["today"] or {}).get("assignments", ())
        return {household: person for household, person, _ in listed}


@dataclass(slots=True)
class _Sum:
    """What is added up of one result."""

    counts: Counter[str] = field(default_factory=Counter)
    verdicts: Counter[str] = field(default_factory=Counter)
    walk_m: float = 0.0

    def add(self, row: VillageSummary) -> None:
        """Add a village."""
        self.counts.update(
            villages=1,
            households=row.households,
            members=row.members,
            unserved=row.unserved_total,
            recruits_needed=row.recruits_needed,
        )
        self.walk_m += 0.0 if isnan(row.walk_m) else row.walk_m
        if row.verdict is not None:
            self.verdicts[str(row.verdict)] += 1


def compare(url: str, first: KeptResult, second: KeptResult) -> bytes:
    """Return the comparison of two results as JSON.

    Whose person changes is counted between the plans for today: a recruit is nobody yet.
    """
    sums, villages = (_Sum(), _Sum()), []
    with reading_store(url) as store:
        for pair in _paired(_sides(store, first), _sides(store, second)):
            for added, side in zip(sums, pair, strict=True):
                if side is not None:
                    added.add(side.row)
            villages.append(_village(*pair))
    return orjson.dumps(
        {"a": first.id, "b": second.id, "summary": _summary(sums, villages), "villages": villages}
    )


def _summary(sums: tuple[_Sum, _Sum], villages: list[dict[str, Any]]) -> dict[str, Any]:
    figures: dict[str, Any] = {
        name: [added.counts[name] for added in sums] for name in _SUMMED if name != "walk_m"
    }
    verdicts = [village["verdict"] for village in villages]
    return figures | {
        "walk_m": [round(added.walk_m, 1) for added in sums],
        "verdicts": [dict(added.verdicts) for added in sums],
        "verdicts_changed": sum(before != after for before, after in verdicts),
        "households_changed": sum(village["households_changed"] or 0 for village in villages),
    }


def _sides(store: Database, kept: KeptResult) -> Iterator[_Side]:
    for row, content in planned_rows(store, kept.id):
        yield _Side(tally_of(row), orjson.loads(content))


def _paired(
    first: Iterator[_Side], second: Iterator[_Side]
) -> Iterator[tuple[_Side | None, _Side | None]]:
    """Merge two lists of villages; both are sorted by id, as every scenario is."""
    left, right = next(first, None), next(second, None)
    while left is not None or right is not None:
        if right is None or (left is not None and left.row.village_id < right.row.village_id):
            yield left, None
            left = next(first, None)
        elif left is None or right.row.village_id < left.row.village_id:
            yield None, right
            right = next(second, None)
        else:
            yield left, right
            left, right = next(first, None), next(second, None)


def _village(before: _Side | None, after: _Side | None) -> dict[str, Any]:
    sides = (before, after)
    known = next(side.row for side in sides if side is not None)
    rows = [None if side is None or side.row.verdict is None else side.row for side in sides]
    return {
        "id": known.village_id,
        "name": known.name,
        "verdict": [None if row is None else str(row.verdict) for row in rows],
        "recruits": [None if row is None else row.recruits_needed for row in rows],
        "unserved": [None if row is None else row.unserved_total for row in rows],
        "walk_m": [
            None if row is None or isnan(row.walk_m) else round(row.walk_m, 1) for row in rows
        ],
        "households_changed": None if None in rows else _changed(before, after),
    }


def _changed(before: _Side | None, after: _Side | None) -> int | None:
    """Count the households that somebody else, or nobody, or somebody at last, looks after."""
    if before is None or after is None:
        return None
    old, new = before.persons, after.persons
    return sum(old.get(household) != new.get(household) for household in old.keys() | new.keys())
