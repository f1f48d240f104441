"""What a command says when its input is refused, in the reader's language."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.exit_codes import BAD_INPUT
from api.cli.planner_app import app
from api.http.problem_texts_vietnamese import SENTENCES


@pytest.mark.parametrize(
    ("language", "sentence"),
    [("en", "the id stands already at /villages/0/members/0"), ("vi", SENTENCES["DUPLICATE_ID"])],
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
    assert line.startswith(f"/villages/0/members/1, field id = 'm': {sentence}")
    assert line.endswith("[DUPLICATE_ID]")
