"""Forms with files, taken apart by the processes: a form may be as hostile as its files."""

from __future__ import annotations

import asyncio
import math
from collections.abc import AsyncGenerator, Mapping, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from pydantic import ValidationError
from starlette.datastructures import FormData, Headers, UploadFile
from starlette.formparsers import MultiPartException, MultiPartParser

from api.db.scenario_queries import PreparedScenario
from api.http.body_spool import Body
from api.http.errors import ServiceError, body_error
from api.schemas.scenarios import NewScenario
from api.tasks.current_task import PlansInForce
from api.tasks.uploads.annotated_workbook import mark
from api.tasks.uploads.file_check import check_files
from api.tasks.uploads.uploaded_files import Sent, UnpackLimits, prepare_files
from optimizer.errors import ScenarioError
from optimizer.input.columns import ReadingChoices
from optimizer.input.systems import parse_system
from optimizer.input.systems.coordinate_system import REMEDY

_MOST_FIELDS = 10
_WORDS = ("name", "coordinates", "metric", "columns", "leave_out", "strict")
_METRICS = ("", "straight", "list", "matrix")
_TRUTHS = {"": False, "false": False, "true": True}


@dataclass(frozen=True, slots=True)
class Form:
    """Files with what was said about them."""

    files: Sequence[Sent]
    name: str
    choices: ReadingChoices
    strict: bool = False


def prepare_form(
    body: Body, content_type: str, bounds: UnpackLimits, in_force: PlansInForce | None
) -> tuple[str, PreparedScenario]:
    """Read the files of a form as a scenario that is kept, and return its name with it."""
    form = read_form(body, content_type, bounds.most_files)
    made = prepare_files(form.files, bounds, form.choices, in_force, strict=form.strict)
    return form.name or Path(form.files[0].name).stem, made


def check_form(
    body: Body, content_type: str, bounds: UnpackLimits, language: str, *, marked: bool
) -> tuple[bytes, bool]:
    """Return what is wrong with the files of a form, and whether that is a workbook.

    Parameters
    ----------
    marked
        Whether a single workbook is to come back with a column of problems.
    """
    form = read_form(body, content_type, bounds.most_files)
    [first, *others] = form.files
    if marked and not others:
        return mark(first, bounds, form.choices, language, strict=form.strict), True
    return check_files(form.files, bounds, form.choices, language, strict=form.strict), False


def read_form(body: Body, content_type: str, most_files: int) -> Form:
    """Read a form with files.

    Raises
    ------
    ServiceError
        Without a file, or with a field that has no meaning.
    """
    try:
        parts = asyncio.run(_parsed(body, content_type, most_files))
    except MultiPartException as fault:
        raise ServiceError("HTTP", reason=fault.message) from None
    files: list[Sent] = []
    words = dict.fromkeys(_WORDS, "")
    for field, value in parts.multi_items():
        if field == "file" and isinstance(value, UploadFile):
            files.append(Sent(value.filename or "", value.file.read()))
            value.file.close()
        elif field in words and isinstance(value, str):
            words[field] = value
        else:
            reason = f"a form has file, {', '.join(words)}, and file is a file"
            raise ServiceError("BAD_VALUE", pointer=f"/{field[:60]}", reason=reason)
    if not files:
        raise ServiceError("BAD_VALUE", pointer="/file", reason="send at least one file")
    _check_words(words)
    try:
        name = NewScenario.model_validate({"name": words["name"]}).name
    except ValidationError as fault:
        raise body_error(fault) from None
    try:
        choices = ReadingChoices.of([words["columns"]], [words["leave_out"]], words["coordinates"])
    except ScenarioError as fault:
        reason = fault.problems[0].message
        raise ServiceError("BAD_VALUE", pointer="/columns", reason=reason) from None
    choices = replace(choices, metric=words["metric"])
    return Form(files, name, choices, _TRUTHS[words["strict"]])


def _check_words(words: Mapping[str, str]) -> None:
    """Refuse a field whose value has no meaning."""
    if words["strict"] not in _TRUTHS:
        raise ServiceError("BAD_VALUE", pointer="/strict", reason="strict is true or false")
    said = words["coordinates"]
    if said and parse_system(said) is None:
        reason = f"coordinates: {REMEDY}"
        raise ServiceError("BAD_VALUE", pointer="/coordinates", reason=reason)
    if words["metric"] not in _METRICS:
        reason = f"metric is one of {', '.join(_METRICS[1:])}"
        raise ServiceError("BAD_VALUE", pointer="/metric", reason=reason)


async def _parsed(body: Body, content_type: str, most_files: int) -> FormData:
    async def parts() -> AsyncGenerator[bytes, None]:
        for chunk in body.chunks():
            yield chunk

    headers = Headers({"content-type": content_type})
    parser = MultiPartParser(headers, parts(), max_files=most_files, max_fields=_MOST_FIELDS)
    parser.spool_max_size = math.inf  # type: ignore[assignment]  # the process holds it in any case
    return await parser.parse()
