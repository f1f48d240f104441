"""Curves of a scenario's villages: kept when they are made, and gone with their scenario."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import asdict, dataclass

from sqlalchemy import and_, delete, insert, or_, select
from sqlalchemy.exc import IntegrityError
from sqlalchemy.orm import Session

from api.db.models import ScenarioCurve, ScenarioVillage


@dataclass(frozen=True, slots=True)
class CurveRow:
    """A village of a scenario, with its curve where one is kept that is good enough.

    Parameters
    ----------
    content
        What `api.tasks.village_curves` has written; None where there is none.
    """

    number: int
    village: str
    name: str
    area: tuple[str, ...]
    households: int
    content: bytes | None


@dataclass(frozen=True, slots=True)
class MadeCurve:
    """A curve that was made just now, with what it was made with."""

    number: int
    seed: int
    time_limit_s: float
    proven: bool
    content: bytes


def curve_rows(
    session: Session, scenario_id: str, *, seed: int, time_limit_s: float
) -> list[CurveRow]:
    """Return all villages in their order; a curve counts that is proven, or had as much time."""
    village, curve = ScenarioVillage, ScenarioCurve
    good = or_(curve.proven, and_(curve.seed == seed, curve.time_limit_s >= time_limit_s))
    kept = and_(curve.scenario_id == village.scenario_id, curve.number == village.number, good)
    columns = village.number, village.village, village.name, village.area, village.households
    rows = session.execute(
        select(*columns, curve.content)
        .outerjoin(curve, kept)
        .where(village.scenario_id == scenario_id)
        .order_by(village.number)
    ).all()
    return [
        CurveRow(number, key, name, tuple(area), households, content)
        for number, key, name, area, households, content in rows
    ]


def contents_at(session: Session, scenario_id: str, numbers: Sequence[int]) -> dict[int, bytes]:
    """Return the request JSON of villages by their numbers."""
    row = ScenarioVillage
    found = session.execute(
        select(row.number, row.content).where(
            row.scenario_id == scenario_id, row.number.in_(numbers)
        )
    )
    return {one.number: one.content for one in found}


def keep_curves(session: Session, scenario_id: str, made: Sequence[MadeCurve]) -> None:
    """Keep curves in the place of older ones.

    Where another request has kept some of them at the same moment, or the scenario is gone, its
    word stands: they can be made again.
    """
    row, numbers = ScenarioCurve, [curve.number for curve in made]
    try:
        with session.begin_nested():
            session.execute(
                delete(row).where(row.scenario_id == scenario_id, row.number.in_(numbers))
            )
            session.execute(
                insert(row), [{"scenario_id": scenario_id, **asdict(curve)} for curve in made]
            )
    except IntegrityError:
        return
