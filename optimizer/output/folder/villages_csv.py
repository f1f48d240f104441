"""The table of villages, and that of the units above them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from contextlib import closing
from pathlib import Path

from optimizer.domain.goals import Stage
from optimizer.domain.languages import Language
from optimizer.domain.plan import Reason, Verdict
from optimizer.domain.proof import Proof
from optimizer.output.folder.csv_table import Cell, CsvTable
from optimizer.output.summary.area_totals import AreaSum, has_team
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.village_summary import VillageSummary

VILLAGES = (
    "village",
    "name",
    "area",
    "verdict",
    "recruits_needed",
    "recruits_proven",
    "unserved_today",
    "households",
    "members",
    "room",
    "reserve",
    "exceptions",
    "walk_m",
    "longest_m",
    "changed",
    "proven",
    "largest_gap",
    "after_proven",
    "after_largest_gap",
    "relaxed_max_distance_m",
    "relaxed_max_households",
    "nearest_overloaded",
    "nearest_longest_m",
    "greedy_unserved",
    "greedy_longest_m",
    "seconds",
    "message_en",
    "message_vi",
    "x",
    "y",
    "teams",
    "has_team",
    "failure",
)

AREAS = (
    "level",
    "area",
    "villages",
    "recruits_needed",
    "recruits_certain",
    "unserved_today",
    *(f"unserved_{reason.lower()}" for reason in Reason),
    "households",
    "members",
    "teams",
    "villages_without_team",
    *(verdict.lower() for verdict in Verdict),
    "failed",
)


def write_villages(path: Path, rows: RowStore, language: Language = Language.EN) -> None:
    """Write the table of villages: the failed ones, then most recruits, then most unserved."""
    known = rows.totals().total.teams > 0
    with closing(CsvTable(path, VILLAGES, language)) as table:
        table.write(_village_row(row, teams_known=known) for row in rows.ranked())


def write_areas(path: Path, areas: Iterable[AreaSum], language: Language = Language.EN) -> None:
    """Write a line for all villages, with level 0, and one for every unit of the area tree."""
    with closing(CsvTable(path, AREAS, language)) as table:
        table.write(map(area_row, areas))


def _village_row(row: VillageSummary, *, teams_known: bool) -> Sequence[Cell]:
    """Return one line of ``villages.csv``, in the order of its columns."""
    team = has_team(row, known=teams_known)
    return (
        row.village_id,
        row.name,
        " / ".join(row.area),
        "" if row.verdict is None else str(row.verdict),
        None if row.recruits is None else row.recruits_needed,
        None if row.recruits is None else _yes(row.recruits.proven),
        None if row.failure else row.unserved_total,
        row.households,
        row.members,
        row.room,
        row.reserve,
        row.exceptions,
        round(row.walk_m, 1),
        round(row.longest_m, 1),
        row.changed,
        *_proven(row.proofs),
        *_proven(row.proofs_after),
        row.max_distance_m,
        row.max_households,
        row.nearest.overloaded,
        round(row.nearest.longest_m, 1),
        row.greedy.unserved,
        round(row.greedy.longest_m, 1),
        round(row.seconds, 4),
        *(row.message[language] for language in Language),
        row.x,
        row.y,
        None if team is None else row.teams,
        None if team is None else _yes(team),
        row.failure,
    )


def area_row(unit: AreaSum) -> Sequence[Cell]:
    """Return one line of ``areas.csv``, in the order of its columns."""
    return (
        len(unit.area),
        " / ".join(unit.area),
        unit.villages,
        unit.recruits_needed,
        unit.recruits_certain,
        unit.unserved_total,
        *(unit.unserved.get(reason, 0) for reason in Reason),
        unit.households,
        unit.members,
        unit.teams,
        unit.without_team,
        *(unit.verdicts.get(verdict, 0) for verdict in Verdict),
        unit.failed,
    )


def _proven(proofs: Mapping[Stage, Proof]) -> tuple[str | None, float | None]:
    """Return whether all goals of a plan are proven, and the largest gap; nothing for no plan."""
    if not proofs:
        return None, None
    gap = max(proof.gap for proof in proofs.values())
    return _yes(all(proof.proven for proof in proofs.values())), round(gap, 6)


def _yes(holds: bool) -> str:  # noqa: FBT001 - the value itself is what is written
    """Write a truth for people."""
    return "yes" if holds else "no"
