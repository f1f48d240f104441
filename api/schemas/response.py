"""The response JSON, for the OpenAPI file; ``optimizer.output.response`` really writes it."""

from __future__ import annotations

from typing import Any, Literal

from pydantic import Field

from api.schemas.answers import AreaRow
from api.schemas.rows import LentAssigned, LentRecruit, LentUnserved, Named
from api.schemas.village_response import (
    FlagResponse,
    Open,
    ProofResponse,
    VillageResponse,
)
from optimizer.domain.plan import Verdict
from optimizer.domain.supervision import SupervisionFlag


class Run(Open):
    """How the response came about."""

    version: str
    scenario_sha256: str
    coordinates: Literal["metres", "lonlat"]
    rules: dict[str, Any]
    seed: int
    seconds: float
    cut_short: list[str] = Field(description="villages whose search the run's time has ended")
    solver: dict[str, str] = Field(description="library to its version")


class NoteResponse(Open):
    """What looked wrong in the input; no plan depends on it."""

    code: str
    pointer: str
    rows: list[int]
    params: dict[str, Any]
    message: str


class LentPocketResponse(Open):
    """Households that only these members reach, each with its village."""

    households: list[Named]
    members: list[Named]
    room: int
    recruits_at_least: int


class ClusterResponse(Open):
    """Villages planned together; a household is lent where the two villages of a row differ."""

    villages: list[str]
    recruits_alone: int
    recruits: int
    bound: float
    proven: bool
    cut: bool = Field(description="whether the group was too large and has been divided")
    households_lent: int
    unserved: list[LentUnserved]
    recruited: list[LentRecruit]
    assignments: list[LentAssigned]
    pockets: list[LentPocketResponse]
    proof: dict[str, ProofResponse]


class LendingResponse(Open):
    """What the villages could do for one another."""

    recruits_alone: int
    recruits: int
    clusters: list[ClusterResponse]


class SupervisorResponse(Open):
    """A supervisor, who leads one of the teams."""

    id: str
    area: list[str]
    village: str
    leader: str
    teams: list[Named] = Field(description="village, team")
    metres: float | None = Field(description="from the other teams' leaders")
    flags: list[SupervisionFlag]


class SupervisedUnitResponse(Open):
    """The supervisors of one unit in figures, and what is proven of them."""

    area: list[str]
    teams: int
    supervisors: int
    unreached: int
    metres: float | None
    flags: list[FlagResponse]
    proof: dict[str, ProofResponse | None]


class SummaryResponse(Open):
    """All villages added up."""

    villages: int
    households: int
    members: int
    unserved_today: int
    recruits_needed: int
    verdicts: dict[Verdict, int]
    failed: int
    areas: list[AreaRow]


class PlanResponse(Open):
    """The plans of all villages, and their sum."""

    villages: list[VillageResponse]
    summary: SummaryResponse
    notes: list[NoteResponse] = Field(default_factory=list)
    lending: LendingResponse | None = None
    supervisors: list[SupervisorResponse] | None = None
    supervision: list[SupervisedUnitResponse] | None = None
    run: Run
