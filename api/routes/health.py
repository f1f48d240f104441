"""Whether the service works, and its figures."""

from __future__ import annotations

from importlib.metadata import version
from typing import Annotated

from fastapi import APIRouter, Depends, Response

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.http.metrics import MEDIA_TYPE
from api.schemas.answers import Health
from api.state import Here

router = APIRouter(tags=["health"])


@router.get("/health/live")
async def read_liveness() -> Health:
    """Say that the service runs."""
    return Health(status="live", version=version("liengia"))


@router.get("/health/ready")
def read_readiness(here: Here) -> Health:
    """Say that the database answers and requests are taken; 503 while they are not."""
    here.store.ping()
    return Health(status="ready", version=version("liengia"))


@router.get("/metrics", response_class=Response, responses={200: {"content": {"text/plain": {}}}})
def read_metrics(
    _who: Annotated[Principal, Depends(requires(Scope.ADMIN))], here: Here
) -> Response:
    """Return the service's figures for Prometheus."""
    return Response(here.metrics.text(), media_type=MEDIA_TYPE)
