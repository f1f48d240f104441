"""Checking a request without planning it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api import planning
from api.auth import Principal, requires
from api.openapi import body_of
from api.schemas.answers import Validation
from api.schemas.request import PlanRequest
from api.scopes import Scope
from api.state import Here

router = APIRouter(tags=["planning"])


@router.post(
    "/v1/validate",
    responses={200: {"model": Validation}},
    openapi_extra=body_of(PlanRequest),
)
async def validate(
    request: Request, _who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))], here: Here
) -> Response:
    """Name everything that is wrong with a request, all at once."""
    answer = await here.workers.run(planning.validate, await request.body(), here.sizes)
    return Response(answer, media_type="application/json")
