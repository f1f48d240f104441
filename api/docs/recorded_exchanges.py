"""Requests and their answers, kept as they really were, for the OpenAPI file."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass, field
from pathlib import Path
from typing import Any

FILE = Path(__file__).with_name("exchanges.json")

_BLANK = re.compile(r"\{(\w+)\}")


@dataclass(frozen=True, slots=True)
class Exchange:
    """One request and what came back; the exchanges of the file follow each other as a story.

    Parameters
    ----------
    operation
        Method and path of the OpenAPI file: ``GET /v1/jobs/{job_id}``.
    path
        What fills the blanks of the path; ``{scenario}`` stands for what an earlier exchange kept.
    body
        JSON, in which the text ``{plan}`` alone stands for the kept value itself.
    files
        Name and text of every file of a form; what else the form says is the ``body``.
    raw
        A body that is no JSON.
    keeps
        Name to the place in the answer, as a JSON pointer, of what later exchanges need.
    until
        What the answer's ``status`` must be; the request is repeated so long.
    varies
        That the answer depends on the moment, so that only its shape can be relied on.
    answer
        What came back, where it is JSON; ids and times are examples.
    """

    operation: str
    summary: str
    status: int
    path: Mapping[str, str] = field(default_factory=dict)
    query: Mapping[str, str] = field(default_factory=dict)
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    files: Mapping[str, str] = field(default_factory=dict)
    raw: str | None = None
    keeps: Mapping[str, str] = field(default_factory=dict)
    until: str | None = None
    varies: bool = False
    media_type: str = ""
    answer: Any = None

    def written(self) -> dict[str, Any]:
        """Return what the file holds of it."""
        return {name: value for name, value in asdict(self).items() if value not in (None, "", {})}


def recorded_exchanges() -> Sequence[Exchange]:
    """Return the exchanges of the file."""
    return [Exchange(**one) for one in json.loads(FILE.read_text(encoding="utf-8"))]


def fill_blanks(value: Any, known: Mapping[str, Any]) -> Any:  # noqa: ANN401 - any JSON
    """Put what earlier exchanges kept into the blanks of a request."""
    if isinstance(value, Mapping):
        return {name: fill_blanks(item, known) for name, item in value.items()}
    if isinstance(value, list):
        return [fill_blanks(item, known) for item in value]
    if not isinstance(value, str):
        return value
    alone = _BLANK.fullmatch(value)
    if alone and alone[1] in known:
        return known[alone[1]]
    return _BLANK.sub(lambda blank: str(known.get(blank[1], blank[0])), value)


def value_at(answer: Any, pointer: str) -> Any:  # noqa: ANN401 - any JSON
    """Return what stands at a pointer."""
    for part in pointer.split("/")[1:]:
        answer = answer[int(part)] if isinstance(answer, list) else answer[part]
    return answer


def add_examples(document: dict[str, Any], exchanges: Sequence[Exchange]) -> None:
    """Show every exchange where the OpenAPI file describes its operation."""
    known: dict[str, Any] = {}
    for exchange in exchanges:
        for holder, value in _places(document, exchange, known):
            shown = holder.setdefault("examples", {})
            shown[f"{len(shown) + 1}"] = {"summary": exchange.summary, "value": value}
        known |= {name: value_at(exchange.answer, at) for name, at in exchange.keeps.items()}


def _places(
    document: dict[str, Any], exchange: Exchange, known: Mapping[str, Any]
) -> Iterator[tuple[dict[str, Any], Any]]:
    """Yield the media types that an exchange is an example of, each with its value."""
    method, path = exchange.operation.split(" ")
    operation = document["paths"].get(path, {}).get(method.lower())
    if operation is None:  # the file is being written, and the address is gone
        return
    if exchange.body is not None and exchange.status < 300 and not exchange.files:  # noqa: PLR2004 - what was done
        yield (
            operation["requestBody"]["content"]["application/json"],
            fill_blanks(exchange.body, known),
        )
    answers = operation["responses"]
    described = answers.get(str(exchange.status), answers["default"]).get("content", {})
    if exchange.answer is not None and exchange.media_type in described:
        yield described[exchange.media_type], exchange.answer
