"""The tables. A change here is a new file in ``migrations/versions``; a test compares the two."""

from __future__ import annotations

from datetime import datetime
from secrets import token_hex
from typing import Any

from sqlalchemy import (
    JSON,
    BigInteger,
    Float,
    ForeignKey,
    ForeignKeyConstraint,
    Index,
    MetaData,
    String,
    Text,
    UniqueConstraint,
    false,
)
from sqlalchemy.orm import DeclarativeBase, Mapped, mapped_column

from api.db.column_types import Moment, Packed, now

ID_LENGTH = 40


def new_id(kind: str) -> str:
    """Return an id that cannot be guessed, with its kind in front: ``job_3f...``."""
    return f"{kind}_{token_hex(12)}"


class ModelBase(DeclarativeBase):
    """What all tables share: names of constraints that migrations can rely on."""

    metadata = MetaData(
        naming_convention={
            "ix": "ix_%(table_name)s_%(column_0_N_name)s",
            "uq": "uq_%(table_name)s_%(column_0_N_name)s",
            "fk": "fk_%(table_name)s_%(column_0_N_name)s",
            "pk": "pk_%(table_name)s",
        }
    )
    type_annotation_map = {  # noqa: RUF012 - SQLAlchemy's own name and shape
        datetime: Moment(),
        str: Text(),
        bytes: Packed(),
        int: BigInteger(),
        float: Float(53),
        dict[str, Any]: JSON(),
        list[str]: JSON(),
        list[dict[str, Any]]: JSON(),
    }


class Key(ModelBase):
    """An API key; of its secret only the hash is kept.

    A revoked key stays, so that a service whose keys are all revoked is not open again.
    """

    __tablename__ = "keys"

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    tenant: Mapped[str]
    name: Mapped[str]
    secret_sha256: Mapped[str]
    scopes: Mapped[list[str]]
    created: Mapped[datetime] = mapped_column(default=now)
    revoked: Mapped[datetime | None]


class ScenarioRecord(ModelBase):
    """One immutable version of a scenario; its content stands village by village."""

    __tablename__ = "scenarios"
    __table_args__ = (Index(None, "tenant", "created", "id"), Index(None, "expires"))

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    tenant: Mapped[str]
    name: Mapped[str]
    parent_id: Mapped[str | None] = mapped_column(
        ForeignKey("scenarios.id", ondelete="SET NULL"), index=True
    )
    created: Mapped[datetime] = mapped_column(default=now)
    expires: Mapped[datetime | None]
    sha256: Mapped[str]
    coordinates: Mapped[str]
    rules: Mapped[dict[str, Any]]
    villages: Mapped[int]
    households: Mapped[int]
    members: Mapped[int]
    notes: Mapped[list[dict[str, Any]] | None]
    current_from: Mapped[dict[str, Any] | None]
    made_by: Mapped[str] = mapped_column(default="", server_default="")
    comment: Mapped[str] = mapped_column(default="", server_default="")


class ScenarioVillage(ModelBase):
    """A village of a scenario: what lists show, and its request JSON.

    Parameters
    ----------
    base_approval
        The approval whose plan was in force when the village was made, and is its current plan;
        None where there was none, or the village brought another one. The approval may be gone.
    current_pairs, current_person_gone, current_household_gone
        Pairs of that plan: those that are current here, those whose person is gone, those whose
        household is gone. None where they were not counted.
    """

    __tablename__ = "scenario_villages"
    __table_args__ = (UniqueConstraint("scenario_id", "village"),)

    scenario_id: Mapped[str] = mapped_column(
        ForeignKey("scenarios.id", ondelete="CASCADE"), primary_key=True
    )
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    village: Mapped[str]
    name: Mapped[str]
    area: Mapped[list[str]]
    x: Mapped[float | None]
    y: Mapped[float | None]
    households: Mapped[int]
    members: Mapped[int]
    content: Mapped[bytes]
    base_approval: Mapped[str | None]
    current_pairs: Mapped[int | None]
    current_person_gone: Mapped[int | None]
    current_household_gone: Mapped[int | None]


