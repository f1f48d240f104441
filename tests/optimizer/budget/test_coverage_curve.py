"""The curve of a village: known by hand, by every choice there is, and by a plain model."""

from __future__ import annotations

from dataclasses import replace
from itertools import pairwise

import numpy as np
import pytest

from optimizer.domain.plan import VillagePlan
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Village
from optimizer.pipeline import plan_village
from tests.optimizer.budget.brute_curve import enumerated_curve, modelled_curve
from tests.optimizer.random_villages import under
from tests.optimizer.recruitment.short_villages import on_a_line, troubled, village


def planned(one: Village, seconds: float = 20.0) -> VillagePlan:
    return plan_village(under(one, curve=True), time_limit_s=seconds)


def sound(seed: int) -> Village:
    """Return a troubled village whose locks can all be kept."""
    one = troubled(seed)
    forbidden = set(map(tuple, one.forbidden.tolist()))
    kept, room = [], one.members.maximum.tolist()
    for household, member in one.locked.tolist():
        if room[member] > 0 and (household, member) not in forbidden:
            kept.append((household, member))
            room[member] -= 1
    return replace(one, locked=np.array(kept, np.int64).reshape(-1, 2))


def triples(plan: VillagePlan) -> list[tuple[int, int, int]]:
    assert plan.recruitment is not None
    return [(point.recruits, point.served, point.bound) for point in plan.recruitment.curve]


def three_hamlets() -> Village:
    """Return three hamlets of 8, and a place in the middle that reaches 4 households of each."""
    corners = np.array([[0.0, 0.0], [1000.0, 0.0], [500.0, 860.0]])
    middle = corners.mean(axis=0)
    homes = []
    for corner in corners:
        inward = (middle - corner) / np.hypot(*(middle - corner))
        homes += [corner - inward * (5.0 + n) for n in range(4)]
        homes += [corner + inward * (5.0 + n) for n in range(4)]
    limit_m = float(np.hypot(*(middle - corners[0])) - 4.0)
    places = np.vstack([corners, middle])
    return village(np.array(homes), np.empty((0, 2)), Rules(max_distance_m=limit_m), places=places)


def test_that_gains_may_grow() -> None:
    """Tests that the middle place is used first and given up again: gains of 10, 6 and 8."""
    assert triples(planned(three_hamlets())) == [
        (0, 0, 0),
        (1, 10, 10),
        (2, 16, 16),
        (3, 24, 24),
    ]


def test_that_nobody_asked_is_told_nothing() -> None:
    """Tests that a plan without `rules.curve` is the same, and has no curve."""
    one = on_a_line([float(n) for n in range(25)], [0.0], max_distance_m=30)
    plain, asked = plan_village(one), planned(one)
    assert plain.recruitment is not None
    assert asked.recruitment is not None
    assert plain.recruitment.curve == ()
    assert triples(asked) == [(0, 10, 10), (1, 20, 20), (2, 25, 25)]
    assert plain.recruitment.places.tolist() == asked.recruitment.places.tolist()


@pytest.mark.parametrize("seed", range(40))
def test_against_every_choice_of_places(seed: int) -> None:
    """Tests that the curve of small villages is that of a flow for every choice of places."""
    one = under(sound(seed), minimum=MinimumPolicy.FLAG)
    plan = planned(one)
    if plan.recruitment is not None and len(plan.recruitment.curve) <= 5:
        curve = [(n, k, k) for n, k in enumerate(enumerated_curve(one, len(triples(plan)) - 1))]
        assert triples(plan) == curve


@pytest.mark.parametrize("seed", range(100, 180))
def test_against_a_plain_model(seed: int) -> None:
    """Tests that the curve is that of a plain model under both policies, caps and locks."""
    one = sound(seed)
    plan = planned(one)
    if plan.recruitment is not None:
        found = triples(plan)
        assert [(n, k, k) for n, k in enumerate(modelled_curve(one, len(found) - 1))] == found


@pytest.mark.parametrize("seed", range(20))
def test_that_bounds_hold_without_any_time(seed: int) -> None:
    """Tests that a curve without time for its search is bounded rightly, and never falls."""
    one = under(sound(seed + 300), max_recruits=None)
    hurried, whole = planned(one, 0.0), planned(one)
    if whole.recruitment is not None:
        for quick, sure in zip(triples(hurried), triples(whole), strict=False):
            assert quick[1] <= sure[1] <= quick[2]
        assert all(a[1] <= b[1] for a, b in pairwise(triples(hurried)))
