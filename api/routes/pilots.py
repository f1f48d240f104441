"""The teams of a result with which to begin."""

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
from api.schemas.pilots import PilotsDocument, PilotsRequest
from api.state import Here
from api.tasks import pilots_task

router = APIRouter(prefix="/v1/results", tags=["results"])

Insider = Annotated[Principal, Depends(requires(Scope.OPTIMIZE, Scope.READ, Scope.HOUSEHOLDS))]


@router.post(
    "/{result}/pilots",
    responses={200: {"model": PilotsDocument}},
    openapi_extra=body_of(PilotsRequest),
)
async def choose_pilots(result: str, request: Request, who: Insider, here: Here) -> Response:
    """Choose pilot teams: one of every village that has any, then the best of the rest."""
    kind_of(request, JSON_TYPE)
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    answer = await here.workers.run(
        who.tenant,
        with_body,
        pilots_task.pilots,
        await body_of_request(request),
        here.settings.url,
        kept,
    )
    return Response(answer, media_type=JSON)
