"""Budgets of a kept scenario: where so many recruits for all its villages serve most."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Request, Response
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.scenario_curves import CurveRow, MadeCurve, curve_rows, keep_curves
from api.http.body_spool import body_of_request, with_body
from api.http.errors import ServiceError, language_of
from api.http.etags import JSON
from api.http.made_files import made_file
from api.http.typed_body import JSON_TYPE, kind_of, parse_as
from api.openapi import body_of, files_of
from api.routes.replanning import seconds_of
from api.routes.scenarios import found_scenario
from api.schemas.budgets import BudgetDocument, BudgetRequest, CurvesDocument, CurvesRequest
from api.state import Here, ServiceState
from api.tasks import budget_task, village_curves
from api.tasks.village_curves import read_curve
from optimizer.budget.budget_files import BUDGET_FILES
from optimizer.domain.languages import Language
from optimizer.execution.curves import CURVE_S, CurveRequest
from optimizer.output.formats import MEDIA_TYPES

router = APIRouter(prefix="/v1/scenarios", tags=["scenarios"])

Reader = Annotated[Principal, Depends(requires(Scope.OPTIMIZE, Scope.READ))]
FileName = Annotated[str, PathParameter(json_schema_extra={"enum": list(BUDGET_FILES)})]
_ENDINGS = sorted({name.rpartition(".")[2] for name in BUDGET_FILES})
_FILES: dict[int | str, dict[str, Any]] = {
    200: files_of(*(MEDIA_TYPES[ending] for ending in _ENDINGS))
}
_SLICE = 1 / 6
"""Of the time of an answer: after so much no further curve is begun."""
_VILLAGE = 1 / 8
"""Of the time of an answer: a village's, whose clock may take five times as long."""


@router.post(
    "/{scenario}/curves",
    responses={200: {"model": CurvesDocument}},
    openapi_extra=body_of(CurvesRequest),
)
async def make_curves(scenario: str, request: Request, who: Reader, here: Here) -> Response:
    """Make what a budget needs of each village, for a while, and keep it: ask until all is done.

    Every process takes villages of its own, the largest first. A budget whose curves are all
    there costs nothing.
    """
    kind_of(request, JSON_TYPE)
    record = await run_in_threadpool(found_scenario, here, scenario, who.tenant)
    wanted = await run_in_threadpool(with_body, _asked, await body_of_request(request))
    seconds = seconds_of(here.settings)
    usual = min(CURVE_S, _VILLAGE * seconds.answer)
    limit_s = usual if wanted.time_limit_s is None else min(wanted.time_limit_s, seconds.most)
    how = CurveRequest(limit_s, wanted.seed)
    rows = await run_in_threadpool(_rows, here, scenario, how)
    missing = [row for row in rows if row.content is None]
    missing.sort(key=lambda row: (-row.households, row.number))
    if missing:
        numbers = [row.number for row in missing]
        processes = min(here.settings.workers, len(numbers))
        tasks = [
            village_curves.CurveTask(record, numbers[at::processes], how, _SLICE * seconds.answer)
            for at in range(processes)
        ]
        asked = (
            here.workers.run(who.tenant, village_curves.make_curves, here.settings.url, task)
            for task in tasks
        )
        found = await asyncio.gather(*asked, return_exceptions=True)
        made = [curve for part in found if isinstance(part, list) for curve in part]
        await run_in_threadpool(_keep, here, scenario, made)
        for part in found:
            if isinstance(part, BaseException):
                raise part
        rows = await run_in_threadpool(_rows, here, scenario, how)
    answer = _course(rows, limit_s).model_dump_json()
    return Response(answer, media_type=JSON)


def _asked(body: bytes) -> CurvesRequest:
    return parse_as(body, CurvesRequest)


def _rows(here: ServiceState, scenario: str, how: CurveRequest) -> list[CurveRow]:
    with here.store.reading() as session:
        return curve_rows(session, scenario, seed=how.seed, time_limit_s=how.time_limit_s)


def _keep(here: ServiceState, scenario: str, made: Sequence[MadeCurve]) -> None:
    if made:
        with here.store.writing() as session:
            keep_curves(session, scenario, made)


def _course(rows: Sequence[CurveRow], limit_s: float) -> CurvesDocument:
    curves = [read_curve(row, row.content) for row in rows if row.content is not None]
    return CurvesDocument(
        villages=len(rows),
        done=len(curves),
        points=sum(len(curve.served) for curve in curves),
        points_proven=sum(int((curve.served == curve.bound).sum()) for curve in curves),
        time_limit_s=limit_s,
    )


@router.post(
    "/{scenario}/budget",
    responses={200: {"model": BudgetDocument}},
    openapi_extra=body_of(BudgetRequest),
)
async def share_budget(scenario: str, request: Request, who: Reader, here: Here) -> Response:
    """Say where so many recruits for all villages together serve most, with a bound.

    Curves of villages that are kept cost nothing; those that are missing are made and kept.
    """
    kind_of(request, JSON_TYPE)
    record = await run_in_threadpool(found_scenario, here, scenario, who.tenant)
    shared = await here.workers.run(
        who.tenant,
        with_body,
        budget_task.budget,
        await body_of_request(request),
        here.settings.url,
        record,
        seconds_of(here.settings),
    )
    await run_in_threadpool(_keep, here, scenario, shared.made)
    return Response(shared.answer, media_type=JSON)


@router.post(
    "/{scenario}/budget/{file}",
    response_class=Response,
    responses=_FILES,
    openapi_extra=body_of(BudgetRequest),
)
async def read_budget_file(
    scenario: str, file: FileName, request: Request, who: Reader, here: Here
) -> Response:
    """Return the same as a table, a workbook or a picture, in the caller's language."""
    if file not in BUDGET_FILES:
        raise ServiceError("NOT_FOUND")
    kind_of(request, JSON_TYPE)
    record = await run_in_threadpool(found_scenario, here, scenario, who.tenant)
    body, language = await body_of_request(request), Language(language_of(request))

    async def make(folder: Path) -> Path:
        made = await here.workers.run(
            who.tenant,
            with_body,
            budget_task.budget_file,
            body,
            here.settings.url,
            record,
            seconds_of(here.settings),
            folder / file,
            language,
        )
        await run_in_threadpool(_keep, here, scenario, made)
        return folder / file

    return await made_file(file, {}, make)
