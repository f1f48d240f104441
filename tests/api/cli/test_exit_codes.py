"""What a command says when its input is refused, in the reader's language."""

from __future__ import annotations

import json
from dataclasses import fields
from pathlib import Path
from string import Formatter

import pytest
from typer.testing import CliRunner

from api.cli.exit_codes import BAD_INPUT
from api.cli.planner_app import app
from api.cli.run_texts import RUN_TEXTS, RunTexts


@pytest.mark.parametrize(
    ("language", "sentence"),
    [
        ("en", "the id stands already at /villages/0/members/0"),
        ("vi", "mã này đã dùng ở /villages/0/members/0;"),
    ],
)
def test_that_a_refusal_is_told_in_the_language(
    language: str, sentence: str, tmp_path: Path
) -> None:
    """Tests that place, field, value and code are the same, and the sentence is translated."""
    member = {"id": "m", "x": 0.0, "y": 0.0}
    village = {"id": "v", "households": [{**member, "id": "h"}], "members": [member, member]}
    path = tmp_path / "request.json"
    path.write_text(json.dumps({"villages": [village]}), encoding="utf-8")
    ended = CliRunner().invoke(app, ["optimize", str(path), "--lang", language])
    assert ended.exit_code == BAD_INPUT
    (line,) = ended.stderr.splitlines()
    column = "cột" if language == "vi" else "field"
    assert line.startswith(f"/villages/0/members/1, {column} id = 'm': {sentence}")
    assert line.endswith("[DUPLICATE_ID]")


def test_that_a_run_speaks_vietnamese() -> None:
    """Tests that what is said while villages are planned is in the reader's language."""
    made = CliRunner().invoke(app, ["optimize", "tiny", "--lang", "vi"])
    assert made.exit_code == 0
    assert "Lập phương án cho 1 thôn trong" in made.stderr
    assert (
        "thôn đã lập phương án: 1/1 (Đủ thành viên 1); 1 thôn đã chứng minh tối ưu" in made.stderr
    )
    assert "villages" not in made.stderr


def test_that_every_text_of_a_run_takes_the_same_figures() -> None:
    """Tests that both languages name the same numbers in every sentence."""
    for field in fields(RunTexts):
        named = [
            {name for _, name, _, _ in Formatter().parse(getattr(texts, field.name)) if name}
            for texts in RUN_TEXTS.values()
        ]
        assert named[0] == named[1], field.name
