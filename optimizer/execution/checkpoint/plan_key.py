"""What a plan depends on, as one short key."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version

from optimizer.domain.fingerprint import village_sha256
from optimizer.domain.scenario import Village

_MADE_BY = ("liengia", "ortools", "numpy", "scipy")


def village_key(village: Village, *, seed: int, time_limit_s: float) -> bytes:
    """Return 32 bytes that differ wherever the plan might."""
    said = "\n".join([*_made_by(), f"seed {seed}", f"limit {time_limit_s!r}", ""])
    return sha256(said.encode() + village_sha256(village)).digest()


@cache
def _made_by() -> tuple[str, ...]:
    """Return the versions of what makes plans; looking one up takes as long as a small plan."""
    return tuple(f"{name} {version(name)}" for name in _MADE_BY)
