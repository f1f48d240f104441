"""What the processes do with a budget: recruits shared out among the villages of a scenario."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from api.db.scenario_curves import CurveRow, MadeCurve, contents_at, curve_rows
from api.http.errors import placed_error
from api.http.json_body import pointer_to
from api.http.typed_body import parse_as
from api.schemas.budgets import BudgetRequest
from api.tasks.kept_scenario import village_seconds
from api.tasks.replan_task import Seconds
from api.tasks.scenario_task import reading_store
from api.tasks.village_curves import made_curve, read_curve, village_of_content
from optimizer.budget import budget_request
from optimizer.budget.budget_document import Document, make_budget
from optimizer.budget.budget_files import write_budget_file
from optimizer.budget.budget_request import find_floors
from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.languages import Language
from optimizer.errors import Problem, ScenarioError
from optimizer.execution.curves import CURVE_S, CurveRequest

_AT_ONCE = 64
"""Villages whose contents are read together."""


@dataclass(frozen=True, slots=True)
class MadeBudget:
    """The answer to a budget, and the curves that had to be made for it."""

    answer: bytes
    made: Sequence[MadeCurve]


def budget(body: bytes, url: str, record: Mapping[str, Any], seconds: Seconds) -> MadeBudget:
    """Share a budget out among the villages of a kept scenario.

    Parameters
    ----------
    record
        The record of the scenario.

    Raises
    ------
    ServiceError
        When an area of a floor is unknown, the floors take more than there is, or a village is
        not measured in the time.
    """
    document, curves, made = _shared(body, url, record, seconds)
    given = dict(_pairs(document))
    rows = [_share(curve, given.get(curve.village, 0)) for curve in curves]
    return MadeBudget(orjson.dumps({**document, "allocation": rows}), made)


def budget_file(
    body: bytes,
    url: str,
    record: Mapping[str, Any],
    seconds: Seconds,
    path: Path,
    language: Language,
) -> Sequence[MadeCurve]:
    """Write a file of a budget, and return the curves that had to be made for it.

    Raises
    ------
    ServiceError
        As `budget` does.
    """
    document, curves, made = _shared(body, url, record, seconds)
    write_budget_file(path, document, curves, language)
    return made


def _shared(
    body: bytes, url: str, record: Mapping[str, Any], seconds: Seconds
) -> tuple[Document, Sequence[VillageCurve], Sequence[MadeCurve]]:
    wanted = parse_as(body, BudgetRequest)
    asked = budget_request.BudgetRequest(wanted.recruits, wanted.floors, wanted.fairest)
    most_s = CURVE_S if wanted.time_limit_s is None else seconds.most
    limit_s = village_seconds(
        wanted.time_limit_s, most_s, seconds.answer, max(record["villages"], 1)
    )
    how = CurveRequest(limit_s, wanted.seed)
    with reading_store(url) as store:
        with store.reading() as session:
            rows = curve_rows(session, record["id"], seed=how.seed, time_limit_s=limit_s)
        try:
            # Floors are looked at before anything takes long.
            find_floors(asked.floors, [row.area for row in rows])
        except ScenarioError as fault:
            raise placed_error(fault, _pointer) from None
        missing = [row for row in rows if row.content is None]
        made: list[MadeCurve] = []
        for first in range(0, len(missing), _AT_ONCE):
            some = [row.number for row in missing[first : first + _AT_ONCE]]
            with store.reading() as session:
                found = contents_at(session, record["id"], some)
            made += [
                made_curve(number, village_of_content(record, found[number]), how)
                for number in some
                if number in found
            ]
    curves = _curves(rows, made)
    try:
        document = make_budget(curves, asked)
    except ScenarioError as fault:
        raise placed_error(fault, _pointer) from None
    return {**document, "time_limit_s": limit_s}, curves, made


def _curves(rows: Sequence[CurveRow], made: Sequence[MadeCurve]) -> list[VillageCurve]:
    fresh = {curve.number: curve.content for curve in made}
    contents = [(row, fresh.get(row.number, row.content)) for row in rows]
    return [read_curve(row, content) for row, content in contents if content is not None]


def _share(curve: VillageCurve, taken: int) -> Mapping[str, object]:
    return {
        "village": curve.village,
        "name": curve.name,
        "area": list(curve.area),
        "recruits": taken,
        "needed": curve.most,
        "before": int(curve.served[0]),
        "served": int(curve.served[taken]),
        "bound": int(curve.bound[taken]),
        "households": curve.households,
    }


def _pairs(document: Document) -> list[tuple[str, int]]:
    listed: Any = document["villages"]
    return [(name, taken) for name, taken in listed]


def _pointer(problem: Problem) -> str:
    """Return the floor, or the number of recruits, that a problem is about."""
    return pointer_to("floors", problem.value) if problem.where == "floors" else "/recruits"
