"""Any one leaving, and the fewest recruits for it, beside trying every leaver and all places."""

from __future__ import annotations

import numpy as np
import orjson
import pytest

from optimizer.distance.reach import village_reach
from optimizer.domain.plan import Survival, VillagePlan
from optimizer.domain.rules import MinimumPolicy, Rules
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.output.checks import verify_response
from optimizer.output.proof_document import Document
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from optimizer.resilience.fewest_spare import FewestWithSpare, fewest_recruits_with_spare
from optimizer.resilience.roster import make_roster, open_near
from tests.optimizer.random_villages import random_village, under
from tests.optimizer.resilience.leaver_oracle import fewest, further, holds
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line

MOST = 4
"""Recruits up to which all places are tried."""
RULES = Rules(min_households=1, max_households=3, max_distance_m=10.0, survival=True)


def with_spare(village: Village) -> FewestWithSpare | None:
    """Search for the fewest recruits."""
    roster = make_roster(village, village_reach(village))
    return fewest_recruits_with_spare(
        village, roster, open_near(village), SearchLimits.lasting(60.0)
    )


def survival(plan: VillagePlan) -> Survival:
    """Return what was found of any one leaving."""
    assert plan.survival is not None
    return plan.survival


def written(village: Village, plan: VillagePlan) -> tuple[Scenario, Document]:
    """Return a scenario and its response, as a program reads it."""
    scenario = Scenario(village.rules, (village,), village.lonlat)
    document = response(scenario, [plan], run_record(scenario, seed=0, seconds=0.0))
    return scenario, orjson.loads(orjson.dumps(document))


def test_that_the_weakest_places_are_named() -> None:
    """Tests that of two members the one who cannot be replaced is named, with how many."""
    windows = np.array([[1, 1], [1, 3]])
    village = make_village(on_a_line(0, 1, 2), on_a_line(0, 2), rules=RULES, windows=windows)
    scenario, document = written(village, plan_village(village))
    survives = document["villages"][0]["survives"]  # type: ignore[index]
    # Without m001, m000 keeps the one household that it has.
    assert survives["weakest"] == [["m001", 2]]
    assert survives["any_one_leaving"] is False
    assert (survives["recruits_for_it"], survives["proven"]) == (1, True)
    assert verify_response(scenario, document) == ()


def test_that_a_village_without_members_needs_one_more() -> None:
    """Tests that three households without a member need one recruit, two for any one leaving."""
    village = make_village(on_a_line(0, 1, 2), on_a_line(), rules=RULES)
    found = survival(plan_village(village)).recruits
    assert found is not None
    assert (found.value, found.proven) == (2, True)
    plan = plan_village(under(village, spare=1))
    assert plan.recruitment is not None
    assert (plan.recruitment.needed.value, plan.recruitment.by) == (2, "pockets")


def test_that_who_only_its_member_reaches_is_lost_with_it() -> None:
    """Tests that no number is enough where a household has one member and no place."""
    village = make_village(on_a_line(0), on_a_line(0), rules=RULES, places=on_a_line(500))
    found = survival(plan_village(village))
    assert found.today.tolist() == [1]
    assert found.recruits is None


def test_that_places_may_take_too_few() -> None:
    """Tests that one recruit a place is never enough for one household with one place."""
    rules = RULES.model_copy(update={"recruits_per_place": 1})
    village = make_village(on_a_line(0), on_a_line(), rules=rules, places=on_a_line(1))
    assert with_spare(village) is None
    assert survival(plan_village(village)).recruits is None


def test_that_recruits_to_spare_come_also_where_all_are_served() -> None:
    """Tests that recruitment and a plan after it are there, though nobody is unserved."""
    village = make_village(
        on_a_line(0, 1, 2), on_a_line(1), rules=RULES.model_copy(update={"spare": 1})
    )
    plan = plan_village(village)
    assert plan.relaxations is None
    assert plan.recruitment is not None
    assert plan.recruitment.needed.value == 1
    assert plan.after is not None
    assert survival(plan).after is not None
    scenario, document = written(village, plan)
    assert verify_response(scenario, document) == ()


def test_that_nothing_changes_unasked() -> None:
    """Tests that rules which ask for nothing are written as before, and answered as before."""
    assert "spare" not in Rules().model_dump()
    village = make_village(on_a_line(0, 1, 2), on_a_line(1), rules=Rules())
    entry = written(village, plan_village(village))[1]["villages"][0]  # type: ignore[index]
    assert "survives" not in entry
    assert "stand_ins" not in entry["today"]


@pytest.mark.parametrize("first", range(0, 100, 50))
def test_that_every_leaver_was_tried(first: int) -> None:
    """Tests that who has nobody if somebody leaves, and the fewest recruits, are as tried."""
    for seed in range(first, first + 50):
        made = random_village(seed, most_households=7, most_members=4)
        village = under(made, minimum=MinimumPolicy.FLAG, survival=True)
        plan = plan_village(village)
        found = survival(plan)
        assert found.today.tolist() == further(village, plan.today.person, ()), seed
        assert found.recruits is not None
        assert found.recruits.proven, seed
        best = fewest(village, min(MOST, int(found.recruits.value)))
        assert best == (found.recruits.value if found.recruits.value <= MOST else None), seed


@pytest.mark.parametrize("first", range(0, 40, 20))
def test_that_the_plan_holds_whoever_leaves(first: int) -> None:
    """Tests that recruits to spare are at places that hold, and that all of it is verified."""
    for seed in range(first, first + 20):
        made = random_village(seed, most_households=10, most_members=4)
        village = under(made, minimum=MinimumPolicy.FLAG, spare=1, survival=True, stand_ins=True)
        plan = plan_village(village)
        assert plan.recruitment is not None
        assert plan.after is not None
        places = plan.recruitment.places.tolist()
        assert len(places) == plan.recruitment.needed.value
        assert holds(village, places), seed
        assert not any(further(village, plan.after.person, places)), seed
        scenario, document = written(village, plan)
        assert verify_response(scenario, document) == (), seed
