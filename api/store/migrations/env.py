"""Alembic runs this file; the connection comes from ``api.store.migrating``."""

from __future__ import annotations

from alembic import context

from api.store.models import Table

context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=Table.metadata,
    render_as_batch=True,
)
context.run_migrations()
