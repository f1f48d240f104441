"""Keeping the service's keys and its database: what the commands do, without the service."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from contextlib import contextmanager

import typer
from alembic.util import CommandError
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from api.auth.keys import create_key, list_keys, revoke_key
from api.auth.scopes import Scope
from api.cli.exit_codes import OUR_FAULT
from api.db import Database, upgrade
from api.db.retention import purge
from api.http.unusable_database import why_unusable
from api.settings import Settings


def create(name: str, tenant: str, scopes: list[Scope]) -> None:
    """Make a key and print it, once and for all."""
    with opened_database(read_settings({})) as store:
        key = create_key(store, name=name, tenant=tenant, scopes=[str(scope) for scope in scopes])
    sys.stdout.write(f"{key}\n")
    sys.stderr.write("Keep it; it cannot be shown again.\n")


def show() -> None:
    """List the keys, without their secrets."""
    table = Table("id", "name", "tenant", "scopes", "made", "taken back", box=None)
    with opened_database(read_settings({})) as store:
        for key in list_keys(store):
            revoked = f"{key.revoked:%Y-%m-%d %H:%M}" if key.revoked else ""
            scopes = ", ".join(key.scopes)
            made = f"{key.created:%Y-%m-%d %H:%M}"
            table.add_row(key.id, key.name, key.tenant, scopes, made, revoked)
    Console(highlight=False, markup=False).print(table)


def revoke(name: str) -> None:
    """Take a key back.

    Raises
    ------
    typer.BadParameter
        When there is none of this id.
    """
    with opened_database(read_settings({})) as store:
        if not revoke_key(store, name):
            raise typer.BadParameter(f"there is no key {name}; see liengia keys list")


def purge_now() -> None:
    """Delete what has expired, and say how much that was."""
    settings = read_settings({})
    with opened_database(settings) as store:
        gone = purge(store, retention_days=settings.retention_days)
    sys.stdout.write(", ".join(f"{table} {count}" for table, count in gone.items()) + "\n")


def read_settings(given: dict[str, object]) -> Settings:
    """Read the settings; what stands on the command line goes before the environment.

    Raises
    ------
    typer.BadParameter
        With every setting that cannot be meant.
    """
    try:
        return Settings(**given)  # type: ignore[arg-type]  # checked right there
    except ValidationError as fault:
        wrong = "; ".join(
            f"LIENGIA_{'_'.join(map(str, one['loc'])).upper()}: {one['msg']}"
            for one in fault.errors()
        )
        raise typer.BadParameter(wrong) from None


@contextmanager
def opened_database(settings: Settings) -> Iterator[Database]:
    """Open the database with its tables up to date.

    Raises
    ------
    typer.Exit
        When it cannot be used; the reason and the remedy stand on standard error.
    """
    if settings.database_url is None:
        settings.data.mkdir(mode=0o700, parents=True, exist_ok=True)
    store = Database(settings.url)
    try:
        upgrade(store)
        yield store
    except (SQLAlchemyError, CommandError) as fault:
        sys.stderr.write(f"{why_unusable(settings.url, fault)}\n")
        raise typer.Exit(OUR_FAULT) from None
    finally:
        store.close()
