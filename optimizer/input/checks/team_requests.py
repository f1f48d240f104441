"""What villages ask of their teams: read, found among the members, and without contradiction."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np

from optimizer.domain.scenario import Ids, Ints
from optimizer.domain.teams import TeamRequests
from optimizer.input.checks.faults import FaultColumn
from optimizer.input.checks.points import UNKNOWN
from optimizer.input.checks.raw_table import RawTable
from optimizer.input.checks.text_columns import identifiers, labels

TEAM_KINDS = ("keep_open", "fixed", "together", "apart")
_NEEDS = {
    "keep_open": ("team",),
    "fixed": ("member",),
    "together": ("member", "other"),
    "apart": ("member", "other"),
}
_REMEDY = f"a row is of one of the kinds {', '.join(TEAM_KINDS)}; write one of them"


@dataclass(frozen=True, slots=True, eq=False)
class TeamMembers:
    """The sorted members: village, id, team of today; and the row at which a village begins."""

    village: Ints
    ids: Ids
    team: Ids
    starts: Ints


@dataclass(slots=True)
class _Wishes:
    """What one village asks for, with the row of the table that says so; rows of its members."""

    keep_open: dict[str, int]
    fixed: dict[int, int]
    together: list[tuple[int, int, int]]
    apart: list[tuple[int, int, int]]


def read_team_requests(
    table: RawTable, village: Ints, members: TeamMembers, villages: int
) -> tuple[list[TeamRequests | None], list[FaultColumn]]:
    """Read and check what is asked for.

    Parameters
    ----------
    village
        Shape (rows,): each row's village among the sorted ones, or ``UNKNOWN``.
    """
    if not table.size:
        return [None] * villages, []
    kinds, faults = identifiers(table, "kind")
    wrong = [row for row, kind in enumerate(kinds) if kind and kind not in _NEEDS]
    faults += _faults("UNKNOWN_KIND", table, wrong, "kind", _REMEDY)
    faults += _missing(table, kinds)
    member, member_faults = _members(table, "member", kinds, village, members)
    other, other_faults = _members(table, "other", kinds, village, members)
    team, team_faults = _teams(table, kinds, village, members)
    faults += member_faults + other_faults + team_faults
    wishes: dict[int, _Wishes] = {}
    for row, kind in enumerate(kinds):
        number = int(village[row])
        if number == UNKNOWN or kind not in _NEEDS:
            continue
        mine = wishes.setdefault(number, _Wishes({}, {}, [], []))
        if kind == "keep_open" and team[row]:
            mine.keep_open.setdefault(team[row], row)
        elif kind == "fixed" and member[row] != UNKNOWN:
            mine.fixed.setdefault(int(member[row]), row)
        elif kind in {"together", "apart"} and UNKNOWN not in {member[row], other[row]}:
            pairs = mine.together if kind == "together" else mine.apart
            pairs.append((int(member[row]), int(other[row]), row))
    for number, mine in wishes.items():
        span = slice(*members.starts[number : number + 2].tolist())
        faults += _contradictions(table, mine, members.team[span].tolist())
    return [_requests(wishes.get(number)) for number in range(villages)], faults


def _requests(mine: _Wishes | None) -> TeamRequests | None:
    if mine is None:
        return None
    return TeamRequests(
        tuple(sorted(mine.keep_open)),
        np.array(sorted(mine.fixed), np.int64),
        _pairs(mine.together),
        _pairs(mine.apart),
    )


def _pairs(listed: Sequence[tuple[int, int, int]]) -> Ints:
    """Return pairs once each, in their order."""
    pairs = sorted({(min(one, other), max(one, other)) for one, other, _ in listed})
    return np.array(pairs, np.int64).reshape(-1, 2)


def _faults(
    code: str,
    table: RawTable,
    rows: Sequence[int],
    field: str,
    message: str | Callable[[int], str],
) -> list[FaultColumn]:
    return [FaultColumn(code, table, np.array(rows, np.int64), field, message)] if rows else []


def _missing(table: RawTable, kinds: Sequence[str]) -> list[FaultColumn]:
    """Return rows without a value that their kind needs."""
    faults = []
    for field in ("team", "member", "other"):
        values, found = labels(table, field)
        blamed = {row for fault in found for row in fault.rows.tolist()}
        rows = [
            row
            for row, kind in enumerate(kinds)
            if field in _NEEDS.get(kind, ()) and not values[row] and row not in blamed
        ]
        faults += _faults(
            "MISSING", table, rows, field, f"the {field} is missing; a row of this kind needs one"
        )
    return faults


def _members(
    table: RawTable, field: str, kinds: Sequence[str], village: Ints, members: TeamMembers
) -> tuple[list[int], list[FaultColumn]]:
    """Find the row of each member inside its village."""
    names, faults = labels(table, field)
    keys = zip(members.village.tolist(), members.ids.tolist(), strict=True)
    index = {key: row for row, key in enumerate(keys)}
    found, unknown = [UNKNOWN] * table.size, []
    for row, (number, name) in enumerate(zip(village.tolist(), names, strict=True)):
        if not name or number == UNKNOWN or field not in _NEEDS.get(kinds[row], ()):
            continue
        at = index.get((number, name))
        if at is None:
            unknown.append(row)
        else:
            found[row] = at - int(members.starts[number])
    message = "its village has no member with this id; write one that it has"
    return found, faults + _faults("UNKNOWN_MEMBER", table, unknown, field, message)


def _teams(
    table: RawTable, kinds: Sequence[str], village: Ints, members: TeamMembers
) -> tuple[list[str], list[FaultColumn]]:
    """Return the team that each row names, '' where none or one that nobody is in."""
    names, faults = labels(table, "team")
    known = set(zip(members.village.tolist(), members.team.tolist(), strict=True))
    unknown = [
        row
        for row, (number, name) in enumerate(zip(village.tolist(), names, strict=True))
        if kinds[row] == "keep_open" and name and number != UNKNOWN and (number, name) not in known
    ]
    message = "no member of its village is in this team; write a team that there is"
    faults += _faults("UNKNOWN_TEAM", table, unknown, "team", message)
    return ["" if row in set(unknown) else name for row, name in enumerate(names)], faults


def _contradictions(table: RawTable, mine: _Wishes, team: Sequence[str]) -> list[FaultColumn]:
    """Return what cannot be together, each with the row that says the last of it."""
    alone = [row for one, other, row in (*mine.together, *mine.apart) if one == other]
    message = "the two members are one and the same; name two"
    faults = _faults("SAME_MEMBER", table, alone, "other", message)
    group = list(range(len(team)))
    for one, other, _ in mine.together:
        first, second = group[one], group[other]
        group = [min(first, second) if g in (first, second) else g for g in group]
    both = [row for one, other, row in mine.apart if one != other and group[one] == group[other]]
    message = "the two are to be together and apart; keep one of the two wishes"
    faults += _faults("TOGETHER_AND_APART", table, both, "other", message)
    held: dict[int, str] = {}
    torn = []
    for member, row in mine.fixed.items():
        if team[member] and held.setdefault(group[member], team[member]) != team[member]:
            torn.append(row)
    message = "two who stay in different teams are to be together; let one of them change"
    faults += _faults("TOGETHER_AND_FIXED", table, torn, "member", message)
    near = [
        row
        for one, other, row in mine.apart
        if group[one] != group[other]
        and held.get(group[one]) is not None
        and held.get(group[one]) == held.get(group[other])
    ]
    message = "two who stay in one team are to be apart; let one of them change"
    faults += _faults("APART_AND_FIXED", table, near, "other", message)
    return faults or _too_many_open(table, mine, group, held)


def _too_many_open(
    table: RawTable, mine: _Wishes, group: Sequence[int], held: dict[int, str]
) -> list[FaultColumn]:
    """Return teams to be kept open for which there is nobody who may be in them."""
    waiting = [name for name in mine.keep_open if name not in set(held.values())]
    free = len(set(group) - held.keys())
    message = (
        f"{len(waiting)} teams are to stay open and {free} members or groups may be in them; "
        "keep fewer open"
    )
    rows = [mine.keep_open[name] for name in waiting[free:]]
    return _faults("TOO_MANY_OPEN", table, rows, "team", message)
