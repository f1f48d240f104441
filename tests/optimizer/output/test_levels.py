"""The fairest walks in the response: levels, the step that decides, and their check."""

from __future__ import annotations

import numpy as np
import pytest

from optimizer.domain.goals import Priority
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.walk_levels import walk_levels
from optimizer.input.request import request_from_scenario, scenario_from_kept
from optimizer.output.checks import verify_response
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

RULES = Rules(
    min_households=0,
    max_households=9,
    max_distance_m=500.0,
    priorities=(Priority.FAIREST, Priority.COMPACT),
    recruiting=False,
)


def line(**changes: object) -> Village:
    """Return five households at one member, up to 80 m away."""
    return make_village(
        on_a_line(0, 25, 26, 60, 80), on_a_line(0), rules=RULES.model_copy(update=changes)
    )


def document(village: Village) -> dict[str, object]:
    scenario = Scenario(village.rules, (village,), lonlat=False)
    return response(scenario, [plan_village(village)], run_record(scenario, seed=0, seconds=0.0))


def proof_of(village: Village) -> dict[str, dict[str, object]]:
    made: dict[str, dict[str, object]] = document(village)["villages"][0]["today"]["proof"]  # type: ignore[index]
    return made


def test_that_the_levels_count_who_is_beyond_each_step() -> None:
    """Tests that at a step is not beyond it; the smallest step decides when all is proven."""
    proof = proof_of(line())
    levels = [[75, 1], [50, 2], [25, 3]]
    assert proof["fairest"] == {
        "value": 3, "bound": 3, "proven": True, "step_m": 25, "levels": levels, "checked": "search",
    }  # fmt: skip
    assert proof["compact"] == {
        "value": 1130100, "bound": 1130100, "proven": True, "checked": "search",
    }  # fmt: skip


@pytest.mark.parametrize(("step_m", "levels"), [(100, []), (40, [[40, 2]]), (12.5, 6)])
def test_that_the_step_is_a_rule(step_m: float, levels: object) -> None:
    """Tests that walks may be compared in other steps; none is listed that nobody is beyond."""
    listed = proof_of(line(fairest_step_m=float(step_m)))["fairest"]["levels"]
    assert listed == levels or len(listed) == levels  # type: ignore[arg-type]


def test_that_walks_are_compared_in_whole_micrometres() -> None:
    """Tests that noise in the last digit of a distance puts nobody beyond a step."""
    assert walk_levels(np.array([75.00000000001, np.nan, 50.0]), 25.0) == [(50.0, 1), (25.0, 2)]


@pytest.mark.parametrize("levels", [[[75, 1], [50, 2]], [[75, 1], [50, 3], [25, 3]], None])
def test_that_wrong_levels_are_found(levels: object) -> None:
    """Tests that a list that is too short, a wrong count and no list do not hold."""
    village = line()
    made = document(village)
    scenario = Scenario(village.rules, (village,), lonlat=False)
    assert verify_response(scenario, made) == ()
    made["villages"][0]["today"]["proof"]["fairest"]["levels"] = levels  # type: ignore[index]
    assert verify_response(scenario, made)


def test_that_a_usual_step_is_not_written_and_another_one_is_kept() -> None:
    """Tests that requests without the field are as they were, and that villages keep their own."""
    usual, own = line(), line(fairest_step_m=50.0)
    assert "fairest_step_m" not in usual.rules.model_dump(mode="json")
    for village, shared in ((own, usual.rules), (usual, own.rules)):
        written = request_from_scenario(Scenario(shared, (village,), lonlat=False))
        back = scenario_from_kept(written).villages[0].rules
        assert back.fairest_step_m == village.rules.fairest_step_m
