"""Results to take home, and two of them side by side."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Any

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.http.errors import ServiceError, language_of
from api.http.etags import JSON, not_modified
from api.http.made_files import made_file
from api.openapi import files_of
from api.routes.results import found_result
from api.schemas.results import Comparison
from api.state import Here
from api.tasks.exports.comparison import compare
from api.tasks.exports.result_export import export
from optimizer.output.formats import (
    AGGREGATES,
    FILES,
    MEDIA_TYPES,
    TABLE_ENDINGS,
    TABLES,
    TEAM_TABLES,
)

router = APIRouter(prefix="/v1", tags=["results"])

Reader = Annotated[Principal, Depends(requires(Scope.READ))]
ResultId = Annotated[str, Query(min_length=1, max_length=40, description="id of a result")]

_BINARY: dict[int | str, dict[str, Any]] = {200: files_of(*sorted(MEDIA_TYPES.values()))}
TableName = Annotated[
    str,
    PathParameter(
        json_schema_extra={
            "enum": [f"{t}.{e}" for t in (*TABLES, *TEAM_TABLES) for e in TABLE_ENDINGS]
        }
    ),
]
FileName = Annotated[str, PathParameter(json_schema_extra={"enum": list(FILES)})]


@router.get("/comparisons", responses={200: {"model": Comparison}})
async def compare_results(
    request: Request, who: Reader, here: Here, a: ResultId, b: ResultId
) -> Response:
    """Say what differs between two results: verdicts, recruits, walks, whose person changes."""
    pair = [await run_in_threadpool(found_result, here, name, who.tenant) for name in (a, b)]
    tag = f"{a}-{b}"
    if (unchanged := not_modified(request, tag)) is not None:
        return unchanged
    body = await here.workers.run(who.tenant, compare, here.settings.url, *pair)
    return Response(body, headers={"ETag": f'"{tag}"'}, media_type=JSON)


@router.get("/results/{result}/tables/{file}", response_class=Response, responses=_BINARY)
async def read_table(
    result: str, file: TableName, request: Request, who: Reader, here: Here
) -> Response:
    """Return villages, assignments, recruits, unserved or teams as .csv, .parquet or .xlsx."""
    stem, _, ending = file.rpartition(".")
    if stem not in (*TABLES, *TEAM_TABLES) or ending not in TABLE_ENDINGS:
        raise ServiceError("NOT_FOUND")
    return await _exported(result, file, request, who, here)


@router.get("/results/{result}/{file}", response_class=Response, responses=_BINARY)
async def read_file(
    result: str, file: FileName, request: Request, who: Reader, here: Here
) -> Response:
    """Return plan.geojson, plan.gpkg, report.html or report.xlsx."""
    if file not in FILES:
        raise ServiceError("NOT_FOUND")
    return await _exported(result, file, request, who, here)


async def _exported(
    result: str, file: str, request: Request, who: Principal, here: Here
) -> Response:
    """Let a process write the file, send it, and remove it."""
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    if file not in AGGREGATES and Scope.HOUSEHOLDS not in who.scopes:
        raise ServiceError("NO_SCOPE", scope=Scope.HOUSEHOLDS)
    language = language_of(request)
    tag = f"{kept.id}-{file}-{language}"
    if (unchanged := not_modified(request, tag)) is not None:
        return unchanged

    async def make(folder: Path) -> Path:
        return await here.workers.run(
            who.tenant, export, here.settings.url, kept, file, folder, language
        )

    return await made_file(file, {"ETag": f'"{tag}"', "Vary": "Accept-Language"}, make)
