"""The request JSON, for the OpenAPI file; ``optimizer.input.request`` is what really reads it."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, ConfigDict, Field

from api.schemas.rows import ROW
from optimizer.domain.rules import Rules

_UNSEEN = r"\u0000-\u001f\u007f-\u009f\u00ad\u200b\u200e\u200f\u2028-\u202e\u2060-\u206f\ufeff"
_VISIBLE = rf"[^{_UNSEEN}\s]([^{_UNSEEN}]*[^{_UNSEEN}\s])?"
Id = Annotated[str, Field(min_length=1, max_length=200, pattern=rf"^{_VISIBLE}$")]
Label = Annotated[str, Field(max_length=200, pattern=rf"^({_VISIBLE})?$")]
Pair = Annotated[list[Id], Field(min_length=2, max_length=2)]
Distance = Annotated[tuple[Id, Id, Annotated[float, Field(ge=0, le=1e7)]], ROW]
Coordinate = Annotated[float, Field(ge=-1e8, le=1e8)]
Point = Annotated[list[Coordinate], Field(min_length=2, max_length=2)]
Ring = Annotated[list[Point], Field(min_length=3)]
_NODE = {"type": "integer", "minimum": 0}
Edge = Annotated[
    list[Annotated[float, Field(ge=0)] | None],
    Field(
        min_length=2,
        max_length=3,
        description="two numbers of points, and the metres between them where they are known",
        json_schema_extra={"prefixItems": [_NODE, _NODE]},
    ),
]
Window = Annotated[int, Field(ge=0, le=1_000_000)]


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class Place(_Closed):
    """A point with an opaque id; where the metric needs no points, x and y may be left out."""

    id: Id
    x: Coordinate | None = Field(None, description="needed by the metrics straight and path")
    y: Coordinate | None = None
    hamlet: Label | None = None
    alley: Label | None = None
    order: Annotated[int, Field(ge=0, le=1_000_000)] | None = Field(
        None, description="the house's number in the order of its alley"
    )


class Member(Place):
    """A volunteer, with a window of its own where it has one."""

    min: Window | None = None
    max: Window | None = None
    team: Label | None = None
    leader: bool | None = Field(None, description="whether the member leads the team")


class DistancesRequest(_Closed):
    """Distances that the caller names, for the metric matrix; a pair not named is out of reach."""

    members: list[Distance] | None = Field(None, description="household, member, metres")
    places: list[Distance] | None = Field(
        None, description="household, place (or household, where there are no places), metres"
    )
    teams: list[Distance] | None = Field(None, description="member, member, metres")


class NetworkRequest(_Closed):
    """Paths: points, and pairs of their numbers with, if they are known, metres."""

    nodes: list[Point]
    edges: list[Edge]


class BarriersRequest(_Closed):
    """What is walked round, and where it may be crossed."""

    lines: list[Annotated[list[Point], Field(min_length=2)]] | None = None
    polygons: list[Annotated[list[Ring], Field(min_length=1)]] | None = Field(
        None, description="each an outline and its holes; an outline alone is taken, too"
    )
    crossings: list[Point] | None = None


class TeamWishes(_Closed):
    """What a village asks of its teams beside the rules."""

    keep_open: list[Id] | None = Field(None, description="teams that may not be closed")
    fixed: list[Id] | None = Field(None, description="members who may not change team")
    together: list[Pair] | None = Field(None, description="two members of one team")
    apart: list[Pair] | None = Field(None, description="two members of different teams")


class VillageRequest(_Closed):
    """One village; its rules, network and barriers take the place of the request's."""

    id: Id
    name: Label | None = None
    area: list[Id] | None = None
    rules: Rules | None = Field(None, description="fields of `rules` that differ here")
    households: list[Place]
    members: list[Member]
    places: list[Place] | None = None
    locked: list[Pair] | None = None
    forbidden: list[Pair] | None = None
    current: list[Pair] | None = None
    former: list[Pair] | None = Field(
        None, description="households with the person of the plan in force who is gone"
    )
    teams: TeamWishes | None = Field(None, description="what it asks of its teams")
    network: NetworkRequest | None = None
    barriers: BarriersRequest | None = None
    distances: DistancesRequest | None = None
    hamlets: list[Distance] | None = Field(
        None, description="two hamlets and the metres between them, for the metric list"
    )


class AreaLevel(_Closed):
    """Inside each unit of this level of the area, 1 being the widest."""

    level: Annotated[int, Field(ge=1, le=100)]


class LendingRequest(_Closed):
    """Which villages may help one another, beside their own plans."""

    between: Literal["neighbours"] | AreaLevel | None = Field(
        "neighbours", description='also groups of villages that there are: [["v1", "v2"]]'
    )
    max_distance_m: Annotated[float, Field(ge=0)] | None = None


class SupervisionRequest(_Closed):
    """Supervisors for the teams of each unit of a level of the area."""

    min: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        None, description="fewest teams of a supervisor; 6 where nothing is said"
    )
    max: Annotated[int, Field(ge=1, le=1_000_000)] | None = Field(
        None, description="most teams of a supervisor; 8 where nothing is said"
    )
    level: Annotated[int, Field(ge=1, le=100)] | None = Field(
        None, description="of the area, 1 being the widest; 1 where nothing is said"
    )


class PlanRequest(_Closed):
    """The villages to plan, and the rules they share."""

    coordinates: str | None = Field(
        None, description="metres, lonlat, or a system: EPSG:9217, VN-2000 Ninh Thuận"
    )
    strict: bool | None = Field(None, description="true: what looks wrong is refused")
    rules: Rules | None = None
    villages: Annotated[list[VillageRequest], Field(min_length=1)]
    network: NetworkRequest | None = None
    barriers: BarriersRequest | None = None
    lending: LendingRequest | None = None
    supervision: SupervisionRequest | None = None


class VerifyRequest(_Closed):
    """A request and the response that is said to plan it."""

    scenario: PlanRequest
    plan: dict[str, Any]
