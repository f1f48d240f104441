"""Results as bodies."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import BaseModel, Field

from api.schemas.answers import AreaRow
from api.schemas.approvals import Approval
from api.schemas.response import NoteResponse, PlanResponse, Run
from api.schemas.scenarios import CurrentFrom
from optimizer.domain.plan import Verdict


class ResultSums(BaseModel):
    """A kept plan without its villages."""

    id: str
    approved: Approval | None = Field(description="null while it is proposed, or is again")
    current_from: CurrentFrom | None = Field(description="of its scenario")
    notes: list[NoteResponse] = Field(default_factory=list)
    summary: dict[str, Any]
    run: Run


class ResultDocument(PlanResponse):
    """A kept plan: the response, and whether somebody approved it."""

    id: str
    approved: Approval | None = Field(description="null while it is proposed, or is again")
    current_from: CurrentFrom | None = Field(description="of its scenario")


class AreaList(BaseModel):
    """All units, each before those below it."""

    items: list[AreaRow]
    next: str | None = Field(default=None, description="always null: all are here")


class Pair(BaseModel):
    """What two results say of one village; null where a result has not this village."""

    id: str
    name: str
    verdict: Annotated[list[Verdict | None], Field(min_length=2, max_length=2)]
    recruits: list[int | None]
    unserved: list[int | None]
    walk_m: list[float | None]
    households_changed: int | None = Field(
        description="households whose person after recruiting is another one; null with one plan"
    )


class Comparison(BaseModel):
    """Two results side by side."""

    a: str
    b: str
    summary: dict[str, Any]
    villages: list[Pair]
