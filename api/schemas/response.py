"""The response JSON, for the OpenAPI file; ``optimizer.output.response`` really writes it."""

from __future__ import annotations

from typing import Any

from pydantic import BaseModel, ConfigDict

from api.schemas.answers import Words
from optimizer.domain.plan import Verdict


class _Open(BaseModel):
    model_config = ConfigDict(extra="allow")


class VillageResponse(_Open):
    """One village's plan: today, the recruits it needs, and the plan with them."""

    id: str
    verdict: Verdict
    households: int
    members: int
    today: dict[str, Any]
    recruitment: dict[str, Any] | None
    after: dict[str, Any] | None
    relaxations: dict[str, Any] | None
    message: Words


class Run(_Open):
    """How the response came about."""

    version: str
    scenario_sha256: str
    rules: dict[str, Any]
    seed: int
    seconds: float
    cut_short: list[str]
    solver: dict[str, str]


class NoteResponse(_Open):
    """What looked wrong in the input; no plan depends on it."""

    code: str
    pointer: str
    rows: list[int]
    params: dict[str, Any]
    message: str


class LendingResponse(_Open):
    """What the villages could do for one another."""

    recruits_alone: int
    recruits: int
    clusters: list[dict[str, Any]]


class SupervisorResponse(_Open):
    """A supervisor, who leads one of the teams."""

    id: str
    area: list[str]
    village: str
    leader: str
    teams: list[list[str]]
    metres: float | None
    flags: list[str]


class SupervisedUnitResponse(_Open):
    """The supervisors of one unit in figures, and what is proven of them."""

    area: list[str]
    teams: int
    supervisors: int
    unreached: int
    metres: float | None
    flags: list[dict[str, Any]]
    proof: dict[str, Any]


class PlanResponse(_Open):
    """The plans of all villages, and their sum."""

    villages: list[VillageResponse]
    summary: dict[str, Any]
    notes: list[NoteResponse] = []
    lending: LendingResponse | None = None
    supervisors: list[SupervisorResponse] | None = None
    supervision: list[SupervisedUnitResponse] | None = None
    run: Run
