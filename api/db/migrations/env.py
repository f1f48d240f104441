"""Alembic runs this file; the connection comes from ``api.db.migration``."""

from __future__ import annotations

from alembic import context

from api.db.models import ModelBase

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=ModelBase.metadata,
    render_as_batch=True,
)
context.run_migrations()
