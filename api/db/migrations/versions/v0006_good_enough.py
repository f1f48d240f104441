"""How long a job searches: up to which gap, and whether searches begin short."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"


def upgrade() -> None:
    """Add the columns; jobs of before were searched to the end, with one search a village."""
    gap = sa.Column("gap", sa.Float(precision=53), nullable=False, server_default="0")
    op.add_column("jobs", gap)
    op.add_column(
        "jobs", sa.Column("growing", sa.Boolean(), nullable=False, server_default=sa.false())
    )
