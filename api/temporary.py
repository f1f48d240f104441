"""The folder for temporary files, chosen while there is room."""

from __future__ import annotations

import tempfile

_FALLBACK = "/tmp"  # noqa: S108 - whoever makes a file there makes it by `tempfile`


def choose_folder() -> None:
    """Choose the folder for the temporary files of this process, once and for all.

    Python chooses at the first file, by writing one, and finds no folder at all where the disk is
    full just then. With a folder whatever is written there finds the disk full, and says so.
    """
    try:
        tempfile.gettempdir()
    except FileNotFoundError:
        tempfile.tempdir = _FALLBACK
