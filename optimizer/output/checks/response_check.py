"""A whole response, checked against the scenario it claims to plan."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from math import ceil

import numpy as np

from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario, Village
from optimizer.output.checks.area_recount import VillageFigures, recount
from optimizer.output.checks.id_translation import read_plan
from optimizer.output.checks.json_values import (
    HALF_UNIT_M,
    JsonFaults,
    a_list,
    an_object,
    same_value,
    short_value,
)
from optimizer.output.checks.lending_check import check_response_lending
from optimizer.output.checks.stated_figures import check_claims
from optimizer.output.checks.stated_ways import check_ways
from optimizer.output.checks.supervisor_translation import check_supervision
from optimizer.verification import Violation, check_plan
from optimizer.verification.case import Case, case_of, unmeasured_case
from optimizer.verification.relaxation_rules import check_smallest
from optimizer.verification.time_budget import Deadline
from optimizer.verification.verdict_rules import verdict_of

VERIFYING_S = 60.0
"""Processor seconds for the distances of one document."""


@dataclass(frozen=True, slots=True)
class DocumentCheck:
    """What a check of a whole document found; clean where neither is anything.

    Parameters
    ----------
    unchecked
        Distances that were not measured in the time.
    """

    violations: tuple[Violation, ...]
    unchecked: int = 0

    @property
    def clean(self) -> bool:
        """Whether everything was checked and nothing is wrong."""
        return not self.violations and not self.unchecked


@dataclass(frozen=True, slots=True)
class CheckedVillage:
    """A village of the document: what is wrong with it, and its share of the summary."""

    violations: tuple[Violation, ...]
    share: VillageFigures = field(default_factory=VillageFigures)
    unchecked: int = 0


def verify_response(scenario: Scenario, document: object) -> tuple[Violation, ...]:
    """Return everything in a parsed response JSON that is not so, however long it takes."""
    return check_response(scenario, document).violations


def check_response(
    scenario: Scenario,
    document: object,
    limits: Deadline | None = None,
    *,
    bounds: bool = False,
) -> DocumentCheck:
    """Return everything in a parsed response JSON that is not so; never raises.

    Parameters
    ----------
    scenario
        What was planned.
    document
        The response, as ``json.loads`` gives it: any value at all.
    limits
        Until when distances may be looked for.
    bounds
        Whether the bounds of walks are recomputed from their prices, too.
    """
    faults = JsonFaults("response")
    stated = an_object(document, "response", faults)
    if faults.found:
        return DocumentCheck(tuple(faults.found))
    entries = _entries(scenario, stated.get("villages"), faults)
    checked = [
        check_village(village, entries[village.id], limits, bounds=bounds)
        for village in scenario.villages
        if village.id in entries
    ]
    across: list[Violation] = []
    unchecked = 0
    if not any(part.violations for part in checked) and not faults.found:
        _summary(scenario, checked, stated.get("summary"), faults)
        across = check_supervision(scenario, entries, stated, faults)
        lent, unchecked = check_response_lending(
            scenario, entries, stated.get("lending"), faults, limits
        )
        across += lent
    _run(scenario, stated.get("run"), faults)
    found = (*faults.found, *(found for part in checked for found in part.violations), *across)
    return DocumentCheck(found, unchecked + sum(part.unchecked for part in checked))


def check_village(
    village: Village,
    entry: Mapping[object, object],
    limits: Deadline | None = None,
    *,
    bounds: bool = False,
) -> CheckedVillage:
    """Check one village's entry: translate it, verify the plan, compare its figures.

    Where distances are not found in the time, nothing is said of what depends on them.
    """
    where = f"village {village.id}"
    faults = JsonFaults(where)
    plan = read_plan(village, entry, faults)
    if plan is None:
        return CheckedVillage(tuple(faults.found))
    checked = check_plan(village, plan, rounding_m=HALF_UNIT_M, limits=limits, bounds=bounds)
    found = checked.violations
    if checked.unchecked:
        nobody = np.empty(0, np.int64)
        today = unmeasured_case("today", village, plan.today, nobody, HALF_UNIT_M)
        broken = tuple(replace(one, where=f"{where} {one.where}".strip()) for one in found)
        return CheckedVillage(broken, _share(plan, today), checked.unchecked)
    cases = _cases(village, plan)
    if not found:
        found = check_smallest(plan, cases["today"])
    broken = tuple(replace(one, where=f"{where} {one.where}".strip()) for one in found)
    claims = check_claims(village, plan, cases, entry, where)
    ways = check_ways(village, plan, entry, where)
    return CheckedVillage(
        violations=(*broken, *claims, *ways),
        share=_share(plan, cases["today"]),
    )


def _share(plan: VillagePlan, today: Case) -> VillageFigures:
    needed = None if plan.recruitment is None else plan.recruitment.needed
    reasons = plan.today.reasons
    return VillageFigures(
        unserved=Counter(reasons[reasons != ""].tolist()),
        recruits=0 if needed is None else int(needed.value),
        certain=0 if needed is None else min(int(needed.value), ceil(needed.bound - HALF_UNIT_M)),
        verdict=str(verdict_of(today)),
    )


def _cases(village: Village, plan: VillagePlan) -> dict[str, Case]:
    nobody = np.empty(0, np.int64)
    cases = {"today": case_of("today", village, plan.today, nobody, HALF_UNIT_M)}
    if plan.after is not None and plan.recruitment is not None:
        places = plan.recruitment.places
        cases["after"] = case_of("after", village, plan.after, places, HALF_UNIT_M)
    return cases


def _entries(
    scenario: Scenario, value: object, faults: JsonFaults
) -> dict[str, Mapping[object, object]]:
    """Return the entry of each village, and a fault for one that is missing, extra or twice."""
    known = {village.id for village in scenario.villages}
    entries: dict[str, Mapping[object, object]] = {}
    for at, item in enumerate(a_list(value, "villages", faults)):
        place = f"villages[{at}]"
        entry = an_object(item, place, faults)
        name = entry.get("id")
        if not isinstance(name, str) or name not in known:
            faults.add(
                "UNKNOWN_VILLAGE", place, f"{short_value(name)} is no village of the scenario"
            )
        elif name in entries:
            faults.add("VILLAGE_TWICE", place, f"village {name} stands here a second time")
        else:
            entries[name] = entry
    for name in sorted(known - entries.keys()):
        faults.add("VILLAGE_MISSING", "villages", f"village {name} has no plan", (name,))
    return entries


def _summary(
    scenario: Scenario, checked: Sequence[CheckedVillage], value: object, faults: JsonFaults
) -> None:
    stated = an_object(value, "summary", faults)
    shares = [part.share for part in checked]
    areas = recount(list(zip(scenario.villages, shares, strict=True)))
    own = {name: areas[0][name] for name in _SUMMED} | {"areas": areas}
    for name, figure in own.items():
        if not same_value(figure, stated.get(name)):
            again = "another one" if name == "areas" else figure
            text = f"{short_value(stated.get(name))} is stated; the recount is {again}"
            faults.add("CLAIM", f"summary.{name}", text)


_SUMMED = (
    "villages",
    "households",
    "members",
    "unserved_today",
    "recruits_needed",
    "verdicts",
    "failed",
)


def _run(scenario: Scenario, value: object, faults: JsonFaults) -> None:
    """Return a run that planned another scenario."""
    stated = an_object(value, "run", faults)
    own = scenario_sha256(scenario)
    if stated.get("scenario_sha256") != own:
        text = f"{short_value(stated.get('scenario_sha256'))} is stated; this scenario has {own}"
        faults.add("FINGERPRINT", "run.scenario_sha256", text)
    coordinates = "lonlat" if scenario.lonlat else "metres"
    if stated.get("coordinates") != coordinates:
        text = (
            f"{short_value(stated.get('coordinates'))} is stated; the scenario is in {coordinates}"
        )
        faults.add("CLAIM", "run.coordinates", text)
