"""When a job was last claimed, so that tenants take turns."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.db.column_types import Moment

revision = "0005"
down_revision = "0004"


def upgrade() -> None:
    """Add the column, and what finds a tenant's last turn."""
    op.add_column("jobs", sa.Column("claimed", Moment(), nullable=True))
    op.create_index("ix_jobs_tenant_claimed", "jobs", ["tenant", "claimed"])
