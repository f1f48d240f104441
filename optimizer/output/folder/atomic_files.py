"""Files and folders that appear only when they are whole."""

from __future__ import annotations

import shutil
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
    elif path.is_dir() and any(path.iterdir()) and not (path / MARK).is_file():
        raise OutputError(
            f"{path} holds other things than a result (it has no {MARK}); "
            f"name a new folder or empty this one"
        )


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
