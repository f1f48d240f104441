"""Pages of long lists: a cursor says where the last page ended, so that nothing is shown twice."""

from __future__ import annotations

from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Sequence
from datetime import datetime
from typing import Annotated, Any

import orjson
from fastapi import Query

from api.http.errors import ServiceError

Limit = Annotated[int, Query(ge=1, le=1000, description="items of a page, at most")]
Cursor = Annotated[
    str | None,
    Query(max_length=300, description="`next` of the page before; nothing for the first"),
]


def cursor_of(*place: object) -> str:
    """Return the cursor of a place in a list."""
    return urlsafe_b64encode(orjson.dumps(place)).decode().rstrip("=")


def place_of(cursor: str, *kinds: type) -> Sequence[Any]:
    """Return the place that a cursor names.

    Parameters
    ----------
    kinds
        Type of every part of the place.

    Raises
    ------
    ServiceError
        When the cursor is none of ours.
    """
    try:
        place = orjson.loads(urlsafe_b64decode(cursor + "=" * (-len(cursor) % 4)))
    except ValueError:
        place = None
    if isinstance(place, list) and list(map(type, place)) == list(kinds) and all(map(_fits, place)):
        return place
    raise ServiceError("BAD_CURSOR")


def moment_of(cursor: str) -> tuple[datetime, str]:
    """Return the place in a list by time that a cursor names: a moment, and an id.

    Raises
    ------
    ServiceError
        When the cursor is none of ours.
    """
    made, name = place_of(cursor, str, str)
    try:
        moment = datetime.fromisoformat(made)
    except ValueError:
        raise ServiceError("BAD_CURSOR") from None
    if moment.tzinfo is None:
        raise ServiceError("BAD_CURSOR")
    return moment, name


def _fits(part: object) -> bool:
    """Tell whether the databases can compare with a part."""
    return -(2**63) <= part < 2**63 if isinstance(part, int) else "\0" not in str(part)