class ScenarioCurve(ModelBase):
    """What 0, 1, 2, ... recruits serve in a village of a scenario, so that no budget waits twice.

    Parameters
    ----------
    seed, time_limit_s
        What it was made with; of a proven curve they do not matter.
    """

    __tablename__ = "scenario_curves"
    __table_args__ = (
        ForeignKeyConstraint(
            ["scenario_id", "number"],
            ["scenario_villages.scenario_id", "scenario_villages.number"],
            name="fk_scenario_curves_village",
            ondelete="CASCADE",
        ),
    )

    scenario_id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    seed: Mapped[int]
    time_limit_s: Mapped[float]
    proven: Mapped[bool]
    content: Mapped[bytes]


class Job(ModelBase):
    """A scenario being planned, or planned; the result has the job's id."""

    __tablename__ = "jobs"
    __table_args__ = (
        Index(None, "status", "leased_until"),
        Index(None, "tenant", "created", "id"),
        Index(None, "tenant", "claimed"),
    )

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    tenant: Mapped[str]
    scenario_id: Mapped[str] = mapped_column(
        ForeignKey("scenarios.id", ondelete="CASCADE"), index=True
    )
    status: Mapped[str] = mapped_column(default="queued")
    seed: Mapped[int] = mapped_column(default=0)
    time_limit_s: Mapped[float]
    gap: Mapped[float] = mapped_column(default=0.0, server_default="0")
    growing: Mapped[bool] = mapped_column(default=False, server_default=false())
    created: Mapped[datetime] = mapped_column(default=now)
    started: Mapped[datetime | None]
    finished: Mapped[datetime | None]
    updated: Mapped[datetime] = mapped_column(default=now)
    message: Mapped[str] = mapped_column(default="")
    villages: Mapped[int]
    done: Mapped[int] = mapped_column(default=0)
    failed: Mapped[int] = mapped_column(default=0)
    verdicts: Mapped[dict[str, Any]] = mapped_column(default=dict)
    owner: Mapped[str | None]
    leased_until: Mapped[datetime | None]
    claimed: Mapped[datetime | None]
    attempts: Mapped[int] = mapped_column(default=0)
    webhook_url: Mapped[str | None]
    run: Mapped[dict[str, Any] | None]
    expires: Mapped[datetime | None] = mapped_column(index=True)


class JobVillage(ModelBase):
    """The result of one village of a job: the row of the tables, and its response JSON."""

    __tablename__ = "job_villages"
    __table_args__ = (UniqueConstraint("job_id", "village"),)

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    number: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    village: Mapped[str]
    state: Mapped[str]
    row: Mapped[dict[str, Any]]
    content: Mapped[bytes | None]


class JobEventRow(ModelBase):
    """What happened to a job, in order, so that a stream can be taken up again."""

    __tablename__ = "events"

    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), primary_key=True)
    sequence: Mapped[int] = mapped_column(primary_key=True, autoincrement=False)
    kind: Mapped[str]
    body: Mapped[dict[str, Any]]
    created: Mapped[datetime] = mapped_column(default=now)


class Idempotent(ModelBase):
    """A request that may be repeated, and what was answered to it (nothing while under way)."""

    __tablename__ = "idempotency"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    key: Mapped[str] = mapped_column(primary_key=True)
    sha256: Mapped[str]
    owner: Mapped[str | None]
    status: Mapped[int | None]
    headers: Mapped[dict[str, Any] | None]
    response: Mapped[bytes | None]
    created: Mapped[datetime] = mapped_column(default=now)
    expires: Mapped[datetime] = mapped_column(index=True)


class WebhookSecret(ModelBase):
    """What a tenant's webhooks are signed with, and were before."""

    __tablename__ = "webhook_secrets"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    secret: Mapped[str]
    previous: Mapped[str | None]
    created: Mapped[datetime] = mapped_column(default=now)


class Delivery(ModelBase):
    """A webhook that is to be called, or was."""

    __tablename__ = "deliveries"
    __table_args__ = (Index(None, "delivered", "next_try"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    tenant: Mapped[str]
    job_id: Mapped[str] = mapped_column(ForeignKey("jobs.id", ondelete="CASCADE"), index=True)
    url: Mapped[str]
    body: Mapped[dict[str, Any]]
    attempts: Mapped[int] = mapped_column(default=0)
    next_try: Mapped[datetime | None]
    delivered: Mapped[datetime | None]
    last_error: Mapped[str] = mapped_column(default="")
    last_status: Mapped[int | None]
    created: Mapped[datetime] = mapped_column(default=now)
