"""Webhooks: the secret that signs them, and what became of those about a job."""

from __future__ import annotations

from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.models import Delivery
from api.http.errors import language_of
from api.http.etags import JSON
from api.idempotency.repeats import Repeatable
from api.jobs.submission import find_job
from api.schemas.webhooks import DeliveryDocument, DeliveryList, SecretDocument
from api.state import Here
from api.webhooks.deliveries import deliveries_of, state_of
from api.webhooks.failures import webhook_failure_text
from api.webhooks.signatures import OVERLAP, new_secret, previous_until

router = APIRouter(prefix="/v1", tags=["webhooks"])

Planner = Annotated[Principal, Depends(requires(Scope.OPTIMIZE))]


@router.post("/webhooks/secret", status_code=201, responses={201: {"model": SecretDocument}})
def create_webhook_secret(who: Planner, here: Here, repeat: Repeatable) -> Response:
    """Make the secret that signs webhooks anew; the one before signs beside it for a day.

    Until that day is over there is no third: 409 `TWO_WEBHOOK_SECRETS`. Send an `Idempotency-Key`,
    so that a secret whose answer was lost can be asked for again.
    """
    with here.store.writing() as session:
        row = new_secret(session, who.tenant)
        until = None if row.previous is None else previous_until(row)
        document = SecretDocument(secret=row.secret, created=row.created, previous_until=until)
        answer = Response(document.model_dump_json(), 201, media_type=JSON)
        # The secret signs at least as long, so that no answer outlives what it gives away.
        repeat.settle(session, answer, OVERLAP.total_seconds())
    return answer


@router.get("/jobs/{job_id}/deliveries")
def list_deliveries(request: Request, job_id: str, who: Planner, here: Here) -> DeliveryList:
    """List what was told about a job, and how that went.

    An address may hold what lets one in there, so this is for those who name addresses.
    """
    language = language_of(request)
    with here.store.reading() as session:
        job = find_job(session, who.tenant, job_id)
        items = [_shown(row, language) for row in deliveries_of(session, job.id)]
    return DeliveryList(items=items)


def _shown(row: Delivery, language: str) -> DeliveryDocument:
    return DeliveryDocument(
        id=row.id,
        type=row.body["type"],
        url=row.url,
        state=state_of(row),
        attempts=row.attempts,
        created=row.created,
        delivered=row.delivered,
        next_try=row.next_try,
        last_status=row.last_status,
        last_error=row.last_error,
        message=webhook_failure_text(row.last_error, language),
    )
