"""Approvals with their history, and the plan in force of every village."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.db.column_types import Moment

revision = "0008"
down_revision = "0007"

_COUNTS = (
    "households_changed",
    "households_new",
    "households_gone",
    "members_joined",
    "members_left",
)
_APPROVED = """
insert into approvals (id, tenant, number, job_id, plan, approved_by, approved_at, comment)
select 'apr_' || substr(id, 5), tenant,
    row_number() over (partition by tenant order by approved_at, id),
    id, 'today', approved_by, approved_at, ''
from jobs where approved_by is not null and approved_at is not null
"""
_CHANGED = """
insert into plan_changes (approval_id, village, tenant, number, replaced_id)
select a.id, v.village, a.tenant, a.number,
    lag(a.id) over (partition by a.tenant, v.village order by a.number)
from approvals a join job_villages v on v.job_id = a.job_id where v.state = 'planned'
"""
_IN_FORCE = """
insert into plans_in_force (tenant, village, approval_id, previous_id)
select c.tenant, c.village, c.approval_id, c.replaced_id
from plan_changes c where c.number = (
    select max(other.number) from plan_changes other
    where other.tenant = c.tenant and other.village = c.village
)
"""
_HELD = """
select a.job_id from approvals a join plans_in_force p on a.id in (p.approval_id, p.previous_id)
"""


def upgrade() -> None:
    """Make the tables, and take the plans that were approved before for plans in force."""
    _approvals()
    _changes()
    _in_force()
    op.add_column("scenario_villages", sa.Column("base_approval", sa.Text(), nullable=True))
    op.add_column("scenarios", sa.Column("current_from", sa.JSON(), nullable=True))
    for name in ("current_pairs", "current_person_gone", "current_household_gone"):
        op.add_column("scenario_villages", sa.Column(name, sa.BigInteger(), nullable=True))
    for taken in (_APPROVED, _CHANGED, _IN_FORCE):
        op.execute(taken)
    op.execute(f"update jobs set expires = null where id in ({_HELD})")  # noqa: S608 - our own text
    op.execute(
        "update scenarios set expires = null where id in "  # noqa: S608 - our own text
        f"(select scenario_id from jobs where id in ({_HELD}))"
    )
    # In place: a table that is copied would take its children with it.
    op.drop_column("jobs", "approved_by")
    op.drop_column("jobs", "approved_at")


def _approvals() -> None:
    op.create_table(
        "approvals",
        sa.Column("id", sa.String(length=40), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("job_id", sa.String(length=40), nullable=True),
        sa.Column("plan", sa.Text(), nullable=False),
        sa.Column("approved_by", sa.Text(), nullable=False),
        sa.Column("approved_at", Moment(), nullable=False),
        sa.Column("comment", sa.Text(), nullable=False),
        sa.Column("withdrawn_by", sa.Text(), nullable=True),
        sa.Column("withdrawn_at", Moment(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=True),
        sa.ForeignKeyConstraint(
            ["job_id"], ["jobs.id"], name="fk_approvals_job_id", ondelete="SET NULL"
        ),
        sa.PrimaryKeyConstraint("id", name="pk_approvals"),
        sa.UniqueConstraint("tenant", "number", name="uq_approvals_tenant_number"),
    )
    op.create_index("ix_approvals_job_id", "approvals", ["job_id"])


def _changes() -> None:
    op.create_table(
        "plan_changes",
        sa.Column("approval_id", sa.String(length=40), nullable=False),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("number", sa.BigInteger(), nullable=False),
        sa.Column("replaced_id", sa.String(length=40), nullable=True),
        *(sa.Column(name, sa.BigInteger(), nullable=True) for name in _COUNTS),
        sa.ForeignKeyConstraint(
            ["approval_id"],
            ["approvals.id"],
            name="fk_plan_changes_approval_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["replaced_id"],
            ["approvals.id"],
            name="fk_plan_changes_replaced_id",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("approval_id", "village", name="pk_plan_changes"),
    )
    op.create_index(
        "ix_plan_changes_tenant_village_number", "plan_changes", ["tenant", "village", "number"]
    )
    op.create_index("ix_plan_changes_replaced_id", "plan_changes", ["replaced_id"])


def _in_force() -> None:
    op.create_table(
        "plans_in_force",
        sa.Column("tenant", sa.Text(), nullable=False),
        sa.Column("village", sa.Text(), nullable=False),
        sa.Column("approval_id", sa.String(length=40), nullable=False),
        sa.Column("previous_id", sa.String(length=40), nullable=True),
        sa.ForeignKeyConstraint(
            ["approval_id"],
            ["approvals.id"],
            name="fk_plans_in_force_approval_id",
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(
            ["previous_id"],
            ["approvals.id"],
            name="fk_plans_in_force_previous_id",
            ondelete="SET NULL",
        ),
        sa.PrimaryKeyConstraint("tenant", "village", name="pk_plans_in_force"),
    )
    for column in ("approval_id", "previous_id"):
        op.create_index(f"ix_plans_in_force_{column}", "plans_in_force", [column])
