"""Lending of a response or a result folder, checked beside the villages' own plans."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from pathlib import Path

from optimizer.domain.cluster_plan import ClusterPlan
from optimizer.domain.lending import Lending
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.village_source import VillageSource
from optimizer.output.checks.json_values import (
    HALF_UNIT_M,
    JsonFaults,
    a_list,
    an_object,
    same_value,
    short_value,
)
from optimizer.output.checks.lending_translation import read_cluster
from optimizer.output.folder.result_reader import read_response, read_table
from optimizer.verification import Violation
from optimizer.verification.lending_rules import OwnPlan, check_borders, check_cluster
from optimizer.verification.time_budget import Deadline, OutOfTime

Stated = Mapping[object, object]
FIELD = "lending"
FILE = "lending.json"


def check_response_lending(
    scenario: Scenario,
    entries: Mapping[str, Stated],
    stated: object,
    faults: JsonFaults,
    limits: Deadline | None,
) -> tuple[list[Violation], int]:
    """Return what is wrong with a response's lending, and the distances that were not checked.

    Parameters
    ----------
    entries
        The entry of each village, known to be right.
    stated
        The document of lending, None where there is none.
    """
    own = {name: _own(entry, faults) for name, entry in entries.items()}
    try:
        return check_lending(scenario.villages, own, scenario.lending, stated, faults, limits), 0
    except OutOfTime:
        return [], sum(len(village.households) for village in scenario.villages)


def _own(entry: Stated, faults: JsonFaults) -> OwnPlan:
    recruitment, after = entry.get("recruitment"), entry.get("after")
    plan = an_object(entry.get("today") if after is None else after, "today", faults)
    recruits = [] if not isinstance(recruitment, dict) else recruitment.get("recruits")
    return OwnPlan(
        len(a_list(recruits, "recruits", faults)),
        len(a_list(plan.get("unserved"), "unserved", faults)),
    )


def check_lending_file(source: VillageSource, folder: Path) -> tuple[Violation, ...]:
    """Return what is wrong with a folder's lending, once its plans are known to be right.

    All villages are read, as they were to plan it.

    Raises
    ------
    ScenarioError
        When a file is not what its name says.
    """
    faults, path = JsonFaults(FILE), folder / FILE
    stated = read_response(path) if path.is_file() else None
    if source.lending is None and stated is None:
        return ()
    recruits = Counter(map(str, read_table(folder / "recruits.csv").get("village", ())))
    table = read_table(folder / "unserved.csv")
    left: Counter[str] = Counter()
    for village, today, after in zip(
        *(table.get(name, ()) for name in ("village", "today", "after")), strict=True
    ):
        left[str(village)] += bool(after if recruits[str(village)] else today)
    villages = list(source.stream())
    own = {one.id: OwnPlan(recruits[one.id], left[one.id]) for one in villages}
    found = check_lending(villages, own, source.lending, stated, faults)
    return (*faults.found, *found)


def check_lending(
    villages: Sequence[Village],
    own: Mapping[str, OwnPlan],
    lending: Lending | None,
    stated: object,
    faults: JsonFaults,
    limits: Deadline | None = None,
) -> list[Violation]:
    """Return what is wrong with lending, once the villages' plans are known to be right.

    Parameters
    ----------
    own
        What each village that could be planned comes to by itself.
    stated
        The document of lending, None where there is none.

    Raises
    ------
    OutOfTime
        Where ``limits`` end before distances across the borders are found.
    """
    if lending is None or stated is None:
        if lending is not None:
            faults.add("LENDING_MISSING", FIELD, "the scenario asks for lending; there is none")
        elif stated is not None:
            faults.add("NOT_ASKED", FIELD, "nobody asks for lending")
        return []
    document = an_object(stated, FIELD, faults)
    known = {village.id: village for village in villages if village.id in own}
    read = [
        read_cluster(item, f"{FIELD}.clusters[{at}]", known, faults)
        for at, item in enumerate(a_list(document.get("clusters"), f"{FIELD}.clusters", faults))
    ]
    plans = [one for one in read if one is not None]
    _each_once(plans, faults)
    _sums(document, plans, own, faults)
    if faults.found:
        return []
    found = [
        broken
        for plan in plans
        for broken in check_cluster(
            [known[name] for name in plan.villages],
            plan,
            lending,
            own,
            rounding_m=HALF_UNIT_M,
            limits=limits,
        )
    ]
    return found or check_borders(list(known.values()), plans, lending, limits)


def _each_once(plans: Sequence[ClusterPlan], faults: JsonFaults) -> None:
    names = [name for plan in plans for name in plan.villages]
    for name in sorted({name for name in names if names.count(name) > 1}):
        faults.add("VILLAGE_TWICE", FIELD, f"village {name} is in two clusters", (name,))


def _sums(
    stated: Stated, plans: Sequence[ClusterPlan], own: Mapping[str, OwnPlan], faults: JsonFaults
) -> None:
    """Find sums over all villages that are not those of their plans and clusters."""
    alone = sum(one.recruits for one in own.values())
    saved = sum(one.recruits_alone - len(one.places) for one in plans)
    for name, value in (("recruits_alone", alone), ("recruits", alone - saved)):
        if not same_value(value, stated.get(name)):
            text = f"{short_value(stated.get(name))} is stated; the recount is {value}"
            faults.add("CLAIM", f"{FIELD}.{name}", text)
