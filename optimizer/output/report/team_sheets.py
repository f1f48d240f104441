"""The sheets of planned teams in ``report.xlsx``: by area and by village."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TypeVar

from optimizer.domain.languages import Language
from optimizer.output.report.bilingual import Text
from optimizer.output.report.sheet_columns import AREAS, Cell, Column
from optimizer.output.report.team_report_texts import TEAM_TEXTS
from optimizer.output.summary.area_totals import AreaSum
from optimizer.output.summary.team_figures import TeamFigures
from optimizer.output.summary.village_summary import VillageSummary

Row = TypeVar("Row")

TEAM_SHEETS: Sequence[Text] = (
    ("Teams by area", "Tổ theo địa bàn"),
    ("Teams by village", "Tổ theo thôn"),
)
_MEAN_DECIMALS = 2


def _figures(teams_of: Callable[[Row], TeamFigures]) -> Sequence[Column[Row]]:
    """Return the columns of figures, whatever has the teams."""

    def column(key: str, width: int, cell: Callable[[TeamFigures], Cell]) -> Column[Row]:
        def of_row(row: Row, _: Language) -> Cell:
            teams = teams_of(row)
            return cell(teams) if teams.villages else None

        name = TEAM_TEXTS.get(key, ("Teams", "Số Tổ"))
        return Column(name, width, of_row)

    return (
        column("Teams", 9, lambda teams: teams.teams),
        column("Mean", 15, lambda teams: round(teams.mean, _MEAN_DECIMALS)),
        column("Smallest", 10, lambda teams: teams.range[0]),
        column("Largest", 10, lambda teams: teams.range[1]),
        column("Too small", 11, lambda teams: teams.small),
        column("Too large", 12, lambda teams: teams.large),
        column("Far", 13, lambda teams: teams.far),
        column("Moves", 12, lambda teams: teams.moves),
        column("Without", 16, lambda teams: teams.without),
    )


def _of_area(unit: AreaSum) -> TeamFigures:
    return unit.planned_teams


def _of_village(row: VillageSummary) -> TeamFigures:
    return row.teams_after


TEAMS_BY_AREA: Sequence[Column[AreaSum]] = (
    *AREAS[:3],
    Column(("Members", "Thành viên"), 12, lambda unit, _: unit.members),
    *_figures(_of_area),
)
TEAMS_BY_VILLAGE: Sequence[Column[VillageSummary]] = (
    Column(("Village", "Mã"), 14, lambda row, _: row.village_id),
    Column(("Name", "Tên"), 26, lambda row, _: row.name),
    Column(("Area", "Địa bàn"), 34, lambda row, _: " / ".join(row.area)),
    Column(("Members", "Thành viên"), 12, lambda row, _: row.members),
    *_figures(_of_village),
)
