"""What follows from a plan in force: the plan after events, and changes against metres."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.http.body_spool import body_of_request, with_body
from api.http.etags import JSON
from api.http.typed_body import JSON_TYPE, kind_of
from api.openapi import body_of
from api.routes.results import found_result
from api.schemas.replanning import (
    FrontierDocument,
    FrontierRequest,
    ReplanRequest,
    ReplanResponse,
)
from api.settings import Settings
from api.state import Here
from api.tasks import replan_task

router = APIRouter(prefix="/v1/results", tags=["results"])

Planner = Annotated[Principal, Depends(requires(Scope.OPTIMIZE, Scope.READ))]
Insider = Annotated[Principal, Depends(requires(Scope.OPTIMIZE, Scope.READ, Scope.HOUSEHOLDS))]


@router.post(
    "/{result}/replan",
    responses={200: {"model": ReplanResponse}},
    openapi_extra=body_of(ReplanRequest),
)
async def replan(result: str, request: Request, who: Insider, here: Here) -> Response:
    """Plan again what events touch, with the fewest changes; all else stays as it is.

    The answer is kept nowhere. Its `scenario` may be kept (`POST /v1/scenarios`) and planned as a
    job, which has a result of its own to go on from.
    """
    kind_of(request, JSON_TYPE)
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    answer = await here.workers.run(
        who.tenant,
        with_body,
        replan_task.replan,
        await body_of_request(request),
        here.settings.url,
        kept,
        seconds_of(here.settings),
    )
    return Response(answer, media_type=JSON)


@router.post(
    "/{result}/frontier",
    responses={200: {"model": FrontierDocument}},
    openapi_extra=body_of(FrontierRequest),
)
async def frontier(result: str, request: Request, who: Planner, here: Here) -> Response:
    """Trace how many households have to change person for fewer metres, with bounds.

    Changes are counted from the scenario's current plan where it has one, else from the result.
    """
    kind_of(request, JSON_TYPE)
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    answer = await here.workers.run(
        who.tenant,
        with_body,
        replan_task.frontier,
        await body_of_request(request),
        here.settings.url,
        kept,
        seconds_of(here.settings),
    )
    return Response(answer, media_type=JSON)


def seconds_of(settings: Settings) -> replan_task.Seconds:
    """Return the times that a task keeps to."""
    return replan_task.Seconds(
        settings.time_limit_s, settings.max_time_limit_s, settings.sync_seconds
    )
