"""A new scenario out of whatever was sent: a request, a base with changes, or files."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Annotated, Any

from fastapi import Query, Request, Response
from fastapi.concurrency import run_in_threadpool
from sqlalchemy.orm import Session

from api.auth.keys import Principal
from api.db.models import ScenarioRecord
from api.db.scenario_queries import (
    ChangedScenario,
    PreparedScenario,
    VersionNote,
    find_scenario,
    keep_changed,
    keep_scenario,
    scenario_document,
)
from api.http.body_spool import body_of_request, with_body
from api.http.errors import ServiceError
from api.http.typed_body import FORM_TYPE, JSON_TYPE, kind_of
from api.idempotency.repeats import Repeat
from api.schemas.scenarios import NewScenario
from api.state import ServiceState
from api.tasks import scenario_task
from api.tasks.current_task import PlansInForce
from api.tasks.uploads.form_parser import prepare_form
from api.tasks.uploads.uploaded_files import UnpackLimits


@dataclass(frozen=True, slots=True)
class ScenarioKeeper:
    """Keeps scenarios for a caller, and the answer about them in the same transaction.

    Parameters
    ----------
    tell
        Makes the answer, and whatever else is to be kept with the scenario.
    """

    here: ServiceState
    who: Principal
    repeat: Repeat
    tell: Callable[[Session, ScenarioRecord], Response]

    async def keep(self, made: PreparedScenario, name: str) -> Response:
        """Keep a scenario."""
        return await self.keep_version(made, VersionNote(name))

    async def keep_version(self, made: PreparedScenario, note: VersionNote) -> Response:
        """Keep a scenario that may be a version of another."""
        return await run_in_threadpool(
            self._kept,
            lambda session: keep_scenario(
                session, made, tenant=self.who.tenant, note=note, days=self._days
            ),
        )

    async def keep_changed(self, base: str, made: ChangedScenario, name: str) -> Response:
        """Keep a base with other rules.

        Raises
        ------
        ServiceError
            When the base is gone.
        """

        def keep(session: Session) -> ScenarioRecord:
            tenant, days = self.who.tenant, self._days
            record = keep_changed(session, base, made, tenant=tenant, name=name, days=days)
            if record is None:
                raise _no_base(base)
            return record

        return await run_in_threadpool(self._kept, keep)

    @property
    def _days(self) -> int:
        return self.here.settings.retention_days

    def _kept(self, keep: Callable[[Session], ScenarioRecord]) -> Response:
        with self.here.store.writing() as session:
            response = self.tell(session, keep(session))
            self.repeat.settle(session, response)
        return response


FromPlanInForce = Annotated[
    bool,
    Query(
        description="villages that have a plan in force, and come without a current plan of their "
        "own, have it as `current`; false leaves them as they are"
    ),
]


async def new_scenario(request: Request, keeper: ScenarioKeeper, *, go_on: bool) -> Response:
    """Keep what a request holds.

    Parameters
    ----------
    go_on
        Whether its villages go on from their plans in force.
    """
    here = keeper.here
    in_force = plans_in_force(here, keeper.who) if go_on else None
    check_keeping(here)
    if kind_of(request, JSON_TYPE, FORM_TYPE) == FORM_TYPE:
        kind = request.headers["content-type"]
        form = await body_of_request(request)
        name, made = await here.workers.read(
            keeper.who.tenant, prepare_form, form, kind, bounds_of(here), in_force
        )
        return await keeper.keep(made, name)
    body = await here.workers.read(
        keeper.who.tenant,
        with_body,
        scenario_task.prepare_body,
        await body_of_request(request),
        here.sizes,
        in_force,
    )
    if isinstance(body, NewScenario):
        return await _changed(body, keeper, in_force)
    name, made = body
    return await keeper.keep(made, name)


def plans_in_force(here: ServiceState, who: Principal) -> PlansInForce:
    """Return where a caller's plans in force are read."""
    return PlansInForce(here.settings.url, who.tenant)


def bounds_of(here: ServiceState) -> UnpackLimits:
    """Return how much may be unpacked."""
    settings = here.settings
    return UnpackLimits(here.sizes, settings.max_unpacked_bytes, settings.max_files)


async def _changed(
    wanted: NewScenario, keeper: ScenarioKeeper, in_force: PlansInForce | None
) -> Response:
    """Keep a base with other rules.

    Raises
    ------
    ServiceError
        When there is no such base, or the rules cannot be meant.
    """
    here = keeper.here
    base = await run_in_threadpool(_base, here, wanted.parent_id or "", keeper.who.tenant)
    made = await here.workers.read(
        keeper.who.tenant,
        scenario_task.prepare_change,
        here.settings.url,
        base,
        wanted.rules,
        wanted.village_rules,
        None if in_force is None else in_force.tenant,
    )
    return await keeper.keep_changed(base["id"], made, wanted.name or base["name"])


def check_keeping(here: ServiceState) -> None:
    """Refuse to keep anything where nothing is kept.

    Raises
    ------
    ServiceError
        ``KEEPS_NOTHING``.
    """
    if not here.settings.retention_days:
        raise ServiceError("KEEPS_NOTHING")


def _base(here: ServiceState, name: str, tenant: str) -> dict[str, Any]:
    with here.store.reading() as session:
        record = find_scenario(session, name, tenant)
        if record is None:
            raise _no_base(name)
        return scenario_document(record)


def _no_base(name: str) -> ServiceError:
    return ServiceError("NO_SCENARIO", pointer="/parent_id", id=name)
