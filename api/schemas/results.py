"""Results as bodies."""

from __future__ import annotations

from typing import Annotated, Any

from pydantic import AfterValidator, BaseModel, ConfigDict, Field

from api.schemas.answers import AreaRow
from api.schemas.response import NoteResponse, PlanResponse, Run
from api.schemas.scenarios import Name
from optimizer.domain.plan import Verdict

_VISIBLE = r"^[^\u0000-\u001f]*[^\u0000-\u001f\s][^\u0000-\u001f]*$"


def _somebody(text: str) -> str:
    if not text:
        raise ValueError("say who approves the plan")
    return text


class ApprovalRequest(BaseModel):
    """Somebody takes a plan on."""

    model_config = ConfigDict(extra="forbid", strict=True)

    by: Annotated[Name, AfterValidator(_somebody), Field(json_schema_extra={"pattern": _VISIBLE})]


class Approval(BaseModel):
    """Who approved a plan, and when."""

    by: str
    at: str


class ResultSums(BaseModel):
    """A kept plan without its villages."""

    id: str
    approved: Approval | None
    notes: list[NoteResponse] = Field(default_factory=list)
    summary: dict[str, Any]
    run: Run


class ResultDocument(PlanResponse):
    """A kept plan: the response, and whether somebody approved it."""

    id: str
    approved: Approval | None


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
