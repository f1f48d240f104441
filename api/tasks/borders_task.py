"""What the processes do to move borders: a kept scenario to another one that is to be kept."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from api.db.plan_bases import bases_of
from api.db.scenario_queries import NO_BASE, PreparedScenario
from api.http.errors import placed_error
from api.http.json_body import pointer_to
from api.http.typed_body import parse_as
from api.schemas.borders import MergeRequest, SplitRequest
from api.tasks.current_task import Base, go_on
from api.tasks.kept_scenario import read_kept
from api.tasks.planner_task import Sizes
from api.tasks.scenario_task import prepare_scenario, reading_store
from optimizer.borders.merge import merge_villages
from optimizer.borders.split import Split, split_by_hamlet, split_village
from optimizer.domain.scenario import Scenario
from optimizer.errors import Problem, ScenarioError


@dataclass(frozen=True, slots=True)
class MovedBorder:
    """A scenario with a border moved.

    Parameters
    ----------
    name
        As it was asked for; empty for that of the old one.
    kept, ended
        Pairs of the plan in force that it has, and that it has no more.
    """

    made: PreparedScenario
    name: str
    kept: int
    ended: int


def merge(
    body: bytes, url: str, record: Mapping[str, Any], sizes: Sizes, tenant: str | None
) -> MovedBorder:
    """Make one village of several of a kept scenario.

    Parameters
    ----------
    tenant
        Whose plans in force its villages go on from; None to leave them as they are.

    Raises
    ------
    ServiceError
        When a village is unknown or named twice, or they cannot be joined.
    """
    wanted = parse_as(body, MergeRequest)

    def place(problem: Problem) -> str:
        if problem.code == "DUPLICATE_ID":
            return "/id"
        if problem.value in wanted.villages:
            return f"/villages/{wanted.villages.index(problem.value)}"
        return "/villages"

    def change(before: Scenario) -> Scenario:
        return merge_villages(before, wanted.villages, wanted.id)

    return _moved(url, record, sizes, tenant, wanted.name, change, place)


def split(
    body: bytes, url: str, record: Mapping[str, Any], sizes: Sizes, tenant: str | None
) -> MovedBorder:
    """Make several villages of one of a kept scenario.

    Raises
    ------
    ServiceError
        When the village is unknown, somebody has no new village, or it cannot be divided.
    """
    wanted = parse_as(body, SplitRequest)

    def place(problem: Problem) -> str:
        if problem.where in ("households", "members", "places"):
            return pointer_to("parts", problem.where, problem.value)
        return "/parts" if problem.code == "DUPLICATE_ID" and wanted.parts else "/village"

    def change(before: Scenario) -> Scenario:
        return split_village(before, wanted.village, _parts(before, wanted))

    return _moved(url, record, sizes, tenant, wanted.name, change, place)


def _parts(before: Scenario, wanted: SplitRequest) -> Split:
    if wanted.parts is not None:
        return Split(wanted.parts.households, wanted.parts.members, wanted.parts.places)
    found = next((one for one in before.villages if one.id == wanted.village), None)
    return Split({}, {}, {}) if found is None else split_by_hamlet(found)


def _moved(
    url: str,
    record: Mapping[str, Any],
    sizes: Sizes,
    tenant: str | None,
    name: str,
    change: Callable[[Scenario], Scenario],
    place: Callable[[Problem], str],
) -> MovedBorder:
    with reading_store(url) as store:
        before = read_kept(store, record["id"], record["coordinates"], record["rules"])
        with store.reading() as session:
            bases: Mapping[str, Base] = bases_of(session, record["id"])
        if tenant is not None:
            before, bases = go_on(store, tenant, before, bases)
    try:
        after = change(before)
    except ScenarioError as fault:
        raise placed_error(fault, place) from None
    held, kept = (sum(len(one.current) for one in each.villages) for each in (before, after))
    made = prepare_scenario(after, sizes, bases=_still(before, after, bases))
    return MovedBorder(made, name, kept, held - kept)


def _still(before: Scenario, after: Scenario, bases: Mapping[str, Base]) -> dict[str, Base]:
    """Return what villages go on from; nothing was counted of those whose border has moved."""
    same = {id(village) for village in before.villages}
    return {
        village.id: base
        if id(village) in same
        else {**NO_BASE, "base_approval": base["base_approval"]}
        for village in after.villages
        if (base := bases.get(village.id)) is not None
    }
