"""Who looks after whom as a table with the points of both, for spreadsheets and maps."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np

from optimizer.domain.persons import person_ids
from optimizer.domain.plan import METRE_DECIMALS, UNSERVED, VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.field_tools.person_lists import person_points, plans_of
from optimizer.output.folder.csv_table import Cell, CsvTable
from optimizer.output.metres import metres_or_none, shown_metres

COLUMNS = (
    "village",
    "household",
    "x",
    "y",
    "person",
    "person_x",
    "person_y",
    "metres",
    "plan",
)


class PointTable:
    """``assignment_points.csv``: a row a household that somebody looks after, in each plan."""

    def __init__(self, path: Path) -> None:
        self._table = CsvTable(path, COLUMNS)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._table.close()

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Append one village."""
        self._table.write(_rows(village, plan))


def _rows(village: Village, plan: VillagePlan) -> Iterator[Sequence[Cell]]:
    persons, ends = person_ids(village, plan), person_points(village, plan)
    for label, made in plans_of(plan):
        served = np.flatnonzero(made.person != UNSERVED)
        by = made.person[served]
        metres = metres_or_none(shown_metres(village, made)[served].round(METRE_DECIMALS))
        ids, names = village.households.ids[served].tolist(), persons[by].tolist()
        starts, homes = village.households.given[served].tolist(), ends[by].tolist()
        for nth, household in enumerate(ids):
            here, there = starts[nth], homes[nth]
            yield village.id, household, *here, names[nth], *there, metres[nth], label
