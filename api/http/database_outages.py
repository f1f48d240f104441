"""A database that is away or full: what its faults mean, for requests and for jobs."""

from __future__ import annotations

import errno
import sqlite3

import structlog
from sqlalchemy.exc import DBAPIError, IntegrityError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeout

from api.http.unusable_database import DAMAGED, kind_of

_AWAY = (OperationalError, InterfaceError, PoolTimeout)
_FULL_SQLSTATE = "53100"
"""By which PostgreSQL owns up to a full disk."""
_FULL_SQLITE = (sqlite3.SQLITE_FULL, sqlite3.SQLITE_IOERR)
"""By which SQLite does; the second where the file, and not the disk, may not grow."""
_FULL_ERRNO = (errno.ENOSPC, errno.EDQUOT, errno.EFBIG)
"""By which the system does, for files of our own."""
_PRIMARY = 0xFF
"""What of a code of SQLite is its kind; the rest says what exactly went wrong."""
_LOG = structlog.get_logger("liengia")


def is_away(fault: Exception) -> bool:
    """Tell whether the database is away or full, so that the same may succeed later."""
    if isinstance(fault, IntegrityError):
        return False
    gone = isinstance(fault, DBAPIError) and fault.connection_invalidated
    return gone or isinstance(fault, _AWAY) or kind_of(fault) in DAMAGED


def is_full(fault: BaseException | None) -> bool:
    """Tell a full disk, also where a library has made another fault of it, from anything else."""
    if fault is None:
        return False
    orig = getattr(fault, "orig", None)
    if isinstance(orig, sqlite3.Error):
        return getattr(orig, "sqlite_errorcode", 0) & _PRIMARY in _FULL_SQLITE
    if getattr(orig, "sqlstate", None) == _FULL_SQLSTATE:
        return True
    if isinstance(fault, OSError) and fault.errno in _FULL_ERRNO:
        return True
    return is_full(fault.__cause__ or fault.__context__)


def log_fault(event: str, fault: Exception) -> None:
    """Log what a loop goes on after: a database that is away briefly, our own faults in full."""
    if is_away(fault):
        _LOG.warning(event, cause=type(fault).__name__)
    else:
        _LOG.error(event, exc_info=fault)
