"""Random problems of teams that are small enough to be answered in another way."""

from __future__ import annotations

import numpy as np

from optimizer.domain.teams import TeamRules
from optimizer.teams.team_problem import NO_TEAM, TeamProblem, groups


def random_problem(seed: int, least: int = 3, most: int = 6) -> TeamProblem:
    """Return a problem with wishes that can be kept; every fourth has none, nor a distance."""
    draw = np.random.default_rng(seed)
    members = int(draw.integers(least, most + 1))
    xy = draw.integers(0, 5, (members, 2)) * 100.0
    metres = np.hypot(*(xy[:, None] - xy[None]).transpose(2, 0, 1))
    low = int(draw.integers(1, 4))
    limit_m = float(draw.choice([100, 200, 300])) if seed % 2 else None
    rules = TeamRules(
        min=low,
        max=low + int(draw.integers(0, 3)),
        target=int(draw.integers(1, 6)),
        max_distance_m=limit_m,
    )
    old = int(draw.integers(0, 4))
    team = draw.integers(NO_TEAM if draw.random() < 0.5 else 0, old, members) if old else None
    team = np.full(members, NO_TEAM) if team is None else team.astype(np.int64)
    used = np.unique(team[team != NO_TEAM])
    team = np.where(team == NO_TEAM, NO_TEAM, np.searchsorted(used, team))
    leads = np.zeros(members, np.bool_)
    for one in range(len(used)):
        if draw.random() < 0.6:
            leads[draw.choice(np.flatnonzero(team == one))] = True
    fixed, keep = np.zeros(members, np.bool_), np.zeros(len(used), np.bool_)
    together, apart = np.empty((0, 2), np.int64), np.empty((0, 2), np.int64)
    if seed % 4 >= 2:
        fixed = (draw.random(members) < 0.2) & (team != NO_TEAM)
        one, other, third = draw.choice(members, 3, replace=False).tolist()
        if draw.random() < 0.4 and not (fixed[one] and fixed[other]):
            together = np.array([[one, other]])
        if draw.random() < 0.4 and not fixed.any():
            apart = np.array([[one, third]])
        if not len(together) and len(used) and draw.random() < 0.3:
            keep[int(draw.integers(len(used)))] = True
        keep[team[fixed]] = True
    far = np.zeros((members, members), np.bool_) if limit_m is None else metres > limit_m
    return TeamProblem(
        rules,
        tuple(f"T{one}" for one in range(len(used))),
        team,
        leads,
        fixed,
        keep,
        groups(members, together),
        apart,
        np.rint(metres * 1e6).astype(np.int64),
        far,
    )
