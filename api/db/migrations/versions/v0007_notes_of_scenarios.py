"""What looked wrong when a scenario was taken."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"


def upgrade() -> None:
    """Add the column; of scenarios kept before nothing is known."""
    op.add_column("scenarios", sa.Column("notes", sa.JSON(), nullable=True))
