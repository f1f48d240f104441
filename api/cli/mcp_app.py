"""The command ``mcp``: its options."""

from __future__ import annotations

import os
from importlib.util import find_spec
from typing import Annotated

import typer

app = typer.Typer()

KEY = "LIENGIA_KEY"
"""Environment variable with the key of the service."""


@app.command()
def mcp(
    *,
    url: Annotated[str, typer.Option(help="Address of the service.")] = "http://127.0.0.1:8000",
    households: Annotated[
        bool, typer.Option("--households", help="Also answer ids and points, not figures alone.")
    ] = False,
    seconds: Annotated[
        float, typer.Option(min=1, max=600, help="Longest time that a call may wait for a plan.")
    ] = 60.0,
    max_households: Annotated[
        int, typer.Option(min=1, help="Households of the largest scenario that a call plans.")
    ] = 20_000,
) -> None:
    """Offer a running service to an assistant, by the Model Context Protocol."""
    if find_spec("mcp") is None:
        raise typer.BadParameter("this needs the protocol's library: pip install 'liengia[mcp]'")
    from api.mcp_server.server import serve  # noqa: PLC0415 - see planner_app
    from api.mcp_server.service_client import ToolLimits  # noqa: PLC0415 - see planner_app

    serve(url, os.environ.get(KEY, ""), ToolLimits(seconds, max_households, households))
