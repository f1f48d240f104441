"""Planning a request at once."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response

from api import planning
from api.auth import Principal, requires
from api.errors import ServiceError
from api.openapi import body_of
from api.schemas.request import PlanRequest
from api.schemas.response import PlanResponse
from api.scopes import Scope
from api.state import Here

router = APIRouter(tags=["planning"])

Seed = Annotated[int, Query(ge=0, le=2**31 - 1, description="breaks ties; same seed, same plan")]
TimeLimit = Annotated[
    float | None, Query(gt=0, allow_inf_nan=False, description="seconds for each village, at most")
]


@router.post(
    "/v1/optimize",
    responses={200: {"model": PlanResponse}},
    openapi_extra=body_of(PlanRequest),
)
async def optimize(
    request: Request,
    _who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))],
    here: Here,
    seed: Seed = 0,
    time_limit_s: TimeLimit = None,
) -> Response:
    """Plan every village of a request: who looks after whom, who is left out and why."""
    limit_s = time_limit_s or here.settings.time_limit_s
    answer = await here.workers.run(
        planning.optimize,
        await request.body(),
        here.sizes,
        seed=seed,
        time_limit_s=min(limit_s, here.settings.max_time_limit_s),
    )
    if isinstance(answer, planning.TooLarge):
        raise ServiceError("TOO_LARGE_TO_WAIT", count=answer.households, limit=here.sizes.at_once)
    return Response(answer, media_type="application/json")
