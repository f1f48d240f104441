"""A workbook in what is said of it: by the name that it was sent under."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace

from optimizer.domain.notes import Note
from optimizer.errors import Problem


def problems_as_sent(problems: Iterable[Problem], workbook: str, name: str) -> list[Problem]:
    """Return problems of a workbook with the name that it was sent under."""

    def told(text: str) -> str:
        return text.replace(workbook, name)

    return [
        replace(
            one,
            where=told(one.where),
            message=told(one.message),
            params=tuple((key, told(value)) for key, value in one.params),
        )
        for one in problems
    ]


def note_as_sent(note: Note, workbook: str, name: str) -> Note:
    """Return a note about a workbook with the name that it was sent under."""
    source = str(note.params.get("source", ""))
    if workbook not in source:
        return note
    return replace(note, params={**note.params, "source": source.replace(workbook, name)})
