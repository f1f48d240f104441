"""A parsed request JSON to a `Scenario`.

Columns are taken out of the document by list comprehensions and checked as columns; every problem
is named by its JSON pointer. Two readings that a caller may want to know: null is the same as a
field left out, and an empty list of ``places`` is the same as none (every household is a place).
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace

from optimizer.domain.scenario import Scenario
from optimizer.errors import Problem
from optimizer.input.checks import Finding, RawScenario, RawTable, scenario_from_raw
from optimizer.input.checks.area_codes import area_codes
from optimizer.input.checks.faults import shown
from optimizer.input.checks.lending_request import read_lending
from optimizer.input.checks.pair_checks import KINDS
from optimizer.input.checks.supervision_request import POINTER, read_supervision
from optimizer.input.request.request_distances import distances_of, hamlets_of
from optimizer.input.request.request_geometry import (
    barriers_of,
    network_of,
    paths_in_degrees,
    walls_in_degrees,
)
from optimizer.input.request.request_shape import (
    VillageItems,
    as_list,
    as_object,
    pairs_table,
    points_table,
)
from optimizer.input.request.request_teams import teams_table
from optimizer.input.systems import METRES, CoordinateSystem, parse_system
from optimizer.input.systems.coordinate_system import REMEDY

_POINT = ("id", "x", "y")
_DOOR = ("hamlet", "alley", "order")
_WINDOW = ("min", "max", "team", "leader", *_DOOR)
_REQUIRED = ("households", "members")
_LAND = ("network", "barriers")
_OWN = ("distances", "hamlets", "teams")
FORMER = "former"
_VILLAGE = frozenset(
    ("id", "name", "area", "rules", *_REQUIRED, "places", *KINDS, FORMER, *_LAND, *_OWN)
)
_REQUEST = frozenset(
    ("coordinates", "rules", "villages", "strict", "lending", "supervision", *_LAND)
)


def scenario_from_request(document: object) -> Scenario:
    """Check a parsed request and make its scenario.

    Parameters
    ----------
    document
        What a JSON parser returns; any value is answered with a scenario or its problems.

    Raises
    ------
    ScenarioError
        With every problem of the document.
    """
    return scenario_from_raw(raw_request(document))


def scenario_from_kept(document: object) -> Scenario:
    """Make a scenario again of villages that were checked before; see `scenario_from_request`.

    A village may hold its part of paths that all villages shared. Where these lie was asked of
    the whole: a part may be small, as a whole map of paths may not. Nor are the limits on sizes
    asked again: they may have been wider, or none, when it was kept.
    """
    return scenario_from_raw(raw_request(document), checked=True)


def raw_request(document: object, found: Sequence[Finding] = ()) -> RawScenario:
    """Take a request apart into columns; ``found`` is what its reader has found already."""
    findings = list(found)
    body = as_object(document, "", _REQUEST, findings)
    rules = as_object(body.get("rules", {}), "/rules", None, findings)
    system = _system(body.get("coordinates"), findings)
    villages: list[Mapping[str, object]] = []
    pointers: list[str] = []
    listed = as_list(body, "villages", "", findings) if isinstance(document, dict) else ()
    for number, item in enumerate(listed):
        pointer = f"/villages/{number}"
        village = as_object(item, pointer, _VILLAGE, findings)
        if isinstance(item, dict):
            villages.append(village)
            pointers.append(pointer)
    raw = _raw(rules, villages, pointers, findings, system)
    own = list(zip(villages, pointers, strict=True))
    return replace(
        raw,
        strict=_strict(body.get("strict"), findings),
        lending=read_lending(body.get("lending"), "/lending", findings),
        supervision=read_supervision(body.get("supervision"), POINTER, findings),
        network=paths_in_degrees(network_of(body, "", findings), system),
        barriers=walls_in_degrees(barriers_of(body, "", findings), system),
        own_networks=[
            paths_in_degrees(network_of(village, pointer, findings), system)
            for village, pointer in own
        ],
        own_barriers=[
            walls_in_degrees(barriers_of(village, pointer, findings), system)
            for village, pointer in own
        ],
    )


def _raw(
    rules: Mapping[str, object],
    villages: Sequence[Mapping[str, object]],
    pointers: Sequence[str],
    findings: list[Finding],
    system: CoordinateSystem,
) -> RawScenario:
    """Make tables of the lists of all villages."""
    heads: dict[str, list[object]] = {
        "id": [village.get("id") for village in villages],
        "name": [village.get("name") for village in villages],
    }
    own = list(zip(villages, pointers, strict=True))
    own_system = system if system.own else None
    lists = {name: _chunks(name, own, findings) for name in (*_REQUIRED, "places", *KINDS, FORMER)}
    return RawScenario(
        rules=rules,
        rules_where="/rules",
        lonlat=system.lonlat,
        systems=(system.said_back,),
        villages=RawTable("villages", len(villages), heads, pointers.__getitem__, "/villages"),
        areas=[_area(village.get("area"), pointer, findings) for village, pointer in own],
        own_rules=[
            as_object(village.get("rules", {}), f"{pointer}/rules", None, findings)
            for village, pointer in own
        ],
        own_rules_where=[f"{pointer}/rules" for pointer in pointers],
        households=replace(
            points_table("households", lists["households"], _POINT, _DOOR, findings),
            system=own_system,
        ),
        members=replace(
            points_table("members", lists["members"], _POINT, _WINDOW, findings), system=own_system
        ),
        places=replace(
            points_table("places", lists["places"], _POINT, _DOOR, findings), system=own_system
        ),
        pairs=pairs_table([chunk for kind in KINDS for chunk in lists[kind]], findings),
        distances=distances_of(own, findings),
        hamlets=hamlets_of(own, findings),
        former=pairs_table(lists[FORMER], findings),
        teams=teams_table(own, findings),
        findings=findings,
    )


def _chunks(
    name: str, own: Sequence[tuple[Mapping[str, object], str]], findings: list[Finding]
) -> list[VillageItems]:
    """Take the list of this name out of every village."""
    return [
        VillageItems(name, f"{pointer}/{name}", number, as_list(village, name, pointer, findings))
        for number, (village, pointer) in enumerate(own)
        if village.get(name) is not None or name in _REQUIRED
    ]


def _system(value: object, findings: list[Finding]) -> CoordinateSystem:
    """Read what x and y are; metres where nothing is said."""
    if value is None:
        return METRES
    system = parse_system(value) if isinstance(value, str) else None
    if system is None:
        findings.append(Problem("UNKNOWN_COORDINATES", "/coordinates", "", shown(value), REMEDY))
    return system or METRES


def _strict(value: object, findings: list[Finding]) -> bool:
    """Tell whether what looks wrong is refused; it is not where nothing is said."""
    if not isinstance(value, bool | None):
        message = "write true to refuse what looks wrong, or false"
        findings.append(Problem("NOT_A_TRUTH", "/strict", "", shown(value), message))
    return value is True


def _area(value: object, pointer: str, findings: list[Finding]) -> tuple[str, ...]:
    if value is None:
        return ()
    if not isinstance(value, list):
        message = "an area is a list of texts from the widest unit down"
        findings.append(Problem("NOT_A_LIST", pointer, "area", shown(value), message))
        return ()
    codes, problems = area_codes(value, pointer)
    findings += problems
    return codes
