"""Small villages kept as files, each with the answer that a pencil finds."""

from __future__ import annotations

from pathlib import Path

from optimizer.errors import Problem, ScenarioError

_FOLDER = Path(__file__).parent / "stored"


def stored_names() -> tuple[str, ...]:
    """Return the names of the stored villages, sorted."""
    return tuple(sorted(answer.parent.name for answer in _FOLDER.glob("*/answer.json")))


def stored_folder(name: str) -> Path:
    """Return the folder that holds ``request.json`` and ``answer.json`` of a stored village.

    Raises
    ------
    ScenarioError
        With the names there are, when there is none of that name.
    """
    if name in stored_names():
        return _FOLDER / name
    remedy = f"no such stored village; choose {', '.join(stored_names())}"
    raise ScenarioError([Problem("UNKNOWN_STORED", "stored", "name", name[:60], remedy)])
