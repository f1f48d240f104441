"""Scenarios in the store: kept whole or not at all, read village by village."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import func, insert, literal, select, tuple_, update
from sqlalchemy.orm import Session

from api.db.column_types import now
from api.db.database import Database
from api.db.models import ScenarioRecord, ScenarioVillage, new_id

_ROWS_AT_ONCE = 64
"""Villages in memory together when a scenario is streamed."""


@dataclass(frozen=True, slots=True)
class PreparedScenario:
    """A checked scenario as it is kept.

    Parameters
    ----------
    villages
        The columns of ``scenario_villages``, without scenario and number.
    bases
        Village to its columns about the plan in force that it goes on from.
    notes
        What looked wrong, as a response says it.
    """

    sha256: str
    coordinates: str
    rules: Mapping[str, Any]
    villages: Sequence[Mapping[str, Any]]
    notes: Sequence[Mapping[str, Any]] = ()
    bases: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class ChangedScenario:
    """A what-if as it is kept: the base's villages, some of them with other rules.

    Parameters
    ----------
    bases
        Village to its columns about the plan in force that it goes on from, where these change.
    """

    sha256: str
    rules: Mapping[str, Any]
    contents: Mapping[str, bytes]
    bases: Mapping[str, Mapping[str, Any]] = field(default_factory=dict)


@dataclass(frozen=True, slots=True)
class VersionNote:
    """How a version is called, and what is told of it.

    Parameters
    ----------
    parent_id
        The scenario that it is a version of.
    """

    name: str
    made_by: str = ""
    comment: str = ""
    parent_id: str | None = None


NO_BASE: Mapping[str, Any] = {
    "base_approval": None,
    "current_pairs": None,
    "current_person_gone": None,
    "current_household_gone": None,
}
"""Columns of a village that goes on from no plan in force."""


def expiry(days: int, at: datetime | None = None) -> datetime:
    """Return when something made at this time is deleted."""
    return (at or now()) + timedelta(days=days)


def keep_scenario(
    session: Session, prepared: PreparedScenario, *, tenant: str, note: VersionNote, days: int
) -> ScenarioRecord:
    """Keep a new scenario and return its record."""
    record = ScenarioRecord(
        id=new_id("scn"),
        tenant=tenant,
        name=note.name,
        made_by=note.made_by,
        comment=note.comment,
        parent_id=_still_there(session, note.parent_id, tenant),
        created=now(),
        expires=expiry(days),
        sha256=prepared.sha256,
        coordinates=prepared.coordinates,
        rules=dict(prepared.rules),
        villages=len(prepared.villages),
        households=sum(row["households"] for row in prepared.villages),
        members=sum(row["members"] for row in prepared.villages),
        notes=[dict(note) for note in prepared.notes],
    )
    session.add(record)
    session.flush()
    rows = [
        {
            **row,
            **prepared.bases.get(row["village"], NO_BASE),
            "scenario_id": record.id,
            "number": number,
        }
        for number, row in enumerate(prepared.villages)
    ]
    if rows:
        session.execute(insert(ScenarioVillage), rows)
    sum_bases(session, record)
    return record


def keep_changed(
    session: Session, parent_id: str, changed: ChangedScenario, *, tenant: str, name: str, days: int
) -> ScenarioRecord | None:
    """Keep a what-if and return its record; None when its base is gone."""
    base = find_scenario(session, parent_id, tenant)
    if base is None:
        return None
    record = ScenarioRecord(
        id=new_id("scn"),
        tenant=tenant,
        name=name,
        parent_id=base.id,
        created=now(),
        expires=expiry(days),
        sha256=changed.sha256,
        coordinates=base.coordinates,
        rules=dict(changed.rules),
        villages=base.villages,
        households=base.households,
        members=base.members,
        notes=base.notes,
    )
    session.add(record)
    session.flush()
    _copy_villages(session, base.id, record.id)
    for village, content in changed.contents.items():
        session.execute(
            update(ScenarioVillage)
            .where(ScenarioVillage.scenario_id == record.id, ScenarioVillage.village == village)
            .values(content=content, **changed.bases.get(village, {}))
        )
    sum_bases(session, record)
    return record


def sum_bases(session: Session, record: ScenarioRecord) -> None:
    """Write down how much of the plans in force a scenario's villages have as current plan."""
    row = ScenarioVillage
    counts = (row.current_pairs, row.current_person_gone, row.current_household_gone)
    villages, *sums = session.execute(
        select(func.count(), *map(func.sum, counts)).where(
            row.scenario_id == record.id, row.base_approval.is_not(None)
        )
    ).one()
    names = ("pairs", "person_gone", "household_gone")
    counted = {
        name: None if one is None else int(one) for name, one in zip(names, sums, strict=True)
    }
    record.current_from = {"villages": villages, **counted} if villages else None


