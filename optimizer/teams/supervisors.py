"""Supervisors: the teams of each unit of an area, grouped by the engine that makes teams.

A team is a member that lives where its leader lives; the supervisor is one of the leaders. How
many supervisors there are is the rule of `team_number`, with the middle of the window as target.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass, replace

import numpy as np

from optimizer.distance.projection import to_metres
from optimizer.domain.plan import MICROMETRES, VillagePlan
from optimizer.domain.scenario import Floats, Ints, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.domain.supervision import Supervision
from optimizer.domain.supervisor_plan import LedTeam, SupervisedUnit
from optimizer.domain.team_plan import TeamPlan
from optimizer.domain.teams import TeamRules
from optimizer.teams.member_metres import member_metres
from optimizer.teams.team_problem import NO_TEAM, TeamProblem

NOBODY: Ints = np.empty(0, np.int64)


@dataclass(frozen=True, slots=True, eq=False)
class VillageTeams:
    """The teams of today of one village, which is then no longer needed.

    Parameters
    ----------
    given
        Shape (teams, 2): where the leaders live, as the author gave it.
    named
        Shape (teams, teams): metres between the leaders where the metric needs no points.
    """

    area: tuple[str, ...]
    teams: tuple[LedTeam, ...]
    given: Floats
    lonlat: bool
    named: Floats | None
    shown: bool

    def __len__(self) -> int:
        return len(self.teams)


def village_teams(village: Village, plan: VillagePlan, limits: SearchLimits) -> VillageTeams:
    """Return the teams that a village has today; none where none were asked for.

    Raises
    ------
    Unmeasured
        When distances of the village are not measured in the time.
    """
    made = plan.today.teams
    names, leader = ((), NOBODY) if made is None else (made.names, made.leader)
    metric, named = village.rules.metric, None
    if not metric.needs_points and len(names):
        named = member_metres(village, NOBODY, limits)[np.ix_(leader, leader)]
    ids = village.members.ids[leader].tolist()
    return VillageTeams(
        village.area,
        tuple(LedTeam(village.id, *row) for row in zip(names, ids, strict=True)),
        village.members.given[leader],
        village.lonlat,
        named,
        metric.has_metres,
    )


def plan_supervisors(
    villages: Iterable[VillageTeams], asked: Supervision, limits: Callable[[], SearchLimits]
) -> list[SupervisedUnit]:
    """Return each unit with its supervisors, sorted by area; they are S1, S2, ... in all.

    Parameters
    ----------
    villages
        Sorted by id.
    limits
        Asked for each unit.
    """
    units: dict[tuple[str, ...], list[VillageTeams]] = {}
    for village in villages:
        if len(village):
            units.setdefault(village.area[: asked.level], []).append(village)
    found: list[SupervisedUnit] = []
    count = 0
    for area in sorted(units):
        unit = _plan_unit(area, units[area], asked, limits())
        size = len(unit.plan.leader)
        names = tuple(f"S{count + nth}" for nth in range(1, size + 1))
        found.append(replace(unit, plan=replace(unit.plan, names=names)))
        count += size
    return found


def _plan_unit(
    area: tuple[str, ...],
    villages: Sequence[VillageTeams],
    asked: Supervision,
    limits: SearchLimits,
) -> SupervisedUnit:
    teams = tuple(team for village in villages for team in village.teams)
    metres = leader_metres(villages)
    # As with teams: few ask for them, and CP-SAT's model loads pandas.
    from optimizer.teams.lexicographic_teams import settle_teams  # noqa: PLC0415

    settled = settle_teams(supervision_problem(metres, asked), limits)
    found = settled.found
    _, first = np.unique(found.team, return_index=True)
    order = np.argsort(first)
    rank = np.empty_like(order)
    rank[order] = np.arange(len(order))
    to = metres[np.arange(len(teams)), found.leader[found.team]]
    plan = TeamPlan((), rank[found.team], found.leader[order], to, settled.proofs)
    return SupervisedUnit(area, teams, plan, all(village.shown for village in villages))


def leader_metres(villages: Sequence[VillageTeams]) -> Floats:
    """Return metres from each leader (row) to each as supervisor (column), in the order given.

    As the crow flies, whatever the villages' metrics: no paths lead from village to village. Where
    a village has no points, its own metres hold inside it, and nobody beyond it is reached.
    """
    xy = np.concatenate([village.given for village in villages])
    pointed = np.repeat([village.named is None for village in villages], list(map(len, villages)))
    if villages[0].lonlat and pointed.any():
        xy = xy.copy()
        centre = xy[pointed].mean(axis=0)
        xy[pointed] = to_metres(xy[pointed], np.repeat(centre[None], pointed.sum(), axis=0))
    metres = np.full((len(xy), len(xy)), np.inf)
    step = xy[pointed][:, None] - xy[pointed][None]
    metres[np.ix_(pointed, pointed)] = np.hypot(step[..., 0], step[..., 1])
    start = 0
    for village in villages:
        mine = slice(start, start + len(village))
        if village.named is not None:
            metres[mine, mine] = village.named
        start += len(village)
    np.fill_diagonal(metres, 0.0)
    return metres


def supervision_problem(metres: Floats, asked: Supervision) -> TeamProblem:
    """Return the problem of teams as members, none of whom has a supervisor today."""
    count = len(metres)
    far = ~np.isfinite(metres)
    return TeamProblem(
        TeamRules(min=asked.min, max=asked.max, target=asked.target),
        (),
        np.full(count, NO_TEAM),
        np.zeros(count, np.bool_),
        np.zeros(count, np.bool_),
        np.zeros(0, np.bool_),
        np.arange(count),
        np.empty((0, 2), np.int64),
        np.rint(np.where(far, 0.0, metres) * MICROMETRES).astype(np.int64),
        far,
    )
