"""The sketch on a printed list: one home and its households, north up."""

from __future__ import annotations

from typing import Any

import numpy as np

from optimizer.domain.scenario import Floats

_WIDTH_MM, _HEIGHT_MM, _EDGE_MM = 80.0, 60.0, 7.0
_LEAST_M = 20.0
"""A sketch shows at least this much, so that neighbours at one point do not blow it up."""


def sketch(home: Floats, own: Floats, others: Floats) -> dict[str, Any]:
    """Draw a person's households around the home: millimetres on paper, north up."""
    shown = np.vstack([home, own])
    low, high = shown.min(axis=0), shown.max(axis=0)
    span = np.maximum(high - low, _LEAST_M)
    room = np.array([_WIDTH_MM - 2 * _EDGE_MM, _HEIGHT_MM - 2 * _EDGE_MM])
    scale = float((room / span).min())
    middle, centre = (low + high) / 2, np.array([_WIDTH_MM, _HEIGHT_MM]) / 2

    def drawn(points: Floats) -> Floats:
        placed: Floats = centre + (points - middle) * scale * np.array([1.0, -1.0])
        return placed.round(2)

    around = drawn(others)
    inside = ((around >= 0) & (around <= 2 * centre)).all(axis=1)
    bar_m = 10.0 ** np.floor(np.log10(0.4 * _WIDTH_MM / scale))
    return {
        "home": drawn(home).tolist(),
        "own": drawn(own).tolist(),
        "others": around[inside].tolist(),
        "bar": round(float(bar_m * scale), 2),
        "bar_text": f"{bar_m:g} m",
    }
