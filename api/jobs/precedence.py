"""Whose job comes next: tenants take turns, with the services of a database all in one row.

Fewest jobs at work first, then the tenant whose last job was claimed longest ago, then the tenant
whose oldest job waits longest; within a tenant the oldest job.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, and_, func, or_, select, text
from sqlalchemy.orm import Session

from api.db.database_clock import database_now
from api.db.job_states import Status
from api.db.models import Job

_LONGEST_REST_S = 3600.0
_DOUBLED = 20
"""Attempts from which on a rest is no longer doubled, whatever the lease."""
_LOCK = 7_215_047
"""Any number, as long as every service takes the same."""
_LOCKED_S = 5
"""Seconds to wait for a service that is claiming: it may have been cut off in the middle."""


def one_at_a_time(session: Session) -> None:
    """Wait until no other service claims, so that each sees whom the others work for.

    On SQLite whoever writes is alone in any case.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"set local lock_timeout = '{_LOCKED_S}s'"))
        session.execute(text("select pg_advisory_xact_lock(:lock)"), {"lock": _LOCK})


def tenants_in_turn(session: Session, lease_s: float, *, newcomers: bool) -> Sequence[str]:
    """Return the tenants that have jobs to be claimed, whose turn it is first.

    Parameters
    ----------
    newcomers
        Whether those are left out that some service works for.
    """
    at = database_now(session)
    oldest = _by_tenant(session, func.min(Job.created), claimable(at, lease_s))
    if not oldest:
        return []
    held = and_(Job.status == Status.RUNNING, Job.leased_until >= at)
    running = _by_tenant(session, func.count(), held)
    served = _by_tenant(session, func.max(Job.claimed), Job.tenant.in_(oldest))
    waiting = [name for name in oldest if not (newcomers and running.get(name))]
    never = datetime.min.replace(tzinfo=at.tzinfo)
    return sorted(
        waiting, key=lambda name: (running.get(name, 0), served[name] or never, oldest[name], name)
    )


def _by_tenant(
    session: Session, figure: ColumnElement[Any], which: ColumnElement[bool]
) -> Mapping[str, Any]:
    """Return a figure of certain jobs, for each tenant that has any."""
    rows = session.execute(select(Job.tenant, figure).where(which).group_by(Job.tenant))
    return {row[0]: row[1] for row in rows}


def claimable(at: datetime, lease_s: float) -> ColumnElement[bool]:
    """Return what finds the jobs that wait, or whose process is gone."""
    return or_(Job.status == Status.QUEUED, *_gone(at, lease_s))


def _gone(at: datetime, lease_s: float) -> Iterator[ColumnElement[bool]]:
    """Yield what finds the jobs whose process is gone, and that have rested since.

    A job whose claims end again and again before a village is finished rests twice as long each
    time: it may be what ends its services, and it may be nobody's fault.
    """
    for attempts in range(1, _DOUBLED + 1):
        rest = timedelta(seconds=min(lease_s * (2 ** (attempts - 1) - 1), _LONGEST_REST_S))
        so_many = Job.attempts == attempts if attempts < _DOUBLED else Job.attempts >= attempts
        # With none, a village was finished since the job was claimed.
        counted = or_(so_many, Job.attempts == 0) if attempts == 1 else so_many
        yield and_(Job.status == Status.RUNNING, counted, Job.leased_until < at - rest)
