"""Every refusal as problem+json (RFC 9457): one shape, both languages, never a traceback."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from http import HTTPStatus
from typing import Any

import orjson
import structlog
from fastapi import FastAPI, Request, Response
from fastapi.exceptions import RequestValidationError
from pydantic import ValidationError
from sqlalchemy.exc import DataError, DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeout
from starlette.exceptions import HTTPException
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from api.http.allowed_methods import methods_at
from api.http.database_outages import is_full
from api.http.error_catalogue import FAULTS
from api.http.problem_texts_vietnamese import translate_problem
from optimizer.errors import Problem, ScenarioError

MEDIA_TYPE = "application/problem+json"
Detail = dict[str, object]

_LOG = structlog.get_logger("liengia")
_STATUS_CODES = {404: "NOT_FOUND", 405: "METHOD"}


class ServiceError(HTTPException):
    """A refusal by its code in ``FAULTS``; parameters fill its sentence.

    Parameters
    ----------
    pointer
        JSON pointer of what is wrong in the body; empty for the whole.
    errors
        The single faults, where there are several; by default this one alone.
    """

    def __init__(
        self,
        code: str,
        *,
        pointer: str = "",
        errors: Sequence[Detail] | None = None,
        headers: Mapping[str, str] | None = None,
        **params: object,
    ) -> None:
        self.fault = FAULTS[code]
        super().__init__(self.fault.status, self.fault.en.format(**params), dict(headers or {}))
        self.code, self.pointer, self.params, self.errors = code, pointer, params, errors

    def __reduce__(self) -> tuple[Any, ...]:
        """Travel between processes whole."""
        return _again, (self.code, self.pointer, self.errors, self.headers, self.params)

    def own(self, language: str) -> Detail:
        """Return this one fault's JSON."""
        sentence = self.fault.vi if language == "vi" else self.fault.en
        return {
            "pointer": self.pointer,
            "code": self.code,
            "params": self.params,
            "message": sentence.format(**self.params),
        }

    def document(self, language: str) -> Detail:
        """Return the problem's JSON."""
        own = self.own(language)
        return {
            "type": f"urn:liengia:problem:{self.code.lower().replace('_', '-')}",
            "title": HTTPStatus(self.status_code).phrase,
            "status": self.status_code,
            "detail": own["message"],
            "errors": [own]
            if self.errors is None
            else [translate_problem(detail, language) for detail in self.errors],
        }


def _again(
    code: str,
    pointer: str,
    errors: Sequence[Detail] | None,
    headers: Mapping[str, str] | None,
    params: Mapping[str, object],
) -> ServiceError:
    return ServiceError(code, pointer=pointer, errors=errors, headers=headers, **params)


def scenario_error(fault: ScenarioError, prefix: str = "") -> ServiceError:
    """Turn a library's problems into a refusal; ``prefix`` is where the scenario stands."""
    errors = problem_details(fault.problems, prefix)
    return ServiceError("BAD_SCENARIO", errors=errors, count=len(errors))


def placed_error(fault: ScenarioError, place: Callable[[Problem], str]) -> ServiceError:
    """Turn a library's problems into a refusal where each stands elsewhere in the body.

    Parameters
    ----------
    place
        From a problem to its JSON pointer in the body; empty for the whole.
    """
    details = problem_details(fault.problems)
    pairs = zip(fault.problems, details, strict=True)
    errors = [{**detail, "pointer": place(problem)} for problem, detail in pairs]
    return ServiceError("BAD_SCENARIO", errors=errors, count=len(errors))


def body_error(fault: ValidationError, prefix: str = "") -> ServiceError:
    """Turn what pydantic finds into a refusal; ``prefix`` is where it stands in the body."""
    errors: list[Detail] = []
    for one in fault.errors(include_url=False, include_context=False, include_input=False):
        parts = [str(part).replace("~", "~0").replace("/", "~1") for part in one["loc"]]
        field = ".".join(map(str, one["loc"]))
        errors.append(
            {
                "pointer": prefix + "".join(f"/{part}" for part in parts),
                "code": one["type"].upper(),
                "params": {"field": field},
                "message": f"{field}: {one['msg']}" if field else one["msg"],
            }
        )
    reason = "; ".join(str(one["message"]) for one in errors[:3])
    return ServiceError("BAD_VALUE", errors=errors, reason=reason)


def problem_details(problems: Iterable[Problem], prefix: str = "") -> list[Detail]:
    """Return a library's problems with JSON pointers; a row of a file stands in ``params``."""
    return [
        {
            "pointer": _pointer(problem, prefix),
            "code": problem.code,
            "params": {
                "where": problem.where,
                "field": problem.field,
                "value": problem.value,
                **dict(problem.params),
            },
            "message": problem.message,
        }
        for problem in problems
    ]


