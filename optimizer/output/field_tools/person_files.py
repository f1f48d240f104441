"""An archive with the files of each person, in a folder a plan and a folder a village."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from pathlib import Path
from types import TracebackType
from typing import Self

from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.field_tools.archive import Archive, entry_name
from optimizer.output.field_tools.person_lists import PersonList

PersonFile = tuple[PersonList, str, str]
"""Whose file it is, how its name ends, and its text."""


class PersonFiles:
    """The archive; it takes villages one by one.

    Parameters
    ----------
    files_of
        The files of a village, person by person.
    empty
        Whether there is an archive where nobody has a file.
    """

    def __init__(
        self,
        path: Path,
        files_of: Callable[[Village, VillagePlan], Iterable[PersonFile]],
        *,
        empty: bool = False,
    ) -> None:
        self._archive = Archive(path, empty=empty)
        self._files_of, self._villages = files_of, 0

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._archive.__exit__(kind, fault, trace)

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Write the files of one village."""
        self._villages += 1
        folder = entry_name(self._villages, village.name or village.id, 4)
        for listed, ending, text in self._files_of(village, plan):
            name = f"{listed.plan}/{folder}/{entry_name(listed.row + 1, listed.person)}"
            self._archive.write(f"{name}{ending}", text)
