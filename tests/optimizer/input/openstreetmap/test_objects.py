"""Damaged OpenStreetMap data, on which osmium ends its process."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

import pytest

from optimizer.errors import ScenarioError
from optimizer.input.openstreetmap.objects import stream_objects
from tests.optimizer.input.openstreetmap.small_map import Drawn, write_map

_ENDS_OSMIUM = bytes.fromhex(
    "0000000d0a094f534d486561646572183b102f1a3778da53e2f32fce0d4ece48"
    "cd4dd40d33d03353e27249cd2b4ef5cb4f492d6e6214c8c94cca2fcecd2ccdd5"
    "37d23332d63304005f670e930000000b0a074f534d44617461186010cd011a5b"
    "78dae312e56200428ea4d2cc9c94ccbc742ed68cfcd2e254a1cd8c421b18b978"
    "989080961b170f03121042e149a1f09450785a3c4c483c27a986ee6bb913fcb0"
    "412fb5864b07fa3916cc61c48f82441818989819d00800a5f726140000000b0a"
    "074f534d44617461186b106b1a6778dae3d2e362e0e24862646060c8cc4be762"
    "c94bcc4de562ae4c2de662f1cb38bc0028c99e91999e519e58c9c55290589221"
    "642925c3c128c4c4c824c5c4cca2c4c5c120c020c1a0c0a0c1eac4c2c4c1c12f"
    "25c9c124c4c826c5c88e22c7ccc2c4040014d60f33"
)
"""A file of twelve nodes, in which a few bytes of a packed block were changed."""


def test_that_a_file_that_ends_osmium_is_refused(tmp_path: Path) -> None:
    """Tests that osmium's end is a refusal with the file's name, and this process goes on."""
    path = tmp_path / "houses.osm.pbf"
    path.write_bytes(_ENDS_OSMIUM)
    with pytest.raises(ScenarioError, match=r"houses\.osm\.pbf.*ended on it.*NOT_OSM"):
        list(stream_objects(path, "building", relations=[("building", None)]))


def test_that_objects_may_be_left(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that the process that reads ends when its objects are not asked for any more."""
    drawn = Drawn()
    for at in range(3):
        drawn.node((at, at), building="yes")
    began: list[int] = []
    popen = subprocess.Popen

    def noted(*arguments: Any, **options: Any) -> subprocess.Popen[bytes]:  # noqa: ANN401 - whatever Popen takes
        process: subprocess.Popen[bytes] = popen(*arguments, **options)
        began.append(process.pid)
        return process

    monkeypatch.setattr(subprocess, "Popen", noted)
    things = stream_objects(write_map(drawn, tmp_path / "small.osm"), "building")
    assert next(things).id == "n1"
    things.close()  # type: ignore[attr-defined]
    with pytest.raises(ProcessLookupError):
        os.kill(began[0], signal.SIGTERM)


def test_that_code_beside_the_file_is_not_run(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that the folder that one stands in is no place for modules."""
    for name in ("optimizer", "osmium", "json"):
        (tmp_path / f"{name}.py").write_text("open('ran', 'w').close()")
    monkeypatch.chdir(tmp_path)
    drawn = Drawn()
    drawn.node((5, 5), building="yes")
    found = list(stream_objects(write_map(drawn, tmp_path / "small.osm"), "building"))
    assert [one.id for one in found] == ["n1"]
    assert not (tmp_path / "ran").exists()
