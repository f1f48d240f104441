"""Planning beside the requests: jobs, how far they are, and what they have finished."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Header, Request, Response
from sqlalchemy.orm import Session
from sse_starlette import EventSourceResponse

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.database_clock import database_now
from api.db.job_progress import job_document, rest_of
from api.db.job_states import EventKind
from api.db.models import Job
from api.db.plan_queries import response_of
from api.db.scenario_queries import find_scenario
from api.http.errors import ServiceError, language_of
from api.http.etags import JSON
from api.http.paging import Cursor, Limit, cursor_of, moment_of, place_of
from api.http.typed_body import body_as
from api.idempotency.repeats import Repeatable
from api.jobs.event_stream import stream
from api.jobs.job_events import is_complete
from api.jobs.job_pages import jobs_page, rows_page
from api.jobs.submission import (
    RETRY_AFTER_S,
    cancel_job,
    find_job,
    submit_job,
    whereabouts,
)
from api.openapi import body_of
from api.schemas.jobs import JobDocument, JobList, JobRequest, VillageRowList
from api.schemas.village_response import VillageResponse
from api.state import Here, ServiceState
from api.webhooks.signatures import has_secret
from api.webhooks.target_address import check_url

router = APIRouter(prefix="/v1/jobs", tags=["jobs"])

_EVENTS = {
    "description": "server-sent events: `id`, a number of which the last is sent to go on from "
    f"there; `event`, {', '.join(f'`{kind}`' for kind in EventKind)}; and `data`, JSON",
}
_STREAM: dict[int | str, dict[str, Any]] = {
    200: {"content": {"text/event-stream": {"schema": _EVENTS}}},
    204: {"description": "It has ended, and everything was told"},
}

Planner = Annotated[Principal, Depends(requires(Scope.OPTIMIZE))]
Reader = Annotated[Principal, Depends(requires(Scope.READ))]
Insider = Annotated[Principal, Depends(requires(Scope.READ, Scope.HOUSEHOLDS))]


@router.post(
    "",
    status_code=202,
    responses={202: {"model": JobDocument}},
    openapi_extra=body_of(JobRequest),
)
def create_job(
    request: Request,
    who: Planner,
    wanted: Annotated[JobRequest, Depends(body_as(JobRequest))],
    here: Here,
    repeat: Repeatable,
) -> Response:
    """Let a kept scenario be planned; the answer says where to look how far it is."""
    settings = here.settings
    with here.store.writing() as session:
        scenario = find_scenario(session, wanted.scenario_id, who.tenant)
        if scenario is None:
            raise ServiceError("NO_SCENARIO", pointer="/scenario_id", id=wanted.scenario_id)
        _check_webhook(session, wanted, who, here)
        limit_s = min(wanted.time_limit_s or settings.time_limit_s, settings.max_time_limit_s)
        job = submit_job(
            session,
            scenario,
            seed=wanted.seed,
            time_limit_s=limit_s,
            days=settings.retention_days,
            gap=wanted.gap,
            growing=wanted.time_limit_s is None,
            webhook_url=wanted.webhook_url,
        )
        answer = accepted(request, job)
        repeat.settle(session, answer)
    here.runner.wake()
    return answer


@router.get("")
def list_jobs(
    request: Request, who: Reader, here: Here, limit: Limit = 100, cursor: Cursor = None
) -> JobList:
    """List the jobs, the newest first."""
    after = None if cursor is None else moment_of(cursor)
    with here.store.reading() as session:
        jobs, at = jobs_page(session, who.tenant, after, limit + 1), database_now(session)
    more = jobs[limit - 1] if len(jobs) > limit else None
    return JobList(
        items=[_shown(request, here, job, at) for job in jobs[:limit]],
        next=None if more is None else cursor_of(more.created.isoformat(), more.id),
    )


@router.get("/{job_id}")
def read_job(
    request: Request, response: Response, job_id: str, who: Reader, here: Here
) -> JobDocument:
    """Tell how far a job is."""
    with here.store.reading() as session:
        job, at = find_job(session, who.tenant, job_id), database_now(session)
    if job.finished is None:
        response.headers["Retry-After"] = RETRY_AFTER_S
    return _shown(request, here, job, at)


@router.post("/{job_id}/cancel", operation_id="cancelJob")
def cancel(
    request: Request, job_id: str, who: Planner, here: Here, _repeat: Repeatable
) -> JobDocument:
    """Stop a job; what it has finished stays until the job is deleted with its scenario."""
    with here.store.writing() as session:
        job, at = cancel_job(session, who.tenant, job_id), database_now(session)
    return _shown(request, here, job, at)


@router.get("/{job_id}/villages")
def list_job_villages(
    job_id: str, who: Reader, here: Here, limit: Limit = 100, cursor: Cursor = None
) -> VillageRowList:
    """List the villages that are finished, also while the job runs."""
    after = -1 if cursor is None else place_of(cursor, int)[0]
    with here.store.reading() as session:
        job = find_job(session, who.tenant, job_id)
        rows = rows_page(session, job.id, after, limit + 1)
    more = len(rows) > limit
    return VillageRowList.model_validate(
        {
            "items": [row for _, row in rows[:limit]],
            "next": cursor_of(rows[limit - 1][0]) if more else None,
        }
    )


@router.get("/{job_id}/villages/{village:path}", responses={200: {"model": VillageResponse}})
def read_job_village(job_id: str, village: str, who: Insider, here: Here) -> Response:
    """Return the plan of a village that is finished, also while others are planned."""
    with here.store.reading() as session:
        content = response_of(session, find_job(session, who.tenant, job_id).id, village)
    if content is None:
        raise ServiceError("NOT_FOUND")
    return Response(content, media_type=JSON)


@router.get("/{job_id}/events", response_class=EventSourceResponse, responses=_STREAM)
def follow_job(
    job_id: str,
    who: Reader,
    here: Here,
    last_event_id: Annotated[int, Header(ge=0, le=2**62, description="of the last one seen")] = 0,
) -> Response:
    """Tell what happens to a job as it happens: `village`, `progress`, and `end` at the end."""
    with here.store.reading() as session:
        job = find_job(session, who.tenant, job_id)
        if is_complete(session, job.id, last_event_id):
            return Response(status_code=204)  # a browser does not come back after this
    here.streams.check(who.tenant)
    events = stream(here.store, job_id, last_event_id)
    return EventSourceResponse(here.streams.counted(who.tenant, events), sep="\n")


def accepted(request: Request, job: Job) -> Response:
    """Answer with a new job and where it is."""
    document = JobDocument.model_validate(job_document(job, language_of(request)))
    return Response(document.model_dump_json(), 202, whereabouts(job), JSON)


def _check_webhook(
    session: Session, wanted: JobRequest, who: Principal, here: ServiceState
) -> None:
    if wanted.webhook_url is None:
        return
    check_url(wanted.webhook_url, private=here.settings.webhook_private)
    if not has_secret(session, who.tenant):
        raise ServiceError("NO_WEBHOOK_SECRET", pointer="/webhook_url")


def _shown(request: Request, here: ServiceState, job: Job, at: datetime) -> JobDocument:
    note = here.runner.note(job.id) or rest_of(job, at)
    return JobDocument.model_validate(job_document(job, language_of(request), note))
