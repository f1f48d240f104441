"""What the processes do with a budget: recruits shared out among the villages of a scenario."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import orjson

from api.http.errors import placed_error
from api.http.json_body import pointer_to
from api.http.typed_body import parse_as
from api.schemas.budgets import BudgetRequest
from api.tasks.kept_scenario import read_kept, village_seconds
from api.tasks.replan_task import Seconds, unmeasured
from api.tasks.scenario_task import reading_store
from optimizer.budget import budget_request
from optimizer.budget.budget_document import make_budget
from optimizer.budget.budget_request import find_floors
from optimizer.distance import Unmeasured
from optimizer.errors import Problem, ScenarioError, SolverError
from optimizer.execution.curves import CURVE_S, CurveRequest, curve_of


def budget(body: bytes, url: str, record: Mapping[str, Any], seconds: Seconds) -> bytes:
    """Share a budget out among the villages of a kept scenario.

    Parameters
    ----------
    record
        The record of the scenario.

    Raises
    ------
    ServiceError
        When an area of a floor is unknown, the floors take more than there is, or a village is
        not measured in the time.
    """
    wanted = parse_as(body, BudgetRequest)
    asked = budget_request.BudgetRequest(wanted.recruits, wanted.floors, wanted.fairest)
    with reading_store(url) as store:
        scenario = read_kept(store, record["id"], record["coordinates"], record["rules"])
    villages = scenario.villages
    most_s = CURVE_S if wanted.time_limit_s is None else seconds.most
    limit_s = village_seconds(wanted.time_limit_s, most_s, seconds.answer, len(villages))
    how = CurveRequest(limit_s, wanted.seed)
    try:
        # Floors are looked at before anything takes long.
        find_floors(asked.floors, [village.area for village in villages])
        document = make_budget([curve_of(village, how) for village in villages], asked)
    except ScenarioError as fault:
        raise placed_error(fault, _pointer) from None
    except SolverError as fault:
        if not isinstance(fault.__cause__, Unmeasured):
            raise
        raise unmeasured(str(fault.__cause__)) from None
    return orjson.dumps({**document, "time_limit_s": limit_s})


def _pointer(problem: Problem) -> str:
    """Return the floor, or the number of recruits, that a problem is about."""
    return pointer_to("floors", problem.value) if problem.where == "floors" else "/recruits"
