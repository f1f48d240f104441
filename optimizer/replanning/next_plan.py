"""The next plan: villages that events touch are planned again, all others stay as they are."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Any

from optimizer.diagnosis.baselines import baselines
from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario, Village
from optimizer.errors import Problem, ScenarioError
from optimizer.input.request import request_from_scenario
from optimizer.output.checks.id_translation import read_plan
from optimizer.output.checks.json_values import JsonFaults
from optimizer.output.note_documents import note_documents
from optimizer.output.response import failed_response, run_record, village_response
from optimizer.output.summary.area_totals import summary
from optimizer.output.summary.village_summary import summarise_failure, summarise_village
from optimizer.replanning.absences import away_documents
from optimizer.replanning.events import Event
from optimizer.replanning.next_village import NextVillage, in_force_now, next_villages
from optimizer.replanning.plan_in_force import Entry, PlanInForce, VillageInForce

PlanOrFailure = VillagePlan | Failure
Planner = Callable[[Sequence[Village]], Sequence[PlanOrFailure]]


@dataclass(frozen=True, slots=True, eq=False)
class NextPlan:
    """The plan after the events.

    Parameters
    ----------
    scenario
        The villages after the events; where something changed, with the plan in force as current.
    plans, entries
        Of each village, in the scenario's order; entries of villages that nothing touched are
        those of the plan in force.
    planned
        Ids of the villages that were planned again.
    """

    scenario: Scenario
    plans: Sequence[PlanOrFailure]
    entries: Sequence[Entry]
    planned: tuple[str, ...]


def plan_next(
    scenario: Scenario, in_force: PlanInForce, events: Sequence[Event], plan: Planner
) -> NextPlan:
    """Apply events to the plan in force and plan again what they touch.

    Parameters
    ----------
    scenario
        That of the plan in force.
    plan
        Plans villages.

    Raises
    ------
    ScenarioError
        Where the plan is of another scenario, or an event cannot happen.
    """
    villages = villages_after(scenario, in_force, events)
    todo = [one for one in villages if one.changed]
    made = dict(
        zip((one.village.id for one in todo), plan([one.village for one in todo]), strict=True)
    )
    plans, entries = [], []
    for one in villages:
        entry = in_force.villages[one.village.id].entry
        found = made.get(one.village.id)
        if found is None:
            assert entry is not None  # only whole entries are carried over
            found = _kept_plan(one.village, entry)
        else:
            entry = _entry(one.village, found)
        entry = _with_absences(one, found, entry)
        plans.append(found)
        entries.append(entry)
    names = tuple(one.village.id for one in todo)
    return NextPlan(scenario_after(scenario, villages), plans, entries, names)


def villages_after(
    scenario: Scenario, in_force: PlanInForce, events: Sequence[Event]
) -> list[NextVillage]:
    """Return every village after the events, in the scenario's order.

    Raises
    ------
    ScenarioError
        Where the plan is of another scenario, or an event cannot happen.
    """
    check_same(scenario, in_force)
    for event in events:
        if not _has_plan(in_force.villages[event.village]):
            message = "the village has no plan in force: it could not be planned; plan it first"
            raise ScenarioError(
                [Problem("NO_PLAN", event.where, "village", event.village, message)]
            )
    after = next_villages(scenario, in_force.villages, events)
    return [_next(scenario, village, after, in_force) for village in scenario.villages]


def scenario_after(scenario: Scenario, villages: Sequence[NextVillage]) -> Scenario:
    """Return the scenario whose villages are those after the events."""
    return replace(scenario, villages=tuple(one.village for one in villages), notes=())


def carried_entry(one: NextVillage, in_force: PlanInForce) -> Entry:
    """Return the entry of a village that is not planned again, with who stands in when."""
    entry = in_force.villages[one.village.id].entry
    assert entry is not None  # only whole entries are carried over
    return _with_absences(one, _kept_plan(one.village, entry), entry) if one.absences else entry


def check_same(scenario: Scenario, in_force: PlanInForce) -> None:
    """Refuse a plan that is of another scenario.

    Raises
    ------
    ScenarioError
        Where its fingerprint, or its villages, are others.
    """
    names = {village.id for village in scenario.villages}
    if names == set(in_force.villages) and scenario_sha256(scenario) == in_force.fingerprint:
        return
    message = (
        "the plan in force was made of another scenario, or of this one before it was changed; "
        "name the scenario that it was made of"
    )
    shown = str(in_force.fingerprint)[:60]
    raise ScenarioError(
        [
            Problem(
                "PLAN_OF_ANOTHER_SCENARIO", "the plan in force", "scenario_sha256", shown, message
            )
        ]
    )


def next_document(done: NextPlan, *, seed: int, seconds: float) -> dict[str, Any]:
    """Return the response JSON of the next plan, with the scenario that it is a plan of."""
    pairs = zip(done.scenario.villages, done.plans, strict=True)
    tallies = [
        summarise_failure(village, plan)
        if isinstance(plan, Failure)
        else summarise_village(village, plan)
        for village, plan in pairs
    ]
    return {
        "villages": list(done.entries),
        "notes": note_documents(done.scenario.notes),
        "summary": summary(tallies),
        "run": run_record(done.scenario, seed=seed, seconds=seconds),
        "replanned": list(done.planned),
        "scenario": request_from_scenario(done.scenario),
    }


def _has_plan(village: VillageInForce) -> bool:
    return village.entry is None or village.entry["today"] is not None


def _next(
    scenario: Scenario,
    village: Village,
    after: Mapping[str, NextVillage],
    in_force: PlanInForce,
) -> NextVillage:
    """Return a village after the events; without a whole entry it has to be planned again."""
    one = after.get(village.id, NextVillage(village, changed=False, absences=()))
    known = in_force.villages[village.id]
    # Who is away may be stood in for by a recruit of the plan, who is a member from now on.
    if one.changed or (known.entry is not None and not (one.absences and known.recruits)):
        return one
    return replace(one, village=in_force_now(scenario, village, known), changed=True)


def _kept_plan(village: Village, entry: Entry) -> PlanOrFailure:
    """Return the plan of an entry that is carried over."""
    if entry["today"] is None:
        failure = entry["failure"]
        return Failure(FailureCode(failure["code"]), failure["reason"])
    faults = JsonFaults(f"village {village.id}")
    plan = read_plan(village, entry, faults)
    if plan is None:
        text = "; ".join(str(one) for one in faults.found[:3])
        message = f"its plan is not one of this village ({text}); name the result as it was made"
        raise ScenarioError([Problem("UNREADABLE_PLAN", f"village {village.id}", "", "", message)])
    return replace(plan, baselines=baselines(village))


def _entry(village: Village, plan: PlanOrFailure) -> Entry:
    if isinstance(plan, Failure):
        return failed_response(village, plan)
    return village_response(village, plan)


def _with_absences(one: NextVillage, found: PlanOrFailure, entry: Entry) -> Entry:
    """Return an entry with who takes whom on the days on which members are away."""
    if not one.absences or not isinstance(found, VillagePlan):
        return entry
    return {**entry, "away": _away(one, found)}


def _away(one: NextVillage, plan: VillagePlan) -> list[dict[str, Any]]:
    """Return the days on which members are away, with who takes whom."""
    members = one.village.members.ids
    here = [event for event in one.absences if event.member in set(members.tolist())]
    return away_documents(one.village, plan.today.person, members, here)
