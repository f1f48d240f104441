"""A village as ids, so that events can change it: pure functions from a draft to a draft."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from optimizer.errors import Problem
from optimizer.replanning.events import Event, EventKind

Row = Mapping[str, Any]
Pair = tuple[str, str]


@dataclass(frozen=True, slots=True)
class VillageDraft:
    """A village and its plan in force while events are applied.

    Pairs of somebody who is gone stay until the end, so that an event and its inverse change
    nothing; `optimizer.replanning.next_village` drops those whose ends are gone.

    Parameters
    ----------
    households, members
        Id to row of a request.
    locked
        Household to member.
    person
        Household to person in the plan in force, who need not be in the village any more.
    window
        Smallest and largest load of who joins without any.
    absences
        Who is away, in the order of the events.
    gone
        Ids that an earlier event took away, and where that event stands.
    """

    households: Mapping[str, Row]
    members: Mapping[str, Row]
    locked: Mapping[str, str]
    forbidden: frozenset[Pair]
    person: Mapping[str, str]
    window: tuple[int, int]
    absences: tuple[Event, ...] = ()
    gone: Mapping[str, str] | None = None

    def same_as(self, other: VillageDraft) -> bool:
        """Tell whether two drafts are the same village with the same plan, absences apart."""
        return (
            self.households == other.households
            and self.members == other.members
            and self.locked == other.locked
            and self.forbidden == other.forbidden
            and self.person == other.person
        )


Applied = VillageDraft | Problem


def apply_event(draft: VillageDraft, event: Event) -> Applied:
    """Return the village after an event, or why it cannot happen."""
    return _CHANGES[event.kind](draft, event)


def _member_left(draft: VillageDraft, event: Event) -> Applied:
    return _known_member(draft, event) or replace(
        draft,
        members=_without(draft.members, event.member),
        gone=_with(draft.gone or {}, f"member {event.member}", event.where),
    )


def _member_joined(draft: VillageDraft, event: Event) -> Applied:
    if event.member in draft.members and event.member != event.recruit:
        message = "the village has a member with this id already; give the new one another"
        return Problem("DUPLICATE_ID", event.where, "member", event.member or "", message)
    row: dict[str, Any] = {"id": event.member, "min": draft.window[0], "max": draft.window[1]}
    members, person = draft.members, draft.person
    if event.recruit is not None:
        if event.recruit not in draft.members:
            message = (
                "the plan in force has no recruit of this name; with --plan after the recruits "
                "of the plan are members who may be found"
            )
            return Problem("UNKNOWN_RECRUIT", event.where, "as", event.recruit, message)
        row = {**draft.members[event.recruit], "id": event.member}
        members = _without(members, event.recruit)
        person = {
            household: str(event.member) if who == event.recruit else who
            for household, who in person.items()
        }
        draft = _renamed(draft, event.recruit, str(event.member))
    row |= _point(event) | _window(event)
    if event.team is not None:
        row["team"] = event.team
    return replace(draft, members=_with(members, event.member, row), person=person)


def _renamed(draft: VillageDraft, old: str, new: str) -> VillageDraft:
    """Return the draft with the pairs of one person as those of another."""
    return replace(
        draft,
        locked={home: new if who == old else who for home, who in draft.locked.items()},
        forbidden=frozenset((home, new if who == old else who) for home, who in draft.forbidden),
    )


def _member_changed(draft: VillageDraft, event: Event) -> Applied:
    refused = _known_member(draft, event)
    if refused is not None:
        return refused
    row = {**draft.members[str(event.member)], **_point(event), **_window(event)}
    if row.get("min", 0) > row.get("max", row.get("min", 0)):
        message = f"min {row['min']} is above max {row['max']}; say both"
        return Problem("MIN_ABOVE_MAX", event.where, "max", str(event.maximum or ""), message)
    return replace(draft, members=_with(draft.members, event.member, row))


def _member_away(draft: VillageDraft, event: Event) -> Applied:
    return _known_member(draft, event) or replace(draft, absences=(*draft.absences, event))


def _household_gone(draft: VillageDraft, event: Event) -> Applied:
    return _known_household(draft, event) or replace(
        draft,
        households=_without(draft.households, event.household),
        gone=_with(draft.gone or {}, f"household {event.household}", event.where),
    )


def _household_new(draft: VillageDraft, event: Event) -> Applied:
    if event.household in draft.households:
        message = "the village has a household with this id already; give the new one another"
        return Problem("DUPLICATE_ID", event.where, "household", event.household or "", message)
    row = {"id": event.household, **_point(event)}
    return replace(draft, households=_with(draft.households, event.household, row))


def _household_moved(draft: VillageDraft, event: Event) -> Applied:
    refused = _known_household(draft, event)
    if refused is not None:
        return refused
    row = {**draft.households[str(event.household)], **_point(event)}
    return replace(draft, households=_with(draft.households, event.household, row))


def _pair_locked(draft: VillageDraft, event: Event) -> Applied:
    pair = str(event.household), str(event.member)
    refused = _known_household(draft, event) or _known_member(draft, event)
    if refused is not None:
        return refused
    if pair in draft.forbidden:
        return _contradiction(event, "the pair is forbidden; free it first")
    other = draft.locked.get(pair[0], pair[1])
    if other != pair[1] and other in draft.members:
        return _contradiction(event, f"the household is locked to {other}; free that pair first")
    return replace(draft, locked=_with(draft.locked, *pair))


def _pair_forbidden(draft: VillageDraft, event: Event) -> Applied:
    pair = str(event.household), str(event.member)
    refused = _known_household(draft, event) or _known_member(draft, event)
    if refused is not None:
        return refused
    if draft.locked.get(pair[0]) == pair[1]:
        return _contradiction(event, "the pair is locked; free it first")
    return replace(draft, forbidden=draft.forbidden | {pair})


def _pair_freed(draft: VillageDraft, event: Event) -> Applied:
    pair = str(event.household), str(event.member)
    refused = _known_household(draft, event) or _known_member(draft, event)
    if refused is not None:
        return refused
    if draft.locked.get(pair[0]) == pair[1]:
        return replace(draft, locked=_without(draft.locked, pair[0]))
    if pair in draft.forbidden:
        return replace(draft, forbidden=draft.forbidden - {pair})
    return _contradiction(event, "the pair is neither locked nor forbidden; leave the event out")


def _known_member(draft: VillageDraft, event: Event) -> Problem | None:
    if event.member in draft.members:
        return None
    return _unknown(draft, event, "member", str(event.member))


def _known_household(draft: VillageDraft, event: Event) -> Problem | None:
    if event.household in draft.households:
        return None
    return _unknown(draft, event, "household", str(event.household))


def _unknown(draft: VillageDraft, event: Event, kind: str, name: str) -> Problem:
    """Return the problem of somebody who is not there, or not there any more."""
    before = (draft.gone or {}).get(f"{kind} {name}")
    gone = "" if before is None else f": an event before took it away ({before})"
    message = f"the village has no {kind} with this id{gone}; write one that it has"
    return Problem(f"UNKNOWN_{kind.upper()}", event.where, kind, name, message)


def _contradiction(event: Event, message: str) -> Problem:
    pair = f"{event.household}, {event.member}"
    return Problem("CONTRADICTORY_EVENTS", event.where, "kind", pair, message)


def _point(event: Event) -> dict[str, Any]:
    return {} if event.x is None else {"x": event.x, "y": event.y}


def _window(event: Event) -> dict[str, Any]:
    given = {"min": event.minimum, "max": event.maximum}
    return {field: value for field, value in given.items() if value is not None}


def _with(rows: Mapping[str, Any], key: str | None, value: object) -> dict[str, Any]:
    return {**rows, str(key): value}


def _without(rows: Mapping[str, Any], key: str | None) -> dict[str, Any]:
    return {name: row for name, row in rows.items() if name != key}


_CHANGES: Mapping[EventKind, Callable[[VillageDraft, Event], Applied]] = {
    EventKind.MEMBER_LEFT: _member_left,
    EventKind.MEMBER_JOINED: _member_joined,
    EventKind.MEMBER_MOVED: _member_changed,
    EventKind.MEMBER_WINDOW: _member_changed,
    EventKind.MEMBER_AWAY: _member_away,
    EventKind.HOUSEHOLD_GONE: _household_gone,
    EventKind.HOUSEHOLD_NEW: _household_new,
    EventKind.HOUSEHOLD_MOVED: _household_moved,
    EventKind.PAIR_LOCKED: _pair_locked,
    EventKind.PAIR_FORBIDDEN: _pair_forbidden,
    EventKind.PAIR_FREED: _pair_freed,
}
