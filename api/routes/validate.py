"""Checking a request without planning it."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api import planning
from api.auth import Principal, requires
from api.checking import check_files
from api.errors import language_of
from api.marking import mark
from api.openapi import also_form, body_of
from api.reading import FORM_TYPE, JSON_TYPE, kind_of
from api.schemas.answers import Validation
from api.schemas.request import PlanRequest
from api.scopes import Scope
from api.state import Here
from api.submitting import bounds_of, form_of
from api.template import template

XLSX = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet"

router = APIRouter(tags=["planning"])


@router.post(
    "/v1/validate",
    responses={200: {"model": Validation, "content": {XLSX: {}}}},
    openapi_extra=also_form(body_of(PlanRequest, any_json=True)),
)
async def validate(
    request: Request, who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))], here: Here
) -> Response:
    """Name everything that is wrong with a request or files, all at once.

    One workbook comes back with a column of problems to those who accept that.
    """
    language = language_of(request)
    if kind_of(request, JSON_TYPE, FORM_TYPE) == FORM_TYPE:
        sent = await form_of(request, here)
        [first, *others] = sent.files
        if XLSX in request.headers.get("accept", "") and not others:
            book = await here.workers.run(
                who.tenant, mark, first, bounds_of(here), sent.coordinates, language
            )
            return Response(book, media_type=XLSX)
        answer = await here.workers.run(
            who.tenant, check_files, sent.files, bounds_of(here), sent.coordinates, language
        )
    else:
        answer = await here.workers.run(
            who.tenant, planning.validate, await request.body(), here.sizes, language
        )
    return Response(answer, media_type="application/json")


@router.get("/v1/template.xlsx", response_class=Response, responses={200: {"content": {XLSX: {}}}})
def read_template(_who: Annotated[Principal, Depends(requires(Scope.READ))]) -> Response:
    """Return a workbook to fill in: every table with an example row."""
    headers = {"Content-Disposition": 'attachment; filename="scenario.xlsx"'}
    return Response(template(), 200, headers, XLSX)
