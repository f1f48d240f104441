"""What the processes do with attrition: each draws who leaves in villages of its own."""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import orjson

from api.db.plan_queries import KeptResult
from api.http.errors import placed_error
from api.http.typed_body import parse_as
from api.schemas.attritions import LeaverDrawsRequest
from api.tasks.replan_task import kept_in_force, village_pointer
from optimizer.errors import ScenarioError
from optimizer.execution.leaver_draws import attrition_of
from optimizer.replanning.plan_in_force import Which
from optimizer.replanning.staff_in_force import check_planned, chosen_villages
from optimizer.resilience.attrition import (
    Attrition,
    AttritionRequest,
    attrition_request,
    together,
)
from optimizer.resilience.attrition_folder import attrition_document


@dataclass(frozen=True, slots=True)
class DrawnPart:
    """What one process has drawn.

    Parameters
    ----------
    found
        With the place of each village in the scenario.
    left_out
        Ids of villages for which there was no time.
    """

    asked: AttritionRequest
    plan: str
    found: Sequence[tuple[int, Attrition]]
    left_out: Sequence[tuple[int, str]]


def draw_part(
    body: bytes, url: str, kept: KeptResult, part: int, parts: int, seconds: float
) -> DrawnPart:
    """Draw who leaves every so-many-th village of a result, for as long as there is time.

    Parameters
    ----------
    seconds
        By the clock, after which no further village is begun; the first is drawn in any case.

    Raises
    ------
    ServiceError
        When a village is unknown, or has no plan whose recruits could be told.
    """
    end = time.monotonic() + seconds
    wanted = parse_as(body, LeaverDrawsRequest)
    only: Sequence[str] = wanted.villages or ()
    asked = attrition_request(wanted.shares, wanted.draws, wanted.seed)
    which = Which(wanted.plan)
    scenario, in_force = kept_in_force(url, kept, which)
    found: list[tuple[int, Attrition]] = []
    left_out: list[tuple[int, str]] = []
    try:
        villages = chosen_villages(scenario, in_force, only)
        if which is Which.AFTER:
            check_planned(villages, in_force)
        for number, village in list(enumerate(villages))[part::parts]:
            if found and time.monotonic() >= end:
                left_out.append((number, village.id))
                continue
            made = attrition_of(village, in_force.villages[village.id], asked)
            found.append((number, made))
    except ScenarioError as fault:
        raise placed_error(fault, lambda problem: village_pointer(problem, only)) from None
    return DrawnPart(asked, which.value, found, left_out)


def joined_parts(parts: Sequence[DrawnPart]) -> bytes:
    """Return the answer of all parts, in the order of the villages."""
    asked, plan = parts[0].asked, parts[0].plan
    found = [made for _, made in sorted((one for part in parts for one in part.found), key=_place)]
    left = [
        name for _, name in sorted((one for part in parts for one in part.left_out), key=_place)
    ]
    none = np.zeros((len(asked.shares), asked.draws), np.int64)
    whole = together(found) if found else Attrition(None, 0, 0, 0, none, none)
    return orjson.dumps(attrition_document(found, whole, asked, plan, left))


def _place(one: tuple[int, object]) -> int:
    return one[0]
