"""Why a database cannot be used, in one line with its remedy."""

from __future__ import annotations

import sqlite3

from alembic.util import CommandError
from sqlalchemy import make_url
from sqlalchemy.exc import ArgumentError, SQLAlchemyError

_PRIMARY = 0xFF
"""What of a code of SQLite is its kind."""
DAMAGED = (sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB)
"""By which SQLite says that a file is damaged, or no database at all."""
_OTHERS_TABLES = "42P07"
"""By which PostgreSQL says that a table is there already."""
_NOT_OURS = "it has tables of another program; name a database of its own"
_REMEDIES = {
    sqlite3.SQLITE_ERROR: _NOT_OURS,
    **dict.fromkeys(
        DAMAGED,
        "it is damaged, or no database; put a copy in its place, or move it away and start anew",
    ),
    sqlite3.SQLITE_READONLY: "it may not be written; give this user the right to, or name another",
    sqlite3.SQLITE_PERM: "it may not be written; give this user the right to, or name another",
    sqlite3.SQLITE_CANTOPEN: "it cannot be opened; see that it is a file, in a folder that may be "
    "written by this user",
    sqlite3.SQLITE_BUSY: "another program has locked it; end that program and try again",
    sqlite3.SQLITE_LOCKED: "another program has locked it; end that program and try again",
    sqlite3.SQLITE_FULL: "its disk is full; make room",
    sqlite3.SQLITE_IOERR: "its disk cannot be read or written; see whether it is full or failing",
}


def kind_of(fault: BaseException) -> int | None:
    """Return SQLite's kind of a fault; None where it is none of SQLite's."""
    orig = getattr(fault, "orig", None)
    code = getattr(orig, "sqlite_errorcode", None) if isinstance(orig, sqlite3.Error) else None
    return None if code is None else code & _PRIMARY


def why_unusable(url: str, fault: SQLAlchemyError | CommandError) -> str:
    """Return which database cannot be used, why and what to do, without its password."""
    try:
        place = make_url(url).render_as_string(hide_password=True)
    except ArgumentError:
        return "the database's address cannot be read; set LIENGIA_DATABASE_URL"
    if isinstance(fault, CommandError):
        why = "a newer version has used it; install that version, put a copy from before in its "
        why += "place, or name another database"
    else:
        said = str(getattr(fault, "orig", None) or fault).strip().splitlines() or [""]
        others = getattr(getattr(fault, "orig", None), "sqlstate", None) == _OTHERS_TABLES
        known = _NOT_OURS if others else _REMEDIES.get(kind_of(fault) or -1)
        why = known or f"{said[0]}; see that it runs and lets us in"
    return f"the database {place} cannot be used: {why}"
