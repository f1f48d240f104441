"""``--geo`` and ``--also``: what a result is also written as."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from optimizer.output.formats import OutputFormat
from tests.optimizer.output.earth_village import entries, request


def optimize(folder: Path, coordinates: str, *options: str) -> tuple[int, str]:
    """Plan the villages, and return the exit code and what standard error says."""
    (folder / "in.json").write_text(json.dumps(request(coordinates)), encoding="utf-8")
    command = ["optimize", str(folder / "in.json"), "--output", str(folder / "out")]
    ended = CliRunner().invoke(app, [*command, "--workers", "1", *options])
    return ended.exit_code, ended.stderr


def test_that_a_result_is_written_as_everything_asked_for(tmp_path: Path) -> None:
    """Tests that formats may be repeated under both names, and lie in the result folder."""
    asked = [word for kind in OutputFormat for word in ("--also", kind.value)]
    code, said = optimize(tmp_path, "lonlat", "--geo", "kml", *asked, "--lang", "vi")
    assert code == 0, said
    for kind in OutputFormat:
        assert (tmp_path / "out" / kind.file).is_file(), kind
    told = entries(tmp_path / "out" / "messages.zip")
    assert "các hộ của" in told["today/0002-b/001-m-1-20a.txt"]


@pytest.mark.parametrize(
    ("language", "remedy"),
    [("en", "say which system they are in"), ("vi", "ghi hệ tọa độ")],
)
def test_that_a_plane_is_refused_before_it_is_planned(
    tmp_path: Path, language: str, remedy: str
) -> None:
    """Tests that every format without a place on the earth is named with the remedy."""
    options = ("--geo", "gpx", "--geo", "gpkg", "--geo", "kml", "--lang", language)
    code, said = optimize(tmp_path, "metres", *options)
    assert code == 2
    lines = [line for line in said.splitlines() if "NEEDS_LONLAT" in line]
    assert len(lines) == 2
    assert "gpx" in lines[0]
    assert "kml" in lines[1]
    assert all(remedy in line for line in lines)
    assert not (tmp_path / "out").exists()
