"""The one clock that all processes of a database share."""

from __future__ import annotations

from datetime import datetime

from sqlalchemy import func, select
from sqlalchemy.orm import Session

from api.db.column_types import Moment, now


def database_now(session: Session) -> datetime:
    """Return the time of the database; on SQLite everybody is on this machine anyway."""
    if session.get_bind().dialect.name != "postgresql":
        return now()
    at = session.scalar(select(func.clock_timestamp(type_=Moment())))
    assert isinstance(at, datetime)
    return at
