"""Screening villages by their counts alone: no points, no personal data."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.http.body_spool import body_of_request, with_body
from api.openapi import body_of
from api.schemas.counts import Screening, ScreenRequest
from api.state import Here
from api.tasks import screen_task

router = APIRouter(tags=["planning"])


@router.post(
    "/v1/screen",
    responses={200: {"model": Screening}},
    openapi_extra=body_of(ScreenRequest),
)
async def screen(
    request: Request, who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))], here: Here
) -> Response:
    """Say what the numbers of households and members alone prove of every village."""
    answer = await here.workers.read(
        who.tenant, with_body, screen_task.screen, await body_of_request(request), here.sizes
    )
    return Response(answer, media_type="application/json")
