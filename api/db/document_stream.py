"""Long documents, written while they are read: never whole in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

import orjson

from api.db import Database
from api.db.plan_queries import KeptResult, responses_of, tallies_of
from api.db.scenario_queries import contents_of
from optimizer.output.summary.area_totals import summary


def request_chunks(store: Database, record: Mapping[str, Any]) -> Iterator[bytes]:
    """Yield the request JSON of a kept scenario."""
    head = {"coordinates": record["coordinates"], "rules": record["rules"]}
    yield orjson.dumps(head)[:-1] + b', "villages": ['
    yield from join_with_commas(contents_of(store, record["id"]))
    yield b"\n]}\n"


def result_chunks(store: Database, kept: KeptResult) -> Iterator[bytes]:
    """Yield the response JSON of a result, as the command line writes it but for white space."""
    yield b'{"villages": ['
    yield from join_with_commas(responses_of(store, kept.id))
    yield b"\n], " + result_tail(store, kept, kept.notes)


def result_tail(
    store: Database, kept: KeptResult, notes: Sequence[Mapping[str, Any]] | None = None
) -> bytes:
    """Return all of a result but its villages and the brace before them.

    Parameters
    ----------
    notes
        As they are told to who may see households; without them ids, points and
        comments are left out.
    """
    bare = [{key: note[key] for key in ("code", "pointer", "rows")} for note in kept.notes]
    approved = kept.approved
    if approved is not None and approved["comment"] and notes is None:
        approved = {**approved, "comment": None}
    rest = {
        "notes": bare if notes is None else list(notes),
        "summary": summary(tallies_of(store, kept.id)),
        "run": kept.run,
        "id": kept.id,
        "approved": approved,
        "current_from": kept.current_from,
    }
    return orjson.dumps(rest)[1:] + b"\n"


def join_with_commas(items: Iterable[bytes]) -> Iterator[bytes]:
    """Yield items with commas between them, a line each."""
    before = b"\n"
    for item in items:
        yield before + item
        before = b",\n"
