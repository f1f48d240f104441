"""Temporary files: their folder is chosen while there is room, and what is left behind is found."""

from __future__ import annotations

import atexit
import fcntl
import multiprocessing
import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from pathlib import Path
from tempfile import mkdtemp

PREFIX = "liengia-service-"
_LONGEST = 60
"""Letters of a folder in which a folder of ours with a socket has a path of less than 108."""
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


@contextmanager
def scratch() -> Iterator[Path]:
    """Give a folder that is gone afterwards.

    It is locked for as long: the system lets go of the lock however its process ends, which is how
    `remove_stale` knows what nobody uses any more. Where folders cannot be locked it finds none.
    """
    folder, held = _made()
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        os.close(held)


def keep_sockets() -> None:
    """Let multiprocessing put its sockets into a folder like those of `scratch`, once and for all.

    It takes one away when it ends by itself, and after ``kill -9`` nobody would know the one of its
    own choice, ``pymp-``, from another program's. Where the path would be too long for a socket its
    own choice is left.
    """
    config: dict[str, str] = multiprocessing.current_process()._config  # type: ignore[attr-defined] # noqa: SLF001 - no other way is offered
    if "tempdir" not in config and len(tempfile.gettempdir()) <= _LONGEST:
        folder, _ = _made()  # locked for as long as this process lives
        config["tempdir"] = str(folder)
        atexit.register(shutil.rmtree, folder, ignore_errors=True)


def _made() -> tuple[Path, int]:
    """Make a folder and lock it; once more where it was taken for stale just in between."""
    while True:
        folder = Path(mkdtemp(prefix=PREFIX))
        with suppress(FileNotFoundError):
            held = os.open(folder, os.O_RDONLY)
            with suppress(OSError):
                fcntl.flock(held, fcntl.LOCK_EX)
            if folder.exists():
                return folder, held
            os.close(held)


def remove_stale() -> int:
    """Remove what killed processes of services have left, and return how many folders that were.

    Only folders of this name, of this user, that nobody has locked: not what a service beside this
    one is at work on, and nobody else's.
    """
    return sum(map(_removed, Path(tempfile.gettempdir()).glob(f"{PREFIX}*")))


def _removed(folder: Path) -> bool:
    try:
        opened = os.open(folder, os.O_RDONLY | os.O_DIRECTORY | os.O_NOFOLLOW)
    except OSError:  # gone meanwhile, no folder, or not ours to read
        return False
    try:
        if os.fstat(opened).st_uid != os.getuid():
            return False
        fcntl.flock(opened, fcntl.LOCK_EX | fcntl.LOCK_NB)
        shutil.rmtree(folder, ignore_errors=True)
    except OSError:  # it is in use
        return False
    else:
        return not folder.exists()
    finally:
        os.close(opened)
