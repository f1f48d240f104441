"""Printed lists of a kept result: of one village, of an area, of all."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any

from api.db import Database
from api.db.plan_queries import KeptResult, tallies_of
from api.http.errors import ServiceError
from api.tasks.exports.printed_lists import (
    PlanState,
    PrintOptions,
    printed_village,
    unplanned_village,
)
from api.tasks.exports.sheet_files import MOST_PAGES, write_sheets
from api.tasks.exports.stored_plans import stored_plans
from api.tasks.exports.typesetting import typeset
from api.tasks.scenario_task import reading_store
from optimizer.output.summary.village_summary import VillageSummary

_BETWEEN = " / "
_BESIDE = 2
"""Pages of a village beside its lists: its overview, and who is on no list."""


@dataclass(frozen=True, slots=True)
class PrintScope:
    """Which villages are printed; all of them where nothing is said.

    Parameters
    ----------
    area
        A unit from the top down, as tables write it: ``Bác Ái / Phước Bình``.
    villages
        Ids.
    """

    area: str = ""
    villages: Sequence[str] = ()


def print_sheets(url: str, kept: KeptResult, village: str, options: PrintOptions) -> bytes | None:
    """Return the PDF of one village; None where there is no such village, or it has no plan.

    There is none of the plan after recruiting either where the village needs nobody, and none by
    team where the plan has no teams.
    """
    with reading_store(url) as store:
        found = next(stored_plans(store, kept, village), None)
    if found is None or (options.after and found[1].after is None):
        return None
    if options.teams and options.plan_of(found[1]).teams is None:
        return None
    finished = datetime.fromisoformat(kept.finished)
    page = printed_village(options, _state(kept), *found)
    return typeset([page], finished, large=options.large)


def print_villages(
    url: str, kept: KeptResult, name: str, folder: Path, options: PrintOptions, scope: PrintScope
) -> Path:
    """Write the lists of many villages into a folder, and return where they are.

    Parameters
    ----------
    name
        ``sheets.pdf``, or ``sheets.zip`` with a PDF a village.

    Raises
    ------
    ServiceError
        Where a village or an area is unknown, there are too many lists, or no teams.
    """
    path = folder / name
    with reading_store(url) as store:
        rows = _wanted(store, kept, scope)
        check_pages([row.members + row.recruits_needed for row in rows], name)
        made = datetime.fromisoformat(kept.finished)
        write_sheets(path, _pages(store, kept, rows, options), made, large=options.large)
    return path


def check_pages(persons: Sequence[int], name: str) -> None:
    """Refuse a file that would have too many pages.

    Parameters
    ----------
    persons
        How many persons there are in each village.
    """
    pages, most = sum(persons) + _BESIDE * len(persons), MOST_PAGES[name.rpartition(".")[2]]
    if pages > most:
        raise ServiceError("TOO_MANY_LISTS", pages=pages, most=most, name=name)


def _state(kept: KeptResult) -> PlanState:
    return PlanState(datetime.fromisoformat(kept.finished).astimezone().date(), kept.approved)


def _wanted(store: Database, kept: KeptResult, scope: PrintScope) -> list[VillageSummary]:
    """Return the rows of the villages to print, in the scenario's order."""
    asked = set(scope.villages)
    rows = [
        row
        for row in tallies_of(store, kept.id)
        if (not asked or row.village_id in asked) and _is_in(row.area, scope.area)
    ]
    if missing := asked - {row.village_id for row in rows}:
        raise ServiceError("NOT_IN_RESULT", what=", ".join(sorted(missing)), id=kept.id)
    if not rows:
        raise ServiceError("NOT_IN_RESULT", what=scope.area, id=kept.id)
    return rows


def _is_in(area: Sequence[str], unit: str) -> bool:
    """Tell whether an area is a unit or lies in it; a name may have the mark between units."""
    return not unit or f"{_BETWEEN.join(area)}{_BETWEEN}".startswith(f"{unit}{_BETWEEN}")


def _pages(
    store: Database, kept: KeptResult, rows: Sequence[VillageSummary], options: PrintOptions
) -> Iterator[dict[str, Any]]:
    """Yield what is printed of each village, one at a time."""
    state, teams = _state(kept), False
    for row in rows:
        found = next(stored_plans(store, kept, row.village_id), None)
        if found is None:
            yield unplanned_village(options, row.name or row.village_id)
            continue
        teams = teams or options.plan_of(found[1]).teams is not None
        yield printed_village(options, state, *found)
    if options.teams and not teams:
        raise ServiceError("NO_TEAMS", id=kept.id)
