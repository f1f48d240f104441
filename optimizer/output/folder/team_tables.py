"""The tables of teams of a result folder, where they are asked for: teams, members, moves."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import ExitStack
from pathlib import Path

import numpy as np

from optimizer.domain.languages import Language
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import METRE_DECIMALS, Assignment, VillagePlan
from optimizer.domain.scenario import Ids, Village
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamRules
from optimizer.output.folder.csv_table import Cell, CsvTable
from optimizer.output.formats import TEAM_TABLES
from optimizer.output.metres import shows_metres
from optimizer.output.team_documents import team_moves, walk_of
from optimizer.output.text.team_texts import flag_entries, team_flags

TEAMS = (
    *("village", "name", "area", "plan", "team", "leader", "members", "households", "walk_m"),
    *("metres", "flags", "message_en", "message_vi"),
)
TEAM_MEMBERS = (
    "village",
    "name",
    "area",
    "plan",
    "team",
    "member",
    "leads",
    "team_today",
    "metres",
)
TEAM_MOVES = ("village", "name", "area", "plan", "member", "from", "to", "leader")
TEAM_FILES = tuple(f"{name}.csv" for name in TEAM_TABLES)


class TeamTables:
    """The open tables of teams; they are made with the first village that has any."""

    def __init__(self, folder: Path, language: Language = Language.EN) -> None:
        self._language = language
        self._folder = folder
        self._tables: list[CsvTable] = []

    def add(self, village: Village, plan: VillagePlan) -> None:
        """Append the teams of today, and those after recruiting."""
        rules = village.rules.teams
        if rules is None:
            return
        if not self._tables:
            columns = (TEAMS, TEAM_MEMBERS, TEAM_MOVES)
            self._tables = [
                CsvTable(self._folder / name, row, self._language)
                for name, row in zip(TEAM_FILES, columns, strict=True)
            ]
        persons = person_ids(village, plan)
        head = (village.id, village.name, " / ".join(village.area))
        for label, made in (("today", plan.today), ("after", plan.after)):
            if made is None or made.teams is None:
                continue
            teams = made.teams
            rows = (
                _team_rows(village, rules, made, persons),
                _member_rows(village, teams, persons),
                _move_rows(village, teams, persons),
            )
            for table, cells in zip(self._tables, rows, strict=True):
                table.write((*head, label, *row) for row in cells)

    def close(self) -> None:
        """Finish the files, each also where another one meets a full disk."""
        with ExitStack() as files:
            for table in self._tables:
                files.callback(table.close)


def _team_rows(
    village: Village, rules: TeamRules, made: Assignment, persons: Ids
) -> Iterator[Sequence[Cell]]:
    """Yield each team; a village without any has one row that says so."""
    plan, shown = made.teams, shows_metres(village)
    assert plan is not None
    said = [
        " ".join(entry.message[language] for entry in flag_entries(plan, rules))
        for language in (Language.EN, Language.VI)
    ]
    if not plan.names:
        yield "", "", 0, 0, 0.0, 0.0, "NO_TEAM", *said
    finite = np.where(np.isfinite(plan.metres), plan.metres, 0.0)
    for row, flags in enumerate(team_flags(plan, rules)):
        inside = np.flatnonzero(plan.team == row)
        yield (
            plan.names[row],
            str(persons[plan.leader[row]]),
            len(inside),
            int(made.loads[inside].sum()),
            walk_of(made, inside) if shown else None,
            round(float(finite[inside].sum()), METRE_DECIMALS) if shown else None,
            " ".join(map(str, flags)),
            *said,
        )


def _member_rows(village: Village, plan: TeamPlan, persons: Ids) -> Iterator[Sequence[Cell]]:
    """Yield everybody, team by team, the leader first."""
    # Today's plan knows no recruits, who come last among the persons.
    leads = np.zeros(len(plan.team), np.bool_)
    leads[plan.leader] = True
    today, shown = village.members.team.tolist(), shows_metres(village)
    for row in np.lexsort((np.arange(len(leads)), ~leads, plan.team)).tolist():
        metres = float(plan.metres[row])
        yield (
            plan.names[plan.team[row]],
            str(persons[row]),
            "yes" if leads[row] else "no",
            today[row] if row < len(today) else "",
            round(metres, METRE_DECIMALS) if shown and np.isfinite(metres) else None,
        )


def _move_rows(village: Village, plan: TeamPlan, persons: Ids) -> Iterator[Sequence[Cell]]:
    """Yield who changes team, and who leads there."""
    row_of = {name: row for row, name in enumerate(plan.names)}
    for member, before, after in team_moves(village, plan):
        yield member, before, after, str(persons[plan.leader[row_of[after]]])
