"""The verifier on degrees: geodesics of its own, and doubt only at the very edge."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest
from pyproj import Geod

from optimizer.diagnosis.baselines import baselines
from optimizer.distance.projection import to_metres
from optimizer.domain.plan import Relaxations, Verdict, VillagePlan
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Points, Village
from optimizer.verification import verify_plan
from optimizer.verification.measured_village import measure_village
from tests.optimizer.simple_planner import NOBODY, make_village, numbered, plan_simply, settled

CENTRE = np.array([[108.9, 11.8]])
"""Bác Ái, in the mountains of the former Ninh Thuận."""
LIMIT_M = 700.0


def eastwards(*metres: float) -> np.ndarray:
    """Return points at these geodesic distances east of the centre, in degrees."""
    away = np.array(metres)
    start = np.tile(CENTRE, (len(away), 1))
    lon, lat, _ = Geod(ellps="WGS84").fwd(start[:, 0], start[:, 1], np.full(len(away), 90.0), away)
    return np.column_stack([lon, lat])


def in_degrees(village: Village, homes: np.ndarray, posts: np.ndarray) -> Village:
    """Return a village whose points are given in degrees."""
    members = village.members
    post = numbered("m", to_metres(posts, np.tile(CENTRE, (len(posts), 1))))
    return replace(
        village,
        households=Points(
            village.households.ids, to_metres(homes, np.tile(CENTRE, (len(homes), 1))), homes
        ),
        members=replace(members, xy=post.xy, given=posts),
        lonlat=True,
    )


def line(*homes: float, limit_m: float = LIMIT_M) -> Village:
    """Return households so far east of the only member, who is all there will be."""
    rules = Rules(min_households=1, max_distance_m=limit_m, recruiting=False)
    village = make_village(np.zeros((len(homes), 2)), np.zeros((1, 2)), rules=rules)
    return in_degrees(village, eastwards(*homes), CENTRE)


def plan_of(village: Village, person: list[int]) -> VillagePlan:
    """Return a plan of one member."""
    short = -1 in person
    return VillagePlan(
        village_id="v",
        verdict=Verdict.NEEDS_MEMBERS_LOCAL if short else Verdict.OK,
        today=settled(village, np.array(person)),
        recruitment=None,
        after=None,
        relaxations=Relaxations(None, None) if short else None,
        baselines=baselines(village),
    )


def codes(village: Village, plan: VillagePlan) -> set[str]:
    """Return the codes of a plan's violations."""
    return {violation.code for violation in verify_plan(village, plan)}


def test_that_a_plan_in_degrees_is_clean() -> None:
    """Tests that plans over random villages of eight kilometres break no rule."""
    for seed in range(20):
        rng = np.random.default_rng(seed)
        village = make_village(
            np.zeros((30, 2)), np.zeros((3, 2)), rules=Rules(max_distance_m=3000.0)
        )
        homes, posts = (CENTRE + rng.uniform(-0.04, 0.04, (size, 2)) for size in (30, 3))
        projected = in_degrees(village, homes, posts)
        assert verify_plan(projected, plan_simply(projected)) == ()


def test_that_the_limit_has_two_sides_in_degrees() -> None:
    """Tests that a centimetre beyond the limit is caught and a centimetre within it is not."""
    for away, expected in ((LIMIT_M - 0.01, set()), (LIMIT_M + 0.01, {"BEYOND_LIMIT"})):
        village = line(10.0, away)
        assert codes(village, plan_of(village, [0, 0])) == expected


def test_that_the_very_edge_is_left_to_the_planner() -> None:
    """Tests that a household a tenth of a millimetre from the limit may be served or not."""
    village = line(10.0, LIMIT_M - 0.0001)
    unserved = plan_of(village, [0, -1])
    reasons = np.array(["", "DISTANCE"])
    assert codes(village, plan_of(village, [0, 0])) == set()
    assert (
        codes(village, replace(unserved, today=replace(unserved.today, reasons=reasons))) == set()
    )


def test_that_a_household_in_reach_is_not_called_out_of_reach() -> None:
    """Tests that a centimetre within the limit is no reason, and a centimetre beyond it is one."""
    for away, expected in ((LIMIT_M - 0.01, {"WRONG_REASON", "EXCHANGE"}), (LIMIT_M + 0.01, set())):
        village = line(10.0, away)
        plan = plan_of(village, [0, -1])
        told = replace(plan.today, reasons=np.array(["", "DISTANCE"]))
        assert codes(village, replace(plan, today=told)) == expected


def test_that_metres_are_measured_on_the_ellipsoid() -> None:
    """Tests that a distance is accepted to the millimetre and refused beyond it."""
    village = line(500.0)
    plan = plan_of(village, [0])
    for metres, expected in ((500.001, set()), (500.003, {"METRES"}), (499.997, {"METRES"})):
        told = replace(plan.today, metres=np.array([metres]))
        assert codes(village, replace(plan, today=told)) == expected


@pytest.mark.parametrize("limit_m", [0.0, 1.0, 1000.0, 30_000.0])
def test_that_reach_agrees_with_geodesics(limit_m: float) -> None:
    """Tests that chords decide as geodesics do, wherever neither is in doubt."""
    rng = np.random.default_rng(1)
    width = max(limit_m, 1.0) / 60_000
    homes, posts = (CENTRE + rng.uniform(-width, width, (40, 2)) for _ in range(2))
    homes[0] = posts[0]
    village = in_degrees(
        make_village(np.zeros((40, 2)), np.zeros((40, 2)), rules=Rules(max_distance_m=limit_m)),
        homes,
        posts,
    )
    ground = measure_village(village, NOBODY)
    rows = np.arange(40)
    start, end = np.repeat(homes, 40, axis=0), np.tile(posts, (40, 1))
    _, _, metres = Geod(ellps="WGS84").inv(start[:, 0], start[:, 1], end[:, 0], end[:, 1])
    within = (metres <= limit_m).reshape(40, 40)
    sure, maybe = (ground.within(rows, rows, sure=flag) for flag in (True, False))
    clear = np.abs(metres - limit_m).reshape(40, 40) > 2e-3 + 1e-5 * limit_m
    assert not (sure & ~maybe).any()
    assert (sure == within)[clear].all()
    assert (maybe == within)[clear].all()
    assert maybe[0, 0]
