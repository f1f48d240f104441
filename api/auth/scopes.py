"""What a key may be allowed to do."""

from __future__ import annotations

from enum import StrEnum


class Scope(StrEnum):
    """A right; ``requires`` names those that a route takes."""

    OPTIMIZE = "optimize"
    READ = "read"
    """Aggregates: no ids of households, no points."""
    HOUSEHOLDS = "households"
    ADMIN = "admin"
