"""Small villages whose coordinates look measured, as requests."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizer.domain.notes import Note
from optimizer.input.request import scenario_from_request

LON, LAT = 108.91, 11.60
"""A village near Phan Rang."""


def points(count: int, *, lon: float = LON, lat: float = LAT, seed: int = 0) -> list[list[float]]:
    """Return points within some hundred metres of a place, six decimals each."""
    rng = np.random.default_rng(seed)
    offsets = rng.uniform(-0.004, 0.004, (count, 2))
    xy: list[list[float]] = np.round(np.array([lon, lat]) + offsets, 6).tolist()
    return xy


def plane(count: int, *, x: float = 523_400.0, y: float = 1_283_100.0) -> list[list[float]]:
    """Return points of a projection in metres, one decimal each."""
    rng = np.random.default_rng(1)
    xy: list[list[float]] = np.round(np.array([x, y]) + rng.uniform(0, 900, (count, 2)), 1).tolist()
    return xy


def rows(xy: list[list[float]], letter: str = "h") -> list[dict[str, Any]]:
    """Return points with ids."""
    return [{"id": f"{letter}{n}", "x": x, "y": y} for n, (x, y) in enumerate(xy)]


def village(
    name: str = "v1", xy: list[list[float]] | None = None, members: list[list[float]] | None = None
) -> dict[str, Any]:
    """Return a village of 20 households and 3 members, or of those given."""
    return {
        "id": name,
        "households": rows(points(20) if xy is None else xy),
        "members": rows(points(3, seed=9) if members is None else members, "m"),
    }


def beside(name: str) -> dict[str, Any]:
    """Return another village, three kilometres east."""
    return village(name, points(20, lon=LON + 0.03, seed=2), points(3, lon=LON + 0.03, seed=8))


def request(
    *villages: dict[str, Any], coordinates: str = "lonlat", **more: object
) -> dict[str, Any]:
    """Return a request."""
    return {"coordinates": coordinates, "villages": list(villages or (village(),)), **more}


def notes(document: object) -> tuple[Note, ...]:
    """Return what looks wrong in a request."""
    return scenario_from_request(document).notes


def codes(document: object) -> list[str]:
    """Return the codes of that."""
    return [note.code for note in notes(document)]
