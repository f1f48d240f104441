"""What a plan depends on, as one short key."""

from __future__ import annotations

from functools import cache
from hashlib import sha256
from importlib.metadata import version

from optimizer.domain.fingerprint import village_sha256
from optimizer.domain.scenario import Village

_MADE_BY = ("liengia", "ortools", "numpy", "scipy")


def village_key(village: Village, *, seed: int, time_limit_s: float) -> bytes:
    """Return the key of a village's plan by one search with so many seconds."""
    return search_key(village_sha256(village), seed=seed, time_limit_s=time_limit_s)


def search_key(
    digest: bytes,
    *,
    seed: int,
    time_limit_s: float,
    effort: float | None = None,
    gap: float = 0.0,
) -> bytes:
    """Return 32 bytes that differ wherever the plan might.

    Parameters
    ----------
    digest
        The village's fingerprint.
    effort
        None for that of the time limit.
    """
    counted = time_limit_s if effort is None else effort
    limits = f"limit {time_limit_s!r} effort {counted!r} gap {gap!r}"
    said = "\n".join([*_made_by(), f"seed {seed}", limits, ""])
    return sha256(said.encode() + digest).digest()


@cache
def _made_by() -> tuple[str, ...]:
    """Return the versions of what makes plans; looking one up takes as long as a small plan."""
    return tuple(f"{name} {version(name)}" for name in _MADE_BY)
