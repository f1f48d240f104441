"""Merging: villages become one, with ids kept where they stay unique."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from dataclasses import replace

import numpy as np

from optimizer.borders.team_members import (
    merged_former,
    merged_leads,
    merged_requests,
    merged_teams,
)
from optimizer.domain.scenario import Ints, Points, Scenario, Village
from optimizer.errors import Problem, ScenarioError
from optimizer.input.request import request_from_scenario, scenario_from_kept


def merge_villages(scenario: Scenario, names: Sequence[str], merged: str) -> Scenario:
    """Return the scenario with some villages as one.

    Rules, name and area are those of the village that is named first. An id that two of them have
    becomes ``village/id`` in each, a team's too. Pairs, the plan in force, and what is asked of
    teams are carried over.

    Raises
    ------
    ScenarioError
        Where a village is unknown, named twice or alone, the new id is taken, or a village has
        distances or land of its own that cannot be joined.
    """
    known = {village.id: village for village in scenario.villages}
    problems = _problems(scenario, names, merged)
    if problems:
        raise ScenarioError(problems)
    parts = [known[name] for name in names]
    one = _joined(parts, merged)
    others = [village for village in scenario.villages if village.id not in names]
    villages = tuple(sorted([*others, one], key=lambda village: village.id))
    return placed_anew(replace(scenario, villages=villages, lending=None))


def placed_anew(scenario: Scenario) -> Scenario:
    """Return a scenario as if it were read: every village has a plane of its own, all is checked.

    Raises
    ------
    ScenarioError
        With whatever a reader would find.
    """
    return scenario_from_kept(request_from_scenario(scenario))


def _problems(scenario: Scenario, names: Sequence[str], merged: str) -> list[Problem]:
    known = {village.id: village for village in scenario.villages}
    found = [
        Problem("UNKNOWN_VILLAGE", "villages", "id", name[:60], "there is no such village")
        for name in names
        if name not in known
    ]
    if len(names) <= 1 or len(set(names)) < len(names):
        message = "name two villages or more, each once"
        found.append(Problem("BAD_MERGE", "villages", "id", ", ".join(names)[:60], message))
    if not merged or (merged in known and merged not in names):
        message = "another village has this id, or it is empty; choose a new one"
        found.append(Problem("DUPLICATE_ID", "villages", "id", merged[:60], message))
    message = "distances or paths of its own cannot be joined; give them for the new village"
    found += [
        Problem("BAD_MERGE", "villages", "id", name[:60], message)
        for name in names
        if name in known and not can_move_borders(known[name])
    ]
    return found


def can_move_borders(village: Village) -> bool:
    """Tell whether a village's distances come from its points alone."""
    return (
        village.rules.metric.kind == "straight"
        and village.network is None
        and village.barriers is None
    )


def _joined(parts: Sequence[Village], merged: str) -> Village:
    first = parts[0]
    homes = _points([one.households for one in parts], parts)
    people = _points([one.members for one in parts], parts)
    order = people.order
    members = [one.members for one in parts]
    placed = people.points
    own_places = any(one.places is not None for one in parts)
    return replace(
        first,
        id=merged,
        name=merged if first.name == first.id else first.name,
        households=homes.points,
        members=replace(
            first.members,
            ids=placed.ids,
            xy=placed.xy,
            given=placed.given,
            minimum=np.concatenate([one.minimum for one in members])[order],
            maximum=np.concatenate([one.maximum for one in members])[order],
            team=merged_teams(parts, order),
            leads=merged_leads(parts, order),
        ),
        addresses=None,
        places=_points([one.sites for one in parts], parts).points if own_places else None,
        locked=_pairs([one.locked for one in parts], homes, people),
        forbidden=_pairs([one.forbidden for one in parts], homes, people),
        current=_pairs([one.current for one in parts], homes, people),
        former=merged_former(parts, homes.order),
        teams=merged_requests(parts, lambda rows: _pairs(rows, people, people)),
    )


class _Joined:
    """Points of several villages as one table sorted by id.

    Parameters
    ----------
    order
        Rows of the tables put one after the other, in the new order.
    starts
        The first of these rows of each village.
    """

    def __init__(self, points: Points, order: Ints, starts: Ints) -> None:
        self.points, self.order, self.starts = points, order, starts
        self.rank = np.empty(len(order), np.int64)
        self.rank[order] = np.arange(len(order))


def _points(tables: Sequence[Points], parts: Sequence[Village]) -> _Joined:
    names = [str(name) for table in tables for name in table.ids.tolist()]
    of = [one.id for one, table in zip(parts, tables, strict=True) for _ in range(len(table))]
    twice = {name for name, count in Counter(names).items() if count > 1}
    ids = np.array(
        [f"{home}/{name}" if name in twice else name for home, name in zip(of, names, strict=True)],
        np.str_,
    )
    order = np.argsort(ids, kind="stable")
    given = np.concatenate([table.given for table in tables])[order]
    starts = np.cumsum([0, *(len(table) for table in tables)])[:-1]
    return _Joined(Points(ids[order], given, given), order, starts)


def _pairs(rows: Sequence[Ints], homes: _Joined, people: _Joined) -> Ints:
    """Return pairs of all villages as rows of the new one."""
    moved = [
        np.column_stack((homes.rank[one[:, 0] + first], people.rank[one[:, 1] + second]))
        for one, first, second in zip(rows, homes.starts, people.starts, strict=True)
    ]
    joined: Ints = np.concatenate(moved)
    return joined[np.lexsort((joined[:, 1], joined[:, 0]))]
