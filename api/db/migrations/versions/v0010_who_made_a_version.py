"""Who made a version of a scenario, and what was said about it."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"


def upgrade() -> None:
    """Add the columns; of scenarios of before nobody knows."""
    for name in ("made_by", "comment"):
        op.add_column("scenarios", sa.Column(name, sa.Text(), nullable=False, server_default=""))
