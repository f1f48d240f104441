"""What the processes do with a plan in force: the next plan after events, and the frontier."""

from __future__ import annotations

import re
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import orjson

from api.db import Database
from api.db.plan_queries import KeptResult, responses_of
from api.db.scenario_queries import PreparedScenario, VersionNote
from api.http.errors import ServiceError, placed_error
from api.http.json_body import pointer_to
from api.http.typed_body import parse_as
from api.schemas.replanning import FrontierRequest, ReplanRequest
from api.tasks.kept_scenario import read_kept, village_seconds
from api.tasks.planner_task import Sizes, as_written
from api.tasks.scenario_task import prepare_scenario, reading_store
from optimizer.distance import Unmeasured
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.scenario import Scenario
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import Problem, ScenarioError
from optimizer.execution.effort_steps import TIME_LIMIT_S
from optimizer.execution.province import plan_asked
from optimizer.execution.workers import JobSpec
from optimizer.replanning.event_table import events_from_list
from optimizer.replanning.frontier import frontier_document, frontier_villages, trace_frontier
from optimizer.replanning.next_plan import (
    carried_entry,
    next_document,
    plan_next,
    scenario_after,
    villages_after,
)
from optimizer.replanning.next_village import NextVillage
from optimizer.replanning.plan_in_force import PlanInForce, Which, plan_of_response

_OF_AN_EVENT = re.compile(r"/\d+$")


@dataclass(frozen=True, slots=True)
class Seconds:
    """Times of the service: of a search by default, of one at most, and of a whole answer."""

    usual: float
    most: float
    answer: float


@dataclass(frozen=True, slots=True)
class ReplanJob:
    """A next plan that is to be made by a job.

    Parameters
    ----------
    scenario
        The villages after the events, in the numbers that they had.
    changed
        Numbers of the villages that are to be planned; all others are carried over.
    away
        Number to entry, of villages that are carried over with plans for days of absence.
    ask
        How the job plans.
    note
        How the version is called, and what is told of it.
    """

    scenario: PreparedScenario
    changed: tuple[int, ...]
    away: Mapping[int, bytes]
    ask: JobSpec
    note: VersionNote


def replan(
    body: bytes, url: str, kept: KeptResult, seconds: Seconds, sizes: Sizes, *, at_once: bool
) -> bytes | ReplanJob:
    """Plan again what events touch; the response JSON, just as the command line writes it.

    Parameters
    ----------
    at_once
        Whether the answer is to come right away where few households are planned again.

    Raises
    ------
    ServiceError
        When the body is no list of events, or one of them cannot have happened.
    """
    start_s = time.perf_counter()
    wanted = parse_as(body, ReplanRequest)
    scenario, in_force = kept_in_force(url, kept, Which(wanted.plan))
    ask = JobSpec(
        wanted.seed,
        min(wanted.time_limit_s or seconds.usual, seconds.most),
        growing=wanted.time_limit_s is None,
    )
    try:
        events = events_from_list(wanted.events, [village.id for village in scenario.villages])
        after = villages_after(scenario, in_force, events)
        touched = sum(len(one.village.households) for one in after if one.changed)
        if not at_once or touched > sizes.at_once:
            note = VersionNote(
                wanted.name or kept.name, wanted.by, wanted.comment, kept.scenario_id
            )
            return _job(scenario, in_force, after, ask, note, sizes)
        done = plan_next(
            scenario, in_force, events, lambda todo: [plan_asked(one, ask) for one in todo]
        )
    except ScenarioError as fault:
        raise placed_error(fault, _event_pointer) from None
    document = next_document(done, seed=wanted.seed, seconds=time.perf_counter() - start_s)
    return as_written(document)


def _job(
    scenario: Scenario,
    in_force: PlanInForce,
    after: Sequence[NextVillage],
    ask: JobSpec,
    note: VersionNote,
    sizes: Sizes,
) -> ReplanJob:
    """Return what a job has to plan; who is away is told of plans that there are already."""
    waiting = [one.village.id for one in after if one.changed and one.absences]
    if waiting:
        raise ServiceError("AWAY_LATER", pointer="/events", village=waiting[0])
    numbered = list(enumerate(after))
    return ReplanJob(
        prepare_scenario(scenario_after(scenario, after), sizes),
        tuple(number for number, one in numbered if one.changed),
        {
            number: orjson.dumps(carried_entry(one, in_force))
            for number, one in numbered
            if one.absences
        },
        ask,
        note,
    )


def frontier(body: bytes, url: str, kept: KeptResult, seconds: Seconds) -> bytes:
    """Trace changes against metres of each village.

    Raises
    ------
    ServiceError
        When a village is unknown, does not put the walk first, or is not measured in the time.
    """
    wanted = parse_as(body, FrontierRequest)
    only: Sequence[str] = wanted.villages or ()
    scenario, in_force = kept_in_force(url, kept, Which(wanted.plan))
    count = len(only) or len(scenario.villages)
    limit_s = village_seconds(
        wanted.time_limit_s, min(TIME_LIMIT_S, seconds.most), seconds.answer, count
    )
    documents = []
    try:
        for village in frontier_villages(scenario, in_force, only):
            limits = SearchLimits.lasting(limit_s, seed=wanted.seed)
            documents.append(frontier_document(village, trace_frontier(village, limits)))
    except ScenarioError as fault:
        raise placed_error(fault, lambda problem: village_pointer(problem, only)) from None
    except Unmeasured as end:
        raise unmeasured(str(end)) from None
    return orjson.dumps({"villages": documents})


def unmeasured(reason: str) -> ServiceError:
    """Return the refusal of a time in which distances cannot be measured."""
    text = f"{reason}; give more time, or ask for fewer villages"
    return ServiceError("BAD_VALUE", pointer="/time_limit_s", reason=text)


def kept_in_force(url: str, kept: KeptResult, which: Which) -> tuple[Scenario, PlanInForce]:
    """Return a kept result as the plan in force, with the scenario that it was made of."""
    with reading_store(url) as store:
        scenario = read_kept(store, kept.scenario_id, kept.coordinates, kept.rules)
        return scenario, plan_of_response(_document(store, kept, scenario), which)


def _document(store: Database, kept: KeptResult, scenario: Scenario) -> dict[str, object]:
    # A kept scenario never changes: the result is of this one, and needs no other proof of it.
    return {
        "villages": [orjson.loads(content) for content in responses_of(store, kept.id)],
        "run": {"scenario_sha256": scenario_sha256(scenario)},
    }


def _event_pointer(problem: Problem) -> str:
    """Return where an event stands; what is wrong with a village as a whole is at no event."""
    if not _OF_AN_EVENT.match(problem.where):
        return "/events"
    return f"/events{problem.where}" + (pointer_to(problem.field) if problem.field else "")


def village_pointer(problem: Problem, only: Sequence[str]) -> str:
    """Return where a village was named; empty where none was."""
    names = (problem.value, problem.where.removeprefix("village "))
    found = next((row for row, name in enumerate(only) if name in names), None)
    return "" if found is None else f"/villages/{found}"
