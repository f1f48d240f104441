"""Names of members and recruits, which may not be mistaken for each other."""

from __future__ import annotations

import json
from dataclasses import replace

import numpy as np

from optimizer.domain.persons import person_ids
from optimizer.domain.plan import VillagePlan, recruit_ids
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Scenario, Village
from optimizer.output.checks.response_check import verify_response
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.simple_planner import make_village
from tests.optimizer.verification.example import on_a_line


def found_recruit() -> Village:
    """Return 25 households, and a member whom the last plan called recruit-1."""
    village = make_village(on_a_line(*range(25)), on_a_line(0), rules=Rules())
    return replace(village, members=replace(village.members, ids=np.array(["recruit-1"])))


def planned(village: Village) -> VillagePlan:
    """Return the plan, which asks for two more."""
    plan = plan_village(village)
    assert plan.recruitment is not None
    assert len(plan.recruitment.places) == 2
    return plan


def test_that_recruits_are_numbered() -> None:
    """Tests that names count from 1, past those that are taken."""
    assert recruit_ids(np.array(["m1"]), 2) == ["recruit-1", "recruit-2"]
    assert recruit_ids(np.array(["recruit-2", "recruit-01"]), 2) == ["recruit-1", "recruit-3"]
    assert recruit_ids(np.empty(0, np.str_), 0) == []


def test_that_a_member_called_like_a_recruit_stays_apart() -> None:
    """Tests that somebody found after the last plan keeps the name, and nobody else gets it."""
    village = found_recruit()
    plan = planned(village)
    assert person_ids(village, plan).tolist() == ["recruit-1", "recruit-2", "recruit-3"]
    scenario = Scenario(village.rules, (village,), lonlat=False)
    told = response(scenario, [plan], run_record(scenario, seed=0, seconds=0.0))
    assert list(verify_response(scenario, json.loads(json.dumps(told)))) == []


def test_that_the_verifier_names_recruits_alike() -> None:
    """Tests that a recruit at no place is blamed by the name that the plan gives."""
    village = found_recruit()
    plan = planned(village)
    assert plan.recruitment is not None
    nowhere = replace(plan.recruitment, places=np.array([0, 99]))
    named = {v.witness for v in verify_plan(village, replace(plan, recruitment=nowhere))}
    assert ("recruit-3",) in named
