"""Brings a database to the tables of this version; several processes may try at once."""

from __future__ import annotations

from pathlib import Path

from alembic import command
from alembic.config import Config
from sqlalchemy import text

from api.db.database import Database

_LOCK = 7_215_046
"""Any number, as long as every process takes the same."""


def upgrade(store: Database) -> None:
    """Apply the migrations that are missing, in one transaction."""
    with store.engine.execution_options(writing=True).begin() as connection:
        if connection.dialect.name == "postgresql":
            connection.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})
        command.upgrade(configuration(connection), "head")


def configuration(connection: object) -> Config:
    """Return what the migrations need to know."""
    config = Config()
    config.set_main_option("script_location", str(Path(__file__).parent / "migrations"))
    config.set_main_option("path_separator", "os")
    config.attributes["connection"] = connection
    return config
