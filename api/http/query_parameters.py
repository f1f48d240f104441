"""What stands behind the question mark of an address: a name that it does not know is refused."""

from __future__ import annotations

from collections.abc import Iterator
from difflib import SequenceMatcher

from fastapi import Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import APIRoute

from api.http.errors import Detail, ServiceError, language_of

_SHOWN = 60
_MOST = 20
"""Characters of a name, and names, that are told: an address may be as long as its sender likes."""


def refuse_unknown(request: Request) -> None:
    """Refuse parameters that the address of a request does not have: a slip would go unseen.

    Raises
    ------
    ServiceError
        ``UNKNOWN_PARAMETER`` or ``NO_PARAMETERS``, with the first ones and the nearest known names.
    """
    route = request.scope["route"]
    if not request.scope["query_string"] or not isinstance(route, APIRoute):
        return
    known = sorted(set(_known(route.dependant)))
    unknown = [name for name in dict.fromkeys(request.query_params) if name not in known]
    if not unknown:
        return
    faults = [_fault(name, known) for name in unknown[:_MOST]]
    errors: list[Detail] = [fault.own(language_of(request)) for fault in faults]
    faults[0].errors = errors
    raise faults[0]


def _known(dependant: Dependant) -> Iterator[str]:
    """Yield the parameters of a route and of all that it depends on."""
    for field in dependant.query_params:
        yield field.alias
    for other in dependant.dependencies:
        yield from _known(other)


def _fault(name: str, known: list[str]) -> ServiceError:
    shown = name[:_SHOWN]
    if not known:
        return ServiceError("NO_PARAMETERS", where="query", field=shown)
    nearest = max(known, key=lambda other: SequenceMatcher(None, shown, other).ratio())
    return ServiceError(
        "UNKNOWN_PARAMETER", where="query", field=shown, nearest=nearest, known=", ".join(known)
    )
