"""The frontier of changes against metres, beside every plan there is."""

from __future__ import annotations

from itertools import product

import numpy as np
import pytest

from optimizer.domain.goals import Priority
from optimizer.domain.plan import UNSERVED
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import ScenarioError
from optimizer.replanning.frontier import trace_frontier
from tests.optimizer.plain_changes import forced_changes
from tests.optimizer.random_villages import random_village, under
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

MICRO = 1_000_000


def every_value(village: Village) -> dict[int, int]:
    """Return the fewest micrometres for each number of changes by choice.

    Among the plans that serve most, and of those have fewest exceptions.
    """
    home, post = village.households.xy, village.members.xy
    away = np.hypot(home[:, None, 0] - post[None, :, 0], home[:, None, 1] - post[None, :, 1])
    locked = dict(village.locked.tolist())
    forbidden = {tuple(pair) for pair in village.forbidden.tolist()}
    limit_m = village.rules.max_distance_m
    ways = [
        [locked[row]]
        if row in locked
        else [
            UNSERVED,
            *(
                m
                for m in np.flatnonzero(away[row] <= limit_m).tolist()
                if (row, m) not in forbidden
            ),
        ]
        for row in range(len(home))
    ]
    found: list[tuple[int, int, int, int]] = []
    for plan in product(*ways):
        loads = np.bincount([who for who in plan if who >= 0], minlength=len(post))
        if (loads > village.members.maximum).any():
            continue
        short = int(((loads > 0) & (loads < village.members.minimum)).sum())
        walk = sum(round(float(away[row, who]) * MICRO) for row, who in enumerate(plan) if who >= 0)
        lost = sum(plan[row] != who for row, who in village.current.tolist())
        found.append((plan.count(UNSERVED), short, lost - forced_changes(village), walk))
    best = min(found)[:2]
    values: dict[int, int] = {}
    for *before, changes, walk in found:
        if tuple(before) == best:
            values[changes] = min(values.get(changes, walk), walk)
    return values


def lower_hull(values: dict[int, int]) -> list[tuple[int, int]]:
    """Return the vertices of the lower left hull."""
    hull: list[tuple[int, int]] = []
    for changes, walk in sorted(values.items()):
        if hull and walk >= hull[-1][1]:
            continue
        while len(hull) > 1 and _above(hull[-2], hull[-1], (changes, walk)):
            hull.pop()
        hull.append((changes, walk))
    return hull


def _above(left: tuple[int, int], middle: tuple[int, int], right: tuple[int, int]) -> bool:
    across = (middle[1] - left[1]) * (right[0] - left[0])
    return across >= (right[1] - left[1]) * (middle[0] - left[0])


@pytest.mark.parametrize("first", range(0, 120, 40))
def test_that_it_is_the_lower_hull_of_all_plans(first: int) -> None:
    """Tests that on random villages every vertex is found, proven, and no other."""
    for seed in range(first, first + 40):
        made = random_village(seed, most_households=6, most_members=3)
        if not len(made.current):
            continue
        village = under(made, priorities=(Priority.WALK,), minimum=MinimumPolicy.FLAG)
        points = trace_frontier(village, SearchLimits.lasting(60.0))
        assert all(point.proven for point in points), seed
        mine = [(point.changes, round(point.walk_m * MICRO)) for point in points]
        assert mine == lower_hull(every_value(village)), seed


def test_that_metres_come_first() -> None:
    """Tests that a village whose first goal is another one is refused."""
    village = make_village(on_a_line(0), on_a_line(0), rules=Rules(priorities=(Priority.BALANCE,)))
    with pytest.raises(ScenarioError, match="NO_FRONTIER"):
        trace_frontier(village, SearchLimits.lasting(1.0))
