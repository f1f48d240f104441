"""Starting the service, and keeping its keys: what the commands do."""

from __future__ import annotations

import resource
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace

import typer
import uvicorn
from alembic.util import CommandError
from pydantic import ValidationError
from rich.console import Console
from rich.table import Table
from sqlalchemy.exc import SQLAlchemyError

from api.auth.keys import create_key, is_open, list_keys, revoke_key
from api.auth.scopes import Scope
from api.cli.exit_codes import OUR_FAULT
from api.db import Database, upgrade
from api.db.retention import purge
from api.http.connections import Limits, protocol_with
from api.http.request_log import configure_logs
from api.http.unusable_database import why_unusable
from api.main import create_app
from api.settings import Settings

_FILES = 65_536
_OWN_FILES = 512
"""Open files that are no connections: the database, pipes, bodies on the disk."""


def serve(host: str | None, port: int | None) -> None:
    """Run the service until it is told to end.

    Raises
    ------
    typer.BadParameter
        When other machines would reach it and there is no key yet, or the port is taken.
    """
    given = {"host": host, "port": port}
    settings = read_settings({name: value for name, value in given.items() if value is not None})
    with _store(settings) as store:
        if not settings.loopback and is_open(store):
            raise typer.BadParameter(
                f"{settings.host} can be reached by others and there is no key yet; make one "
                "first: liengia keys create --name NAME --scope optimize --scope read "
                "--scope households"
            )
    listening = _listening(settings)
    limits = Limits.of(settings)
    limits = replace(limits, max_connections=min(limits.max_connections, _connections_that_fit()))
    configure_logs()
    config = uvicorn.Config(
        create_app(settings),
        http=protocol_with(limits),
        ws="none",
        timeout_keep_alive=settings.keep_alive_seconds,
        log_config=None,
        access_log=False,
        server_header=False,
        timeout_graceful_shutdown=round(settings.shutdown_s),
    )
    _say_where(settings, listening.getsockname()[1])
    with listening, suppress(KeyboardInterrupt):  # raised once more when everything has ended
        uvicorn.Server(config).run(sockets=[listening])


def create(name: str, tenant: str, scopes: list[Scope]) -> None:
    """Make a key and print it, once and for all."""
    with _store(read_settings({})) as store:
        key = create_key(store, name=name, tenant=tenant, scopes=[str(scope) for scope in scopes])
    sys.stdout.write(f"{key}\n")
    sys.stderr.write("Keep it; it cannot be shown again.\n")


def show() -> None:
    """List the keys, without their secrets."""
    table = Table("id", "name", "tenant", "scopes", "made", "taken back", box=None)
    with _store(read_settings({})) as store:
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
    with _store(read_settings({})) as store:
        if not revoke_key(store, name):
            raise typer.BadParameter(f"there is no key {name}; see liengia keys list")


def purge_now() -> None:
    """Delete what has expired, and say how much that was."""
    settings = read_settings({})
    with _store(settings) as store:
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


def _listening(settings: Settings) -> socket.socket:
    """Take the port before anything is started."""
    try:
        family = socket.getaddrinfo(settings.host, settings.port, type=socket.SOCK_STREAM)[0][0]
        return socket.create_server((settings.host, settings.port), family=family, backlog=2048)
    except OSError as fault:
        raise typer.BadParameter(
            f"{settings.host}:{settings.port}: {fault.strerror}; choose another with --port"
        ) from None


def _connections_that_fit() -> int:
    """Let this process open as many files as the system lets it; return what is left for others.

    Each connection is an open file; where there are no more, nobody is heard at all.
    """
    soft, hard = resource.getrlimit(resource.RLIMIT_NOFILE)
    wanted = _FILES if hard == resource.RLIM_INFINITY else min(_FILES, hard)
    if soft != resource.RLIM_INFINITY and soft < wanted:
        resource.setrlimit(resource.RLIMIT_NOFILE, (wanted, hard))
        soft = wanted
    return max(1, (_FILES if soft == resource.RLIM_INFINITY else soft) - _OWN_FILES)


def _say_where(settings: Settings, port: int) -> None:
    """Print where to look."""
    shown = f"[{settings.host}]" if ":" in settings.host else settings.host
    at = f"http://{shown}:{port}"
    kept = settings.database_url is None
    sys.stdout.write(
        f"The service is at {at}/ and its documentation at {at}/docs\n"
        f"Kept in {settings.data if kept else 'the database of LIENGIA_DATABASE_URL'}; "
        "end with Ctrl-C.\n"
    )
    sys.stdout.flush()


@contextmanager
def _store(settings: Settings) -> Iterator[Database]:
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
