"""Checking a request without planning it."""

from __future__ import annotations

from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Request, Response

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.http.body_spool import body_of_request, with_body
from api.http.errors import language_of
from api.http.typed_body import FORM_TYPE, JSON_TYPE, kind_of
from api.openapi import also_form, body_of, files_of
from api.routes.new_scenario import bounds_of
from api.schemas.answers import Validation
from api.schemas.request import PlanRequest
from api.state import Here
from api.tasks import planner_task
from api.tasks.uploads.form_parser import check_form
from api.tasks.uploads.scenario_workbook import workbook_of
from api.tasks.uploads.workbook_template import template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

router = APIRouter(tags=["planning"])

_LANGUAGE = {
    "name": "Accept-Language",
    "in": "header",
    "required": False,
    "schema": {"type": "string", "examples": ["vi", "en"]},
    "description": "of the sentences: vi, or en where nothing is said",
}


@router.post(
    "/v1/validate",
    responses={200: {"model": Validation, **files_of(XLSX)}},
    openapi_extra=also_form(body_of(PlanRequest)) | {"parameters": [_LANGUAGE]},
)
async def validate(
    request: Request, who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))], here: Here
) -> Response:
    """Name everything that is wrong with a request or files, all at once.

    One workbook comes back with a column of problems to those who accept that.
    """
    language = language_of(request)
    if kind_of(request, JSON_TYPE, FORM_TYPE) == FORM_TYPE:
        answer, is_book = await here.workers.read(
            who.tenant,
            check_form,
            await body_of_request(request),
            request.headers["content-type"],
            bounds_of(here),
            language,
            marked=XLSX in request.headers.get("accept", ""),
        )
        return Response(answer, media_type=XLSX if is_book else "application/json")
    answer = await here.workers.read(
        who.tenant,
        with_body,
        planner_task.validate,
        await body_of_request(request),
        here.sizes,
        language,
    )
    return Response(answer, media_type="application/json")


@router.post(
    "/v1/workbook",
    response_class=Response,
    responses={200: files_of(XLSX)},
    openapi_extra=body_of(PlanRequest),
)
async def make_workbook(
    request: Request, who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))], here: Here
) -> Response:
    """Return a request's tables as a workbook, to be mended and sent again; nothing is kept."""
    answer = await here.workers.read(
        who.tenant, with_body, workbook_of, await body_of_request(request), here.sizes
    )
    headers = {"Content-Disposition": 'attachment; filename="scenario.xlsx"'}
    return Response(answer, 200, headers, XLSX)


@router.get("/v1/template.xlsx", response_class=Response, responses={200: files_of(XLSX)})
def read_template(
    _who: Annotated[Principal, Depends(requires(Scope.READ))],
    metric: Literal["straight", "list"] = "straight",
) -> Response:
    """Return a workbook to fill in: every table with an example row; with `list` by alleys."""
    headers = {"Content-Disposition": 'attachment; filename="scenario.xlsx"'}
    return Response(template(metric), 200, headers, XLSX)
