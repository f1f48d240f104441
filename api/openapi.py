"""The OpenAPI file: bodies that routes read themselves, and one shape for every refusal."""

from __future__ import annotations

from copy import deepcopy
from typing import Any

from fastapi import FastAPI
from fastapi.openapi.utils import get_openapi
from fastapi.routing import APIRoute
from pydantic import BaseModel
from pydantic.json_schema import models_json_schema

from api.docs.recorded_exchanges import add_examples, recorded_exchanges
from api.http.errors import MEDIA_TYPE
from api.schemas.answers import ProblemDocument
from api.schemas.approvals import ApprovalRequest, WithdrawalRequest
from api.schemas.attritions import LeaverDrawsRequest
from api.schemas.borders import MergeRequest, SplitBody
from api.schemas.budgets import BudgetRequest, CurvesRequest
from api.schemas.counts import ScreenRequest
from api.schemas.jobs import JobRequest
from api.schemas.pilots import PilotsRequest
from api.schemas.replanning import FrontierRequest, ReplanRequest
from api.schemas.request import PlanRequest, VerifyRequest
from api.schemas.scenarios import NewScenarioBody, ScenarioName
from api.schemas.webhooks import JobMessage

_READ_BY_ROUTES: tuple[type[BaseModel], ...] = (
    ProblemDocument,
    PlanRequest,
    VerifyRequest,
    ScreenRequest,
    NewScenarioBody,
    ScenarioName,
    JobMessage,
    JobRequest,
    ApprovalRequest,
    WithdrawalRequest,
    ReplanRequest,
    FrontierRequest,
    BudgetRequest,
    CurvesRequest,
    LeaverDrawsRequest,
    MergeRequest,
    SplitBody,
    PilotsRequest,
)
"""Models that no signature of a route names; one that a route's body refers to goes here."""

DESCRIPTION = (
    "A request names villages with their households, members and rules; the answer says who looks "
    "after whom today, who is left out and why, how many members more are needed and where, and "
    "what of it is proven. Small requests are answered at once (`optimize`); others are jobs "
    "(`createJob`) on scenarios that are kept (`createScenario`)."
)

TAGS: list[dict[str, Any]] = [
    {"name": "health", "description": "Whether the service works, and its figures"},
    {"name": "jobs", "description": "Planning that takes longer than a request"},
    {"name": "planning", "description": "Planning at once, and checks of requests and plans"},
    {"name": "plans in force", "description": "Approved plans, village by village"},
    {"name": "presets", "description": "Scenarios that come with the program"},
    {"name": "results", "description": "Kept plans: to read, to take home, and to go on from"},
    {"name": "scenarios", "description": "Scenarios that are kept, and borders between villages"},
    {"name": "webhooks", "description": "Being told when a job has ended"},
]

_PARAMETERS = {
    "scenario": "id of a kept scenario",
    "result": "id of a result, which is that of its job",
    "job_id": "id of a job",
    "village": "id of a village",
    "name": "of a preset",
    "file": "which of the files there are",
    "plan": "today's plan, or the one after recruiting",
    "by": "what each list is about",
    "metric": "what tells who is near whom: points, or a list by hamlet and alley",
}
"""What a parameter is, where its route does not say it."""

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


def body_of(model: type[BaseModel]) -> dict[str, Any]:
    """Describe the JSON body of a route that reads it as bytes."""
    schema = {"$ref": _REF.format(model=model.__name__)}
    return {"requestBody": {"required": True, "content": {"application/json": {"schema": schema}}}}


_SCENARIO_FILES: dict[str, Any] = {
    "type": "object",
    "description": "A scenario as files, and what they do not say themselves",
    "properties": {
        "file": {
            "type": "array",
            "minItems": 1,
            "items": _FILE,
            "description": ".json, .zip, .xlsx, or tables",
        },
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
    },
    "required": ["file"],
    "additionalProperties": False,
}


def also_form(extra: dict[str, Any]) -> dict[str, Any]:
    """Add files to the bodies that a route takes."""
    form = {"schema": {"$ref": _REF.format(model="ScenarioFiles")}}
    content = {**extra["requestBody"]["content"], "multipart/form-data": form}
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
    schemas["ScenarioFiles"] = _SCENARIO_FILES
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
            own = deepcopy(refusal)  # its examples are those of this operation alone
            operation["responses"] |= {"4XX": own, "default": own}
            operation["security"] = [] if path.startswith("/health") else [{}, {"key": []}]
            for parameter in operation.get("parameters", ()):
                if "description" not in parameter:
                    parameter["description"] = _PARAMETERS[parameter["name"]]
    document["paths"]["/v1/jobs"]["post"]["callbacks"] = {
        "jobEnded": {"{$request.body#/webhook_url}": {"post": _job_ended()}}
    }
    add_examples(document, recorded_exchanges())
    return document


def _job_ended() -> dict[str, Any]:
    """Describe what is sent to the `webhook_url` of a job."""
    names = ("webhook-id", "webhook-timestamp", "webhook-signature")
    text = {"type": "string"}
    return {
        "operationId": "hearOfJob",
        "tags": ["webhooks"],
        "summary": "A job has ended",
        "description": "Sent to the job's `webhook_url`, signed by the Standard Webhooks scheme "
        "and repeated until it is answered 2xx; the same `webhook-id` may come twice.",
        "parameters": [
            {
                "name": name,
                "in": "header",
                "required": True,
                "schema": text,
                "description": "as the Standard Webhooks scheme has it",
            }
            for name in names
        ],
        "security": [],
        **body_of(JobMessage),
        "responses": {
            "2XX": {"description": "Heard"},
            "4XX": {"description": "Not heard, as with anything else: sent again later"},
        },
    }
