"""Bodies of ``/v1/screen``: villages of which only numbers are known."""

from __future__ import annotations

from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.request import Id, Label
from optimizer.domain.whole_numbers import Count, Some


class WindowRequest(BaseModel):
    """The window where a village has none of its own."""

    model_config = ConfigDict(extra="forbid", strict=True)

    min_households: Count = 5
    max_households: Some = 10


class CountsRow(BaseModel):
    """One village in numbers."""

    model_config = ConfigDict(extra="forbid")

    id: Id
    name: Label | None = None
    area: list[Id] | None = Field(None, description="codes from the widest unit down")
    households: Count
    members: Count
    min_households: Count | None = None
    max_households: Some | None = None


class ScreenRequest(BaseModel):
    """Villages in numbers, and the window they share."""

    model_config = ConfigDict(extra="forbid")

    rules: WindowRequest = WindowRequest()
    villages: Annotated[list[CountsRow], Field(min_length=1)]


class ScreenedRow(BaseModel):
    """What counts alone prove of one village."""

    id: str
    name: str
    area: list[str]
    verdict: str
    certain: bool = Field(description="false where points could still show a shortage")
    households: int
    members: int
    min_households: int
    max_households: int
    room: int
    recruits_at_least: int
    active_at_most: int
    reserve_at_least: int
    message: dict[str, str]


class Screening(BaseModel):
    """All villages, in the order given, and their sums."""

    villages: list[ScreenedRow]
    summary: dict[str, object]
