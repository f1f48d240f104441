"""JSON, measured without being parsed: its depth, and how much it would become in memory."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

from optimizer.input.budgets import file_budgets
from optimizer.input.budgets.file_budgets import Budget

_CHUNK = 1 << 22
_OTHERS = bytes(set(range(256)) - set(b"[]{},"))
OBJECT = 4
"""Elements that an empty object is as heavy as."""
OBJECTS, FEATURE = 3, 4
"""Objects of a feature of GeoJSON, at least, and lists that take as long to be read."""


@dataclass(slots=True)
class Measured:
    """What a text holds, as far as it was read."""

    weight: int = 0
    lists: int = 0
    objects: int = 0
    deepest: int = 0
    depth: int = 0
    members: int = 0
    names: set[bytes] = field(default_factory=set)


def check_json(content: bytes, source: str) -> None:
    """Refuse a text that is nested too deeply, or would become too much.

    Raises
    ------
    ScenarioError
        With the file, the count and the limit.
    """
    measure((content[at : at + _CHUNK] for at in range(0, len(content), _CHUNK)), source)


def chunks_of(path: Path) -> Iterator[bytes]:
    """Yield a file in pieces."""
    with path.open("rb") as file:
        while chunk := file.read(_CHUNK):
            yield chunk


def measure(
    chunks: Iterable[bytes], source: str, *, named: bool = False, pieces: Budget | None = None
) -> Measured:
    """Count a text's elements, and its levels; what is not JSON is left for the parser to name.

    Parameters
    ----------
    named
        Whether members and their different names are counted too, but for one that a piece cuts.
    pieces
        How many lists and features of GeoJSON there may be; more are refused before the rest is
        looked at.
    """
    found, open_text = Measured(), b""
    for chunk in chunks:
        text = open_text + chunk
        if b"\\" in text:  # marks that are letters; a pair of backslashes is one, and comes first
            text = text.replace(b"\\\\", b"").replace(b'\\"', b"")
        parts = text.split(b'"')  # what stands outside of texts, then inside, and so on
        open_text = b"" if len(parts) % 2 else b'"' + parts.pop()
        file_budgets.JSON_STRING.check(len(open_text), source)
        if named:
            _name(found, parts)
        _count(found, b"".join(parts[::2]))
        file_budgets.JSON_DEPTH.check(found.deepest, source)
        file_budgets.JSON_WEIGHT.check(found.weight, source)
        if pieces is not None:
            pieces.check(found.lists + FEATURE * (found.objects // OBJECTS), source)
    return found


def _name(found: Measured, parts: Sequence[bytes]) -> None:
    names = [
        text
        for text, after in zip(parts[1::2], parts[2::2], strict=True)
        if after.lstrip()[:1] == b":"
    ]
    found.members += len(names) - names.count(b"")
    found.names.update(names)
    found.names.discard(b"")


def _count(found: Measured, plain: bytes) -> None:
    marks = plain.translate(None, _OTHERS)
    objects = marks.count(b"{")
    found.objects += objects
    lists = marks.count(b"[")
    found.lists += lists
    found.weight += marks.count(b",") + lists + OBJECT * objects
    if not marks:
        return
    codes = np.frombuffer(marks, np.uint8)
    # An opening bracket is two below its closing one, in ASCII: [ 91, ] 93, { 123, } 125.
    steps = np.where(codes == ord(","), 0, 92 - (codes & 0xDF)).astype(np.int8)
    levels = found.depth + np.cumsum(steps, dtype=np.int64)
    found.deepest = max(found.deepest, int(levels.max()))
    found.depth = int(levels[-1])
