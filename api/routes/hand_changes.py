"""What somebody needs who changes a plan by hand: who else could take each household."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.concurrency import run_in_threadpool

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.http.errors import ServiceError
from api.http.etags import not_modified, tagged_response
from api.routes.results import found_result
from api.schemas.nearest import NearestPersons
from api.state import Here
from api.tasks.nearest_task import nearest
from optimizer.replanning.plan_in_force import Which

router = APIRouter(prefix="/v1/results", tags=["results"])

Insider = Annotated[Principal, Depends(requires(Scope.READ, Scope.HOUSEHOLDS))]
Most = Annotated[int, Query(ge=1, le=1000, description="persons that are named of a household")]


@router.get("/{result}/villages/{village:path}/nearest", responses={200: {"model": NearestPersons}})
async def read_nearest(
    result: str,
    village: str,
    request: Request,
    who: Insider,
    here: Here,
    plan: Literal["today", "after"] = "today",
    most: Most = 40,
) -> Response:
    """Say who lives near enough to each household, the nearest first.

    It is what a plan may be changed to by hand, with the events of `replan`.
    """
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    tag = f"{kept.id}-nearest-{plan}-{most}"
    if (unchanged := not_modified(request, tag)) is not None:
        return unchanged
    body = await here.workers.run(
        who.tenant, nearest, here.settings.url, kept, village, Which(plan), most
    )
    if body is None:
        raise ServiceError("NOT_FOUND")
    return tagged_response(request, body, tag)
