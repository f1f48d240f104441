"""Files and folders that appear only when they are whole."""

from __future__ import annotations

import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from optimizer.errors import OutputError

MARK = "run.json"
"""The file by which a result folder is recognised as ours."""


def check_free(path: Path) -> None:
    """Refuse a place that holds something else than an earlier result.

    Raises
    ------
    OutputError
        When replacing what is there would lose something that is not ours.
    """
    if path.suffix == ".json":
        if path.is_dir():
            raise OutputError(
                f"{path} is a folder; name a file for the response, or another folder"
            )
    elif path.exists() and not path.is_dir():
        raise OutputError(f"{path} is a file; name a folder, or a file that ends in .json")
    else:
        check_folder(path, "a result", MARK)


def check_folder(path: Path, what: str, mark: str) -> None:
    """Refuse a folder that holds something else than an earlier one of the same kind.

    Parameters
    ----------
    what, mark
        What it would hold, and the file by which such a folder is recognised.

    Raises
    ------
    OutputError
        When replacing what is there would lose something that is not ours.
    """
    if path.is_dir() and any(path.iterdir()) and not (path / mark).is_file():
        raise OutputError(
            f"{path} holds other things than {what} (it has no {mark}); "
            f"name a new folder or empty this one"
        )


@contextmanager
def put_when_whole(path: Path) -> Iterator[Path]:
    """Give a place beside ``path`` for a file or a folder, and put it there if the block ends well.

    Nothing else of its folder is left, whatever happens. An earlier one returns if that fails.
    """
    path.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(dir=path.parent, prefix=f".{path.name}.") as name:
        part = Path(name) / "part"
        yield part
        if part.is_dir():
            put_folder(part, path, Path(name) / "old")
        else:
            part.replace(path)


def put_folder(part: Path, path: Path, old: Path) -> None:
    """Put a whole folder in the place of an earlier result, which returns if that fails.

    Parameters
    ----------
    old
        Where the earlier result waits, on the same disk.
    """
    if not path.exists():
        part.rename(path)
        return
    path.rename(old)
    try:
        part.rename(path)
    except OSError:
        old.rename(path)
        raise
    shutil.rmtree(old)
