"""Answers without anybody in them: figures and sentences, no ids of households, no points."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Any

Document = dict[str, Any]

MOST_ROWS = 100
"""Villages that one answer lists."""
_OF_A_VILLAGE = (
    *("id", "name", "area", "verdict", "households", "members", "room", "unserved"),
    *("unserved_by_reason", "recruits_needed", "recruits_proven", "reserve", "exceptions"),
    *("walk_m", "longest_m", "changed", "proven", "gap", "teams", "failure", "message"),
)
"""Columns of a village's row; ``x`` and ``y`` are not among them."""
_OF_A_BUDGET = (
    *("recruits", "spent", "served", "bound", "proven", "households", "floor", "need"),
    *("fairest", "floors", "compared"),
)
_OF_A_POCKET = ("room", "recruits_at_least")


def village_row(row: Mapping[str, Any]) -> Document:
    """Return the figures of a village and what it can do."""
    return {key: row[key] for key in _OF_A_VILLAGE if key in row}


def first_rows(rows: Sequence[Mapping[str, Any]], kept: int) -> Document:
    """Return the first rows, and how many there are beside them."""
    return {"villages": [village_row(row) for row in rows[:MOST_ROWS]], "more": kept}


def village_figures(document: Mapping[str, Any]) -> Document:
    """Return what a village's response says without naming a household or a member."""
    recruitment = document.get("recruitment")
    return {
        "id": document["id"],
        "verdict": document["verdict"],
        "households": document["households"],
        "members": document["members"],
        "today": _plan(document.get("today")),
        "after": _plan(document.get("after")),
        "recruitment": None
        if recruitment is None
        else {
            "needed": recruitment["needed"],
            "bound": recruitment["bound"],
            "proven": recruitment["proven"],
            "pockets": [_pocket(one) for one in recruitment["pockets"]],
        },
        "relaxations": document.get("relaxations"),
    }


def _plan(made: Mapping[str, Any] | None) -> Document | None:
    if made is None:
        return None
    return {
        "served": len(made["assignments"]),
        "unserved": len(made["unserved"]),
        "unserved_by_reason": dict(Counter(reason for _, reason in made["unserved"])),
        "reserve": len(made["reserve"]),
        "below_minimum": len(made["exceptions"]),
        "walk_m": made["walk_m"],
        "longest_m": made["longest_m"],
        "changed": made["changed"],
        "proof": {stage: _proof(proof) for stage, proof in made["proof"].items()},
    }


def _proof(proof: Mapping[str, Any]) -> Document:
    return {key: proof[key] for key in ("value", "bound", "proven", "gap") if key in proof}


def _pocket(pocket: Mapping[str, Any]) -> Document:
    counts = {key: len(pocket[key]) for key in ("households", "members")}
    return counts | {key: pocket[key] for key in _OF_A_POCKET}


def comparison_figures(document: Mapping[str, Any]) -> Document:
    """Return the villages in which two results differ, those that differ most first."""
    rows = sorted(filter(_differs, document["villages"]), key=_change, reverse=True)
    return {
        "first": document["a"],
        "second": document["b"],
        "summary": document["summary"],
        "villages": rows[:MOST_ROWS],
        "more": max(0, len(rows) - MOST_ROWS),
    }


def _differs(row: Mapping[str, Any]) -> bool:
    pairs: Iterable[Sequence[object]] = (
        row[key] for key in ("verdict", "recruits", "unserved", "walk_m")
    )
    return bool(row["households_changed"]) or any(first != second for first, second in pairs)


def _change(row: Mapping[str, Any]) -> int:
    return int(row["households_changed"] or 0)


def budget_figures(document: Mapping[str, Any]) -> Document:
    """Return where recruits serve most, and what fewer or more of them would serve."""
    figures = {key: document[key] for key in _OF_A_BUDGET if key in document}
    villages, frontier = document["villages"], document["frontier"]
    step = max(1, -(-len(frontier) // MOST_ROWS))
    return {
        **figures,
        "villages": villages[:MOST_ROWS],
        "more": max(0, len(villages) - MOST_ROWS),
        "frontier": [*frontier[::step], *(frontier[-1:] if (len(frontier) - 1) % step else [])],
    }
