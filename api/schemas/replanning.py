"""Bodies about a plan in force: events with the plan after them, and changes against metres."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field, TypeAdapter

from api.schemas.jobs import whole
from api.schemas.request import Id
from api.schemas.response import PlanResponse
from api.schemas.scenarios import Name, Text
from optimizer.replanning.events import NEEDED, OPTIONAL, EventKind

MOST_EVENTS = 10_000
MOST_VILLAGES = 20_000
_TEXT = TypeAdapter[str](Id).json_schema()
_DAY = {"type": "string", "format": "date", "description": "2026-12-31"}
_FIELDS: dict[str, dict[str, Any]] = {
    **{name: {"type": "number", "minimum": -1e8, "maximum": 1e8} for name in ("x", "y")},
    **{name: {"type": "integer", "minimum": 0, "maximum": 1_000_000} for name in ("min", "max")},
    "from": _DAY,
    "to": _DAY,
    "as": {**_TEXT, "description": "the recruit of the plan in force who was found"},
    "village": {**_TEXT, "description": "may be left out where there is one alone"},
}


def _event(kind: EventKind) -> dict[str, Any]:
    """Return the schema of the events of one kind."""
    needed = NEEDED[kind]
    fields = ("village", *needed, *OPTIONAL.get(kind, ()))
    return {
        "type": "object",
        "title": str(kind),
        "properties": {
            "kind": {"const": str(kind)},
            **{field: _FIELDS.get(field, _TEXT) for field in fields},
        },
        "required": ["kind", *needed],
        "additionalProperties": False,
    }


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid", strict=True)


Seed = Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(whole)]
Seconds = Annotated[float, Field(gt=0, allow_inf_nan=False)]
PlanChoice = Annotated[
    Literal["today", "after"],
    Field(description="the plan in force; after: its recruits are members by now"),
]


class ReplanRequest(_Closed):
    """What happened since a plan came into force."""

    events: Annotated[
        list[Any],
        Field(
            max_length=MOST_EVENTS,
            description="one after the other; what cannot have happened is refused",
            json_schema_extra={"items": {"oneOf": [_event(kind) for kind in EventKind]}},
        ),
    ]
    plan: PlanChoice = "today"
    seed: Seed = 0
    time_limit_s: Seconds | None = Field(
        None,
        description="seconds of one search of each village; without it searches begin short and "
        "grow longer where a village needs it",
    )
    name: Annotated[Name, Field(description="of the version that a job keeps")] = ""
    by: Annotated[Name, Field(description="who makes the version: best an office")] = ""
    comment: Annotated[Text, Field(description="for those who may see households")] = ""


class ReplanResponse(PlanResponse):
    """The plan after the events; villages that nothing touched have the entries they had."""

    replanned: list[str] = Field(description="ids of the villages that were planned again")
    scenario: dict[str, Any] = Field(
        description="what it is a plan of, as for /v1/optimize: to be kept, and to go on from"
    )


class FrontierRequest(_Closed):
    """The villages whose changes are weighed against metres."""

    villages: Annotated[list[Id], Field(min_length=1, max_length=MOST_VILLAGES)] | None = Field(
        None, description="ids; all where it is left out"
    )
    plan: PlanChoice = "today"
    seed: Seed = 0
    time_limit_s: Seconds | None = Field(
        None,
        description="seconds of a village; without it an equal share of half the time that an "
        "answer may take",
    )


class FrontierPointRow(BaseModel):
    """So many households change person, and the fewest metres with them."""

    changes: int
    walk_m: float
    bound_m: float = Field(description="no plan with no more changes walks less")
    proven: bool


class VillageFrontier(BaseModel):
    """The vertices of one village's lower hull, fewest changes first."""

    id: str
    frontier: list[FrontierPointRow]


class FrontierDocument(BaseModel):
    """Changes against metres, village by village."""

    villages: list[VillageFrontier]
