"""``python -m benchmarks.teams [VILLAGES]``: teams of 47 members, beside plain CP-SAT.

Three families of random villages: five teams out of nobody's, seven teams of today become five
with their leaders given, and five with a leader at most 600 m away. And 35 teams of a commune of
10 km by 10 km, in six hamlets, under supervisors of 6 to 8. Processor seconds of this
process. ``--province [SCALE]`` takes the villages of the preset ``ninh-thuan`` instead, whose
teams of today are consolidated, and formed as if there were none. ``--peer`` gives the first ten
of the first family to the plain CP-SAT model with 20 s each.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator
from dataclasses import replace
from statistics import median

import numpy as np

from optimizer.domain.scenario import Members
from optimizer.domain.search_limits import SearchLimits
from optimizer.domain.supervision import Supervision
from optimizer.domain.teams import TeamRules, TeamStage
from optimizer.teams.leader_bound import Question
from optimizer.teams.leader_columns import leader_columns
from optimizer.teams.leader_model import search_columns
from optimizer.teams.lexicographic_teams import settle_teams
from optimizer.teams.member_metres import member_metres
from optimizer.teams.supervisors import supervision_problem
from optimizer.teams.team_problem import NO_TEAM, TeamProblem, team_problem
from optimizer.teams.team_solution import TeamSizes
from scenarios.generator import draw

MEMBERS, TEAMS = 47, 5
FAMILIES = ("forming", "consolidation", "distance", "supervisors")
SUPERVISED = 35
PEER_S, PEER_VILLAGES = 20.0, 10
TODAY = (11, 9, 8, 7, 6, 3, 3)
"""Sizes of today's teams: the two of three are too small."""


def village(family: str, seed: int) -> TeamProblem:
    """Return a village: half of the members in five hamlets, half anywhere in 2 km by 2 km."""
    draw = np.random.default_rng(seed)
    hamlets = draw.uniform(0, 2000, (TEAMS, 2))
    near = hamlets[draw.integers(0, TEAMS, MEMBERS)] + draw.normal(0, 150, (MEMBERS, 2))
    anywhere = draw.uniform(0, 2000, (MEMBERS, 2))
    xy = np.where(draw.integers(0, 2, (MEMBERS, 1)) == 0, near, anywhere)
    step = xy[:, None] - xy[None]
    metres = np.hypot(step[..., 0], step[..., 1])
    rules = TeamRules(max_distance_m=600.0 if family == "distance" else None)
    labels: tuple[str, ...] = ()
    team, leads = np.full(MEMBERS, NO_TEAM), np.zeros(MEMBERS, np.bool_)
    if family == "consolidation":
        labels = tuple(f"T{one}" for one in range(len(TODAY)))
        # Teams are neighbours along a line across the village.
        team[np.argsort(xy[:, 0] + 0.3 * xy[:, 1])] = np.repeat(np.arange(len(TODAY)), TODAY)
        leads[[int(np.flatnonzero(team == one)[0]) for one in range(len(TODAY))]] = True
    nobody = np.zeros(MEMBERS, np.bool_)
    return TeamProblem(
        rules,
        labels,
        team,
        leads,
        nobody,
        np.zeros(len(labels), np.bool_),
        np.arange(MEMBERS),
        np.empty((0, 2), np.int64),
        np.rint(metres * 1e6).astype(np.int64),
        metres > (rules.max_distance_m or np.inf),
    )


def commune(seed: int) -> TeamProblem:
    """Return the teams of a commune: half of the leaders in six hamlets, half anywhere."""
    draw = np.random.default_rng(seed)
    hamlets = draw.uniform(0, 10_000, (6, 2))
    near = hamlets[draw.integers(0, 6, SUPERVISED)] + draw.normal(0, 500, (SUPERVISED, 2))
    anywhere = draw.uniform(0, 10_000, (SUPERVISED, 2))
    xy = np.where(draw.integers(0, 2, (SUPERVISED, 1)) == 0, near, anywhere)
    step = xy[:, None] - xy[None]
    return supervision_problem(np.hypot(step[..., 0], step[..., 1]), Supervision())


def plain_model(problem: TeamProblem) -> bool:
    """Give the plain model all columns and pairs for the metres alone; whether it is proven."""
    columns = leader_columns(problem, TEAMS, None, None)
    metres = problem.micrometres.T[columns.leader]
    rules = problem.rules
    asked = Question(columns, metres, TEAMS, rules.min, rules.max, problem.keep, None)
    limits = SearchLimits.lasting(PEER_S, effort=PEER_S)
    sizes = TeamSizes(rules.min, rules.max)
    return search_columns(problem, asked, columns.allowed, sizes, None, limits).finished


def measure(family: str, villages: int, *, peer: bool) -> Iterator[str]:
    """Yield a line of figures."""
    seconds, proven = [], 0
    for seed in range(villages):
        made = commune(seed) if family == "supervisors" else village(family, seed)
        problem, start_s = made, time.process_time()
        settled = settle_teams(problem, SearchLimits.lasting(20.0))
        seconds.append(time.process_time() - start_s)
        proven += all(settled.proofs[stage].proven for stage in TeamStage)
    yield (
        f"{family}: proven {proven} of {villages}; median {median(seconds):.2f} s, "
        f"largest {max(seconds):.2f} s"
    )
    if peer and family == "forming":
        times, found = [], 0
        for seed in range(min(villages, PEER_VILLAGES)):
            start_s = time.process_time()
            found += plain_model(village(family, seed))
            times.append(time.process_time() - start_s)
        told = f"proven {found} of {len(times)}; median {median(times):.2f} s"
        yield f"{family}, plain CP-SAT: {told}"


def province(scale: float) -> Iterator[str]:
    """Yield the figures of the whole province, its teams alone; the plan is not made."""
    for family in ("consolidation", "forming"):
        seconds, proven, moved = [], 0, 0.0
        for one in draw("ninh-thuan", scale=scale).stream():
            people = one.members if family == "consolidation" else without_teams(one.members)
            start_s = time.process_time()
            nobody = np.empty(0, np.int64)
            limits = SearchLimits.lasting(20.0)
            metres = member_metres(one, nobody, limits)
            problem = team_problem(replace(one, members=people), TeamRules(), metres)
            settled = settle_teams(problem, limits)
            seconds.append(time.process_time() - start_s)
            proven += all(settled.proofs[stage].proven for stage in TeamStage)
            moved += settled.proofs[TeamStage.STAY].value
        yield (
            f"{family}, {len(seconds)} villages: {sum(seconds):.1f} s of one processor in all, "
            f"largest {max(seconds):.2f} s; proven {proven}; members who change {moved:.0f}"
        )


def without_teams(members: Members) -> Members:
    """Return the members as if they had no teams."""
    return replace(members, team=np.full(len(members), "", np.str_), leads=None)


def main() -> None:
    """Measure the families."""
    if "--province" in sys.argv:
        scale = float(sys.argv[-1]) if sys.argv[-1] != "--province" else 1.0
        for line in province(scale):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()
        return
    words = [word for word in sys.argv[1:] if word != "--peer"]
    for family in FAMILIES:
        for line in measure(family, int(words[0]) if words else 60, peer="--peer" in sys.argv):
            sys.stdout.write(f"{line}\n")
            sys.stdout.flush()


if __name__ == "__main__":
    main()
