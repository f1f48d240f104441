"""Scenarios that are there to be copied."""

from __future__ import annotations

from collections.abc import Sequence
from functools import cache
from typing import Annotated

from fastapi import APIRouter, Depends

from api.auth import Principal, requires
from api.schemas.answers import PresetList, PresetRow, Words
from api.scopes import Scope
from scenarios.census import province_outlines
from scenarios.generator import generate
from scenarios.outline import listed
from scenarios.presets import Preset, presets

router = APIRouter(tags=["presets"])


@router.get("/v1/presets")
def list_presets(_who: Annotated[Principal, Depends(requires(Scope.READ))]) -> PresetList:
    """List the scenarios that come with the program, and how large they are."""
    return PresetList(items=[_row(preset.name) for preset in presets()])


@cache
def _row(name: str) -> PresetRow:
    preset = next(known for known in presets() if known.name == name)
    sizes = _sizes(preset)
    return PresetRow(
        name=preset.name,
        title=Words(en=preset.title.en, vi=preset.title.vi),
        description=Words(en=preset.description.en, vi=preset.description.vi),
        villages=len(sizes),
        households=sum(households for households, _ in sizes),
        members=sum(members for _, members in sizes),
    )


def _sizes(preset: Preset) -> Sequence[tuple[int, int]]:
    """Return households and members of every village, without drawing a single point."""
    if preset.stored:
        villages = generate(preset.name).villages
        return [(len(village.households), len(village.members)) for village in villages]
    province = preset.province
    outlines = listed(preset) if province is None else province_outlines(preset, province, seed=0)
    return [(outline.households, outline.members) for outline in outlines]
