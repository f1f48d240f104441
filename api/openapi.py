"""The OpenAPI file: bodies that routes read themselves, and one shape for every refusal."""

from __future__ import annotations

from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.docs.recorded_exchanges import add_examples, recorded_exchanges
from api.http.errors import MEDIA_TYPE
from api.schemas.answers import ProblemDocument
from api.schemas.borders import MergeRequest, SplitRequest
from api.schemas.budgets import BudgetRequest
from api.schemas.counts import ScreenRequest
from api.schemas.jobs import JobRequest
from api.schemas.pilots import PilotsRequest
from api.schemas.replanning import FrontierRequest, ReplanRequest
from api.schemas.request import PlanRequest, VerifyRequest
from api.schemas.results import ApprovalRequest
from api.schemas.scenarios import NewScenarioBody
from api.schemas.webhooks import JobMessage

_READ_BY_ROUTES: tuple[type[BaseModel], ...] = (
    ProblemDocument,
    PlanRequest,
    VerifyRequest,
    ScreenRequest,
    NewScenarioBody,
    JobMessage,
    JobRequest,
    ApprovalRequest,
    ReplanRequest,
    FrontierRequest,
    BudgetRequest,
    MergeRequest,
    SplitRequest,
    PilotsRequest,
)
"""Models that no signature of a route names; one that a route's body refers to goes here."""

TAGS: list[dict[str, Any]] = [
    {"name": "planning", "description": "Planning at once, and checks of requests and plans"},
    {"name": "presets", "description": "Scenarios that come with the program"},
    {"name": "scenarios", "description": "Scenarios that are kept, and borders between villages"},
    {"name": "results", "description": "Kept plans: to read, to take home, and to go on from"},
    {"name": "jobs", "description": "Planning that takes longer than a request"},
    {"name": "webhooks", "description": "Being told when a job has ended"},
    {"name": "health", "description": "Whether the service works, and its figures"},
]

_REF = "#/components/schemas/{model}"


_FILE = {"type": "string", "format": "binary"}


def files_of(*media_types: str) -> dict[str, Any]:
    """Describe an answer that is a file of one of these kinds."""
    return {
        "content": {
            kind: {"schema": {"type": "object"} if kind.endswith("json") else _FILE}
            for kind in media_types
        }
    }


def body_of(model: type[BaseModel], *, any_json: bool = False) -> dict[str, Any]:
    """Describe the JSON body of a route that reads it as bytes.

    Parameters
    ----------
    any_json
        Whether the route takes any JSON, to say what keeps it from being the model's.
    """
    schema: dict[str, Any] = {"$ref": _REF.format(model=model.__name__)}
    if any_json:
        schema = {"anyOf": [schema, {}]}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


def also_form(extra: dict[str, Any]) -> dict[str, Any]:
    """Add files to the bodies that a route takes."""
    said = ".json, .zip, .xlsx, or tables"
    fields = {
        "file": {"type": "array", "minItems": 1, "items": _FILE, "description": said},
        "name": {"type": "string", "maxLength": 200, "pattern": r"^[^\u0000-\u001f]*$"},
        "coordinates": {
            "type": "string",
            "description": "where no file says it: metres, lonlat, EPSG:9217, ...",
        },
        "metric": {
            "type": "string",
            "enum": ["straight", "list", "matrix"],
            "description": "where no file says it: list for hamlet, alley and order, matrix for "
            "distances of one's own",
        },
        "columns": {"type": "string", "description": "what columns mean: Mã hộ=id,Vĩ độ=y"},
        "leave_out": {"type": "string", "description": "columns not to be read: Họ tên,Ghi chú"},
        "strict": {
            "type": "string",
            "enum": ["true", "false"],
            "description": "true: what looks wrong is refused",
        },
    }
    closed = {"required": ["file"], "additionalProperties": False}
    form = {"type": "object", "properties": fields, **closed}
    content = {**extra["requestBody"]["content"], "multipart/form-data": {"schema": form}}
    return {"requestBody": {**extra["requestBody"], "content": content}}


def operation_id(route: APIRoute) -> str:
    """Return the name of a route's function as clients write methods: ``createJob``."""
    first, *rest = route.name.split("_")
    return first + "".join(word.capitalize() for word in rest)


def describe(app: FastAPI) -> None:
    """Let the application describe itself in full, once."""

    def openapi() -> dict[str, Any]:
        if app.openapi_schema is None:
            app.openapi_schema = _described(app)
        return app.openapi_schema

    app.openapi = openapi  # type: ignore[method-assign]  # the framework's documented way


def _described(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title=app.title,
        version=app.version,
        summary=app.summary,
        description=app.description,
        routes=app.routes,
        tags=app.openapi_tags,
        servers=app.servers,
        contact=app.contact,
        license_info=app.license_info,
    )
    wanted = [(model, "validation") for model in _READ_BY_ROUTES]
    _, definitions = models_json_schema(wanted, ref_template=_REF)  # type: ignore[arg-type]  # the mode is a literal
    components = document.setdefault("components", {})
    schemas = components.setdefault("schemas", {})
    for name, schema in definitions["$defs"].items():
        schemas.setdefault(name, schema)
    for unused in ("HTTPValidationError", "ValidationError"):
        schemas.pop(unused, None)
    components["securitySchemes"] = {"key": {"type": "http", "scheme": "bearer"}}
    refusal = {
        "description": "Refused, with every reason",
        "content": {MEDIA_TYPE: {"schema": {"$ref": _REF.format(model="ProblemDocument")}}},
    }
    for path, operations in document["paths"].items():
        for operation in operations.values():
            operation["responses"].pop("422", None)
            operation["responses"] |= {"4XX": refusal, "default": refusal}
            if not path.startswith("/health"):
                operation["security"] = [{}, {"key": []}]
    document["webhooks"] = {"job-ended": {"post": _job_ended()}}
    add_examples(document, recorded_exchanges())
    return document


def _job_ended() -> dict[str, Any]:
    """Describe what is sent to the `webhook_url` of a job."""
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    text = {"type": "string"}
    return {
        "summary": "A job has ended",
        "description": "Sent to the job's `webhook_url`, signed by the Standard Webhooks scheme "
        "and repeated until it is answered 2xx; the same `webhook-id` may come twice.",
        "parameters": [
            {"name": name, "in": "header", "required": True, "schema": text} for name in names
        ],
        **body_of(JobMessage),
        "responses": {"2XX": {"description": "Heard; anything else is tried again"}},
    }
