"""Who has an idempotency key, while its request is under way."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"


def upgrade() -> None:
    """Add the column."""
    op.add_column("idempotency", sa.Column("owner", sa.Text(), nullable=True))
