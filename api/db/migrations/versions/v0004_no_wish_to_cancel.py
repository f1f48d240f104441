"""A job that is canceled says so by its status; the wish of it was never read."""

from __future__ import annotations

from alembic import op

revision = "0004"
down_revision = "0003"


def upgrade() -> None:
    """Drop the column in place: a table that is copied would take its children with it."""
    op.drop_column("jobs", "cancel")
