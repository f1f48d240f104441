"""Long documents, written while they are read: never whole in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from typing import Any

import orjson

from api.store import Store
from api.store.scenarios import contents_of


def request_chunks(store: Store, record: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the request JSON of a kept scenario."""
    head = {"coordinates": record["coordinates"], "rules": record["rules"]}
    yield orjson.dumps(head)[:-1] + b', "villages": ['
    yield from separated(contents_of(store, record["id"]))
    yield b"\n]}\n"


def separated(items: Iterable[bytes]) -> Iterator[bytes]:
    """Yield items with commas between them, a line each."""
    before = b"\n"
    for item in items:
        yield before + item
        before = b",\n"
