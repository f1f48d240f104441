"""Answers of a router on disk, so that a run that was interrupted goes on."""

from __future__ import annotations

from hashlib import sha256
from pathlib import Path
from types import TracebackType
from typing import Self

import numpy as np
import orjson

from optimizer.domain.scenario import Floats


class AnswerCache:
    """A file of lines, one an answer; a last line that was cut off is not read.

    Keys are digests of what was asked: engine, address, profile and points.
    """

    def __init__(self, path: Path) -> None:
        self._path = path
        self._known = dict(_lines(path))
        self._file = path.open("ab")

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        fault: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._file.close()

    def get(self, key: str, shape: tuple[int, int]) -> Floats | None:
        """Return a kept table; None where it is not known."""
        found = self._known.get(key)
        if found is None:
            return None
        return np.array([np.inf if one is None else one for one in found], np.float64).reshape(
            shape
        )

    def put(self, key: str, metres: Floats) -> None:
        """Keep a table, and see to it that it is on the disk."""
        cells = [one if np.isfinite(one) else None for one in metres.ravel().tolist()]
        self._known[key] = cells
        self._file.write(orjson.dumps([key, cells]) + b"\n")
        self._file.flush()


def key_of(engine: str, address: str, profile: str, sources: Floats, targets: Floats) -> str:
    """Return the digest of a question."""
    digest = sha256(orjson.dumps([engine, address, profile, len(sources)]))
    for points in (sources, targets):
        digest.update(points.astype("<f8").tobytes())
    return digest.hexdigest()


def _lines(path: Path) -> list[tuple[str, list[float | None]]]:
    if not path.is_file():
        return []
    whole, _, rest = path.read_bytes().rpartition(b"\n")
    if rest:  # cut off: the next answer begins on a line of its own
        path.write_bytes(whole + b"\n" if whole else b"")
    kept: list[tuple[str, list[float | None]]] = []
    for line in whole.splitlines():
        try:
            key, cells = orjson.loads(line)
        except (ValueError, TypeError):
            continue
        if isinstance(key, str) and isinstance(cells, list):
            kept.append((key, cells))
    return kept
