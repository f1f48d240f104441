"""What an address can do, told to those who ask for something else."""

from __future__ import annotations

from fastapi import FastAPI
from fastapi.routing import iter_route_contexts
from starlette.routing import Mount, compile_path


def methods_at(app: FastAPI, path: str) -> set[str]:
    """Return the methods that the routes of an address know together.

    Of two patterns that fit, the one with fewer blanks is meant. What is mounted (the page, behind
    all other addresses) takes any method and any address, and is left out.
    """
    found: dict[str, set[str]] = {}
    for route in iter_route_contexts(app.routes):
        if isinstance(route.original_route, Mount) or route.path is None:
            continue
        if compile_path(route.path)[0].match(path):
            found.setdefault(route.path, set()).update(route.methods or ())
    return found[min(found, key=lambda pattern: pattern.count("{"))] if found else set()
