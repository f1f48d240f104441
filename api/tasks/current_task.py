"""What the processes do to let villages go on from their plans in force: these become current."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from itertools import islice
from typing import Any, TypeVar

import orjson

from api.db import Database
from api.db.in_force_queries import ContentInForce, approvals_in_force, contents_in_force
from api.db.scenario_queries import NO_BASE
from optimizer.domain.scenario import Scenario, Village
from optimizer.replanning.current_pairs import (
    CurrentPairs,
    divide_pairs,
    pairs_of,
    with_current,
)
from optimizer.replanning.plan_in_force import Which, village_of_entry

_AT_ONCE = 64
"""Villages whose plans in force are in memory together."""
_NOBODY = CurrentPairs((), (), 0)
_TABLES = ("households", "members")

Item = TypeVar("Item")
Base = Mapping[str, Any]
"""Columns of a village about the plan in force that it goes on from."""


@dataclass(frozen=True, slots=True)
class PlansInForce:
    """Where the plans in force of a tenant are read."""

    url: str
    tenant: str


def go_on(
    store: Database, tenant: str, scenario: Scenario, bases: Mapping[str, Base]
) -> tuple[Scenario, dict[str, Base]]:
    """Return a scenario whose villages have their plans in force as current.

    A village that brings a current plan of its own keeps it; where that is the plan in force, it
    counts as going on from it.

    Parameters
    ----------
    bases
        What villages go on from so far: those have no current plan of their own.

    Returns
    -------
    Scenario, and village to what it goes on from.
    """
    with store.reading() as session:
        in_force = approvals_in_force(session, tenant)
    villages, made = {village.id: village for village in scenario.villages}, dict(bases)
    for name in bases.keys() & villages.keys() - in_force.keys():
        villages[name] = with_current(villages[name], _NOBODY)
        del made[name]
    wanted = (name for name in villages if _is_new(in_force.get(name), bases.get(name)))
    for names in batches(wanted, _AT_ONCE):
        with store.reading() as session:
            found = contents_in_force(session, tenant, names)
        for name, content in found.items():
            village = villages[name]
            pairs = _pairs(content, village.households.ids.tolist(), village.members.ids.tolist())
            if name not in bases and village.has_current and not _is_current(village, pairs):
                continue
            villages[name] = with_current(village, pairs)
            made[name] = _base(content.approval, pairs)
    return replace(scenario, villages=tuple(villages.values())), made


def contents_going_on(
    store: Database, tenant: str, contents: Iterable[bytes], bases: Mapping[str, Base]
) -> Iterator[tuple[dict[str, Any], Base | None]]:
    """Yield kept villages with their plans in force as current, as ``go_on`` does.

    Yields
    ------
    The village's request, and what it goes on from where that has changed, else None.
    """
    with store.reading() as session:
        in_force = approvals_in_force(session, tenant)
    for some in batches(contents, _AT_ONCE):
        villages = [orjson.loads(content) for content in some]
        wanted = [
            village["id"]
            for village in villages
            if _is_new(in_force.get(village["id"]), bases.get(village["id"]))
            if village["id"] in bases or not (village.get("current") or village.get("former"))
        ]
        with store.reading() as session:
            found = contents_in_force(session, tenant, wanted)
        for village in villages:
            content = found.get(village["id"])
            if content is not None:
                homes, people = ([row["id"] for row in village[kind]] for kind in _TABLES)
                pairs = _pairs(content, homes, people)
                yield _written(village, pairs), _base(content.approval, pairs)
            elif village["id"] in bases and village["id"] not in in_force:
                yield _written(village, _NOBODY), NO_BASE
            else:
                yield village, None


def batches(items: Iterable[Item], size: int) -> Iterator[list[Item]]:
    """Yield items in lists of a size; the last may be shorter."""
    rest = iter(items)
    while some := list(islice(rest, size)):
        yield some


def _is_new(in_force: str | None, base: Base | None) -> bool:
    """Tell whether a village does not go on from the plan in force yet."""
    return in_force is not None and (base is None or base["base_approval"] != in_force)


def _pairs(
    content: ContentInForce, households: Collection[str], members: Collection[str]
) -> CurrentPairs:
    entry = orjson.loads(content.response)
    person = village_of_entry(entry, Which(content.plan)).person
    return divide_pairs(person, households, members)


def _is_current(village: Village, pairs: CurrentPairs) -> bool:
    """Tell whether a village brings just the plan in force."""
    return pairs_of(village) == (set(pairs.current), set(pairs.former))


def _written(village: Mapping[str, Any], pairs: CurrentPairs) -> dict[str, Any]:
    lists = {"current": pairs.current, "former": pairs.former}
    rest = {key: value for key, value in village.items() if key not in lists}
    return {**rest, **{key: [list(pair) for pair in rows] for key, rows in lists.items() if rows}}


def _base(approval: str, pairs: CurrentPairs) -> Base:
    return {
        "base_approval": approval,
        "current_pairs": len(pairs.current),
        "current_person_gone": len(pairs.former),
        "current_household_gone": pairs.household_gone,
    }
