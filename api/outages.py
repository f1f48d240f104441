"""A database that is away or full: what its faults mean, for requests and for jobs."""

from __future__ import annotations

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

_AWAY = (OperationalError, InterfaceError, PoolTimeout)
_FULL = ("full", "no space left", "disk i/o")
"""Words by which SQLite and PostgreSQL own up to a full disk."""
_LOG = structlog.get_logger("liengia")


def is_away(fault: Exception) -> bool:
    """Tell whether the database is away or full, so that the same may succeed later."""
    if isinstance(fault, IntegrityError):
        return False
    gone = isinstance(fault, DBAPIError) and fault.connection_invalidated
    return gone or isinstance(fault, _AWAY)


def is_full(fault: Exception) -> bool:
    """Tell a full disk from a database that is away."""
    said = str(getattr(fault, "orig", "")).lower()
    return any(word in said for word in _FULL)


def log_fault(event: str, fault: Exception) -> None:
    """Log what a loop goes on after: a database that is away briefly, our own faults in full."""
    if is_away(fault):
        _LOG.warning(event, cause=type(fault).__name__)
    else:
        _LOG.error(event, exc_info=fault)
