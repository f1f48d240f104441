"""Lists for ODK and KoboToolbox: choices of a form, and entities to be loaded into a list.

A choice needs the columns ``name`` and ``label``, and its name no blanks (for questions with many
answers); an entity needs ``label``, and its point is "latitude longitude altitude accuracy" in a
property ``geometry``. None of these files has a byte order mark, which would become part of the
first heading.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory
from types import TracebackType
from typing import Self

import numpy as np

from optimizer.domain.languages import Language
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import UNSERVED, VillagePlan
from optimizer.domain.scenario import Floats, Village
from optimizer.output.field_tools.archive import Archive
from optimizer.output.field_tools.person_lists import person_points
from optimizer.output.folder.csv_table import Cell, CsvTable
from optimizer.output.text.spoken_names import recruit_name

COLUMNS: Mapping[str, Sequence[str]] = {
    "villages.csv": ("name", "label"),
    "people.csv": ("name", "label", "village", "geometry"),
    "households.csv": ("name", "label", "village", "person", "person_after", "geometry"),
    "entities.csv": ("label", "geometry", "village", "household", "person", "person_after"),
}
"""File to its columns; ``entities.csv`` is the one that Central's entity lists take."""
_APART = ":"
"""Between the village and what is in it: ids are unique in their village alone."""
_NOT_IN_A_NAME = re.compile(rf"[\s%{_APART}]")


class OdkLists:
    """``odk.zip``: choices of villages, people and households, and entities."""

    def __init__(self, path: Path, language: Language) -> None:
        self._archive, self._language = Archive(path), language
        self._folder = TemporaryDirectory(prefix=".odk-", dir=path.parent)
        self._tables = {
            name: CsvTable(Path(self._folder.name) / name, columns, mark=False)
            for name, columns in COLUMNS.items()
        }

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        with self._folder as folder, self._archive as archive:
            for name, table in self._tables.items():
                table.close()
                if kind is None:
                    archive.move(Path(folder) / name, name)

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Append one village to every list."""
        named = choice_name(village.id)
        self._tables["villages.csv"].write([(named, village.name or village.id)])
        self._tables["people.csv"].write(self._people(village, plan))
        for name in ("households.csv", "entities.csv"):
            self._tables[name].write(_households(village, plan, entities=name == "entities.csv"))

    def _people(self, village: Village, plan: VillagePlan) -> Iterator[Sequence[Cell]]:
        points = person_points(village, plan)
        for row, person in enumerate(person_ids(village, plan).tolist()):
            said = recruit_name(person, self._language)
            at = geometry(points[row], lonlat=village.lonlat)
            yield choice_name(village.id, person), said, choice_name(village.id), at


def choice_name(*ids: str) -> str:
    """Return a name without blanks, and a different one for different ids."""
    return _APART.join(_NOT_IN_A_NAME.sub(lambda hit: f"%{ord(hit[0]):02X}", one) for one in ids)


def geometry(at: Floats, *, lonlat: bool) -> str:
    """Return a point as ODK writes it, '' where it is not known on the earth."""
    if not lonlat or not np.isfinite(at).all():
        return ""
    east, north = at.tolist()
    return f"{north:.7f} {east:.7f} 0 0"


def _households(village: Village, plan: VillagePlan, *, entities: bool) -> Iterator[Sequence[Cell]]:
    persons = [*person_ids(village, plan).tolist(), ""]
    plans = (plan.today, plan.after or plan.today)
    for row, household in enumerate(village.households.ids.tolist()):
        by = [persons[made.person[row]] if made.person[row] != UNSERVED else "" for made in plans]
        at = geometry(village.households.given[row], lonlat=village.lonlat)
        if entities:
            yield f"{village.name or village.id}: {household}", at, village.id, household, *by
        else:
            whose = [choice_name(village.id, person) if person else "" for person in by]
            name = choice_name(village.id, household)
            yield name, household, choice_name(village.id), *whose, at
