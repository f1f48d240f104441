"""ETags for answers that never change."""

from __future__ import annotations

from collections.abc import Mapping

import orjson
from fastapi import Request, Response

JSON = "application/json"


def not_modified(request: Request, tag: str) -> Response | None:
    """Return 304 where the caller has this version already."""
    given = request.headers.get("if-none-match", "")
    known = {part.strip().removeprefix("W/").strip('"') for part in given.split(",")}
    if tag in known or given.strip() == "*":
        return Response(status_code=304, headers={"ETag": f'"{tag}"'})
    return None


def tagged_response(
    request: Request, body: bytes | Mapping[str, object], tag: str, media_type: str = JSON
) -> Response:
    """Answer with a body under its tag, or with 304."""
    content = body if isinstance(body, bytes) else orjson.dumps(body)
    return not_modified(request, tag) or Response(
        content, headers={"ETag": f'"{tag}"'}, media_type=media_type
    )
