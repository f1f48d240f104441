"""The coverage curve of a document, with rows in place of ids."""

from __future__ import annotations

from collections.abc import Mapping

import numpy as np

from optimizer.domain.plan import CurvePoint
from optimizer.output.checks.json_values import JsonFaults, a_count, a_list, a_row, texts


def read_curve(
    stated: Mapping[object, object], sites: Mapping[str, int], faults: JsonFaults
) -> tuple[CurvePoint, ...]:
    """Return the points of a curve; nothing where there is none.

    Parameters
    ----------
    sites
        Row of the id of every place.
    """
    if "curve" not in stated and "curve_places" not in stated:
        return ()
    place, beside = "recruitment.curve", "recruitment.curve_places"
    points = a_list(stated.get("curve"), place, faults)
    placed = a_list(stated.get("curve_places"), beside, faults)
    if len(points) != len(placed):
        faults.add("CURVE_PLACES", beside, f"{len(placed)} lists for {len(points)} points")
        return ()
    curve = []
    for at, (point, names) in enumerate(zip(points, placed, strict=True)):
        numbers = [
            a_count(value, f"{place}[{at}]", faults)
            for value in a_row(point, 3, f"{place}[{at}]", faults)
        ]
        listed = texts(names, f"{beside}[{at}]", faults)
        unknown = [name for name in listed if name not in sites]
        if unknown:
            faults.add("UNKNOWN_PLACE", f"{beside}[{at}]", f"there is no place {unknown[0]!r}")
        if numbers and not unknown:
            rows = np.array([sites[name] for name in listed], np.int64)
            curve.append(CurvePoint(numbers[0], numbers[1], numbers[2], rows))
    return tuple(curve)
