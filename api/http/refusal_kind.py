"""The shape of a kind of refusal."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class RefusalKind:
    """A kind of refusal: its HTTP status, and its sentence in both languages."""

    status: int
    en: str
    vi: str
