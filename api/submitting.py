"""A new scenario out of whatever was sent: a request, a base with changes, or files."""

from __future__ import annotations

from typing import Any

from fastapi import Request
from fastapi.concurrency import run_in_threadpool

from api import preparing
from api.auth import Principal
from api.errors import ServiceError
from api.schemas.scenarios import NewScenario
from api.state import State
from api.store.scenarios import Prepared, document, find, keep_changed, keep_scenario


async def new_scenario(request: Request, who: Principal, here: State) -> dict[str, Any]:
    """Keep what a request holds and return its record."""
    check_keeping(here)
    kind = request.headers.get("content-type", JSON_TYPE).partition(";")[0].strip().lower()
    if kind != JSON_TYPE:
        raise ServiceError("MEDIA_TYPE", given=kind[:60], wanted=JSON_TYPE)
    body = await here.workers.run(preparing.prepare_body, await request.body(), here.sizes)
    if isinstance(body, NewScenario):
        return await changed(body, who, here)
    name, made = body
    return await keep(made, name, who, here)


JSON_TYPE = "application/json"


async def keep(made: Prepared, name: str, who: Principal, here: State) -> dict[str, Any]:
    """Keep a scenario for the tenant."""
    days = here.settings.retention_days
    return await run_in_threadpool(
        keep_scenario, here.store, made, tenant=who.tenant, name=name, days=days
    )


async def changed(wanted: NewScenario, who: Principal, here: State) -> dict[str, Any]:
    """Keep a base with other rules.

    Raises
    ------
    ServiceError
        When there is no such base, or the rules cannot be meant.
    """
    base = await run_in_threadpool(_base, here, wanted.parent_id or "", who.tenant)
    made = await here.workers.run(
        preparing.prepare_change, here.settings.url, base, wanted.rules, wanted.village_rules
    )
    record = await run_in_threadpool(
        keep_changed,
        here.store,
        base["id"],
        made,
        tenant=who.tenant,
        name=wanted.name or base["name"],
        days=here.settings.retention_days,
    )
    if record is None:
        raise _no_base()
    return record


def check_keeping(here: State) -> None:
    """Refuse to keep anything where nothing is kept.

    Raises
    ------
    ServiceError
        ``KEEPS_NOTHING``.
    """
    if not here.settings.retention_days:
        raise ServiceError("KEEPS_NOTHING")


def _base(here: State, name: str, tenant: str) -> dict[str, Any]:
    with here.store.reading() as session:
        record = find(session, name, tenant)
        if record is None:
            raise _no_base()
        return document(record)


def _no_base() -> ServiceError:
    return ServiceError(
        "BAD_VALUE", pointer="/parent_id", reason="parent_id: there is no such scenario"
    )
