"""Borders of a kept scenario moved: villages merged, a village split."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.models import ScenarioRecord
from api.db.scenario_queries import scenario_document
from api.http.body_spool import body_of_request, with_body
from api.http.etags import JSON
from api.http.typed_body import JSON_TYPE, kind_of
from api.idempotency.repeats import Repeat, Repeatable
from api.openapi import body_of
from api.routes.new_scenario import FromPlanInForce, ScenarioKeeper, check_keeping
from api.routes.scenarios import found_scenario
from api.schemas.borders import MergeRequest, MovedBorders, SplitBody
from api.state import Here, ServiceState
from api.tasks import borders_task
from api.tasks.planner_task import Sizes

router = APIRouter(prefix="/v1/scenarios", tags=["scenarios"])

Insider = Annotated[Principal, Depends(requires(Scope.OPTIMIZE, Scope.HOUSEHOLDS))]
"""Who moves a border: a refusal may name households."""
Move = Callable[[bytes, str, Mapping[str, Any], Sizes, str | None], borders_task.MovedBorder]


@router.post(
    "/{scenario}/merge",
    status_code=201,
    responses={201: {"model": MovedBorders}},
    openapi_extra=body_of(MergeRequest),
)
async def merge_villages(
    scenario: str,
    request: Request,
    who: Insider,
    here: Here,
    repeat: Repeatable,
    *,
    from_plan_in_force: FromPlanInForce = True,
) -> Response:
    """Keep a new scenario in which some villages are one.

    An id that two of them have becomes `village/id` in each; pairs, and the plan in force, are
    carried over.
    """
    asked = _Keeping(scenario, who, here, repeat, go_on=from_plan_in_force)
    return await _kept(request, asked, borders_task.merge)


@router.post(
    "/{scenario}/split",
    status_code=201,
    responses={201: {"model": MovedBorders}},
    openapi_extra=body_of(SplitBody),
)
async def split_village(
    scenario: str,
    request: Request,
    who: Insider,
    here: Here,
    repeat: Repeatable,
    *,
    from_plan_in_force: FromPlanInForce = True,
) -> Response:
    """Keep a new scenario in which a village is in parts, by hamlets or as it is said.

    Pairs of a household and a member of the same part stay, those across the new border end.
    """
    asked = _Keeping(scenario, who, here, repeat, go_on=from_plan_in_force)
    return await _kept(request, asked, borders_task.split)


@dataclass(frozen=True, slots=True)
class _Keeping:
    """Whose scenario is changed, and whether its villages go on from their plans in force."""

    scenario: str
    who: Principal
    here: ServiceState
    repeat: Repeat
    go_on: bool


async def _kept(request: Request, asked: _Keeping, move: Move) -> Response:
    """Let a process move a border, and keep what it makes."""
    here, who = asked.here, asked.who
    check_keeping(here)
    kind_of(request, JSON_TYPE)
    record = await run_in_threadpool(found_scenario, here, asked.scenario, who.tenant)
    moved = await here.workers.read(
        who.tenant,
        with_body,
        move,
        await body_of_request(request),
        here.settings.url,
        record,
        here.sizes,
        who.tenant if asked.go_on else None,
    )

    def tell(_session: Session, made: ScenarioRecord) -> Response:
        document = MovedBorders(
            **scenario_document(made), current_kept=moved.kept, current_ended=moved.ended
        )
        headers = {"Location": f"/v1/scenarios/{made.id}"}
        return Response(document.model_dump_json(), 201, headers, JSON)

    keeper = ScenarioKeeper(here, who, asked.repeat, tell)
    return await keeper.keep(moved.made, moved.name or record["name"])
