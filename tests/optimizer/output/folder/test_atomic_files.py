"""Tests of what appears only when it is whole."""

from __future__ import annotations

from pathlib import Path

import pytest

from optimizer.output.folder.atomic_files import put_when_whole


@pytest.mark.parametrize("name", ["made.csv", "old", "part"])
def test_that_a_file_appears_when_it_is_whole(name: str, tmp_path: Path) -> None:
    """Tests that an earlier file stays until the block has ended, and nothing else is left."""
    path = tmp_path / "deep" / name
    for text in ("first", "second"):
        with put_when_whole(path) as part:
            part.write_text(text, encoding="utf-8")
            assert path.exists() is (text == "second")
        assert path.read_text(encoding="utf-8") == text
    assert list(path.parent.iterdir()) == [path]


@pytest.mark.parametrize("name", ["made", "old", "part"])
def test_that_a_folder_takes_the_place_of_an_earlier_one(name: str, tmp_path: Path) -> None:
    """Tests that no file of the earlier folder is left, and nothing beside the new one."""
    path = tmp_path / name
    for file in ("first", "second"):
        with put_when_whole(path) as part:
            part.mkdir()
            (part / file).touch()
        assert [one.name for one in path.iterdir()] == [file]
    assert list(tmp_path.iterdir()) == [path]


def test_that_a_block_that_fails_changes_nothing(tmp_path: Path) -> None:
    """Tests that what was begun is gone, and what was there before is not."""
    path = tmp_path / "made.csv"
    path.write_text("before", encoding="utf-8")

    def fill() -> None:
        with put_when_whole(path) as part:
            part.write_text("half", encoding="utf-8")
            raise OSError("full")

    with pytest.raises(OSError, match="full"):
        fill()
    assert path.read_text(encoding="utf-8") == "before"
    assert list(tmp_path.iterdir()) == [path]
