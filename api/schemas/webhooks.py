"""Webhooks: what they are signed with, and what became of them."""

from __future__ import annotations

from datetime import datetime

from pydantic import BaseModel, Field

from api.webhooks.deliveries import State


class SecretDocument(BaseModel):
    """What a tenant's webhooks are signed with from now on."""

    secret: str = Field(description="`whsec_` and base64, as the Standard Webhooks libraries take")
    created: datetime
    previous_until: datetime | None = Field(
        description="until when the secret before this one signs too; null where there was none"
    )


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
    next: None = None
