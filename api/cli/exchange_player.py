"""Playing the kept exchanges against a service, for the tests and for the file itself."""

from __future__ import annotations

import asyncio
import re
from collections.abc import AsyncIterator, Callable, Mapping, Sequence
from contextlib import asynccontextmanager
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any

import httpx
from fastapi import FastAPI

from api.docs.recorded_exchanges import Exchange, fill_blanks, value_at
from api.main import create_app
from api.settings import Settings

_FIRST_MOMENT = "2026-01-15T08:30:00Z"
_ID = re.compile(r"\b(scn|job|apr)_[0-9a-f]{24}\b")
_MOMENT = re.compile(r"\b\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|\+00:00)")
_SECRET = re.compile(r"\bwhsec_[\w+/=]+")
_EXAMPLE_SECRET = "whsec_MfKQ9r8GKYqrTwjUPD8ILPZIo2LaLaSw"  # noqa: S105 - the scheme's own example
_SHOWN = {"application/json", "application/problem+json", "application/geo+json"}
_REPEAT_S = 0.1
_REPEATS = 900


def play_exchanges(
    exchanges: Sequence[Exchange], check: Callable[[Exchange, httpx.Response], None]
) -> list[Exchange]:
    """Send every request to a new service, one after the other, and return what came back.

    Parameters
    ----------
    check
        Is called with every exchange and its real answer.
    """
    return asyncio.run(_played(exchanges, check))


async def _played(
    exchanges: Sequence[Exchange], check: Callable[[Exchange, httpx.Response], None]
) -> list[Exchange]:
    known: dict[str, Any] = {}
    examples: dict[str, str] = {}
    made = []
    async with _service() as client:
        for exchange in exchanges:
            answer = await _answered(client, exchange, known)
            check(exchange, answer)
            made.append(_as_example(exchange, answer, examples))
            known |= {name: value_at(answer.json(), at) for name, at in exchange.keeps.items()}
    return made


@asynccontextmanager
async def _service() -> AsyncIterator[httpx.AsyncClient]:
    """Run a service of its own in this process."""
    with TemporaryDirectory(prefix="liengia-") as folder:
        url = f"sqlite:///{Path(folder) / 'service.sqlite'}"
        app: FastAPI = create_app(Settings(database_url=url, workers=1))
        way = httpx.ASGITransport(app)
        async with (
            app.router.lifespan_context(app),
            httpx.AsyncClient(transport=way, base_url="http://localhost", timeout=120) as client,
        ):
            yield client


async def _answered(
    client: httpx.AsyncClient, exchange: Exchange, known: Mapping[str, Any]
) -> httpx.Response:
    """Send a request, again and again where its answer is waited for.

    Raises
    ------
    TimeoutError
        When the answer never says what is waited for.
    """
    for _ in range(_REPEATS):
        answer = await client.send(_request(client, exchange, known))
        await answer.request.aread()  # a form is read as it is sent; whoever checks reads it again
        if exchange.until is None or answer.json()["status"] == exchange.until:
            return answer
        await asyncio.sleep(_REPEAT_S)
    raise TimeoutError(f"{exchange.operation}: {answer.text} is never {exchange.until}")


def _request(
    client: httpx.AsyncClient, exchange: Exchange, known: Mapping[str, Any]
) -> httpx.Request:
    method, path = exchange.operation.split(" ")
    body: dict[str, Any] = {}
    if exchange.files:
        body["files"] = [("file", (name, text)) for name, text in exchange.files.items()]
        body["data"] = exchange.body
    elif exchange.raw is not None:
        body["content"] = exchange.raw
    elif exchange.body is not None:
        body["json"] = fill_blanks(exchange.body, known)
    return client.build_request(
        method,
        fill_blanks(path, fill_blanks(exchange.path, known)),
        params=fill_blanks(exchange.query, known),
        headers=exchange.headers,
        **body,
    )


def _as_example(exchange: Exchange, answer: httpx.Response, examples: dict[str, str]) -> Exchange:
    """Return an exchange with its answer, in which ids and times are those of an example."""
    kind = answer.headers.get("content-type", "").partition(";")[0]
    if kind not in _SHOWN:
        return replace(exchange, media_type=kind, answer=None)
    return replace(exchange, media_type=kind, answer=_example(answer.json(), examples))


def _example(value: Any, examples: dict[str, str], name: str = "") -> Any:  # noqa: ANN401 - any JSON
    if isinstance(value, dict):
        return {key: _example(item, examples, key) for key, item in value.items()}
    if isinstance(value, list):
        return [_example(item, examples) for item in value]
    if isinstance(value, float) and name == "seconds":
        return 0.05
    if not isinstance(value, str):
        return value
    value = _SECRET.sub(_EXAMPLE_SECRET, value)
    same = _ID.sub(lambda found: _id_of(found[0], examples), value)
    return _MOMENT.sub(_FIRST_MOMENT, same)


def _id_of(real: str, examples: dict[str, str]) -> str:
    """Return the id that stands for a real one: the kind and a number."""
    kind = real.partition("_")[0]
    return examples.setdefault(real, f"{kind}_{len(examples) + 1:024x}")
