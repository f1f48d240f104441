"""Scenarios that are there to be copied."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends, Request, Response

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.http.errors import ServiceError, language_of
from api.idempotency.repeats import Repeatable
from api.routes.new_scenario import (
    FromPlanInForce,
    ScenarioKeeper,
    check_keeping,
    plans_in_force,
)
from api.routes.scenarios import created
from api.schemas.answers import PresetList, PresetRow, Words
from api.schemas.scenarios import ScenarioDocument
from api.state import Here
from api.tasks.scenario_task import prepare_preset
from scenarios.census import province_outlines
from scenarios.generator import generate
from scenarios.outline import listed_outlines
from scenarios.presets import Preset, presets

router = APIRouter(tags=["presets"])


@router.get("/v1/presets")
def list_presets(_who: Annotated[Principal, Depends(requires(Scope.READ))]) -> PresetList:
    """List the scenarios that come with the program, and how large they are."""
    return PresetList(items=[_row(preset.name) for preset in _offered()])


def _offered() -> Iterator[Preset]:
    """Yield the presets that a service can keep."""
    return (preset for preset in presets() if not preset.commands_only)


@cache
def _row(name: str) -> PresetRow:
    preset = next(known for known in presets() if known.name == name)
    sizes = _sizes(preset)
    pilots = preset.pilots
    return PresetRow(
        name=preset.name,
        title=Words(en=preset.title.en, vi=preset.title.vi),
        description=Words(en=preset.description.en, vi=preset.description.vi),
        villages=len(sizes),
        households=pilots.households if pilots else sum(households for households, _ in sizes),
        members=pilots.members if pilots else sum(members for _, members in sizes),
    )


@router.post(
    "/v1/presets/{name}/copy",
    status_code=201,
    responses={201: {"model": ScenarioDocument}},
)
async def copy_preset(
    name: str,
    request: Request,
    who: Annotated[Principal, Depends(requires(Scope.OPTIMIZE))],
    here: Here,
    repeat: Repeatable,
    *,
    from_plan_in_force: FromPlanInForce = True,
) -> Response:
    """Keep a preset as a scenario of one's own, named in the caller's language."""
    check_keeping(here)
    preset = next((known for known in _offered() if known.name == name), None)
    if preset is None:
        raise ServiceError("NOT_FOUND")
    in_force = plans_in_force(here, who) if from_plan_in_force else None
    made = await here.workers.run(who.tenant, prepare_preset, name, here.sizes, in_force)
    title = preset.title.vi if language_of(request) == "vi" else preset.title.en
    return await ScenarioKeeper(here, who, repeat, created).keep(made, title)


def _sizes(preset: Preset) -> Sequence[tuple[int, int]]:
    """Return households and members of every village, without drawing a single point."""
    if preset.stored:
        villages = generate(preset.name).villages
        return [(len(village.households), len(village.members)) for village in villages]
    province = preset.province
    outlines = (
        listed_outlines(preset) if province is None else province_outlines(preset, province, seed=0)
    )
    return [(outline.households, outline.members) for outline in outlines]