def _copy_villages(session: Session, source: str, target: str) -> None:
    """Copy the villages inside the database."""
    columns = [column for column in ScenarioVillage.__table__.c if column.key != "scenario_id"]
    rows = select(literal(target), *columns).where(ScenarioVillage.scenario_id == source)
    names = ["scenario_id", *(column.key for column in columns)]
    session.execute(insert(ScenarioVillage).from_select(names, rows))


def find_scenario(session: Session, name: str, tenant: str) -> ScenarioRecord | None:
    """Return a tenant's scenario that has not expired."""
    record = session.get(ScenarioRecord, name)
    if record is None or record.tenant != tenant:
        return None
    return None if record.expires is not None and record.expires <= now() else record


def _still_there(session: Session, parent: str | None, tenant: str) -> str | None:
    """Return a parent's id; None where it was deleted meanwhile."""
    if parent is None or find_scenario(session, parent, tenant) is None:
        return None
    return parent


def scenario_document(record: ScenarioRecord, *, insider: bool = False) -> dict[str, Any]:
    """Return a scenario's record as JSON says it.

    Parameters
    ----------
    insider
        Whether it is for somebody who may see households: comments may name persons.
    """
    return {
        "id": record.id,
        "name": record.name,
        "made_by": record.made_by,
        "comment": record.comment if insider or not record.comment else None,
        "parent_id": record.parent_id,
        "created": record.created.isoformat(),
        "expires": None if record.expires is None else record.expires.isoformat(),
        "sha256": record.sha256,
        "coordinates": record.coordinates,
        "rules": record.rules,
        "villages": record.villages,
        "households": record.households,
        "members": record.members,
        "current_from": record.current_from,
    }


def page_of(
    session: Session, tenant: str, after: tuple[datetime, str] | None, limit: int
) -> Sequence[ScenarioRecord]:
    """Return a tenant's scenarios, the newest first."""
    place = tuple_(ScenarioRecord.created, ScenarioRecord.id)
    wanted = select(ScenarioRecord).where(
        ScenarioRecord.tenant == tenant,
        ScenarioRecord.expires.is_(None) | (ScenarioRecord.expires > now()),
    )
    if after is not None:
        wanted = wanted.where(place < after)
    order = ScenarioRecord.created.desc(), ScenarioRecord.id.desc()
    return session.scalars(wanted.order_by(*order).limit(limit)).all()


def villages_of(
    session: Session, scenario_id: str, after: int, limit: int
) -> Sequence[tuple[int, dict[str, Any]]]:
    """Return number and row of the villages that follow a number, without their households."""
    row = ScenarioVillage
    columns = (row.village, row.name, row.area, row.x, row.y, row.households, row.members)
    bases = (
        row.base_approval,
        row.current_pairs,
        row.current_person_gone,
        row.current_household_gone,
    )
    found = session.execute(
        select(row.number, *columns, *bases)
        .where(row.scenario_id == scenario_id, row.number > after)
        .order_by(row.number)
        .limit(limit)
    ).all()
    keys = ("id", "name", "area", "x", "y", "households", "members")
    base_keys = ("approval", "pairs", "person_gone", "household_gone")
    shown = []
    for number, *values in found:
        base = dict(zip(base_keys, values[len(keys) :], strict=True))
        site = dict(zip(keys, values, strict=False))
        shown.append((number, {**site, "current_from": base if base["approval"] else None}))
    return shown


def village_of(session: Session, scenario_id: str, village: str) -> bytes | None:
    """Return a village's request JSON; None where there is none of this id."""
    return session.scalar(
        select(ScenarioVillage.content).where(
            ScenarioVillage.scenario_id == scenario_id, ScenarioVillage.village == village
        )
    )


def contents_of(store: Database, scenario_id: str) -> Iterator[bytes]:
    """Yield the request JSON of every village; no transaction stays open between the pages."""
    last = -1
    while True:
        with store.reading() as session:
            rows = session.execute(
                select(ScenarioVillage.number, ScenarioVillage.content)
                .where(ScenarioVillage.scenario_id == scenario_id, ScenarioVillage.number > last)
                .order_by(ScenarioVillage.number)
                .limit(_ROWS_AT_ONCE)
            ).all()
        if not rows:
            return
        yield from (content for _, content in rows)
        last = rows[-1][0]
