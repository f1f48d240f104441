"""The lists of teams to print: who is in each, the leader first."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

import numpy as np

from optimizer.domain.languages import Language
from optimizer.domain.persons import person_ids
from optimizer.domain.plan import Assignment, VillagePlan
from optimizer.domain.scenario import Ids, Ints, Village
from optimizer.output.team_documents import team_moves
from optimizer.output.text.spoken_names import recruit_name

TEAM_COLUMNS: Mapping[str, tuple[str, ...]] = {
    "en": ("No.", "Member", "Role", "Hhs.", "Households", "Note"),
    "vi": ("STT", "Tổ viên", "Vai trò", "Số hộ", "Mã hộ", "Ghi chú"),
}
TEAM_LEGEND: Mapping[str, str] = {
    "en": "Square: the leader's home. Numbers: the other members, by their row. North is up.",
    "vi": "Ô vuông: nhà tổ trưởng. Số: các tổ viên khác, theo số thứ tự. Hướng bắc ở trên.",
}
_TITLE = {"en": "Team {team}", "vi": "Tổ Nhân dân tự quản {team}"}
_BELOW = {
    "en": "Leader {leader} · {members} members · {households} households · {village}",
    "vi": "Tổ trưởng {leader} · {members} tổ viên · {households} hộ · {village}",
}
_LEADS = {"en": "leader", "vi": "tổ trưởng"}
_MEMBER = {"en": "member", "vi": "tổ viên"}
_CAME = {"en": "from team {team}", "vi": "chuyển từ Tổ {team}"}
_NEW = {"en": "to be recruited", "vi": "cần bổ sung"}


@dataclass(frozen=True, slots=True, eq=False)
class TeamPage:
    """A team on its page.

    Parameters
    ----------
    rows
        Number, member, role, how many households, which ones, and a note.
    leader, others
        Rows of the persons, the others as they are listed.
    """

    title: str
    below: str
    rows: list[list[str]]
    leader: int
    others: Ints


def team_pages(
    village: Village, plan: VillagePlan, made: Assignment, named: str, language: Language
) -> Iterator[TeamPage]:
    """Yield a page a team, in the order of the plan; nothing where there are no teams."""
    teams = made.teams
    if teams is None:
        return
    ids = person_ids(village, plan)
    came = {
        member: _CAME[language].format(team=before)
        for member, before, _ in team_moves(village, teams)
    }
    for number, team in enumerate(teams.names):
        leader = int(teams.leader[number])
        inside = np.flatnonzero(teams.team == number)
        others = inside[inside != leader]
        listed = np.append(leader, others)
        facts = {
            "leader": recruit_name(str(ids[leader]), language),
            "members": len(listed),
            "households": int(made.loads[listed].sum()),
            "village": named,
        }
        rows = [
            [
                str(nth),
                recruit_name(str(ids[row]), language),
                _LEADS[language] if row == leader else _MEMBER[language],
                str(int(made.loads[row])),
                _households(village, made, row),
                came.get(str(ids[row]), _note(village, row, language)),
            ]
            for nth, row in enumerate(listed.tolist(), start=1)
        ]
        yield TeamPage(
            _TITLE[language].format(team=team),
            _BELOW[language].format(**facts),
            rows,
            leader,
            others,
        )


def _households(village: Village, made: Assignment, person: int) -> str:
    rows: Ids = village.households.ids[made.person == person]
    return ", ".join(rows.tolist())


def _note(village: Village, row: int, language: Language) -> str:
    return _NEW[language] if row >= len(village.members) else ""
