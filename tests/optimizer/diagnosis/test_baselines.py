"""The two rules somebody would use by hand."""

from __future__ import annotations

import math

import numpy as np
from hypothesis import given, settings

from optimizer.diagnosis.baselines import baselines
from optimizer.domain.plan import Baseline
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line
from tests.optimizer.verification.test_laws import villages


def sorted_pairs(village: Village) -> list[tuple[float, int, int]]:
    """Return every usable pair: metres, household, member; the nearest first."""
    forbidden = {tuple(pair) for pair in village.forbidden.tolist()}
    return sorted(
        (away, row, person)
        for row, home in enumerate(village.households.xy)
        for person, post in enumerate(village.members.xy)
        if (away := math.dist(home, post)) <= village.rules.max_distance_m
        and (row, person) not in forbidden
    )


def by_hand(village: Village, *, heed_maximum: bool) -> Baseline:
    """Go through the pairs one by one."""
    taken: dict[int, tuple[float, int]] = {}
    loads = [0] * len(village.members)
    for away, row, person in sorted_pairs(village):
        full = heed_maximum and loads[person] >= village.members.maximum[person]
        if row not in taken and not full:
            taken[row] = (away, person)
            loads[person] += 1
    excess = [load - most for load, most in zip(loads, village.members.maximum, strict=True)]
    few = zip(loads, village.members.minimum, strict=True)
    return Baseline(
        unserved=len(village.households) - len(taken),
        overloaded=sum(over > 0 for over in excess),
        excess=sum(max(over, 0) for over in excess),
        exceptions=sum(0 < load < least for load, least in few),
        walk_m=math.fsum(away for away, _ in taken.values()),
        longest_m=max((away for away, _ in taken.values()), default=0.0),
    )


def same(one: Baseline, other: Baseline) -> bool:
    """Compare counts exactly and metres to a nanometre."""
    counts = ("unserved", "overloaded", "excess", "exceptions")
    return all(getattr(one, name) == getattr(other, name) for name in counts) and np.allclose(
        [one.walk_m, one.longest_m], [other.walk_m, other.longest_m], rtol=0, atol=1e-9
    )


@settings(deadline=None)
@given(villages())
def test_that_both_rules_equal_the_same_rules_by_hand(village: Village) -> None:
    """Tests that the fast rules do what going through sorted pairs does, ties included."""
    made = baselines(village)
    assert same(made.nearest, by_hand(village, heed_maximum=False))
    assert same(made.greedy, by_hand(village, heed_maximum=True))


def test_that_the_nearest_member_is_overloaded() -> None:
    """Tests that one of three households near a member who holds one goes to the next."""
    village = make_village(
        on_a_line(1, 2, 4),
        on_a_line(0, 10),
        rules=Rules(min_households=0, max_households=1, max_distance_m=8.0),
    )
    made = baselines(village)
    assert made.nearest == Baseline(0, 1, 2, 0, 7.0, 4.0)
    assert made.greedy == Baseline(1, 0, 0, 0, 7.0, 6.0)


def test_that_a_village_without_members_serves_nobody() -> None:
    """Tests that both rules count everybody as unserved."""
    village = make_village(on_a_line(1, 2), on_a_line(), rules=Rules())
    assert baselines(village).nearest == baselines(village).greedy == Baseline(2, 0, 0, 0, 0.0, 0.0)


def test_that_a_member_who_takes_nobody_is_passed_over() -> None:
    """Tests that a maximum of 0 sends the greedy rule to the next member."""
    village = make_village(
        on_a_line(0),
        on_a_line(0, 3),
        rules=Rules(min_households=0),
        windows=np.array([[0, 0], [0, 1]]),
    )
    assert baselines(village).greedy.walk_m == 3.0
