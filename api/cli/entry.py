"""The whole command line: that of ``optimizer``, and the service's own commands."""

from __future__ import annotations

import os
from typing import Annotated

import typer

from api.auth.scopes import Scope
from api.cli import mcp_app
from api.cli.exit_codes import faults
from api.cli.planner_app import app

__all__ = ["app", "main"]

keys = typer.Typer(help="Make, list and take back API keys.", no_args_is_help=True)
app.add_typer(keys, name="keys")
app.add_typer(mcp_app.app)


def main() -> None:
    """Run the command line; no process of it takes modules from the folder that one stands in."""
    os.environ["PYTHONSAFEPATH"] = "1"
    app()


@app.command()
def serve(
    *,
    host: Annotated[
        str | None, typer.Option(help="Address to listen on; others than this machine's need keys.")
    ] = None,
    port: Annotated[int | None, typer.Option(min=0, max=65535, help="Port; 0 takes any.")] = None,
) -> None:
    """Start the service and its page."""
    with faults():
        from api.cli import service_commands  # noqa: PLC0415 - a web framework takes a second to load

    service_commands.serve(host, port)


@app.command()
def purge() -> None:
    """Delete scenarios and results whose time is over; the service does so every hour."""
    with faults():
        from api.cli import key_commands  # noqa: PLC0415 - a database takes a second to load

        key_commands.purge_now()


@keys.command()
def create(
    *,
    name: Annotated[str, typer.Option(help="Who will use it.")],
    scope: Annotated[list[Scope], typer.Option(help="What it may do; may be repeated.")],
    tenant: Annotated[str, typer.Option(help="Whose scenarios it sees.")] = "default",
) -> None:
    """Make a key and print it once."""
    with faults():
        from api.cli import key_commands  # noqa: PLC0415 - see above

        key_commands.create(name, tenant, scope)


@keys.command("list")
def show() -> None:
    """List the keys, without their secrets."""
    with faults():
        from api.cli import key_commands  # noqa: PLC0415 - see above

        key_commands.show()


@keys.command()
def revoke(
    key: Annotated[str, typer.Argument(metavar="ID", help="See liengia keys list.")],
) -> None:
    """Take a key back."""
    with faults():
        from api.cli import key_commands  # noqa: PLC0415 - see above

        key_commands.revoke(key)
