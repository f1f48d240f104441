"""Scenarios as bodies: what may be sent, and what is told about them."""

from __future__ import annotations

from typing import Annotated, Any, Literal

from pydantic import AfterValidator, BaseModel, ConfigDict, Field, RootModel

from api.schemas.request import PlanRequest
from api.schemas.rows import one_of
from optimizer.domain.rules import Rules

_LEAST_PRINTABLE = " "


def printable(text: str) -> str:
    """Refuse what no database and no file name can hold."""
    if any(letter < _LEAST_PRINTABLE or "\ud800" <= letter <= "\udfff" for letter in text):
        raise ValueError("write it without control characters and halves of letters")
    return text.strip()


Name = Annotated[
    str,
    Field(max_length=200, json_schema_extra={"pattern": r"^[^\u0000-\u001f]*$"}),
    AfterValidator(printable),
]
RecordId = Annotated[str, Field(pattern="^[A-Za-z0-9_-]{1,40}$")]


VISIBLE = r"^[^\u0000-\u001f]*[^\u0000-\u001f\s][^\u0000-\u001f]*$"
"""A line with something in it."""
MOST_LETTERS = 2_000


def said(text: str) -> str:
    """Refuse what is empty."""
    if not text:
        raise ValueError("say it; it is empty")
    return text


Text = Annotated[
    str,
    Field(max_length=MOST_LETTERS, json_schema_extra={"pattern": r"^[^\u0000-\u001f]*$"}),
    AfterValidator(printable),
]
"""A comment, in one line."""


class _Closed(BaseModel):
    model_config = ConfigDict(extra="forbid")


class NewScenario(_Closed):
    """A scenario to keep: a request, or another scenario with changed rules."""

    name: Name = ""
    request: dict[str, Any] | None = Field(None, description="a request, as for /v1/optimize")
    parent_id: RecordId | None = None
    rules: dict[str, Any] = Field({}, description="what differs from the base, for all villages")
    village_rules: dict[str, dict[str, Any]] = Field(
        {}, description="village id to what differs there"
    )


class RequestToKeep(_Closed):
    """A request to keep as a scenario."""

    name: Name = ""
    request: PlanRequest


class ScenarioVariant(_Closed):
    """Another scenario with changed rules."""

    name: Name = ""
    parent_id: RecordId
    rules: Rules | None = Field(None, description="what differs from the base, for all villages")
    village_rules: dict[str, Rules] | None = Field(
        None, description="village id to what differs there"
    )


class NewScenarioBody(RootModel[RequestToKeep | ScenarioVariant]):
    """A request, or a base with its changes: ``NewScenario`` in detail, for the OpenAPI file."""

    model_config = ConfigDict(json_schema_extra=one_of)


class ScenarioName(_Closed):
    """Another name of a scenario."""

    name: Annotated[
        Name,
        AfterValidator(said),
        Field(json_schema_extra={"pattern": VISIBLE}, description="not empty"),
    ]


class CurrentFrom(BaseModel):
    """How much of the plan in force a scenario has as its current plan."""

    villages: int = Field(description="that go on from the plan in force")
    pairs: int | None = Field(
        description="households that have their person of that plan; null where events were "
        "applied to it, whose answer names the moves"
    )
    person_gone: int | None = Field(description="households whose person is no longer there")
    household_gone: int | None = Field(description="households of that plan that are not there")


class ScenarioDocument(BaseModel):
    """A kept scenario."""

    id: str
    name: str
    made_by: str = Field(description="who made this version; empty where nobody said")
    comment: str | None = Field(
        description="null where there is one, for keys without the scope households"
    )
    parent_id: str | None
    created: str
    expires: str | None
    sha256: str
    coordinates: Literal["metres", "lonlat"]
    rules: dict[str, Any]
    villages: int
    households: int
    members: int
    current_from: CurrentFrom | None = Field(
        description="null where no village goes on from a plan in force"
    )


class ScenarioList(BaseModel):
    """A page of scenarios, the newest first."""

    items: list[ScenarioDocument]
    next: str | None


class VillageCurrentFrom(BaseModel):
    """The plan in force that a village goes on from."""

    approval: str = Field(description="it may be withdrawn or replaced by now")
    pairs: int | None
    person_gone: int | None
    household_gone: int | None


class Site(BaseModel):
    """A village of a scenario; x and y are its middle."""

    id: str
    name: str
    area: list[str]
    x: float | None
    y: float | None
    households: int
    members: int
    current_from: VillageCurrentFrom | None


class SiteList(BaseModel):
    """A page of villages, in the order of their ids."""

    items: list[Site]
    next: str | None
