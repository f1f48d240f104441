"""Keeping scenarios: make, list, read, delete."""

from __future__ import annotations

from hashlib import sha256
from typing import Annotated, Any

import orjson
from fastapi import APIRouter, Depends, Request, Response
from fastapi.responses import StreamingResponse
from sqlalchemy.orm import Session

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db import scenario_changes as changes
from api.db import scenario_queries as kept
from api.db.document_stream import request_chunks
from api.db.models import ScenarioRecord
from api.http.errors import ServiceError
from api.http.etags import JSON, not_modified, tagged_response
from api.http.paging import Cursor, Limit, cursor_of, moment_of, place_of
from api.http.typed_body import body_as
from api.http.village_points import GEOJSON, negotiate_rows
from api.idempotency.repeats import Repeatable
from api.openapi import also_form, body_of, files_of
from api.routes.new_scenario import FromPlanInForce, ScenarioKeeper, new_scenario
from api.schemas.request import PlanRequest
from api.schemas.scenarios import (
    NewScenarioBody,
    ScenarioDocument,
    ScenarioList,
    ScenarioName,
    SiteList,
)
from api.state import Here, ServiceState

router = APIRouter(prefix="/v1/scenarios", tags=["scenarios"])

Reader = Annotated[Principal, Depends(requires(Scope.READ))]
Planner = Annotated[Principal, Depends(requires(Scope.OPTIMIZE))]
Insider = Annotated[Principal, Depends(requires(Scope.READ, Scope.HOUSEHOLDS))]


@router.post(
    "",
    status_code=201,
    responses={201: {"model": ScenarioDocument}},
    openapi_extra=also_form(body_of(NewScenarioBody)),
)
async def create_scenario(
    request: Request,
    who: Planner,
    here: Here,
    repeat: Repeatable,
    *,
    from_plan_in_force: FromPlanInForce = True,
) -> Response:
    """Keep a scenario: a request, files, or another scenario with changed rules.

    A village with a plan in force goes on from it: `current_from` of the answer says how much.
    """
    keeper = ScenarioKeeper(here, who, repeat, created)
    return await new_scenario(request, keeper, go_on=from_plan_in_force)


@router.get("")
def list_scenarios(
    who: Reader, here: Here, limit: Limit = 100, cursor: Cursor = None
) -> ScenarioList:
    """List the scenarios, the newest first."""
    after = None if cursor is None else moment_of(cursor)
    insider = Scope.HOUSEHOLDS in who.scopes
    with here.store.reading() as session:
        found = kept.page_of(session, who.tenant, after, limit + 1)
        shown = [kept.scenario_document(record, insider=insider) for record in found[:limit]]
    items = [ScenarioDocument(**document) for document in shown]
    more = len(found) > limit
    return ScenarioList(
        items=items, next=cursor_of(items[-1].created, items[-1].id) if more else None
    )


@router.get("/{scenario}", responses={200: {"model": ScenarioDocument}})
def read_scenario(scenario: str, request: Request, who: Reader, here: Here) -> Response:
    """Return a scenario's record."""
    record = found_scenario(here, scenario, who.tenant, insider=Scope.HOUSEHOLDS in who.scopes)
    # Its name and its time may change, whose villages never do.
    return tagged_response(request, record, sha256(orjson.dumps(record)).hexdigest())


@router.patch(
    "/{scenario}",
    responses={200: {"model": ScenarioDocument}},
    openapi_extra=body_of(ScenarioName),
)
def rename_scenario(
    scenario: str,
    who: Planner,
    wanted: Annotated[ScenarioName, Depends(body_as(ScenarioName))],
    here: Here,
) -> ScenarioDocument:
    """Give a scenario, and with it the plans made of it, another name."""
    insider = Scope.HOUSEHOLDS in who.scopes
    with here.store.writing() as session:
        record = changes.rename_scenario(session, scenario, who.tenant, wanted.name)
        if record is None:
            raise ServiceError("NOT_FOUND")
        return ScenarioDocument(**kept.scenario_document(record, insider=insider))


@router.delete("/{scenario}", status_code=204, response_class=Response)
def delete_scenario(scenario: str, who: Planner, here: Here) -> None:
    """Delete a scenario with its jobs and results; not while one of them is in force."""
    with here.store.writing() as session:
        if not changes.delete_scenario(session, scenario, who.tenant):
            raise ServiceError("NOT_FOUND")


@router.get("/{scenario}/request", responses={200: {"model": PlanRequest}})
def read_scenario_request(scenario: str, request: Request, who: Insider, here: Here) -> Response:
    """Return the whole request JSON."""
    record = found_scenario(here, scenario, who.tenant)
    tag = f"{record['sha256']}-request"
    if (unchanged := not_modified(request, tag)) is not None:
        return unchanged
    chunks = request_chunks(here.store, record)
    return StreamingResponse(chunks, headers={"ETag": f'"{tag}"'}, media_type=JSON)


@router.get("/{scenario}/villages", responses={200: {"model": SiteList, **files_of(GEOJSON)}})
def list_scenario_villages(
    scenario: str,
    request: Request,
    who: Reader,
    here: Here,
    limit: Limit = 500,
    cursor: Cursor = None,
) -> Response:
    """List the villages with their middles, without households."""
    record = found_scenario(here, scenario, who.tenant)
    after = -1 if cursor is None else place_of(cursor, int)[0]
    with here.store.reading() as session:
        rows = kept.villages_of(session, scenario, after, limit + 1)
    following = cursor_of(rows[limit - 1][0]) if len(rows) > limit else None
    items = [row for _, row in rows[:limit]]
    return negotiate_rows(request, items, following, lonlat=record["coordinates"] == "lonlat")


@router.get("/{scenario}/villages/{village:path}")
def read_scenario_village(
    scenario: str, village: str, request: Request, who: Insider, here: Here
) -> Response:
    """Return one village's request JSON."""
    record = found_scenario(here, scenario, who.tenant)
    with here.store.reading() as session:
        content = kept.village_of(session, scenario, village)
    if content is None:
        raise ServiceError("NOT_FOUND")
    return tagged_response(request, content, f"{record['sha256']}-village")


def found_scenario(
    here: ServiceState, scenario: str, tenant: str, *, insider: bool = False
) -> dict[str, Any]:
    """Return the record of a scenario that this tenant may see.

    Raises
    ------
    ServiceError
        The same for one that is another's, has expired, or never was.
    """
    with here.store.reading() as session:
        record = kept.find_scenario(session, scenario, tenant)
        if record is None:
            raise ServiceError("NOT_FOUND")
        return kept.scenario_document(record, insider=insider)


def created(_session: Session, record: ScenarioRecord) -> Response:
    """Answer with a new scenario and where it is."""
    headers = {"Location": f"/v1/scenarios/{record.id}"}
    body = ScenarioDocument(**kept.scenario_document(record)).model_dump_json()
    return Response(body, 201, headers, JSON)
