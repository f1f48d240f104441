"""What a newer list of households and members says against the plan in force, as events.

Rows are matched by id, village by village. What ids alone cannot tell is asked and not decided.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from enum import StrEnum

import numpy as np

from optimizer.distance.projection import to_metres
from optimizer.domain.scenario import Floats, Ints, Members, Points, Scenario, Village
from optimizer.errors import Problem, ScenarioError
from optimizer.replanning.events import Event, EventKind
from optimizer.replanning.next_plan import check_same
from optimizer.replanning.next_village import WITHOUT_POINTS
from optimizer.replanning.plan_in_force import PlanInForce

MOVED_M = 50.0
"""Metres from which on another point is another place, and not the same one measured again."""
SAME_PLACE_M = 1.0
"""Metres within which one who is gone and one who is new may be the same under another id."""
_ANOTHER_NUMBERING = 0.5
"""Of the households of a village, so many gone and as many new: are these the same ids?"""


class QuestionKind(StrEnum):
    """What ids alone cannot tell."""

    SAME_PLACE = "SAME_PLACE"
    ANOTHER_NUMBERING = "ANOTHER_NUMBERING"
    RECRUIT_NOT_LISTED = "RECRUIT_NOT_LISTED"
    TEAM = "TEAM"
    NEW_VILLAGE = "NEW_VILLAGE"
    VILLAGE_NOT_LISTED = "VILLAGE_NOT_LISTED"


@dataclass(frozen=True, slots=True)
class Question:
    """What is to be looked at before the events are taken.

    Parameters
    ----------
    before, now
        The ids it is about, in the plan in force and in the newer list; '' where there is none.
    count
        Rows, where it is about many.
    """

    kind: QuestionKind
    village: str
    before: str = ""
    now: str = ""
    count: int = 0


@dataclass(frozen=True, slots=True)
class ListChanges:
    """What a newer list changes.

    Parameters
    ----------
    near
        Rows whose point is another, by `MOVED_M` at most: no event.
    """

    events: tuple[Event, ...]
    questions: tuple[Question, ...]
    near: int


@dataclass(frozen=True, slots=True)
class _Matched:
    """Rows of two tables by id: of those in both, of those that are gone, of those that are new."""

    both: tuple[Ints, Ints]
    gone: Ints
    new: Ints


def list_changes(
    scenario: Scenario, in_force: PlanInForce, newer: Scenario, *, moved_m: float = MOVED_M
) -> ListChanges:
    """Compare a newer scenario with the one of the plan in force.

    Raises
    ------
    ScenarioError
        When the plan is of another scenario, their coordinates are of two kinds, or a village has
        none.
    """
    check_same(scenario, in_force)
    _check_comparable(scenario, newer)
    before = {village.id: village for village in scenario.villages}
    now = {village.id: village for village in newer.villages}
    events: list[Event] = []
    questions = [Question(QuestionKind.NEW_VILLAGE, name) for name in sorted(now.keys() - before)]
    questions += [
        Question(QuestionKind.VILLAGE_NOT_LISTED, name) for name in sorted(before.keys() - now)
    ]
    near = 0
    for name in sorted(before.keys() & now):
        held = in_force.villages.get(name)
        recruits = {} if held is None else held.recruits
        one = _village_changes(before[name], now[name], recruits, moved_m)
        events += one.events
        questions += one.questions
        near += one.near
    return ListChanges(tuple(events), tuple(questions), near)


def _check_comparable(scenario: Scenario, newer: Scenario) -> None:
    if scenario.lonlat is not newer.lonlat:
        message = "the plan in force has degrees and the other metres; give both in the same system"
        raise ScenarioError([Problem("OTHER_COORDINATES", "the newer list", "", "", message)])
    pointless = [
        Problem("NO_POINTS", f"village {village.id}", "x", "", WITHOUT_POINTS)
        for village in (*scenario.villages, *newer.villages)
        if not village.rules.metric.needs_points
    ]
    if pointless:
        raise ScenarioError(pointless)


def _village_changes(
    before: Village, now: Village, recruits: Mapping[str, tuple[float, float]], moved_m: float
) -> ListChanges:
    homes = _matched(before.households, now.households)
    people = _matched(before.members, now.members)
    joined = people.new[~np.isin(now.members.ids[people.new], list(recruits))]
    home_m, member_m = (
        _apart_m(old.given[rows[0]], new.given[rows[1]], lonlat=before.lonlat)
        for old, new, rows in (
            (before.households, now.households, homes.both),
            (before.members, now.members, people.both),
        )
    )
    name = before.id
    events = [
        *_plain(EventKind.MEMBER_LEFT, name, before.members, people.gone),
        *_plain(EventKind.HOUSEHOLD_GONE, name, before.households, homes.gone),
        *(_joined(name, now, row) for row in joined.tolist()),
        *_placed(EventKind.MEMBER_MOVED, name, now.members, people.both[1][member_m > moved_m]),
        *_windows(before, now, people.both),
        *_placed(EventKind.HOUSEHOLD_NEW, name, now.households, homes.new),
        *_placed(EventKind.HOUSEHOLD_MOVED, name, now.households, homes.both[1][home_m > moved_m]),
    ]
    questions = [
        *_numbering(before, homes),
        *_same_place(before, before.households, now.households, homes.gone, homes.new),
        *_same_place(before, before.members, now.members, people.gone, joined),
        *_recruits(name, recruits, now.members),
        *_teams(before, now, people.both),
    ]
    near = [int(((apart > 0) & (apart <= moved_m)).sum()) for apart in (home_m, member_m)]
    return ListChanges(tuple(events), tuple(questions), sum(near))


def _matched(before: Points, now: Points) -> _Matched:
    """Match two tables by id; both are sorted by it."""
    _, old, new = np.intersect1d(before.ids, now.ids, assume_unique=True, return_indices=True)
    gone = np.flatnonzero(~np.isin(before.ids, now.ids))
    return _Matched((old, new), gone, np.flatnonzero(~np.isin(now.ids, before.ids)))


def _apart_m(before: Floats, now: Floats, *, lonlat: bool) -> Floats:
    """Return how far apart points are, row by row, shapes (n, 2)."""
    apart = to_metres(now, before) if lonlat else now - before
    return np.asarray(np.hypot(apart[:, 0], apart[:, 1]))


def _plain(kind: EventKind, village: str, points: Points, rows: Ints) -> Iterator[Event]:
    for known in points.ids[rows].tolist():
        if isinstance(points, Members):
            yield Event(kind, village, "", member=known)
        else:
            yield Event(kind, village, "", household=known)


def _placed(kind: EventKind, village: str, points: Points, rows: Ints) -> Iterator[Event]:
    for known, (x, y) in zip(points.ids[rows].tolist(), points.given[rows].tolist(), strict=True):
        member, household = (known, None) if isinstance(points, Members) else (None, known)
        yield Event(kind, village, "", member=member, household=household, x=x, y=y)


def _window(village: Village, row: int) -> tuple[int, int] | None:
    """Return a member's own window; None for that of the village's rules: nothing is said."""
    found = int(village.members.minimum[row]), int(village.members.maximum[row])
    usual = village.rules.min_households, village.rules.max_households
    return None if found == usual else found


def _joined(name: str, now: Village, row: int) -> Event:
    x, y = now.members.given[row].tolist()
    least, most = _window(now, row) or (None, None)
    return Event(
        EventKind.MEMBER_JOINED,
        name,
        "",
        member=str(now.members.ids[row]),
        x=x,
        y=y,
        minimum=least,
        maximum=most,
        team=str(now.members.team[row]) or None,
    )


def _windows(before: Village, now: Village, both: tuple[Ints, Ints]) -> Iterator[Event]:
    """Yield the members whose window is another; one that the newer list does not say stays."""
    for old, new in zip(both[0].tolist(), both[1].tolist(), strict=True):
        said = _window(now, new)
        held = int(before.members.minimum[old]), int(before.members.maximum[old])
        if said is not None and said != held:
            member = str(now.members.ids[new])
            yield Event(
                EventKind.MEMBER_WINDOW,
                before.id,
                "",
                member=member,
                minimum=said[0],
                maximum=said[1],
            )


def _numbering(before: Village, homes: _Matched) -> Iterator[Question]:
    """Ask where most of a village is gone and as much is new: the ids may be others."""
    least = max(1, _ANOTHER_NUMBERING * len(before.households))
    if min(len(homes.gone), len(homes.new)) >= least:
        count = len(homes.gone)
        yield Question(QuestionKind.ANOTHER_NUMBERING, before.id, count=count)


def _same_place(
    before: Village, old: Points, new: Points, gone: Ints, added: Ints
) -> Iterator[Question]:
    """Ask of everybody who is gone whether one who is new at the same place is the same."""
    for row in gone.tolist() if len(added) else ():
        here = np.broadcast_to(old.given[row], (len(added), 2))
        apart = _apart_m(here, new.given[added], lonlat=before.lonlat)
        nearest = int(apart.argmin())
        if apart[nearest] <= SAME_PLACE_M:
            ids = str(old.ids[row]), str(new.ids[added[nearest]])
            yield Question(QuestionKind.SAME_PLACE, before.id, *ids)


def _recruits(
    village: str, recruits: Mapping[str, tuple[float, float]], now: Members
) -> Iterator[Question]:
    """Ask who the plan's recruits are: a list of people has their names, and not the plan's."""
    for known in sorted(recruits.keys() - set(now.ids.tolist())):
        yield Question(QuestionKind.RECRUIT_NOT_LISTED, village, before=known)


def _teams(before: Village, now: Village, both: tuple[Ints, Ints]) -> Iterator[Question]:
    """Ask about members whom the newer list has in another team: no event says that."""
    team = now.members.team[both[1]]
    other = (team != "") & (team != before.members.team[both[0]])
    if other.any():
        yield Question(QuestionKind.TEAM, before.id, count=int(other.sum()))
