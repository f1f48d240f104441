"""Approving and withdrawing: a result becomes the plan in force, or is so no more."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Response
from fastapi.concurrency import run_in_threadpool

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.approvals import CountedVillage, WantedApproval, approve, withdraw
from api.db.in_force_queries import approval_document, withdrawal
from api.http.errors import ServiceError
from api.http.etags import JSON
from api.http.typed_body import body_as
from api.idempotency.repeats import Repeat, Repeatable
from api.openapi import body_of
from api.routes.results import found_result
from api.schemas.approvals import (
    Approval,
    ApprovalRequest,
    WithdrawalRequest,
    WithdrawnApproval,
)
from api.state import Here, ServiceState
from api.tasks.approval_task import count_village_changes

router = APIRouter(prefix="/v1/results", tags=["results"])

Planner = Annotated[Principal, Depends(requires(Scope.OPTIMIZE))]

_TIMES = 8
"""Counts before an approval gives way to others that come in between again and again."""


@router.post(
    "/{result}/approve",
    responses={200: {"model": Approval}},
    openapi_extra=body_of(ApprovalRequest),
)
async def approve_result(
    result: str,
    who: Planner,
    wanted: Annotated[ApprovalRequest, Depends(body_as(ApprovalRequest))],
    here: Here,
    repeat: Repeatable,
) -> Response:
    """Make a plan the one in force of its villages, under one's name; see `withdraw`.

    It is kept as long as it is in force or what withdrawing leads back to. Where another plan came
    into force since this one was made, it is refused unless `replaces` is true.
    """
    if not here.settings.retention_days:
        raise ServiceError("APPROVES_NOTHING")
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    asked = WantedApproval(wanted.plan, wanted.by, wanted.comment, wanted.replaces)
    url, tenant = here.settings.url, who.tenant
    for _ in range(_TIMES):
        counted = await here.workers.run(
            tenant, count_village_changes, url, tenant, kept, asked.plan
        )
        made = await run_in_threadpool(_approved, here, who, result, asked, counted, repeat)
        if made is not None:
            return made
    raise ServiceError("CONFLICT", reason="others approve plans at this moment; send it again")


def _approved(
    here: ServiceState,
    who: Principal,
    result: str,
    asked: WantedApproval,
    counted: list[CountedVillage],
    repeat: Repeat,
) -> Response | None:
    """Approve, with the answer in the same transaction; None where it has to be counted anew."""
    days = here.settings.retention_days
    with here.store.writing() as session:
        made = approve(session, who.tenant, result, asked, counted, days)
        if made is None:
            return None
        document = approval_document(session, made, insider=Scope.HOUSEHOLDS in who.scopes)
        response = Response(Approval(**document).model_dump_json(), media_type=JSON)
        repeat.settle(session, response)
    return response


@router.post(
    "/{result}/withdraw",
    responses={200: {"model": WithdrawnApproval}},
    openapi_extra=body_of(WithdrawalRequest),
)
def withdraw_result(
    result: str,
    who: Planner,
    wanted: Annotated[WithdrawalRequest, Depends(body_as(WithdrawalRequest))],
    here: Here,
    repeat: Repeatable,
) -> Response:
    """Take the last approval of a result back: the plan before it is in force again, if any."""
    if not here.settings.retention_days:
        raise ServiceError("APPROVES_NOTHING")
    insider = Scope.HOUSEHOLDS in who.scopes
    with here.store.writing() as session:
        made, restored, none = withdraw(
            session,
            who.tenant,
            result,
            wanted.by,
            wanted.reason,
            here.settings.retention_days,
        )
        document = {
            **approval_document(session, made, insider=insider),
            "withdrawn": withdrawal(made, insider=insider),
            "restored": restored,
            "without_plan": none,
        }
        body = WithdrawnApproval.model_validate(document).model_dump_json()
        response = Response(body, media_type=JSON)
        repeat.settle(session, response)
    return response
