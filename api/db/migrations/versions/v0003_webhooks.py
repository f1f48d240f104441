"""What a receiver answered last, and the secret before the present one."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"


def upgrade() -> None:
    """Add the columns."""
    op.add_column("deliveries", sa.Column("last_status", sa.BigInteger(), nullable=True))
    op.add_column("webhook_secrets", sa.Column("previous", sa.Text(), nullable=True))
