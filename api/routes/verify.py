"""Checking a plan without any solver."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.http.body_spool import body_of_request, with_body
from api.openapi import body_of
from api.schemas.answers import Verification
from api.schemas.request import VerifyRequest
from api.state import Here
from api.tasks import planner_task

router = APIRouter(tags=["planning"])


@router.post(
    "/v1/verify",
    responses={200: {"model": Verification}},
    openapi_extra=body_of(VerifyRequest),
)
async def verify(
    request: Request, who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))], here: Here
) -> Response:
    """List every rule, figure and proof of a plan that does not hold."""
    answer = await here.workers.run(
        who.tenant, with_body, planner_task.verify, await body_of_request(request), here.sizes
    )
    return Response(answer, media_type="application/json")
