"""A JSON file with a list of villages, a line each, written as they come and read back so."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from pathlib import Path

import orjson

from optimizer.input.budgets.json_text import chunks_of, measure


class VillageList:
    """``{"villages": [`` and an entry a line; to be closed."""

    def __init__(self, path: Path) -> None:
        self._file, self._said = path.open("wb"), False
        self._file.write(b'{"villages": [\n')

    def add(self, entry: Mapping[str, object]) -> None:
        """Write an entry."""
        self._file.write((b",\n" if self._said else b"") + orjson.dumps(entry))
        self._said = True

    def close(self) -> None:
        """End the list."""
        try:
            self._file.write(b"\n]}\n")
        finally:
            self._file.close()


def read_list(path: Path) -> Iterator[object]:
    """Yield the entries of such a file, one at a time.

    Raises
    ------
    OSError
        When there is no such file.
    orjson.JSONDecodeError
        When a line is no JSON.
    BudgetError
        When it would take more memory than a file may.
    """
    measure(chunks_of(path), path.name)
    with path.open("rb") as file:
        next(file, None)
        for line in file:
            if line.startswith(b"]"):
                return
            yield orjson.loads(line.rstrip(b",\n"))
    message = "the list has no end"
    raise orjson.JSONDecodeError(message, "", 0)
