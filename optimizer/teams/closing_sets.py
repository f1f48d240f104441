"""Which teams of today may go on when as few members as can be change: by arithmetic.

Of a set of teams that go on, those who change are all members of the others, those above the
largest size, and as many more as the pool is short of what teams need. The sets with the fewest
are few, and once the set is known its members stay: which makes the programme of columns tight,
whose relaxation would otherwise close every team a little.
"""

from __future__ import annotations

import numpy as np

from optimizer.domain.scenario import Ints
from optimizer.teams.team_problem import NO_TEAM, TeamProblem
from optimizer.teams.team_solution import TeamSizes

MOST_SETS = 60
MOST_LOOKS = 20_000
"""Sets that are looked at before the programme is searched as a whole."""


def continuing_sets(
    problem: TeamProblem, teams: int, sizes: TeamSizes, changed: int
) -> list[Ints] | None:
    """Return the sets of teams that may go on when so many change, fewest being so many.

    Returns
    -------
    Rows of labels of each set; None where there are too many, or where more than counts decides.
    """
    if problem.wished or sizes.slack is not None:
        return None
    size, found, looks = problem.sizes, list[Ints](), 0
    order = np.argsort(size, kind="stable")
    waiting: list[tuple[int, tuple[int, ...], int]] = [(0, (), 0)]
    while waiting:
        looks += 1
        if looks > MOST_LOOKS or len(found) > MOST_SETS:
            return None
        at, closed, gone = waiting.pop()
        if len(size) - len(closed) <= teams:
            kept = np.setdiff1d(np.arange(len(size)), closed)
            if fewest_for(problem, kept, teams, sizes) == changed:
                found.append(kept)
        for nth in range(at, len(order)):
            one = int(order[nth])
            if gone + int(size[one]) > changed:
                break
            waiting.append((nth + 1, (*closed, one), gone + int(size[one])))
    return found


def fewest_for(problem: TeamProblem, kept: Ints, teams: int, sizes: TeamSizes) -> int:
    """Return how few members change team where these teams go on, and the others are new."""
    size = problem.sizes
    fresh = teams - len(kept)
    inside = np.minimum(size[kept], sizes.high)
    moved = int(size.sum() - inside.sum())
    pool = int((problem.team == NO_TEAM).sum()) + moved
    needed = int(np.maximum(sizes.low - size[kept], 0).sum()) + fresh * sizes.low
    return moved + max(0, needed - pool)


def stays_put(problem: TeamProblem, kept: Ints, changed: int) -> bool:
    """Whether all members of the teams that go on stay: the others alone are as many as change."""
    return int(problem.sizes.sum() - problem.sizes[kept].sum()) == changed
