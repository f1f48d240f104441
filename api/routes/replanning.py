"""What follows from a plan in force: the plan after events, and changes against metres."""

from __future__ import annotations

import asyncio
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.models import ScenarioRecord
from api.db.plan_bases import inherit_bases
from api.http.body_spool import body_of_request, with_body
from api.http.etags import JSON
from api.http.typed_body import JSON_TYPE, kind_of
from api.idempotency.repeats import Repeatable
from api.jobs.carried_villages import carry_villages
from api.jobs.submission import submit_job
from api.openapi import body_of
from api.routes.jobs import accepted
from api.routes.new_scenario import ScenarioKeeper, check_keeping
from api.routes.results import found_result
from api.schemas.attritions import LeaverDrawsDocument, LeaverDrawsRequest
from api.schemas.jobs import JobDocument
from api.schemas.replanning import (
    FrontierDocument,
    FrontierRequest,
    ReplanRequest,
    ReplanResponse,
)
from api.settings import Settings
from api.state import Here
from api.tasks import leaver_draws_task, replan_task

router = APIRouter(prefix="/v1/results", tags=["results"])

_DRAWING = 0.5
"""Of the time of an answer: after so much no further village is drawn."""

Planner = Annotated[Principal, Depends(requires(Scope.OPTIMIZE, Scope.READ))]
Insider = Annotated[Principal, Depends(requires(Scope.OPTIMIZE, Scope.READ, Scope.HOUSEHOLDS))]


_REPLANNED: dict[int | str, dict[str, Any]] = {
    200: {"model": ReplanResponse},
    202: {"model": JobDocument, "description": "It has become a job, as it was large or asked for"},
}


@router.post("/{result}/replan", responses=_REPLANNED, openapi_extra=body_of(ReplanRequest))
async def replan(
    result: str,
    request: Request,
    who: Insider,
    here: Here,
    repeat: Repeatable,
    prefer: Annotated[str, Header(description="`respond-async` makes it a job")] = "",
) -> Response:
    """Plan again what events touch, with the fewest changes; all else stays as it is.

    What is answered at once is kept nowhere. A job keeps the scenario after the events as a version
    of the one before, plans what they touch, and has a result to go on from; plans that nothing
    touched are carried over.
    """
    kind_of(request, JSON_TYPE)
    at_once = "respond-async" not in {part.strip().lower() for part in prefer.split(",")}
    if not at_once:
        check_keeping(here)
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    answer = await here.workers.run(
        who.tenant,
        with_body,
        replan_task.replan,
        await body_of_request(request),
        here.settings.url,
        kept,
        seconds_of(here.settings),
        here.sizes,
        at_once=at_once,
    )
    if isinstance(answer, bytes):
        repeat.harmless = True  # the households in it are kept nowhere, so not with a key either
        return Response(answer, media_type=JSON)
    check_keeping(here)
    job, asked = answer, answer.ask

    def submitted(session: Session, scenario: ScenarioRecord) -> Response:
        inherit_bases(session, kept, scenario)
        made = submit_job(
            session,
            scenario,
            seed=asked.seed,
            time_limit_s=asked.time_limit_s,
            days=here.settings.retention_days,
            growing=asked.growing,
        )
        carry_villages(session, kept.id, made, job.changed, job.away)
        response = accepted(request, made)
        if not at_once:
            response.headers["Preference-Applied"] = "respond-async"
        return response

    response = await ScenarioKeeper(here, who, repeat, submitted).keep_version(
        job.scenario, job.note
    )
    here.runner.wake()
    return response


@router.post(
    "/{result}/frontier",
    responses={200: {"model": FrontierDocument}},
    openapi_extra=body_of(FrontierRequest),
)
async def trace_frontier(result: str, request: Request, who: Planner, here: Here) -> Response:
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


@router.post(
    "/{result}/attrition",
    responses={200: {"model": LeaverDrawsDocument}},
    openapi_extra=body_of(LeaverDrawsRequest),
)
async def draw_leavers(result: str, request: Request, who: Planner, here: Here) -> Response:
    """Draw who leaves, and count the households that nobody could look after then.

    Every process takes villages of its own, for half the time of an answer; `left_out` names
    those for which there was none. A village is drawn alike alone and among others.
    """
    kind_of(request, JSON_TYPE)
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    body, parts = await body_of_request(request), here.settings.workers
    seconds = _DRAWING * here.settings.sync_seconds
    asked = (
        here.workers.run(
            who.tenant,
            with_body,
            leaver_draws_task.draw_part,
            body,
            here.settings.url,
            kept,
            part,
            parts,
            seconds,
        )
        for part in range(parts)
    )
    drawn = await asyncio.gather(*asked)
    answer = await run_in_threadpool(leaver_draws_task.joined_parts, drawn)
    return Response(answer, media_type=JSON)


def seconds_of(settings: Settings) -> replan_task.Seconds:
    """Return the times that a task keeps to."""
    return replan_task.Seconds(
        settings.time_limit_s, settings.max_time_limit_s, settings.sync_seconds
    )
