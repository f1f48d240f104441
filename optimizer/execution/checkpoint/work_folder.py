"""The folder beside an output in which a run keeps what is finished."""

from __future__ import annotations

import os
import shutil
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from pathlib import Path

from optimizer.errors import OutputError
from optimizer.execution.checkpoint.plan_store import PlanStore
from optimizer.execution.system_calls import lock_file

_LOCK, _PART, _OLD = "lock", "part", "old"


@dataclass(slots=True)
class WorkFolder:
    """The folder of one run.

    Parameters
    ----------
    folder
        On the same disk as the output, so that what is made in it is renamed in one step.
    lasting
        False where there is no output: then nothing outlives the run.
    done
        Set when the result is whole: the folder has done its duty and is removed.
    """

    folder: Path
    store: PlanStore
    lasting: bool
    done: bool = field(default=False)

    @property
    def part(self) -> Path:
        """Where the result is written before it appears."""
        return self.folder / _PART

    @property
    def old(self) -> Path:
        """Where an earlier result waits while the new one takes its place."""
        return self.folder / _OLD


@contextmanager
def open_work_folder(output: Path | None) -> Iterator[WorkFolder]:
    """Open the work folder of an output, for this run alone; without an output a passing one.

    It is left behind when the run does not come to its end and something is finished.

    Raises
    ------
    OutputError
        When another run works on the same output.
    """
    if output is None:
        with tempfile.TemporaryDirectory(prefix="liengia-") as place:
            yield WorkFolder(Path(place), PlanStore(Path(place)), lasting=False)
        return
    target = output.absolute()
    folder = target.with_name(f"{target.name}.unfinished")
    lock = _locked(folder, output)
    work = None
    try:
        _tidy(folder, target)
        work = WorkFolder(folder, PlanStore(folder), lasting=True)
        yield work
    finally:
        _tidy(folder, target)
        if work is None or work.done or not len(work.store):
            shutil.rmtree(folder, ignore_errors=True)
        os.close(lock)


def _tidy(folder: Path, target: Path) -> None:
    """Remove what a run wrote that did not come to its end, and put an earlier result back."""
    if (folder / _OLD).exists() and not target.exists():
        (folder / _OLD).rename(target)
    for rest in (folder / _PART, folder / _OLD):
        if rest.is_file():
            rest.unlink()
        else:
            shutil.rmtree(rest, ignore_errors=True)


def _locked(folder: Path, output: Path) -> int:
    """Return the open lock of a folder, held by this process until it is closed or ends."""
    while True:
        folder.mkdir(parents=True, exist_ok=True)
        lock = os.open(folder / _LOCK, os.O_RDWR | os.O_CREAT)
        try:
            lock_file(lock)
        except BlockingIOError:
            os.close(lock)
            raise OutputError(
                f"another run is writing {output}; wait for it, or name another place"
            ) from None
        if _is_in_place(lock, folder / _LOCK):
            return lock
        os.close(lock)  # a run that ended just now has removed it


def _is_in_place(lock: int, path: Path) -> bool:
    """Tell whether an open file is still the one of that name."""
    try:
        return os.path.samestat(os.fstat(lock), path.stat())
    except FileNotFoundError:
        return False
