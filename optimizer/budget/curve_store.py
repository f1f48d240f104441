"""Curves that were computed before: kept beside a budget, taken again where nothing has changed."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from optimizer.budget.village_curve import VillageCurve
from optimizer.domain.fingerprint import village_sha256
from optimizer.domain.scenario import Village

FORM = 2
"""Changes when what is kept means something else."""


def keep_curves(
    villages: Sequence[Village], curves: Sequence[VillageCurve], asked: Mapping[str, object]
) -> dict[str, Any]:
    """Return the curves with the fingerprints of their villages.

    Parameters
    ----------
    asked
        How they were computed: time, seed, version.
    """
    return {
        "form": FORM,
        "asked": dict(asked),
        "villages": {
            village.id: {
                "sha256": village_sha256(village).hex(),
                "served": curve.served.tolist(),
                "bound": curve.bound.tolist(),
                "servable": curve.servable,
                "places": [village.sites.ids[rows].tolist() for rows in curve.places],
            }
            for village, curve in zip(villages, curves, strict=True)
        },
    }


def kept_curves(
    path: Path, villages: Sequence[Village], asked: Mapping[str, object]
) -> dict[str, VillageCurve]:
    """Return those of the villages' curves that are kept and still hold; none of a spoilt file."""
    try:
        kept = orjson.loads(path.read_bytes())
        if kept["form"] != FORM or kept["asked"] != dict(asked):
            return {}
        held = kept["villages"]
        found = {
            village.id: _curve(village, held[village.id])
            for village in villages
            if village.id in held and held[village.id]["sha256"] == village_sha256(village).hex()
        }
    except (OSError, ValueError, KeyError, TypeError, OverflowError):
        return {}
    return {name: curve for name, curve in found.items() if _sound(curve)}


def _curve(village: Village, held: Mapping[str, Any]) -> VillageCurve:
    rows = {name: row for row, name in enumerate(village.sites.ids.tolist())}
    return VillageCurve(
        village.id,
        village.name,
        village.area,
        len(village.households),
        np.array(held["served"], np.int64),
        np.array(held["bound"], np.int64),
        int(held["servable"]),
        tuple(np.array([rows[name] for name in names], np.int64) for names in held["places"]),
    )


def _sound(curve: VillageCurve) -> bool:
    """Tell whether a curve could be one: as many bounds as points, none falls, none too high."""
    served, bound = curve.served, curve.bound
    return (
        served.ndim == 1
        and len(served) > 0
        and served.shape == bound.shape
        and len(curve.places) == len(served)
        and bool((served >= 0).all() and (served <= bound).all())
        and bool((np.diff(served) >= 0).all() and (np.diff(bound) >= 0).all())
        and int(bound[-1]) <= curve.households
        and served[-1] <= curve.servable <= curve.households
    )
