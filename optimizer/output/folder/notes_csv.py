"""The table of what looked wrong in the input."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from optimizer.domain.languages import Language
from optimizer.domain.notes import Note
from optimizer.input.notes.note_texts import LANGUAGES, sentence
from optimizer.output.folder.csv_table import CsvTable

NOTES = "notes.csv"
COLUMNS = ("code", "pointer", "row", *(f"message_{language}" for language in LANGUAGES))


def write_notes(folder: Path, notes: Sequence[Note], language: Language = Language.EN) -> None:
    """Write ``notes.csv``: a line for each row, so that a planner can sort them and tick them off.

    A note about the whole of something has one line, without a row.
    """
    table = CsvTable(folder / NOTES, COLUMNS, language)
    for note in notes:
        said = [sentence(note, language) for language in LANGUAGES]
        table.write((note.code, note.pointer, row, *said) for row in note.rows or (None,))
    table.close()
