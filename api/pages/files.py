"""Files of a folder, under whatever name they are asked for."""

from __future__ import annotations

import os

from fastapi.staticfiles import StaticFiles


class Files(StaticFiles):
    """A folder in which no name, however strange, is more than not found."""

    def lookup_path(self, path: str) -> tuple[str, os.stat_result | None]:
        """Return where a file is, and its figures; None where there is none."""
        try:
            return super().lookup_path(path)
        except (OSError, ValueError):  # too long a name, or one with a zero byte in it
            return "", None
