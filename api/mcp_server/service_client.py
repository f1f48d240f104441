"""The service as the tools call it: JSON there and back, refusals as sentences, jobs awaited."""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from types import TracebackType
from typing import Any, Self

import httpx
from mcp.server.mcpserver.exceptions import ToolError

Document = dict[str, Any]

_PAUSE_S = 0.25
_SLOWER = 1.5
_LONGEST_PAUSE_S = 3.0
_SPARE_S = 5.0
"""Time of a request beside what the work may take."""
_NAMED = 10
"""Problems that a refusal names."""


@dataclass(frozen=True, slots=True)
class ToolLimits:
    """How much one call may take, and whether it may name households.

    Parameters
    ----------
    seconds
        By the clock, of one call.
    households
        Of a scenario that is planned.
    name_households
        Whether ids of households and members, and their points, may be answered.
    """

    seconds: float = 60.0
    households: int = 20_000
    name_households: bool = False


class RefusedError(ToolError):
    """What the service refuses; ``codes`` say why."""

    def __init__(self, told: str, codes: frozenset[str]) -> None:
        super().__init__(told)
        self.codes = codes


class ServiceClient:
    """Calls of one service with one key.

    Parameters
    ----------
    key
        '' for a service without keys.
    """

    def __init__(self, url: str, key: str, limits: ToolLimits) -> None:
        head = {"Authorization": f"Bearer {key}"} if key else {}
        self.limits = limits
        self._http = httpx.AsyncClient(
            base_url=url, headers=head, timeout=limits.seconds + _SPARE_S, trust_env=False
        )

    async def __aenter__(self) -> Self:
        return self

    async def __aexit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        await self._http.aclose()

    async def get(self, path: str, **query: str | int) -> Document:
        """Return what is at an address.

        Raises
        ------
        ToolError
            The service refuses, or cannot be reached.
        """
        return await self._call("GET", path, params=query)

    async def post(self, path: str, body: Mapping[str, Any], prefer: str = "") -> Document:
        """Send a document, and return the answer.

        Raises
        ------
        ToolError
            The service refuses, or cannot be reached.
        """
        head = {"Prefer": prefer} if prefer else {}
        return await self._call("POST", path, json=body, headers=head)

    async def finished(self, job: Document, within_s: float) -> Document:
        """Return a job once it has ended, or as it is when the time is up."""
        clock = asyncio.get_running_loop().time
        end_s, pause_s = clock() + within_s, _PAUSE_S
        while job["finished"] is None and (left_s := end_s - clock()) > 0:
            await asyncio.sleep(min(pause_s, left_s))
            pause_s = min(_SLOWER * pause_s, _LONGEST_PAUSE_S)
            job = await self.get(f"/v1/jobs/{job['id']}")
        return job

    async def _call(self, method: str, path: str, **given: Any) -> Document:  # noqa: ANN401 - httpx's
        try:
            answer = await self._http.request(method, path, **given)
        except httpx.TransportError as fault:
            raise ToolError(
                f"The service at {self._http.base_url} does not answer ({type(fault).__name__}); "
                "start it with: liengia serve"
            ) from None
        if not answer.is_success:
            raise _refusal(answer)
        document: Document = answer.json()
        return document


def _refusal(answer: httpx.Response) -> RefusedError:
    """Say what was refused and why, a line a problem."""
    try:
        document = answer.json()
        problems = document.get("errors") or [document]
        lines = [
            f"{one.get('code', answer.status_code)} {one.get('pointer', '')}: "
            f"{one.get('message') or one.get('detail') or one.get('title', '')}"
            for one in problems[:_NAMED]
        ]
    except (ValueError, AttributeError, TypeError):
        told = f"The service answers {answer.status_code} and no document."
        return RefusedError(told, frozenset())
    more = len(problems) - len(lines)
    told = "\n".join([*lines, *([f"and {more} more"] if more > 0 else [])])
    return RefusedError(told, frozenset(str(one.get("code", "")) for one in problems))
