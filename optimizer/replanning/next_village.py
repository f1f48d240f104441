"""From a village and its plan in force to the village after the events."""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import Problem, ScenarioError
from optimizer.input.request import scenario_from_kept
from optimizer.input.request.request_writer import request_from_scenario
from optimizer.replanning.events import Event, EventKind
from optimizer.replanning.plan_in_force import VillageInForce
from optimizer.replanning.village_draft import VillageDraft, apply_event

Request = dict[str, Any]
PLACED = frozenset(
    (
        EventKind.MEMBER_JOINED,
        EventKind.MEMBER_MOVED,
        EventKind.HOUSEHOLD_NEW,
        EventKind.HOUSEHOLD_MOVED,
    )
)
"""Events that bring a point."""
WITHOUT_POINTS = (
    "the distances of this village are given and not measured from points; change its scenario, "
    "with the plan in force as its current pairs, and plan it again"
)
"""What to do where events would need points."""


@dataclass(frozen=True, slots=True, eq=False)
class NextVillage:
    """A village after its events.

    Parameters
    ----------
    village
        The village with the plan in force as its current one; the very same as before where the
        events change nothing.
    changed
        Whether it has to be planned again.
    absences
        Members who are away for some days.
    """

    village: Village
    changed: bool
    absences: tuple[Event, ...]


def next_villages(
    scenario: Scenario, in_force: Mapping[str, VillageInForce], events: Sequence[Event]
) -> dict[str, NextVillage]:
    """Apply events to the villages they name.

    Raises
    ------
    ScenarioError
        With every event that cannot happen, by its row.
    """
    problems: list[Problem] = []
    requests: list[Request] = []
    drafts: dict[str, VillageDraft] = {}
    changed: set[str] = set()
    villages = {village.id: village for village in scenario.villages}
    problems += _without_points(villages, in_force, events)
    if problems:
        raise ScenarioError(problems)
    for name in sorted({event.village for event in events}):
        request = _request(scenario, villages[name])
        first = _draft(request["villages"][0], villages[name], in_force[name])
        drafts[name] = _applied(first, [one for one in events if one.village == name], problems)
        if not drafts[name].same_as(first):
            changed.add(name)
            request["villages"] = [_written(request["villages"][0], drafts[name])]
            requests.append(request)
    if problems:
        raise ScenarioError(problems)
    made = _read(requests, events)
    return {
        name: NextVillage(made.get(name, villages[name]), name in changed, draft.absences)
        for name, draft in drafts.items()
    }


def _without_points(
    villages: Mapping[str, Village],
    in_force: Mapping[str, VillageInForce],
    events: Sequence[Event],
) -> list[Problem]:
    """Name events that need a point where the village's distances are given without any."""
    return [
        Problem("NO_POINTS", event.where, "kind", str(event.kind), WITHOUT_POINTS)
        for event in events
        if not villages[event.village].rules.metric.needs_points
        if event.kind in PLACED or in_force[event.village].recruits
    ]


def in_force_now(scenario: Scenario, village: Village, in_force: VillageInForce) -> Village:
    """Return a village with the plan in force as its current one, and nothing else changed."""
    request = _request(scenario, village)
    draft = _draft(request["villages"][0], village, in_force)
    request["villages"] = [_written(request["villages"][0], draft)]
    return scenario_from_kept(request).villages[0]


def _request(scenario: Scenario, village: Village) -> Request:
    return request_from_scenario(replace(scenario, villages=(village,)))


def _draft(request: Request, village: Village, in_force: VillageInForce) -> VillageDraft:
    """Return the village as ids; the plan's recruits are members from now on."""
    rules = village.rules
    window = rules.min_households, rules.max_households
    members = {row["id"]: row for row in request["members"]}
    for recruit, (x, y) in in_force.recruits.items():
        members[recruit] = {"id": recruit, "x": x, "y": y, "min": window[0], "max": window[1]}
    homes = {row["id"]: row for row in request["households"]}
    return VillageDraft(
        households=homes,
        members=members,
        locked=dict(request.get("locked", ())),
        forbidden=frozenset((home, who) for home, who in request.get("forbidden", ())),
        person={home: who for home, who in in_force.person.items() if home in homes},
        window=window,
    )


def _applied(draft: VillageDraft, events: Sequence[Event], problems: list[Problem]) -> VillageDraft:
    """Apply events one after the other; one that cannot happen is named and passed over."""
    for event in events:
        after = apply_event(draft, event)
        if isinstance(after, Problem):
            problems.append(after)
        else:
            draft = after
    return draft


def _written(request: Request, draft: VillageDraft) -> Request:
    """Return the village's request; pairs whose ends are gone are left out."""
    homes, people = draft.households, draft.members
    locked = [[h, m] for h, m in draft.locked.items() if h in homes and m in people]
    forbidden = [[h, m] for h, m in sorted(draft.forbidden) if h in homes and m in people]
    kept = [[h, m] for h, m in draft.person.items() if h in homes and m in people]
    former = [[h, m] for h, m in draft.person.items() if h in homes and m not in people]
    lists: Request = {"locked": locked, "forbidden": forbidden, "current": kept, "former": former}
    rest = {key: value for key, value in request.items() if key not in lists}
    if "distances" in rest:
        known = homes.keys() | people.keys() | {row["id"] for row in request.get("places", ())}
        rest["distances"] = {
            kind: [row for row in rows if row[0] in known and row[1] in known]
            for kind, rows in rest["distances"].items()
        }
    return {
        **rest,
        "households": list(homes.values()),
        "members": list(people.values()),
        **{key: rows for key, rows in lists.items() if rows},
    }


def _read(requests: Sequence[Request], events: Sequence[Event]) -> dict[str, Village]:
    """Read the changed villages as any request is; what is wrong is named by its event."""
    made: dict[str, Village] = {}
    problems: list[Problem] = []
    for request in requests:
        try:
            village = scenario_from_kept(request).villages[0]
        except ScenarioError as fault:
            problems += [_by_event(one, request["villages"][0], events) for one in fault.problems]
        else:
            made[village.id] = village
    if problems:
        raise ScenarioError(problems)
    return made


def _by_event(problem: Problem, request: Request, events: Sequence[Event]) -> Problem:
    """Return a problem of the village after the events at the event that made it."""
    found = re.match(r"/villages/0/(households|members)/(\d+)$", problem.where)
    if found is None:
        return problem
    kind, name = found[1][:-1], request[found[1]][int(found[2])]["id"]
    for event in reversed(events):
        if event.village == request["id"] and getattr(event, kind) == name:
            return replace(problem, where=event.where)
    return problem
