"""Small JSON bodies of routes, read as strictly as large ones."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TypeVar

from fastapi import Request
from fastapi.concurrency import run_in_threadpool
from pydantic import BaseModel, ValidationError

from api.http.body_spool import body_of_request
from api.http.errors import ServiceError, body_error
from api.http.json_body import parse

MOST_BYTES = 64 * 1024
"""Of a body that the service reads itself; those with villages are read by the processes."""
JSON_TYPE, FORM_TYPE = "application/json", "multipart/form-data"

Model = TypeVar("Model", bound=BaseModel)


def kind_of(request: Request, *kinds: str) -> str:
    """Return the type of a body, JSON where none is named.

    Raises
    ------
    ServiceError
        When it is none of these.
    """
    kind = request.headers.get("content-type", JSON_TYPE).partition(";")[0].strip().lower()
    if kind not in kinds:
        raise ServiceError("MEDIA_TYPE", given=kind[:60], wanted=" or ".join(kinds))
    return kind


def body_as(model: type[Model]) -> Callable[[Request], Awaitable[Model]]:
    """Return the dependency of a route whose body is a small JSON object.

    The framework's own reading takes a key that stands twice, and a wrong type of content, for a
    fault of some field.
    """

    async def dependency(request: Request) -> Model:
        kind_of(request, JSON_TYPE)
        body = await body_of_request(request)
        if body.size > MOST_BYTES:
            raise ServiceError("BODY_TOO_LARGE", limit=MOST_BYTES)
        return await run_in_threadpool(parse_as, body.read(), model)

    return dependency


def parse_as(body: bytes, model: type[Model]) -> Model:
    """Return the JSON of a body as a model.

    Raises
    ------
    ServiceError
        When it is no JSON, or with everything that the model does not take, and where it stands.
    """
    document = parse(body)
    try:
        return model.model_validate(document)
    except ValidationError as fault:
        raise body_error(fault) from None
