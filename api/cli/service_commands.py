"""Starting the service: what the command does."""

from __future__ import annotations

import resource
import socket
import sys
from contextlib import suppress
from dataclasses import replace

import typer
import uvicorn

from api.auth.keys import is_open
from api.cli.key_commands import opened_database, read_settings
from api.http.connections import ConnectionLimits, protocol_with
from api.http.request_log import configure_logs
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
    with opened_database(settings) as store:
        if not settings.loopback and is_open(store):
            raise typer.BadParameter(
                f"{settings.host} can be reached by others and there is no key yet; make one "
                "first: liengia keys create --name NAME --scope optimize --scope read "
                "--scope households"
            )
    listening = _listening(settings)
    limits = ConnectionLimits.of(settings)
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
