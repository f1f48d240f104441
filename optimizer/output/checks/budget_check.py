"""The folder of a budget, checked against its scenario: curves, frontier, allocation, tables."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

import numpy as np

from optimizer.domain.fingerprint import village_sha256
from optimizer.domain.scenario import Village
from optimizer.output.checks.json_values import (
    JsonFaults,
    a_count,
    a_list,
    a_row,
    a_text,
    an_object,
    short_value,
    texts,
)
from optimizer.output.checks.response_check import DocumentCheck
from optimizer.output.folder.result_reader import read_response, read_table
from optimizer.verification import Violation
from optimizer.verification.budget_recount import Area, KeptCurve
from optimizer.verification.budget_rules import StatedBudget, check_budget, check_kept_curve
from optimizer.verification.time_budget import Deadline, OutOfTime

BUDGET, CURVES = "budget.json", "curves.json"
Stated = Mapping[object, object]


def is_budget(folder: Path) -> bool:
    """Tell whether a folder is a budget's."""
    return (folder / BUDGET).is_file()


def verify_budget(
    villages: Sequence[Village], folder: Path, limits: Deadline | None = None
) -> DocumentCheck:
    """Return everything that is wrong with a budget; points that were not checked are counted.

    Raises
    ------
    ScenarioError
        When a file is missing or is not what its name says.
    """
    faults = JsonFaults(BUDGET)
    kept = an_object(read_response(folder / CURVES), CURVES, faults)
    held = an_object(kept.get("villages"), f"{CURVES} villages", faults)
    curves = [_curve(village, held, faults) for village in villages]
    stated = _budget(read_response(folder / BUDGET), villages, faults)
    known = [curve for curve in curves if curve is not None]
    if faults.found or stated is None or len(known) < len(villages):
        return DocumentCheck(tuple(faults.found))
    found: list[Violation] = []
    unchecked = 0
    for village, curve in zip(villages, known, strict=True):
        try:
            broken, unknown = check_kept_curve(village, curve, limits)
        except OutOfTime:
            broken, unknown = [], len(curve.served)
        found += broken
        unchecked += unknown
    if not found:
        found = check_budget(known, stated)
    if not found:
        _tables(folder, villages, known, stated, faults)
    return DocumentCheck((*faults.found, *found), unchecked)


def _curve(village: Village, held: Stated, faults: JsonFaults) -> KeptCurve | None:
    """Return the kept curve of a village, with rows in place of ids."""
    place, before = f"{CURVES} village {village.id}", len(faults.found)
    if village.id not in held:
        faults.add("CURVE_MISSING", place, "its curve is not kept", (village.id,))
        return None
    one = an_object(held[village.id], place, faults)
    if one.get("sha256") != village_sha256(village).hex():
        text = "its curve was made of other data; share the budget out again"
        faults.add("FINGERPRINT", place, text, (village.id,))
        return None
    numbers = {
        name: [
            a_count(value, f"{place} {name}[{at}]", faults)
            for at, value in enumerate(a_list(one.get(name), f"{place} {name}", faults))
        ]
        for name in ("served", "bound")
    }
    servable = a_count(one.get("servable"), f"{place} servable", faults)
    listed = [
        texts(names, f"{place} places[{at}]", faults)
        for at, names in enumerate(a_list(one.get("places"), f"{place} places", faults))
    ]
    rows = {name: row for row, name in enumerate(village.sites.ids.tolist())}
    for names in listed:
        for name in names:
            if name not in rows:
                text = f"there is no place {short_value(name)}"
                faults.add("UNKNOWN_PLACE", place, text, (name,))
    sizes = {len(listed), *map(len, numbers.values())}
    if len(sizes) > 1 or not listed:
        faults.add("CURVE_POINTS", place, "served, bound and places are not one a point")
    if len(faults.found) > before:
        return None
    return KeptCurve(
        village.id,
        village.area,
        len(village.households),
        np.array(numbers["served"], np.int64),
        np.array(numbers["bound"], np.int64),
        servable,
        tuple(np.array([rows[name] for name in names], np.int64) for names in listed),
    )


def _budget(
    document: object, villages: Sequence[Village], faults: JsonFaults
) -> StatedBudget | None:
    """Return what a budget states; None where it cannot be read."""
    before, stated = len(faults.found), an_object(document, BUDGET, faults)
    nodes = {
        "/".join(one.area[:depth]): one.area[:depth]
        for one in villages
        for depth in range(1, len(one.area) + 1)
    }
    floors: dict[Area, int] = {}
    for name, least in an_object(stated.get("floors"), "floors", faults).items():
        if name not in nodes:
            faults.add("UNKNOWN_AREA", "floors", f"{short_value(name)} is no area")
            continue
        floors[nodes[str(name)]] = a_count(least, f"floors {name}", faults)
    if not isinstance(stated.get("fairest"), bool):
        faults.add("TYPE", "fairest", f"{short_value(stated.get('fairest'))} is not true or false")
    given = [
        (a_text(row[0], f"villages[{at}]", faults), a_count(row[1], f"villages[{at}]", faults))
        for at, item in enumerate(a_list(stated.get("villages"), "villages", faults))
        if (row := a_row(item, 2, f"villages[{at}]", faults))
    ]
    frontier = []
    for at, item in enumerate(a_list(stated.get("frontier"), "frontier", faults)):
        spot = f"frontier[{at}]"
        point = [a_count(cell, spot, faults) for cell in a_row(item, 3, spot, faults)]
        frontier += [(point[0], point[1], point[2])] if point else []
    recruits = a_count(stated.get("recruits"), "recruits", faults)
    if len(faults.found) > before:
        return None
    figures = {str(name): value for name, value in stated.items()}
    return StatedBudget(
        recruits, stated["fairest"] is True, floors, tuple(given), tuple(frontier), figures
    )


def _tables(
    folder: Path,
    villages: Sequence[Village],
    curves: Sequence[KeptCurve],
    stated: StatedBudget,
    faults: JsonFaults,
) -> None:
    """Find tables for people that do not say what the document says."""
    given = dict(stated.given)
    own = {
        "frontier.csv": {
            name: [str(point[at]) for point in stated.frontier]
            for at, name in enumerate(("recruits", "served", "bound"))
        },
        "allocation.csv": {
            "village": [one.village for one in curves],
            "recruits": [str(given.get(one.village, 0)) for one in curves],
            "served": [str(one.served[given.get(one.village, 0)]) for one in curves],
            "bound": [str(one.bound[given.get(one.village, 0)]) for one in curves],
            "needed": [str(one.most) for one in curves],
            "households": [str(len(one.households)) for one in villages],
        },
    }
    for name, columns in own.items():
        table = read_table(folder / name)
        for column, cells in columns.items():
            if list(table.get(column, ())) != cells:
                text = f"its column {column} is not what {BUDGET} says"
                faults.add("CLAIM", name, text, (column,))
