"""Lines so long that whole millimetres would leave 64 bits."""

from __future__ import annotations

import numpy as np
import pytest
import shapely

from optimizer.distance.reach import village_reach
from optimizer.domain.scenario import Village
from optimizer.errors import ScenarioError
from optimizer.input.checks.horizon import HORIZON_M, beyond_horizon, part_of, within_square
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan

LINE = [[0.0, 0.0], [0.0, 200.0]]
"""A household on each side of a wall that runs from the south-west to the north-east."""


def village(far_m: float = 0.0, **more: object) -> Village:
    """Return a village with a wall that leaves it ``far_m`` in both directions."""
    wall = [[-far_m, 50.0 - far_m], [far_m, 50.0 + far_m]]
    body = {
        "id": "v",
        "households": [{"id": f"h{y}", "x": 0, "y": y} for _, y in LINE],
        "members": [{"id": "m", "x": 0, "y": 0, "min": 1}],
        **({"barriers": {"lines": [wall]}} if far_m else {}),
        **more,
    }
    rules = {"metric": {"kind": "path"}} if "network" in more else {}
    document = {"coordinates": "metres", "rules": rules, "villages": [body]}
    return scenario_from_request(document).villages[0]


@pytest.mark.parametrize("far_m", [1e4, 4.9e5, 1.6e6, 5e6, 5e7])
def test_that_a_wall_is_a_wall_however_long(far_m: float) -> None:
    """Tests that nobody walks through a wall of 10 to 100,000 km, and the verifier agrees."""
    one = village(far_m)
    plan = plan_village(one)
    assert plan.today.unserved.tolist() == [1]
    assert verify_plan(one, plan) == ()


def test_that_short_walls_stay_as_they_are_and_far_ones_go() -> None:
    """Tests that the coordinates within the horizon are kept to the last bit."""
    near = [[-4e5 / 3, 0.1], [0.3, 4.9e5]]
    walls = [near, [[6e5, 0], [7e5, 1]], [[2e6, 2e6], [2e6, -2e6]]]
    one = village(barriers={"lines": walls})
    assert one.barriers is not None
    assert one.barriers.xy.tolist() == [near]


def test_that_lines_are_cut_as_a_square_cuts_them() -> None:
    """Tests that 300 lines are cut as GEOS does, those along a side and of no length too."""
    rng = np.random.default_rng(3)
    lines = (rng.integers(-8, 9, (300, 2, 2)) * (HORIZON_M / 4)).astype(np.float64)
    middle = np.array([HORIZON_M / 2, -HORIZON_M / 4])
    rows, shares = within_square(lines, middle, HORIZON_M)
    square = shapely.box(*(middle - HORIZON_M), *(middle + HORIZON_M))
    drawn = [shapely.LineString(line) for line in lines]
    assert rows.tolist() == [at for at, line in enumerate(drawn) if line.intersects(square)]
    for row, part in zip(rows, part_of(lines[rows], shares), strict=True):
        expected = drawn[row].intersection(square).length
        assert np.hypot(*(part[1] - part[0])) == pytest.approx(expected, abs=1e-6)
    inside = np.array([square.covers(line) for line in drawn])
    assert (beyond_horizon(lines, middle) == ~inside).all()


def test_that_a_path_from_beyond_the_horizon_is_refused_by_its_number() -> None:
    """Tests that an edge to far away is named, and paths that stay far away are left out."""
    nodes = [[0, 0], [0, 200], [0, 6e5], [0, 4.9e5], [0, 2.1e5]]
    apart = {"nodes": nodes, "edges": [[0, 1], [2, 3], [2, 4]]}
    reach = village_reach(village(network=apart))
    assert reach.metres.tolist() == [0.0, 200.0]
    with pytest.raises(ScenarioError, match=r"network/edges/1 = '600 km'.*nodes on its way"):
        village(network={**apart, "edges": [[0, 1], [1, 2]]})
