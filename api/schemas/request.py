"""The request JSON, for the OpenAPI file; ``optimizer.request`` is what really reads it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from optimizer.rules import Rules

Id = Annotated[str, Field(min_length=1, max_length=200)]
Pair = Annotated[list[Id], Field(min_length=2, max_length=2)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(_Closed):
    """A point with an opaque id."""

    id: Id
    x: float
    y: float


class Member(Place):
    """A volunteer, with a window of its own where it has one."""

    min: Annotated[int, Field(ge=0)] | None = None
    max: Annotated[int, Field(ge=0)] | None = None
    team: str | None = None


class VillageRequest(_Closed):
    """One village."""

    id: Id
    name: str | None = None
    area: list[str] | None = None
    rules: dict[str, Any] | None = Field(None, description="fields of `rules` that differ here")
    households: list[Place]
    members: list[Member]
    places: list[Place] | None = None
    locked: list[Pair] | None = None
    forbidden: list[Pair] | None = None
    current: list[Pair] | None = None


class PlanRequest(_Closed):
    """The villages to plan, and the rules they share."""

    coordinates: Literal["metres", "lonlat"] | None = None
    rules: Rules | None = None
    villages: list[VillageRequest]


class VerifyRequest(_Closed):
    """A request and the response that is said to plan it."""

    scenario: PlanRequest
    plan: dict[str, Any]
