"""The server of the Model Context Protocol on standard input and output."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from functools import wraps
from importlib.metadata import version
from typing import Any

from mcp.server import MCPServer
from mcp.server.mcpserver.exceptions import ToolError

from api.mcp_server.plain_counts import Document
from api.mcp_server.service_client import ServiceClient, ToolLimits
from api.mcp_server.tools import PlanningTools

_SPARE_S = 15.0
"""Time of a call beside what planning may take: reading what has come of it."""
_SAYS = (
    "Shares the households of villages among volunteers, exactly, and proves how many more are "
    "needed. Start with `scenarios`; `plan` gives a `result` for `explain`, `compare`, `replan`. "
)
_COUNTS = "Answers hold figures and no household."
_NAMES = "`explain` names households and members: personal data, not to be passed on."


def serve(url: str, key: str, limits: ToolLimits) -> None:
    """Answer on standard input and output until they are closed."""
    asyncio.run(_serve(url, key, limits))


async def _serve(url: str, key: str, limits: ToolLimits) -> None:
    async with ServiceClient(url, key, limits) as service:
        await planning_server(service).run_stdio_async()


def planning_server(service: ServiceClient) -> MCPServer[Any]:
    """Return a server with the tools of one service."""
    tools, limits = PlanningTools(service), service.limits
    server: MCPServer[Any] = MCPServer(
        "liengia",
        instructions=_SAYS + (_NAMES if limits.name_households else _COUNTS),
        version=version("liengia"),
        log_level="WARNING",
    )
    for tool in (
        tools.scenarios,
        tools.plan,
        tools.read_plan,
        tools.explain,
        tools.compare,
        tools.budget,
        tools.replan,
    ):
        server.add_tool(_bounded(tool, limits.seconds + _SPARE_S))
    return server


def _bounded(
    tool: Callable[..., Awaitable[Document]], most_s: float
) -> Callable[..., Awaitable[Document]]:
    """Let a tool end at its time, whatever it waits for."""

    @wraps(tool)
    async def call(*given: object, **named: object) -> Document:
        try:
            async with asyncio.timeout(most_s):
                return await tool(*given, **named)
        except TimeoutError:
            raise ToolError(f"The call took more than {most_s:g} s and was given up.") from None

    return call
