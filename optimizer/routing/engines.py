"""How each router is asked for a table of metres, and how it answers."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Protocol

import httpx
import numpy as np

from optimizer.domain.scenario import Floats

FOOT = "foot"
"""The profile of somebody who walks; each engine has its own word for it."""


class BadAnswer(Exception):  # noqa: N818 - it is the router's, and told with its address
    """A router answered something that is no table of the size asked for."""


class Engine(Protocol):
    """A router that makes tables of distances."""

    @property
    def most_sources(self) -> int:
        """Sources of one request, by the engine's own defaults."""
        ...

    @property
    def most_targets(self) -> int:
        """Targets of one request."""
        ...

    def request(
        self, address: httpx.URL, profile: str, sources: Floats, targets: Floats
    ) -> httpx.Request:
        """Return the request for a table.

        Parameters
        ----------
        sources, targets
            Shape (n, 2), degrees of WGS 84, longitude first.
        """
        ...

    def metres(self, answer: object, shape: tuple[int, int]) -> Floats:
        """Return the table of an answer, infinite where there is no way.

        Raises
        ------
        BadAnswer
            When it is none.
        """
        ...


@dataclass(frozen=True, slots=True)
class Osrm:
    """OSRM's service ``table`` (v5): 100 points a request unless its operator says otherwise."""

    most_sources: int = 50
    most_targets: int = 50

    def request(
        self, address: httpx.URL, profile: str, sources: Floats, targets: Floats
    ) -> httpx.Request:
        """Ask with all points in the path, and by position which are sources."""
        points = ";".join(f"{x:.6f},{y:.6f}" for x, y in np.concatenate([sources, targets]))
        first, count = len(sources), len(sources) + len(targets)
        url = _below(address, f"/table/v1/{profile}/{points}").copy_merge_params(
            {
                "annotations": "distance",
                "sources": ";".join(map(str, range(first))),
                "destinations": ";".join(map(str, range(first, count))),
            }
        )
        return httpx.Request("GET", url)

    def metres(self, answer: object, shape: tuple[int, int]) -> Floats:
        """Read ``distances``; null is no way."""
        body = _object(answer)
        if body.get("code") != "Ok":
            raise BadAnswer(_told(body, "code", "message"))
        return _table(body.get("distances"), shape)


@dataclass(frozen=True, slots=True)
class Valhalla:
    """Valhalla's service ``sources_to_targets``: 2,500 pairs a request by default."""

    most_sources: int = 50
    most_targets: int = 50

    def request(
        self, address: httpx.URL, profile: str, sources: Floats, targets: Floats
    ) -> httpx.Request:
        """Ask in kilometres, which are its own unit."""
        body = {
            "sources": [{"lon": x, "lat": y} for x, y in sources.round(6).tolist()],
            "targets": [{"lon": x, "lat": y} for x, y in targets.round(6).tolist()],
            "costing": "pedestrian" if profile == FOOT else profile,
            "units": "kilometers",
        }
        return httpx.Request("POST", _below(address, "/sources_to_targets"), json=body)

    def metres(self, answer: object, shape: tuple[int, int]) -> Floats:
        """Read the distance of each cell; null is no way."""
        body = _object(answer)
        rows = body.get("sources_to_targets")
        if not isinstance(rows, list):
            raise BadAnswer(_told(body, "error", "status_message"))
        cells = [
            [cell.get("distance") if isinstance(cell, dict) else cell for cell in row]
            if isinstance(row, list)
            else row
            for row in rows
        ]
        return 1000.0 * _table(cells, shape)


@dataclass(frozen=True, slots=True)
class OpenRouteService:
    """openrouteservice's service ``matrix`` (v2): 2,500 pairs a request by default."""

    most_sources: int = 50
    most_targets: int = 50

    def request(
        self, address: httpx.URL, profile: str, sources: Floats, targets: Floats
    ) -> httpx.Request:
        """Ask with one list of points, and by position which are sources."""
        count = len(sources)
        body = {
            "locations": np.concatenate([sources, targets]).round(6).tolist(),
            "sources": list(range(count)),
            "destinations": list(range(count, count + len(targets))),
            "metrics": ["distance"],
            "units": "m",
        }
        name = "foot-walking" if profile == FOOT else profile
        return httpx.Request("POST", _below(address, f"/v2/matrix/{name}"), json=body)

    def metres(self, answer: object, shape: tuple[int, int]) -> Floats:
        """Read ``distances``; null is no way."""
        body = _object(answer)
        if "distances" not in body:
            raise BadAnswer(_told(body, "error"))
        return _table(body["distances"], shape)


@dataclass(frozen=True, slots=True)
class GraphHopper:
    """GraphHopper's Matrix API: a service of its makers, not part of the open server."""

    most_sources: int = 30
    most_targets: int = 30

    def request(
        self, address: httpx.URL, profile: str, sources: Floats, targets: Floats
    ) -> httpx.Request:
        """Ask for distances, and not to fail where there is no way."""
        body = {
            "from_points": sources.round(6).tolist(),
            "to_points": targets.round(6).tolist(),
            "out_arrays": ["distances"],
            "profile": profile,
            "fail_fast": False,
        }
        return httpx.Request("POST", _below(address, "/matrix"), json=body)

    def metres(self, answer: object, shape: tuple[int, int]) -> Floats:
        """Read ``distances``; null is no way."""
        body = _object(answer)
        if "distances" not in body:
            raise BadAnswer(_told(body, "message"))
        return _table(body["distances"], shape)


ENGINES: Mapping[str, Engine] = {
    "osrm": Osrm(),
    "valhalla": Valhalla(),
    "ors": OpenRouteService(),
    "graphhopper": GraphHopper(),
}
"""The engines by the words of the command line."""


def _below(address: httpx.URL, path: str) -> httpx.URL:
    """Return a path below an address, which keeps its own query: a key may stand there."""
    return address.copy_with(path=address.path.rstrip("/") + path)


def _object(answer: object) -> Mapping[str, object]:
    if not isinstance(answer, dict):
        raise BadAnswer("it answered no JSON object")
    return answer


def _told(body: Mapping[str, object], *fields: str) -> str:
    """Return what an engine says of its refusal, cut short."""
    said = "; ".join(str(body[field])[:200] for field in fields if field in body)
    return said or "it answered without a table"


def _table(rows: object, shape: tuple[int, int]) -> Floats:
    if (
        not isinstance(rows, list)
        or len(rows) != shape[0]
        or not all(_fits(r, shape) for r in rows)
    ):
        raise BadAnswer(f"it answered no table of {shape[0]} times {shape[1]} numbers")
    cells: Sequence[Sequence[float | None]] = rows
    made = [[np.inf if cell is None else cell for cell in row] for row in cells]
    metres = np.array(made, np.float64).reshape(shape)
    if np.isnan(metres).any() or (metres < 0).any():
        raise BadAnswer("it answered distances that are negative or no numbers")
    return metres


def _fits(row: object, shape: tuple[int, int]) -> bool:
    return (
        isinstance(row, list)
        and len(row) == shape[1]
        and all(cell is None or type(cell) in (int, float) for cell in row)
    )
