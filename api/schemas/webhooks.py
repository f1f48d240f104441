"""Webhooks: what they are signed with, and what became of them."""

from __future__ import annotations

from datetime import datetime
from typing import Literal

from pydantic import BaseModel, ConfigDict, Field

from api.db.job_states import Status
from api.schemas.jobs import Progress
from api.webhooks.deliveries import State


class SecretDocument(BaseModel):
    """What a tenant's webhooks are signed with from now on."""

    secret: str = Field(description="`whsec_` and base64, as the Standard Webhooks libraries take")
    created: datetime
    previous_until: datetime | None = Field(
        description="until when the secret before this one signs too; null where there was none"
    )


class JobLinks(BaseModel):
    """Where to read more, below the address of the service."""

    model_config = ConfigDict(extra="forbid")

    job: str
    result: str | None = Field(description="null where the job has not succeeded")


class JobTold(BaseModel):
    """A job that has ended, in counts."""

    model_config = ConfigDict(extra="forbid")

    id: str
    scenario_id: str
    status: Status
    progress: Progress
    links: JobLinks


class JobMessage(BaseModel):
    """What a webhook tells."""

    model_config = ConfigDict(extra="forbid")

    type: Literal["job.succeeded", "job.failed", "job.canceled"]
    timestamp: datetime
    data: JobTold


class DeliveryDocument(BaseModel):
    """One thing that is told, or was."""

    id: str = Field(description="the header `webhook-id` of every try")
    type: str
    url: str
    state: State
    attempts: int
    created: datetime
    delivered: datetime | None
    next_try: datetime | None = Field(description="null once it is delivered or given up")
    last_status: int | None = Field(description="status of the receiver's last answer")
    last_error: str = Field(description="code of what went wrong at the last try")
    message: str = Field(description="the same as a sentence")


class DeliveryList(BaseModel):
    """All deliveries of a job, the oldest first."""

    items: list[DeliveryDocument]
    next: str | None = Field(default=None, description="always null: all are here")
