"""A new scenario out of whatever was sent: a request, a base with changes, or files."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import ValidationError
from starlette.datastructures import UploadFile

from api import preparing
from api.auth import Principal
from api.errors import ServiceError, body_error
from api.schemas.scenarios import NewScenario
from api.state import State
from api.store.scenarios import Prepared, document, find, keep_changed, keep_scenario
from api.uploads import Bounds, Sent, prepare_files


async def new_scenario(request: Request, who: Principal, here: State) -> dict[str, Any]:
    """Keep what a request holds and return its record."""
    check_keeping(here)
    if kind_of(request) == FORM_TYPE:
        sent = await form_of(request, here)
        made = await here.workers.run(prepare_files, sent.files, bounds_of(here), sent.coordinates)
        return await keep(made, sent.name or Path(sent.files[0].name).stem, who, here)
    body = await here.workers.run(preparing.prepare_body, await request.body(), here.sizes)
    if isinstance(body, NewScenario):
        return await changed(body, who, here)
    name, made = body
    return await keep(made, name, who, here)


JSON_TYPE, FORM_TYPE = "application/json", "multipart/form-data"


@dataclass(frozen=True, slots=True)
class Form:
    """Files with what was said about them."""

    files: Sequence[Sent]
    name: str
    coordinates: str


def kind_of(request: Request) -> str:
    """Return the type of a body, JSON where none is named.

    Raises
    ------
    ServiceError
        When it is neither JSON nor a form.
    """
    kind = request.headers.get("content-type", JSON_TYPE).partition(";")[0].strip().lower()
    if kind not in {JSON_TYPE, FORM_TYPE}:
        wanted = f"{JSON_TYPE} or {FORM_TYPE}"
        raise ServiceError("MEDIA_TYPE", given=kind[:60], wanted=wanted)
    return kind


async def form_of(request: Request, here: State) -> Form:
    """Read a form with files.

    Raises
    ------
    ServiceError
        Without a file, or with a field that has no meaning.
    """
    most = here.settings.max_files
    async with request.form(max_files=most, max_fields=10) as form:
        files: list[Sent] = []
        words = {"name": "", "coordinates": ""}
        for field, value in form.multi_items():
            if field == "file" and isinstance(value, UploadFile):
                files.append(Sent(value.filename or "", await value.read()))
            elif field in words and isinstance(value, str):
                words[field] = value
            else:
                reason = "a form has file, name and coordinates, and file is a file"
                raise ServiceError("BAD_VALUE", pointer=f"/{field[:60]}", reason=reason)
    if not files:
        raise ServiceError("BAD_VALUE", pointer="/file", reason="send at least one file")
    if words["coordinates"] not in {"", "metres", "lonlat"}:
        reason = "coordinates: write metres or lonlat"
        raise ServiceError("BAD_VALUE", pointer="/coordinates", reason=reason)
    try:
        name = NewScenario.model_validate({"name": words["name"]}).name
    except ValidationError as fault:
        raise body_error(fault) from None
    return Form(files, name, words["coordinates"])


def bounds_of(here: State) -> Bounds:
    """Return how much may be unpacked."""
    settings = here.settings
    return Bounds(here.sizes, settings.max_unpacked_bytes, settings.max_files)


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
