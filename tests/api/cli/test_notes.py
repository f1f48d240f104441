"""Tests that what looked wrong leaves with the response, the folder and the terminal."""

from __future__ import annotations

import csv
import json
from collections.abc import Mapping
from pathlib import Path
from string import Formatter

import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from optimizer.domain.notes import Note
from optimizer.input.notes import note_texts
from optimizer.input.notes.note_texts import note_line, sentence
from tests.optimizer.input.notes.villages import points, request, village


def doubtful() -> dict[str, object]:
    xy = points(20)
    xy[7][1] -= 0.7
    return request(village(xy=xy))


@pytest.fixture
def scenario(tmp_path: Path) -> Path:
    path = tmp_path / "request.json"
    path.write_text(json.dumps(doubtful()))
    return path


def test_that_a_response_has_its_notes(scenario: Path, tmp_path: Path) -> None:
    """Tests that a note has its five fields, and a line on standard error."""
    made = CliRunner().invoke(
        app, ["optimize", str(scenario), "--output", str(tmp_path / "o.json")]
    )
    assert made.exit_code == 0
    assert "row 7: " in made.stderr
    assert "[OUTLIER]" in made.stderr
    (note,) = json.loads((tmp_path / "o.json").read_text())["notes"]
    assert set(note) == {"code", "pointer", "rows", "params", "message"}
    assert (note["code"], note["pointer"], note["rows"]) == (
        "OUTLIER",
        "/villages/0/households",
        [7],
    )
    assert "h7" in note["message"]


def test_that_a_result_folder_has_its_notes(scenario: Path, tmp_path: Path) -> None:
    """Tests that notes.csv has a line a row, in both languages."""
    made = CliRunner().invoke(app, ["optimize", str(scenario), "--output", str(tmp_path / "out")])
    assert made.exit_code == 0
    with (tmp_path / "out" / "notes.csv").open(encoding="utf-8-sig", newline="") as file:
        (row,) = csv.DictReader(file)
    assert (row["code"], row["row"]) == ("OUTLIER", "7")
    assert row["message_en"] != row["message_vi"]


def test_that_strict_refuses_on_the_command_line_and_in_a_request(
    scenario: Path, tmp_path: Path
) -> None:
    """Tests that the exit code is 2, the code is told, and nothing is written."""
    output = tmp_path / "o.json"
    made = CliRunner().invoke(app, ["optimize", str(scenario), "--output", str(output), "--strict"])
    assert (made.exit_code, output.exists()) == (2, False)
    assert "/villages/0/households/7" in made.stderr
    scenario.write_text(json.dumps({**doubtful(), "strict": True}))
    made = CliRunner().invoke(app, ["optimize", str(scenario), "--output", str(output)])
    assert (made.exit_code, output.exists()) == (2, False)


def test_that_a_request_without_doubts_has_an_empty_list(tmp_path: Path) -> None:
    """Tests that the list is there, and empty."""
    path = tmp_path / "request.json"
    path.write_text(json.dumps(request()))
    CliRunner().invoke(app, ["optimize", str(path), "--output", str(tmp_path / "o.json")])
    assert json.loads((tmp_path / "o.json").read_text())["notes"] == []


def fields(text: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(text) if name}


def test_that_both_catalogues_say_the_same() -> None:
    """Tests that every sentence is there in both languages, with the same figures."""
    english: Mapping[str, str] = note_texts.CATALOGUES["en"]
    vietnamese: Mapping[str, str] = note_texts.CATALOGUES["vi"]
    assert english.keys() == vietnamese.keys()
    assert {key for key in english if fields(english[key]) != fields(vietnamese[key])} == set()


def test_that_a_code_of_another_reader_has_a_sentence() -> None:
    """Tests that the list of codes is open: what has no sentence is told with its figures."""
    note = Note("SOMETHING", "/households", (2, 3), {"source": "a.csv", "count": 2})
    assert (
        note_line(note, "en")
        == "a.csv rows 2, 3: this looks wrong (count 2); look at it [SOMETHING]"
    )
    assert "count 2" in sentence(note, "vi")


def test_that_numbers_are_written_as_the_language_does() -> None:
    """Tests that groups and decimals have the marks of the language."""
    note = Note("ABSURD_VALUE", "/villages", (), {"value": 20500.5})
    assert "20.500,5 m" in sentence(note, "vi")
    assert "20,500.5 m" in sentence(note, "en")
