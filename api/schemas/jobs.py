"""Jobs, and the rows of villages that are finished."""

from __future__ import annotations

from datetime import datetime
from typing import Annotated

from pydantic import BaseModel, BeforeValidator, ConfigDict, Field

from api.db.job_states import Status
from api.schemas.answers import Words
from api.schemas.scenarios import RecordId
from api.webhooks.target_address import MOST_LETTERS
from optimizer.domain.plan import Verdict


def whole(value: object) -> object:
    """Take 3.0 for 3, as JSON does."""
    return int(value) if isinstance(value, float) and value.is_integer() else value


class JobRequest(BaseModel):
    """A kept scenario to be planned."""

    model_config = ConfigDict(extra="forbid", strict=True)

    scenario_id: RecordId
    seed: Annotated[int, Field(ge=0, le=2**31 - 1), BeforeValidator(whole)] = 0
    time_limit_s: (
        Annotated[
            float,
            Field(
                gt=0,
                allow_inf_nan=False,
                description="seconds of one search of each village; without it searches begin "
                "short and grow longer where a village needs it",
            ),
        ]
        | None
    ) = None
    gap: Annotated[
        float,
        Field(
            ge=0,
            le=1,
            description="a village is good enough whose walk is proven to be so close to the "
            "shortest, such as 0.01",
        ),
    ] = 0.0
    webhook_url: (
        Annotated[
            str,
            Field(
                min_length=1,
                max_length=MOST_LETTERS,
                description="address that is told, signed, when the job has ended; "
                "see POST /v1/webhooks/secret",
            ),
        ]
        | None
    ) = None


class Progress(BaseModel):
    """How far a job is; ``done`` counts failed villages too."""

    villages: int
    done: int
    failed: int
    percent: float
    verdicts: dict[Verdict, int]


class JobDocument(BaseModel):
    """A scenario that is being planned, or was."""

    id: str
    scenario_id: str
    status: Status
    seed: int
    time_limit_s: float
    gap: float
    progress: Progress
    created: datetime
    started: datetime | None
    finished: datetime | None
    updated: datetime
    expires: datetime | None
    message: str = Field(description="why it rests or has failed; empty while all is well")
    result: str | None = Field(description="address of the result, once it is whole")


class JobList(BaseModel):
    """A page of jobs, the newest first."""

    items: list[JobDocument]
    next: str | None


class VillageRow(BaseModel):
    """A finished village: how it stands today and what it needs."""

    id: str
    name: str
    area: list[str]
    x: float | None
    y: float | None
    verdict: Verdict | None
    households: int
    members: int
    room: int
    unserved: int
    unserved_by_reason: dict[str, int]
    recruits_needed: int | None
    recruits_proven: bool
    recruits_certain: int
    reserve: int
    exceptions: int
    walk_m: float | None = Field(description="null where distances are nominal, of a list")
    longest_m: float | None
    changed: int
    proven: bool
    gap: float | None
    teams: int
    failure: str
    message: Words


class VillageRowList(BaseModel):
    """A page of finished villages."""

    items: list[VillageRow]
    next: str | None
