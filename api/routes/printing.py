"""Lists to print: of one village, or of a whole commune in one file."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated, Literal

from fastapi import APIRouter, Depends, Query, Request, Response
from fastapi import Path as PathParameter
from fastapi.concurrency import run_in_threadpool

from api.auth.keys import Principal, requires
from api.auth.scopes import Scope
from api.db.plan_queries import KeptResult
from api.http.errors import ServiceError, language_of
from api.http.etags import not_modified, tagged_response
from api.http.made_files import made_file
from api.openapi import files_of
from api.routes.results import approval_tag, found_result
from api.state import Here
from api.tasks.exports.printed_lists import PrintOptions
from api.tasks.exports.printed_result import PrintScope, print_sheets, print_villages
from optimizer.domain.languages import Language
from optimizer.output.formats import PRINTED, media_type

PDF = media_type("sheets.pdf")

router = APIRouter(prefix="/v1/results", tags=["results"])

Insider = Annotated[Principal, Depends(requires(Scope.READ, Scope.HOUSEHOLDS))]
PrintedName = Annotated[str, PathParameter(json_schema_extra={"enum": list(PRINTED)})]


def _options(
    request: Request,
    plan: Literal["today", "after"] = "today",
    by: Literal["member", "team"] = "member",
    *,
    overview: Annotated[
        bool, Query(description="true puts a sheet on the whole village first")
    ] = False,
    large: Annotated[bool, Query(description="true prints in large type")] = False,
) -> PrintOptions:
    """Read how lists are printed."""
    language = Language(language_of(request))
    return PrintOptions(language, plan == "after", by == "team", overview, large)


def _scope(
    area: Annotated[
        str, Query(max_length=1000, description="a unit from the top down: Bác Ái / Phước Bình")
    ] = "",
    village: Annotated[
        list[str] | None, Query(max_length=1000, description="ids; all where none is named")
    ] = None,
) -> PrintScope:
    """Read which villages are printed."""
    return PrintScope(area, tuple(village or ()))


Options = Annotated[PrintOptions, Depends(_options)]
Scoped = Annotated[PrintScope, Depends(_scope)]


@router.get(
    "/{result}/villages/{village:path}/sheets.pdf",
    response_class=Response,
    responses={200: files_of(PDF)},
)
async def read_sheets(
    result: str,
    village: str,
    request: Request,
    who: Insider,
    here: Here,
    options: Options,
) -> Response:
    """Return the lists of one village to print: a page a person or a team, with a sketch."""
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    pdf = await here.workers.run(
        who.tenant, print_sheets, here.settings.url, kept, village, options
    )
    if pdf is None:
        raise ServiceError("NOT_FOUND")
    return tagged_response(request, pdf, _tag(kept, options), PDF)


@router.get(
    "/{result}/printed/{file}",
    response_class=Response,
    responses={200: files_of(*sorted({media_type(name) for name in PRINTED}))},
)
async def read_printed(
    result: str,
    file: PrintedName,
    request: Request,
    who: Insider,
    here: Here,
    options: Options,
    scope: Scoped,
) -> Response:
    """Return the lists of all villages, of an area or of some: one PDF, or a PDF a village."""
    if file not in PRINTED:
        raise ServiceError("NOT_FOUND")
    kept = await run_in_threadpool(found_result, here, result, who.tenant)
    tag = _tag(kept, options)
    if scope == PrintScope() and (unchanged := not_modified(request, f"{tag}-{file}")) is not None:
        return unchanged

    async def make(folder: Path) -> Path:
        return await here.workers.run(
            who.tenant, print_villages, here.settings.url, kept, file, folder, options, scope
        )

    headers = {"Vary": "Accept-Language"}
    if scope == PrintScope():
        headers["ETag"] = f'"{tag}-{file}"'
    return await made_file(file, headers, make)


def _tag(kept: KeptResult, options: PrintOptions) -> str:
    """Return the tag of what is printed: the plan, how it is printed, and its approval."""
    how = f"{options.after:d}{options.teams:d}{options.overview:d}{options.large:d}"
    return f"{kept.id}-sheets-{how}-{options.language}-{approval_tag(kept)}"
