"""Small answers: what went wrong, what was checked, what there is."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import BaseModel, Field

from optimizer.domain.plan import Verdict


class Detail(BaseModel):
    """One fault: where, which, and what to do."""

    pointer: str = Field(description="JSON pointer into the body; empty for the whole")
    code: str = Field(description="constant in capitals, never translated")
    params: dict[str, Any]
    message: str


class ProblemDocument(BaseModel):
    """A refusal (RFC 9457)."""

    type: str
    title: str
    status: int
    detail: str
    errors: list[Detail]


class Words(BaseModel):
    """A text in both languages."""

    en: str
    vi: str


class Note(BaseModel):
    """What is no fault and looks wrong, or is worth a look."""

    code: str = Field(description="constant in capitals, never translated, such as OUTLIER")
    pointer: str = Field(description="JSON pointer to what is meant, `/households` for a table")
    rows: list[int] = Field(description="rows there as their author counts them")
    params: dict[str, Any]
    message: Words
    village: str | None = Field(None, description="of a note about maps of paths and barriers")


class Validation(BaseModel):
    """What is wrong with a request, and how large it is."""

    valid: bool
    errors: list[Detail]
    villages: int
    households: int
    members: int
    notes: list[Note] = Field(
        description="what looks wrong in the tables; paths that do not join or that nobody walks"
    )


class ViolationDocument(BaseModel):
    """A rule that a plan breaks."""

    stage: str
    code: str
    size: float
    witness: list[str]
    message: str
    where: str


class Verification(BaseModel):
    """Whether a plan is what it says."""

    clean: bool
    violations: list[ViolationDocument]
    unchecked_distances: int
    """That were not checked in the time: a plan of which some are left is not clean."""


class PresetRow(BaseModel):
    """A scenario that is there to be copied."""

    name: str
    title: Words
    description: Words
    villages: int
    households: int
    members: int


class PresetList(BaseModel):
    """All presets."""

    items: list[PresetRow]
    next: str | None = Field(default=None, description="always null: all are here")


class Health(BaseModel):
    """Whether the service works."""

    status: Literal["live", "ready"]
    version: str


class AreaRow(BaseModel):
    """The villages of one unit, added up; level 0 is all of them."""

    level: int
    area: list[str]
    villages: int
    verdicts: dict[Verdict, int]
    failed: int
    households: int
    members: int
    unserved_today: int
    unserved_by_reason: dict[str, int]
    recruits_needed: int
    recruits_certain: int
    teams: int
    villages_without_team: int | None
