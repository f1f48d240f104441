"""Whoever lives at a household's own point is at distance 0, whatever the metric."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.distance import distances_within
from optimizer.distance.unreachable import reach_hints
from optimizer.domain.plan import Reason
from optimizer.domain.rules import Metric, Path, Rules, Straight
from optimizer.domain.scenario import Ends, Village, barriers, network
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from optimizer.verification.walks import walks_of
from tests.optimizer.simple_planner import make_village

STREET = network(np.array([[0.0, 0], [100, 0]]), np.array([[0, 1]]))
BESIDE, BEHIND, OFF = [10.0, 30.0], [10.0, 30.5], [10.0, 900.0]


def at_home(metric: Metric, **rules: object) -> Village:
    """Return households beside the street, right behind that and far off; a member at each end."""
    asked = Rules.model_validate({"metric": metric, "min_households": 1, **rules})
    village = make_village(np.array([BESIDE, BEHIND, OFF]), np.array([BESIDE, OFF]), rules=asked)
    walls = barriers(np.array([[[0.0, 30.0], [50.0, 30.0]]]), np.empty((0, 2)))
    paths = STREET if isinstance(metric, Path) else None
    return replace(village, network=paths, barriers=walls if paths is None else None)


def table(village: Village, limit_m: float) -> list[list[float]]:
    """Return the metres of every household and member, infinite beyond the limit."""
    found = np.full((len(village.households), len(village.members)), np.inf)
    rows, columns, metres = distances_within(village, Ends.MEMBERS, limit_m)
    found[rows, columns] = metres
    return found.tolist()


@pytest.mark.parametrize("metric", [Path(max_leg_m=50.0), Straight(detour=2.0)])
def test_that_nobody_walks_to_their_own_point(metric: Metric) -> None:
    """Tests that no leg to a path and no wall stands between a household and its own point."""
    village = at_home(metric)
    assert np.diag(np.array(table(village, 0.0))[[0, 2]]).tolist() == [0.0, 0.0]
    walks = walks_of(village)
    assert walks is not None
    own = walks.table(walks.households, walks.members, 0.0)
    assert np.diag(own[[0, 2]]).tolist() == [0.0, 0.0]


def test_that_neighbours_walk_by_the_path() -> None:
    """Tests that a door half a metre away is a leg, the path and a leg away, or out of reach."""
    village = at_home(Path(max_leg_m=50.0))
    assert table(village, 1000.0) == [[0.0, np.inf], [60.5, np.inf], [np.inf, 0.0]]
    walks = walks_of(village)
    assert walks is not None
    own = walks.table(walks.households, walks.members, 1000.0)
    np.testing.assert_allclose(own, table(village, 1000.0), atol=1e-9)


def test_that_who_lives_there_serves_off_the_paths() -> None:
    """Tests that a household that no path reaches is served by a member at its own point."""
    village = at_home(Path(max_leg_m=50.0), max_distance_m=100.0)
    plan = plan_village(village)
    assert plan.today.person.tolist() == [0, 0, 1]
    assert plan.today.metres.tolist() == [0.0, 60.5, 0.0]
    assert plan.today.walk_m == 60.5
    assert verify_plan(village, plan) == ()
    false = replace(plan, today=replace(plan.today, metres=np.array([60.0, 60.5, 0.0])))
    assert "METRES" in {violation.code for violation in verify_plan(village, false)}


def test_that_a_recruit_may_live_off_the_paths() -> None:
    """Tests that a household too far from a path is told so, and has a recruit at its own point."""
    rules = Rules(metric=Path(max_leg_m=50.0), max_distance_m=100.0)
    village = make_village(np.array([BESIDE, BEHIND, OFF]), np.array([BESIDE]), rules=rules)
    village = replace(village, network=STREET)
    plan = plan_village(village)
    assert plan.today.reasons[2] == Reason.DISTANCE
    assert len(reach_hints(village, np.array([2]))) == 1
    assert plan.recruitment is not None
    assert plan.recruitment.places.tolist() == [2]
    assert verify_plan(village, plan) == ()
