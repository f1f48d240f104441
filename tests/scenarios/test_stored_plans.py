"""The program finds the stored answers."""

from __future__ import annotations

from functools import cache
from typing import Any

import orjson
import pytest

from optimizer.distance.reach import village_reach
from optimizer.domain.plan import Assignment, VillagePlan
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.input.request import scenario_from_request
from optimizer.pipeline import plan_village
from optimizer.recruitment import fewest_recruits, site_reach
from scenarios.stored import stored_folder, stored_names


@cache
def planned(name: str) -> tuple[Village, VillagePlan, dict[str, Any]]:
    request = orjson.loads((stored_folder(name) / "request.json").read_bytes())
    answer: dict[str, Any] = orjson.loads((stored_folder(name) / "answer.json").read_bytes())
    (village,) = scenario_from_request(request).villages
    return village, plan_village(village), answer


def unserved(village: Village, plan: Assignment) -> dict[str, str]:
    rows = plan.unserved
    return dict(
        zip(village.households.ids[rows].tolist(), plan.reasons[rows].tolist(), strict=True)
    )


@pytest.mark.parametrize("name", stored_names())
def test_plan_for_today_is_the_stored_one(name: str) -> None:
    """Tests that verdict, reasons, loads, flags and metres are those by hand, all proven."""
    village, plan, answer = planned(name)
    today, expected, ids = plan.today, answer["today"], village.members.ids
    loads = dict(zip(ids.tolist(), today.loads.tolist(), strict=True))
    assert plan.verdict == answer["verdict"]
    assert unserved(village, today) == expected["unserved"]
    assert loads == expected.get("loads", loads)
    assert ids[today.reserve].tolist() == expected["reserve"]
    assert ids[today.exceptions(village.members.minimum)].tolist() == expected["exceptions"]
    assert today.changed == expected["changed"]
    assert today.walk_m == pytest.approx(expected["walk_m"], abs=1e-6)
    assert today.longest_m == pytest.approx(expected["longest_m"], abs=1e-6)
    assert all(proof.proven for proof in today.proofs.values())


@pytest.mark.parametrize("name", stored_names())
def test_locked_pairs_beyond_the_limit_are_reported(name: str) -> None:
    """Tests that just those locked pairs are reported that break the limit."""
    village, plan, answer = planned(name)
    found = [
        [village.households.ids[household], village.members.ids[member]]
        for household, member in plan.locked_beyond_limit.tolist()
    ]
    assert found == answer.get("locked_beyond_limit", [])


@pytest.mark.parametrize("name", stored_names())
def test_fewest_recruits_are_the_stored_ones(name: str) -> None:
    """Tests that the number of recruits by hand is found and proven, 0 where all are served."""
    village, _, answer = planned(name)
    found = fewest_recruits(
        village, village_reach(village), site_reach(village), SearchLimits.lasting(60)
    )
    assert found.needed.value == (answer["needed"] or 0)
    assert found.needed.proven
    assert found.per_place.sum() == (answer["needed"] or 0)
    assert found.unserved.value == len(answer["after"]["unserved"] if answer["after"] else ())


@pytest.mark.parametrize("name", stored_names())
def test_recruitment_is_the_stored_one(name: str) -> None:
    """Tests that the recruits, and who stays unserved with them, are those by hand."""
    village, plan, answer = planned(name)
    assert (plan.recruitment is None) == (answer["needed"] is None)
    assert (plan.after is None) == (answer["after"] is None)
    if plan.recruitment is not None and plan.after is not None:
        assert plan.recruitment.needed.value == answer["needed"]
        assert plan.recruitment.needed.proven
        assert len(plan.recruitment.places) == answer["needed"]
        assert unserved(village, plan.after) == answer["after"]["unserved"]
        assert plan.after.walk_m == pytest.approx(answer["after"]["walk_m"], abs=1e-6)


@pytest.mark.parametrize("name", stored_names())
def test_relaxations_are_the_stored_ones(name: str) -> None:
    """Tests that limit and maximum are the smallest where the answer states them."""
    _, plan, answer = planned(name)
    assert (plan.relaxations is None) == (not answer["today"]["unserved"])
    if plan.relaxations is not None and "relaxations" in answer:
        assert plan.relaxations.max_households == answer["relaxations"]["max_households"]
        assert plan.relaxations.max_distance_m == answer["relaxations"]["max_distance_m"]
