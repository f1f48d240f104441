"""What so many recruits serve in each village of a scenario."""

from __future__ import annotations

import sqlalchemy as sa
from alembic import op

from api.db.column_types import Packed

revision = "0009"
down_revision = "0008"


def upgrade() -> None:
    """Make the table."""
    op.create_table(
        "scenario_curves",
        sa.Column("scenario_id", sa.String(length=40), nullable=False),
        sa.Column("number", sa.BigInteger(), autoincrement=False, nullable=False),
        sa.Column("seed", sa.BigInteger(), nullable=False),
        sa.Column("time_limit_s", sa.Float(precision=53), nullable=False),
        sa.Column("proven", sa.Boolean(), nullable=False),
        sa.Column("content", Packed(), nullable=False),
        sa.ForeignKeyConstraint(
            ["scenario_id", "number"],
            ["scenario_villages.scenario_id", "scenario_villages.number"],
            name="fk_scenario_curves_village",
            ondelete="CASCADE",
        ),
        sa.PrimaryKeyConstraint("scenario_id", "number", name="pk_scenario_curves"),
    )
