"""The distances of a scenario by a router: pairs that a straight line lets hope for, in blocks."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace

import numpy as np

from optimizer.distance.nearby_pairs import near
from optimizer.domain.named_distances import NamedDistances, NamedPairs, named_pairs
from optimizer.domain.rules import Matrix
from optimizer.domain.scenario import Floats, Ints, Points, Scenario, Village
from optimizer.errors import Problem, ScenarioError
from optimizer.routing.answer_cache import AnswerCache, key_of
from optimizer.routing.router_client import RouterClient

Ask = Callable[[Floats, Floats], Floats]
"""Metres of a table, from points in degrees to others."""


def check_routable(scenario: Scenario) -> None:
    """Return where a router can find every point.

    Raises
    ------
    ScenarioError
        When the scenario is in metres of an unnamed plane, or somebody has no point.
    """
    if not scenario.lonlat:
        remedy = "a router needs places on the earth; name the system, as in EPSG:9217, or lonlat"
        raise ScenarioError([Problem("NO_DEGREES", "SCENARIO", "coordinates", "metres", remedy)])
    bare = [village.id for village in scenario.villages if not village.has_points]
    if bare:
        remedy = "somebody has no point, which a router needs; give every row x and y"
        raise ScenarioError(
            Problem("NO_DEGREES", f"village {name}", "x", "", remedy) for name in bare
        )


def fill_distances(
    scenario: Scenario, router: RouterClient, cache: AnswerCache, advance: Callable[[], None]
) -> Scenario:
    """Return the scenario with the distances of a router, under the metric ``matrix``.

    Raises
    ------
    RouterError
        As `RouterClient.table` does; what was answered before is in the cache.
    """

    def ask(sources: Floats, targets: Floats) -> Floats:
        engine, profile = type(router.engine).__name__, router.profile
        key = key_of(engine, router.place, profile, sources, targets)
        kept = cache.get(key, (len(sources), len(targets)))
        if kept is not None:
            return kept
        metres = router.table(sources, targets)
        cache.put(key, metres)
        return metres

    villages = []
    for village in scenario.villages:
        villages.append(_filled(village, router, ask))
        advance()
    rules = scenario.rules.model_copy(update={"metric": Matrix()})
    return replace(scenario, rules=rules, villages=tuple(villages))


def _filled(village: Village, router: RouterClient, ask: Ask) -> Village:
    rules, homes, members = village.rules, village.households, village.members
    limit_m = rules.max_distance_m
    sites = village.sites if rules.recruiting else Points(homes.ids[:0], homes.xy[:0], homes.xy[:0])
    to_members, to_sites, to_leaders = (
        _measured(start, end, limit_m, router, ask)
        for start, end in ((homes, members), (homes, sites), (members, members))
    )
    if village.places is None:
        to_sites = _without_doors(to_sites)
    return replace(
        village,
        rules=rules.model_copy(update={"metric": Matrix()}),
        distances=NamedDistances(to_members, to_sites, _without_doors(to_leaders)),
        network=None,
        barriers=None,
    )


def _measured(
    start: Points, end: Points, limit_m: float, router: RouterClient, ask: Ask
) -> NamedPairs:
    """Return the metres of the pairs within the limit in a straight line that have a way."""
    rows, columns = _hopeful(start.xy, end.xy, limit_m)
    metres = np.full(len(rows), np.inf)
    for chosen, sources, targets in _blocks(start.xy, rows, columns, router):
        table = ask(start.given[sources], end.given[targets])
        at = np.searchsorted(sources, rows[chosen]), np.searchsorted(targets, columns[chosen])
        metres[chosen] = table[at]
    way = np.isfinite(metres)
    return named_pairs(rows[way], columns[way], metres[way])


def _hopeful(start: Floats, end: Floats, limit_m: float) -> tuple[Ints, Ints]:
    """Return the pairs at most ``limit_m`` apart in a straight line, or a little more."""
    found = list(near(start, end, limit_m))
    if not found:
        return np.empty(0, np.int64), np.empty(0, np.int64)
    rows, columns = zip(*found, strict=True)
    return np.concatenate(rows), np.concatenate(columns)


def _blocks(
    xy: Floats, rows: Ints, columns: Ints, router: RouterClient
) -> Iterator[tuple[Ints, Ints, Ints]]:
    """Yield pairs, their sources and their targets, no more of either than the engine takes.

    Sources that follow each other from west to east share most of their targets.
    """
    most_sources, most_targets = router.engine.most_sources, router.engine.most_targets
    asked = np.unique(rows)
    asked = asked[np.lexsort((xy[asked, 1], xy[asked, 0]))]
    for first in range(0, len(asked), most_sources):
        sources = np.sort(asked[first : first + most_sources])
        mine = np.flatnonzero(np.isin(rows, sources))
        targets = np.unique(columns[mine])
        for begin in range(0, len(targets), most_targets):
            some = targets[begin : begin + most_targets]
            chosen = mine[np.isin(columns[mine], some)]
            yield chosen, sources, some


def _without_doors(pairs: NamedPairs) -> NamedPairs:
    """Return pairs without those of one and the same point: one's own door is 0 m away."""
    other = pairs.rows != pairs.columns
    return named_pairs(pairs.rows[other], pairs.columns[other], pairs.metres[other])
