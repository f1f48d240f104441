"""One version of the program everywhere: whoever plans must be the same as whoever asks."""

from __future__ import annotations

from importlib.metadata import PackageNotFoundError, version

from optimizer.errors import ClusterError

PROGRAM = "liengia"


def installed() -> str:
    """Return the version of the program in this process.

    Raises
    ------
    PackageNotFoundError
        Where it is not installed.
    """
    return version(PROGRAM)


def check_version(machine: str, theirs: object, ours: str) -> None:
    """See that a worker plans as whoever asks would.

    Parameters
    ----------
    machine
        The worker's address.
    theirs
        Its version of the program, or what was raised when it was asked for that.

    Raises
    ------
    ClusterError
        When it has another version, or cannot plan at all.
    """
    if isinstance(theirs, PackageNotFoundError):
        raise ClusterError(f"the worker {machine} has no {PROGRAM}; install {ours} there")
    if isinstance(theirs, Exception):
        fault = f"{type(theirs).__name__}: {theirs}"
        raise ClusterError(
            f"the worker {machine} cannot load {PROGRAM} ({fault}); install {ours} there"
        )
    if theirs != ours:
        raise ClusterError(
            f"the worker {machine} has {PROGRAM} {theirs}, this is {ours}; install one version"
        )
