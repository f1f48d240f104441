"""Planning a request at once."""

from __future__ import annotations

from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Query, Request, Response
from sqlalchemy.orm import Session

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.models import ScenarioRecord
from api.http.body_spool import body_of_request, with_body
from api.idempotency.repeats import Repeatable
from api.jobs.submission import submit_job
from api.openapi import body_of
from api.routes.jobs import accepted
from api.routes.new_scenario import ScenarioKeeper, check_keeping
from api.schemas.jobs import JobDocument
from api.schemas.request import PlanRequest
from api.schemas.response import PlanResponse
from api.state import Here
from api.tasks import answer_task
from optimizer.execution.workers import JobSpec

router = APIRouter(tags=["planning"])

Seed = Annotated[int, Query(ge=0, le=2**31 - 1, description="breaks ties; same seed, same plan")]
TimeLimit = Annotated[
    float | None,
    Query(
        gt=0,
        allow_inf_nan=False,
        description="seconds of one search of each village; without it searches begin short and "
        "grow longer where a village needs it",
    ),
]
Gap = Annotated[
    float,
    Query(
        ge=0,
        le=1,
        description="a village is good enough whose walk is proven to be so close to the shortest, "
        "such as 0.01",
    ),
]


_ACCEPTED: dict[int | str, dict[str, Any]] = {
    200: {"model": PlanResponse},
    202: {"model": JobDocument, "description": "It has become a job, as it was large or asked for"},
}


@router.post("/v1/optimize", responses=_ACCEPTED, openapi_extra=body_of(PlanRequest))
async def optimize(
    request: Request,
    who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))],
    here: Here,
    repeat: Repeatable,
    seed: Seed = 0,
    time_limit_s: TimeLimit = None,
    gap: Gap = 0.0,
    prefer: Annotated[str, Header(description="`respond-async` makes it a job")] = "",
) -> Response:
    """Plan every village of a request: who looks after whom, who is left out and why.

    With an `Idempotency-Key` a repeat makes no second job. A plan that is answered at once is kept
    nowhere, with a key or without: a repeat plans again.
    """
    at_once = "respond-async" not in {part.strip().lower() for part in prefer.split(",")}
    growing = time_limit_s is None
    limit_s = min(time_limit_s or here.settings.time_limit_s, here.settings.max_time_limit_s)
    if not at_once:
        check_keeping(here)
    answer = await here.workers.run(
        who.tenant,
        with_body,
        answer_task.answer,
        await body_of_request(request),
        here.sizes,
        JobSpec(seed, limit_s, gap=gap, growing=growing),
        at_once=at_once,
    )
    if isinstance(answer, bytes):
        repeat.harmless = True  # the households in it are kept nowhere, so not with a key either
        return Response(answer, media_type="application/json")
    check_keeping(here)

    def submitted(session: Session, scenario: ScenarioRecord) -> Response:
        job = submit_job(
            session,
            scenario,
            seed=seed,
            time_limit_s=limit_s,
            days=here.settings.retention_days,
            gap=gap,
            growing=growing,
        )
        response = accepted(request, job)
        if not at_once:
            response.headers["Preference-Applied"] = "respond-async"
        return response

    response = await ScenarioKeeper(here, who, repeat, submitted).keep(answer, SCENARIO_NAME)
    here.runner.wake()
    return response


SCENARIO_NAME = "optimize"
"""Name of the scenario that a request leaves when it becomes a job."""
