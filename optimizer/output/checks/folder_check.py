"""A result folder, checked village by village against a scenario that need not fit in memory."""

from __future__ import annotations

from pathlib import Path

from optimizer.domain.scenario import Scenario
from optimizer.domain.village_source import VillageSource
from optimizer.output.checks.kept_bounds import KeptBounds
from optimizer.output.checks.lending_check import check_lending_file
from optimizer.output.checks.supervisor_files_check import check_supervisor_files
from optimizer.output.checks.table_check import TABLES, verify_columns
from optimizer.output.folder.result_reader import read_tables, read_team_members
from optimizer.output.folder.village_pieces import WrongOrder, open_pieces
from optimizer.verification import Violation


def verify_folder(
    source: VillageSource, folder: Path, *, bounds: bool = False
) -> tuple[Violation, ...]:
    """Return everything wrong with the plans of a result folder, its supervisors and lending.

    Tables that are not as they were written (a column or a village that does not belong there,
    rows in another order) are read whole, and so is the scenario; the answer is the same.

    Parameters
    ----------
    bounds
        Whether the proofs that the folder keeps are checked, too, and bounds recomputed.

    Raises
    ------
    ScenarioError
        When a table is missing or is not what its name says.
    """
    return _plans(source, folder, bounds=bounds) or (
        *check_supervisor_files(source, folder),
        *check_lending_file(source, folder),
    )


def _plans(source: VillageSource, folder: Path, *, bounds: bool) -> tuple[Violation, ...]:
    try:
        return _in_pieces(source, folder, KeptBounds(folder) if bounds else None)
    except WrongOrder:
        scenario = Scenario(source.rules, tuple(source.stream()), source.lonlat)
        kept = KeptBounds(folder) if bounds else None
        return verify_columns(
            scenario, *read_tables(folder), teams=read_team_members(folder), bounds=kept
        )


def _in_pieces(
    source: VillageSource, folder: Path, kept: KeptBounds | None
) -> tuple[Violation, ...]:
    """Check one village after the other.

    Raises
    ------
    Disorder
        When the tables are not in the order of the villages, or are wrong as tables.
    """
    found: list[Violation] = []
    with open_pieces(folder) as pieces:
        for village in source.stream():
            own = Scenario(source.rules, (village,), source.lonlat)
            assignments, unserved, recruits, teams = (piece.of(village.id) for piece in pieces)
            before = [piece.before for piece in pieces]
            broken = verify_columns(
                own,
                assignments,
                unserved,
                recruits,
                teams=teams,
                before=before,
                bounds=kept,
            )
            if any(violation.where == TABLES for violation in broken):
                raise WrongOrder
            found.extend(broken)
        for piece in pieces:
            piece.end()
    return tuple(found)
