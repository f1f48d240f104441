"""Results: whole, in rows, added up, village by village; proposed until somebody approves."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi.responses import StreamingResponse

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.document_stream import result_chunks, result_tail
from api.db.plan_queries import (
    KeptResult,
    kept_result,
    response_of,
    tallies_of,
)
from api.http.errors import ServiceError
from api.http.etags import JSON, not_modified, tagged_response
from api.http.paging import Cursor, Limit, cursor_of, place_of
from api.http.village_points import GEOJSON, negotiate_rows
from api.jobs.job_pages import rows_page
from api.openapi import files_of
from api.schemas.jobs import VillageRowList
from api.schemas.results import AreaList, ResultDocument, ResultSums
from api.schemas.village_response import VillageResponse
from api.state import Here, ServiceState
from optimizer.output.summary.area_totals import add_up_areas, area_document

router = APIRouter(prefix="/v1/results", tags=["results"])

Reader = Annotated[Principal, Depends(requires(Scope.READ))]
Insider = Annotated[Principal, Depends(requires(Scope.READ, Scope.HOUSEHOLDS))]

_WHOLE = Query(description="false leaves the villages out, and with them ids and points")


@router.get("/{result}", responses={200: {"model": ResultDocument | ResultSums}})
def read_result(
    result: str,
    request: Request,
    who: Reader,
    here: Here,
    *,
    villages: Annotated[bool, _WHOLE] = True,
) -> Response:
    """Return the response JSON, and whether the plan is approved."""
    kept = found_result(here, result, who.tenant)
    if villages and Scope.HOUSEHOLDS not in who.scopes:
        raise ServiceError("NO_SCOPE", scope=Scope.HOUSEHOLDS)
    tag = f"{kept.id}-{villages:d}-{approval_tag(kept)}"
    if (unchanged := not_modified(request, tag)) is not None:
        return unchanged
    store = here.store
    chunks = result_chunks(store, kept) if villages else iter([b"{" + result_tail(store, kept)])
    return StreamingResponse(chunks, headers={"ETag": f'"{tag}"'}, media_type=JSON)


@router.get(
    "/{result}/villages",
    responses={200: {"model": VillageRowList, **files_of(GEOJSON)}},
)
def list_result_villages(
    result: str,
    request: Request,
    who: Reader,
    here: Here,
    limit: Limit = 100,
    cursor: Cursor = None,
) -> Response:
    """List the villages: how each stands today and what it needs."""
    kept = found_result(here, result, who.tenant)
    after = -1 if cursor is None else place_of(cursor, int)[0]
    with here.store.reading() as session:
        rows = rows_page(session, kept.id, after, limit + 1)
    following = cursor_of(rows[limit - 1][0]) if len(rows) > limit else None
    items = [row for _, row in rows[:limit]]
    return negotiate_rows(request, items, following, lonlat=kept.lonlat)


@router.get("/{result}/areas", responses={200: {"model": AreaList}})
def list_result_areas(result: str, request: Request, who: Reader, here: Here) -> Response:
    """Add the villages up, for every unit of the area tree."""
    kept = found_result(here, result, who.tenant)
    tag = f"{kept.id}-areas"
    if (unchanged := not_modified(request, tag)) is not None:
        return unchanged
    units = add_up_areas(tallies_of(here.store, kept.id))
    body = {"items": [area_document(unit) for unit in units], "next": None}
    return tagged_response(request, body, tag)


@router.get("/{result}/villages/{village:path}", responses={200: {"model": VillageResponse}})
def read_result_village(
    result: str, village: str, request: Request, who: Insider, here: Here
) -> Response:
    """Return one village's response JSON."""
    kept = found_result(here, result, who.tenant)
    with here.store.reading() as session:
        content = response_of(session, kept.id, village)
    if content is None:
        raise ServiceError("NOT_FOUND")
    return tagged_response(request, content, f"{kept.id}-village")


def found_result(here: ServiceState, result: str, tenant: str) -> KeptResult:
    """Return a finished result that this tenant may see."""
    with here.store.reading() as session:
        return kept_result(session, result, tenant)


def approval_tag(kept: KeptResult) -> str:
    """Return what of an ETag tells one approval, and how far it is in force, from another."""
    return "" if kept.approved is None else f"{kept.approved['id']}-{kept.approved['in_force']}"
