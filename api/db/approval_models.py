"""The tables of approvals: who took a plan on, what it changed, and the plan in force."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import ForeignKey, Index, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from api.db.models import ID_LENGTH, ModelBase

COUNTS = (
    "households_changed",
    "households_new",
    "households_gone",
    "members_joined",
    "members_left",
)
"""Columns of ``plan_changes``: households with another person, new and gone; members likewise."""


class ApprovalRecord(ModelBase):
    """Somebody has taken a plan on; it stands until it is withdrawn or its result is gone.

    Parameters
    ----------
    number
        Of the tenant's approvals, in the order in which they were made; clocks may go back.
    job_id
        The result; None once it was deleted.
    plan
        ``today`` or ``after``.
    """

    __tablename__ = "approvals"
    __table_args__ = (UniqueConstraint("tenant", "number"),)

    id: Mapped[str] = mapped_column(String(ID_LENGTH), primary_key=True)
    tenant: Mapped[str]
    number: Mapped[int]
    job_id: Mapped[str | None] = mapped_column(
        ForeignKey("jobs.id", ondelete="SET NULL"), index=True
    )
    plan: Mapped[str]
    approved_by: Mapped[str]
    approved_at: Mapped[datetime]
    comment: Mapped[str]
    withdrawn_by: Mapped[str | None]
    withdrawn_at: Mapped[datetime | None]
    reason: Mapped[str | None]


class PlanChange(ModelBase):
    """What an approval changed in one village; the counts are None where nothing was in force.

    Parameters
    ----------
    number
        The approval's, so that a village's history is read in its order.
    replaced_id
        The approval that was in force before.
    """

    __tablename__ = "plan_changes"
    __table_args__ = (Index(None, "tenant", "village", "number"),)

    approval_id: Mapped[str] = mapped_column(
        ForeignKey("approvals.id", ondelete="CASCADE"), primary_key=True
    )
    village: Mapped[str] = mapped_column(primary_key=True)
    tenant: Mapped[str]
    number: Mapped[int]
    replaced_id: Mapped[str | None] = mapped_column(
        ForeignKey("approvals.id", ondelete="SET NULL"), index=True
    )
    households_changed: Mapped[int | None]
    households_new: Mapped[int | None]
    households_gone: Mapped[int | None]
    members_joined: Mapped[int | None]
    members_left: Mapped[int | None]


class PlanInForce(ModelBase):
    """The plan in force of a village, and the one that withdrawing it leads back to."""

    __tablename__ = "plans_in_force"

    tenant: Mapped[str] = mapped_column(primary_key=True)
    village: Mapped[str] = mapped_column(primary_key=True)
    approval_id: Mapped[str] = mapped_column(
        ForeignKey("approvals.id", ondelete="CASCADE"), index=True
    )
    previous_id: Mapped[str | None] = mapped_column(
        ForeignKey("approvals.id", ondelete="SET NULL"), index=True
    )
