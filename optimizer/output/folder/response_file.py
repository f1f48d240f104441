"""A response JSON written village by village, byte for byte as if it were written at once."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from pathlib import Path

import orjson

from optimizer.domain.failure import Failure
from optimizer.domain.notes import Note
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.output.note_documents import note_documents
from optimizer.output.response import failed_response, village_response
from optimizer.output.summary.area_totals import summary_of
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.village_summary import (
    VillageSummary,
    summarise_failure,
    summarise_village,
)


def fill_response(
    file: Path,
    made: Iterable[tuple[Village, VillagePlan | Failure]],
    rows: RowStore,
    describe_run: Callable[[], Mapping[str, object]],
    notes: Sequence[Note] = (),
    lending: Callable[[], Mapping[str, object] | None] = lambda: None,
    supervised: Callable[[], Mapping[str, object]] = dict,
) -> None:
    """Write a response into a file that nobody sees yet; one village is in memory at a time.

    Parameters
    ----------
    made
        Villages sorted by id, each with its plan or why there is none.
    rows
        Without any; every village's is added.
    describe_run
        Asked when the last village is written, because only then the seconds are known.
    notes
        What looked wrong in the input.
    lending
        Asked when the last village is written: what they could do for one another.
    supervised
        Asked then, too: ``supervisors`` and ``supervision``, where somebody asks.
    """
    with file.open("wb") as opened:
        opened.write(b'{\n  "villages": [')
        for village, plan in made:
            document, row = _entry(village, plan)
            opened.write((b",\n    " if len(rows) else b"\n    ") + _indented(document, 4))
            rows.add(row)
        opened.write(b"\n  ]" if len(rows) else b"]")
        lent = lending()
        parts: Mapping[str, object] = {
            "notes": note_documents(notes),
            "summary": summary_of(rows.totals().areas),
            **({} if lent is None else {"lending": lent}),
            **supervised(),
            "run": describe_run(),
        }
        for key, value in parts.items():
            opened.write(f',\n  "{key}": '.encode() + _indented(value, 2))
        opened.write(b"\n}\n")


def _entry(
    village: Village, plan: VillagePlan | Failure
) -> tuple[Mapping[str, object], VillageSummary]:
    if isinstance(plan, Failure):
        return failed_response(village, plan), summarise_failure(village, plan)
    return village_response(village, plan), summarise_village(village, plan)


def _indented(document: object, depth: int) -> bytes:
    """Return JSON as it stands inside a larger document; texts hold no line breaks of their own."""
    text = orjson.dumps(document, option=orjson.OPT_INDENT_2)
    return text.replace(b"\n", b"\n" + b" " * depth)
