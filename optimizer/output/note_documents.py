"""Notes as the response JSON and the terminal say them."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from optimizer.domain.notes import LEFT_OUT, Note
from optimizer.input.notes.note_texts import LANGUAGES, note_line, sentence


def note_documents(notes: Sequence[Note]) -> list[dict[str, object]]:
    """Return notes as the response has them, their sentences in English."""
    return [{**_document(note), "message": sentence(note, "en")} for note in notes]


def bilingual_notes(notes: Sequence[Note]) -> list[dict[str, object]]:
    """Return notes with their sentences in every language, for a page that shows either."""
    return [
        {**_document(note), "message": {key: sentence(note, key) for key in LANGUAGES}}
        for note in notes
    ]


def _document(note: Note) -> dict[str, object]:
    return {
        "code": note.code,
        "pointer": note.pointer,
        "rows": list(note.rows),
        "params": dict(note.params),
    }


def terminal_lines(notes: Sequence[Note], language: str) -> Iterator[str]:
    """Yield a line for each note: place, sentence and code.

    Columns left out stand in the line of what was read (`optimizer.output.text.reading_lines`).
    """
    return (note_line(note, language) for note in notes if note.code != LEFT_OUT)
