"""A router on loopback: answers as the documentation of each engine says, with its limits."""

from __future__ import annotations

import json
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from threading import Thread
from typing import Any
from urllib.parse import parse_qs, urlsplit

Point = tuple[float, float]
MOST = 100
"""Points of one table, as OSRM takes them by default."""


@dataclass(slots=True)
class RoutingServer:
    """What it was asked, and how it is to misbehave.

    Parameters
    ----------
    busy
        Requests that are told to come back later, first of all.
    broken
        Whether it answers 200 with something that is no table.
    fail_after
        Tables after which it refuses everything; None for never.
    """

    url: str = ""
    busy: int = 0
    broken: bool = False
    fail_after: int | None = None
    paths: list[str] = field(default_factory=list)
    answered: int = 0

    def metres(self, start: Point, end: Point) -> float | None:
        """Return a crooked way: longer to the east than to the west; none over a longitude."""
        if (start[0] > 108.92) != (end[0] > 108.92):
            return None
        east = end[0] - start[0]
        way = 120_000.0 * abs(east) + 111_195.0 * abs(end[1] - start[1])
        return round(way * (1.1 if east > 0 else 1.0), 1)

    def table(self, sources: list[Point], targets: list[Point]) -> list[list[float | None]]:
        """Return the table of all ways."""
        return [[self.metres(start, end) for end in targets] for start in sources]


@contextmanager
def routing_server() -> Iterator[RoutingServer]:
    """Run a router until the block ends."""
    state = RoutingServer()

    class Handler(BaseHTTPRequestHandler):
        def log_message(self, *_: object) -> None:
            """Say nothing."""

        def do_GET(self) -> None:
            _answer(self, state, None)

        def do_POST(self) -> None:
            _answer(self, state, json.loads(self.rfile.read(int(self.headers["Content-Length"]))))

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    state.url = f"http://127.0.0.1:{server.server_address[1]}"
    thread = Thread(target=server.serve_forever, daemon=True)
    thread.start()
    try:
        yield state
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _answer(handler: BaseHTTPRequestHandler, state: RoutingServer, body: Any) -> None:  # noqa: ANN401 - any JSON
    state.paths.append(handler.path)
    if state.busy > 0:
        state.busy -= 1
        _send(handler, 429, {"message": "slow down"}, retry_after="1")
        return
    if state.broken:
        _send(handler, 200, {"code": "Ok", "distances": [[1.0]]})
        return
    if state.fail_after is not None and state.answered >= state.fail_after:
        _send(handler, 400, {"code": "InvalidOptions", "message": "no more today"})
        return
    state.answered += 1
    _send(handler, 200, _tabled(handler.path, state, body))


def _tabled(path: str, state: RoutingServer, body: Any) -> dict[str, Any]:  # noqa: ANN401 - any JSON
    parts = urlsplit(path)
    if parts.path.startswith("/table/v1/foot/"):
        points = [
            (float(x), float(y))
            for x, y in (pair.split(",") for pair in parts.path.rsplit("/", 1)[1].split(";"))
        ]
        asked = parse_qs(parts.query)
        if len(points) > MOST or asked["annotations"] != ["distance"]:
            return {"code": "TooBig", "message": "Too many table coordinates"}
        chosen = [[points[int(n)] for n in asked[name][0].split(";")] for name in _SIDES]
        return {"code": "Ok", "distances": state.table(*chosen), "sources": [], "destinations": []}
    if parts.path == "/sources_to_targets" and body["costing"] == "pedestrian":
        rows = state.table(*([(one["lon"], one["lat"]) for one in body[n]] for n in _LOCATIONS))
        cells = [
            [
                {"distance": None if cell is None else cell / 1000, "time": 1, "to_index": at}
                for at, cell in enumerate(row)
            ]
            for row in rows
        ]
        return {"sources_to_targets": cells, "units": "kilometers"}
    if parts.path == "/v2/matrix/foot-walking" and body["metrics"] == ["distance"]:
        chosen = [[tuple(body["locations"][n]) for n in body[name]] for name in _SIDES]
        return {"distances": state.table(*chosen), "metadata": {}}
    if parts.path == "/matrix" and body["out_arrays"] == ["distances"] and not body["fail_fast"]:
        chosen = [list(map(tuple, body[name])) for name in ("from_points", "to_points")]
        return {"distances": state.table(*chosen), "info": {}}
    return {"error": f"nothing at {parts.path}"}


_SIDES = ("sources", "destinations")
_LOCATIONS = ("sources", "targets")


def _send(
    handler: BaseHTTPRequestHandler, status: int, body: dict[str, Any], *, retry_after: str = ""
) -> None:
    content = json.dumps(body).encode()
    handler.send_response(status)
    if retry_after:
        handler.send_header("Retry-After", retry_after)
    handler.send_header("Content-Type", "application/json")
    handler.send_header("Content-Length", str(len(content)))
    handler.end_headers()
    handler.wfile.write(content)
