"""What the processes do with curves: what is kept is read, what is missing is made for a while."""

from __future__ import annotations

import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import orjson

from api.db.scenario_curves import CurveRow, MadeCurve, contents_at
from api.tasks.replan_task import unmeasured
from api.tasks.scenario_task import reading_store
from optimizer.budget.village_curve import VillageCurve
from optimizer.distance import Unmeasured
from optimizer.domain.scenario import Village
from optimizer.errors import SolverError
from optimizer.execution.curves import CurveRequest, curve_of
from optimizer.input.request import scenario_from_kept


@dataclass(frozen=True, slots=True)
class CurveTask:
    """Villages of a kept scenario whose curves are to be made.

    Parameters
    ----------
    numbers
        In the order in which they are made.
    seconds
        After which no further one is begun; the first is made in any case.
    """

    scenario: Mapping[str, Any]
    numbers: Sequence[int]
    how: CurveRequest
    seconds: float


def make_curves(url: str, task: CurveTask) -> list[MadeCurve]:
    """Make curves for as long as there is time, village by village.

    Raises
    ------
    ServiceError
        When a village is not measured in its time.
    """
    end = time.monotonic() + task.seconds
    made: list[MadeCurve] = []
    with reading_store(url) as store:
        for number in task.numbers:
            if made and time.monotonic() >= end:
                break
            with store.reading() as session:
                found = contents_at(session, task.scenario["id"], [number])
            if number in found:  # the scenario may be deleted meanwhile
                village = village_of_content(task.scenario, found[number])
                made.append(made_curve(number, village, task.how))
    return made


def village_of_content(scenario: Mapping[str, Any], content: bytes) -> Village:
    """Return a village of a kept scenario."""
    kept = scenario_from_kept(
        {
            "coordinates": scenario["coordinates"],
            "rules": scenario["rules"],
            "villages": [orjson.loads(content)],
        }
    )
    return kept.villages[0]


def made_curve(number: int, village: Village, how: CurveRequest) -> MadeCurve:
    """Make the curve of one village.

    Raises
    ------
    ServiceError
        When it is not measured in the time.
    """
    try:
        curve = curve_of(village, how)
    except SolverError as fault:
        if not isinstance(fault.__cause__, Unmeasured):
            raise
        raise unmeasured(str(fault.__cause__)) from None
    content = orjson.dumps(
        {
            "served": curve.served.tolist(),
            "bound": curve.bound.tolist(),
            "servable": curve.servable,
            "places": [village.sites.ids[rows].tolist() for rows in curve.places],
        }
    )
    return MadeCurve(number, how.seed, how.time_limit_s, curve.proven, content)


def read_curve(row: CurveRow, content: bytes) -> VillageCurve:
    """Return a curve as a budget uses it: without the places of its recruits."""
    kept = orjson.loads(content)
    return VillageCurve(
        row.village,
        row.name,
        row.area,
        row.households,
        np.array(kept["served"], np.int64),
        np.array(kept["bound"], np.int64),
        kept["servable"],
    )
