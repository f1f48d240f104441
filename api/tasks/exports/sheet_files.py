"""Files of printed lists: one PDF of all villages, or a zip with a PDF a village."""

from __future__ import annotations

import re
from collections.abc import Iterable, Mapping
from datetime import datetime
from pathlib import Path
from typing import Any
from zipfile import ZIP_STORED, ZipFile, ZipInfo

from api.tasks.exports.typesetting import typeset

MOST_PAGES: Mapping[str, int] = {"pdf": 600, "zip": 20_000}
"""Ending of a file to the most lists in it: a PDF is set as a whole, a zip village by village."""
_UNSAFE = re.compile(r"[^\w.-]+")
_LONGEST_NAME = 80


def write_sheets(
    path: Path, villages: Iterable[Mapping[str, Any]], made: datetime, *, large: bool
) -> int:
    """Write the villages into one PDF, or into a zip as they come; return how many there were."""
    if path.suffix == ".pdf":
        together = list(villages)
        if together:
            path.write_bytes(typeset(together, made, large=large))
        return len(together)
    count = 0
    with ZipFile(path, "w", ZIP_STORED) as archive:
        for count, village in enumerate(villages, start=1):
            name = _UNSAFE.sub("-", str(village["title"]))[:_LONGEST_NAME].strip("-.")
            # A PDF is packed already; the day of the plan stands for the clock's.
            entry = ZipInfo(f"{count:04}-{name}.pdf", made.timetuple()[:6])
            archive.writestr(entry, typeset([village], made, large=large))
    return count
