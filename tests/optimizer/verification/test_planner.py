"""What the planner makes is what the verifier, the response and its replay accept."""

from __future__ import annotations

import json
from dataclasses import replace

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.domain.goals import Priority
from optimizer.domain.rules import MinimumPolicy
from optimizer.domain.scenario import Scenario, Village
from optimizer.output.checks import verify_response
from optimizer.output.response import response, run_record
from optimizer.pipeline import plan_village
from optimizer.verification import verify_plan
from tests.optimizer.verification.test_laws import villages

ORDERS = st.permutations(list(Priority)).flatmap(
    lambda goals: st.integers(1, len(goals)).map(lambda count: tuple(goals[:count]))
)


@settings(deadline=None)
@given(villages(), st.sampled_from(list(MinimumPolicy)), ORDERS)
def test_that_the_planner_is_believed(
    village: Village, minimum: MinimumPolicy, priorities: tuple[Priority, ...]
) -> None:
    """Tests that plans of every policy and order are clean, in memory and as a response."""
    rules = village.rules.model_copy(update={"minimum": minimum, "priorities": priorities})
    asked = replace(village, rules=rules)
    plan = plan_village(asked)
    assert verify_plan(asked, plan) == ()
    scenario = Scenario(rules, (asked,), lonlat=False)
    made = response(scenario, [plan], run_record(scenario, seed=0, seconds=0.0))
    assert verify_response(scenario, json.loads(json.dumps(made))) == ()