def _pointer(problem: Problem, prefix: str) -> str:
    if not problem.where.startswith("/") and problem.where not in {"", "the request"}:
        return prefix
    where = problem.where if problem.where.startswith("/") else ""
    field = problem.field.replace("~", "~0").replace("/", "~1")
    return f"{prefix}{where}/{field}" if field else f"{prefix}{where}"


def language_of(request: Request) -> str:
    """Return ``vi`` where the caller prefers it, else ``en``."""
    for part in request.headers.get("accept-language", "").lower().split(","):
        tag = part.split(";")[0].strip()[:2]
        if tag in {"vi", "en"}:
            return tag
    return "en"


def problem_response(request: Request, fault: ServiceError) -> Response:
    """Answer with a problem."""
    language = language_of(request)
    body = orjson.dumps(fault.document(language), default=str)
    headers = {**(fault.headers or {}), "Content-Language": language}
    return Response(body, fault.status_code, headers, MEDIA_TYPE)


def install_handlers(app: FastAPI) -> None:
    """Let every exception leave the application as a problem."""
    handlers: dict[Any, Any] = {
        ServiceError: problem_response,
        ScenarioError: lambda request, fault: problem_response(request, scenario_error(fault)),
        HTTPException: _http,
        RequestValidationError: _validation,
        DataError: lambda request, _: problem_response(request, ServiceError("NOT_FOUND")),
        DBAPIError: _database,
        PoolTimeout: _database,
        OSError: _disk,
    }
    for kind, handler in handlers.items():
        app.add_exception_handler(kind, handler)


def _http(request: Request, fault: HTTPException) -> Response:
    """Translate what the framework refuses, and tell another method from another address."""
    fault = _with_methods(request, fault)
    code = _STATUS_CODES.get(fault.status_code, "HTTP")
    made = ServiceError(
        code, headers=fault.headers, method=request.method, reason=str(fault.detail)
    )
    made.status_code = fault.status_code
    return problem_response(request, made)


def _with_methods(request: Request, fault: HTTPException) -> HTTPException:
    """Return the refusal of a method where the address knows others, of the address elsewhere."""
    path = request.scope["path"]
    if fault.status_code not in _STATUS_CODES:
        return fault
    if known := methods_at(request.app, path):
        return HTTPException(405, headers={"Allow": ", ".join(sorted(known))})
    return HTTPException(404) if path.startswith("/v1/") else fault


def _validation(request: Request, fault: RequestValidationError) -> Response:
    """Translate what the framework's reading of query, path and body finds."""
    errors: list[Detail] = []
    reasons: list[str] = []
    for one in fault.errors():
        place, *rest = map(str, one["loc"])
        reasons.append(f"{'.'.join(rest) or place}: {one['msg']}")
        pointer = "".join(f"/{part.replace('~', '~0').replace('/', '~1')}" for part in rest)
        errors.append(
            {
                "pointer": pointer if place == "body" else "",
                "code": str(one["type"]).upper(),
                "params": {"where": place, "field": ".".join(rest)},
                "message": reasons[-1],
            }
        )
    refusal = ServiceError("BAD_VALUE", errors=errors, reason="; ".join(reasons[:3]))
    return problem_response(request, refusal)


def _database(request: Request, fault: Exception) -> Response:
    """Say that the database is away or full; what was sent to it is not logged."""
    _LOG.error("database", kind=type(fault).__name__, cause=str(getattr(fault, "orig", ""))[:200])
    away = ServiceError("DATABASE", headers={"Retry-After": "2"})
    return problem_response(request, disk_full() if is_full(fault) else away)


def _disk(request: Request, fault: OSError) -> Response:
    """Say that there is no room for a file that is needed for a moment."""
    if not is_full(fault):
        raise fault
    _LOG.error("disk", cause=fault.strerror)
    return problem_response(request, disk_full())


def disk_full() -> ServiceError:
    """Return the refusal of what finds no room."""
    return ServiceError("DISK_FULL", headers={"Retry-After": "30"})


class CatchFaults:
    """Converts unhandled exceptions to a 500 problem response; the traceback is logged."""

    def __init__(self, app: ASGIApp) -> None:
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Pass a request on."""
        begun = False

        async def noted(message: Message) -> None:
            nonlocal begun
            begun = begun or message["type"] == "http.response.start"
            await send(message)

        try:
            await self.app(scope, receive, noted)
        except Exception as fault:
            if scope["type"] != "http" or begun:
                raise
            request_id = scope.get("request_id", "-")
            _LOG.error("fault", exc_info=fault)
            answer = problem_response(Request(scope), ServiceError("OURS", request_id=request_id))
            await answer(scope, receive, send)
