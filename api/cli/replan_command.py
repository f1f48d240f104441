"""``liengia replan`` and ``liengia frontier``: from a plan in force to the next one."""

from __future__ import annotations

import csv
import sys
import time
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson

from api.cli.scenario_argument import open_scenario
from optimizer.domain.failure import Failure
from optimizer.domain.languages import Language
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.errors import Problem, ScenarioError
from optimizer.execution.effort_steps import TIME_LIMIT_S
from optimizer.execution.province import plan_checked
from optimizer.execution.system_calls import processors
from optimizer.execution.workers import Failed, JobSpec
from optimizer.execution.workers.opening import open_executor
from optimizer.input.columns import ReadingChoices
from optimizer.input.folder.table_schema import AS_IT_IS
from optimizer.input.request import scenario_from_kept
from optimizer.output.folder.atomic_files import check_free, put_when_whole
from optimizer.output.folder.csv_table import CsvTable
from optimizer.output.folder.result_folder import fill_folder
from optimizer.output.folder.result_tables import MOVES
from optimizer.output.summary.row_store import RowStore
from optimizer.replanning.event_table import read_events
from optimizer.replanning.frontier import (
    frontier_document,
    frontier_villages,
    trace_frontier,
)
from optimizer.replanning.next_plan import NextPlan, next_document, plan_next
from optimizer.replanning.plan_in_force import (
    RESPONSE,
    SCENARIO,
    PlanInForce,
    Which,
    read_plan_in_force,
)

_INLINE = 2
"""Villages that are planned in this process: others have to be started first."""


@dataclass(frozen=True, slots=True)
class ReplanRequest:
    """What is asked for.

    Parameters
    ----------
    result
        The plan in force: a response JSON or a result folder.
    scenario
        What it is a plan of; None where the result says so itself.
    output
        A file that ends in ``.json``, or a result folder.
    workers
        Processes; None for one on each processor.
    """

    result: Path
    output: Path
    which: Which
    scenario: str | None
    seed: int
    time_limit_s: float | None
    workers: int | None
    language: Language
    choices: ReadingChoices = AS_IT_IS


def replan(asked: ReplanRequest, events: Path) -> bool:
    """Plan again what events touch, write the result, and say who changes person.

    Returns
    -------
    Whether every village has a plan.
    """
    start_s = time.perf_counter()
    check_free(asked.output)
    in_force = read_plan_in_force(asked.result, asked.which)
    scenario = scenario_in_force(asked, in_force)
    happened = read_events(events, [village.id for village in scenario.villages])
    done = plan_next(scenario, in_force, happened, lambda todo: _planned(todo, asked))
    seconds = time.perf_counter() - start_s
    document = next_document(done, seed=asked.seed, seconds=seconds)
    _write(asked, done, document)
    _say(done, document, len(happened), seconds, asked.language)
    return not any(isinstance(plan, Failure) for plan in done.plans)


def scenario_in_force(asked: ReplanRequest, in_force: PlanInForce) -> Scenario:
    """Return the scenario of the plan in force: the one named, or the one in the result.

    Raises
    ------
    ScenarioError
        Where there is none.
    """
    if asked.scenario is not None:
        return open_scenario(asked.scenario, seed=asked.seed, choices=asked.choices)
    if in_force.scenario is None:
        message = "the result does not hold its scenario; name it with --scenario"
        raise ScenarioError([Problem("MISSING", str(asked.result), "scenario", "", message)])
    return scenario_from_kept(in_force.scenario)


def _planned(todo: Sequence[Village], asked: ReplanRequest) -> list[VillagePlan | Failure]:
    """Plan villages, a few in this process and more in several."""
    limit_s, seed = asked.time_limit_s, asked.seed
    if len(todo) <= _INLINE:
        return [plan_checked(village, seed=seed, time_limit_s=limit_s) for village in todo]
    spec = JobSpec(seed, limit_s or TIME_LIMIT_S)
    found: dict[str, VillagePlan | Failure] = {}
    workers = asked.workers or processors()
    with open_executor(workers=workers, scheduler=None) as crew:
        for outcomes in crew.run(todo, lambda _: spec):
            for one in outcomes:
                found[one.village.id] = one.failure if isinstance(one, Failed) else one.plan
    return [found[village.id] for village in todo]


def _write(asked: ReplanRequest, done: NextPlan, document: dict[str, Any]) -> None:
    """Write the result under a temporary name, and rename it when it is whole."""
    options = orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
    text = orjson.dumps(document, option=options)
    with put_when_whole(asked.output) as part:
        if asked.output.suffix == ".json":
            part.write_bytes(text)
            return
        part.mkdir()
        made = zip(done.scenario.villages, done.plans, strict=True)
        with RowStore(part.parent) as rows:
            fill_folder(
                part,
                made,
                rows,
                lonlat=done.scenario.lonlat,
                describe_run=lambda: document["run"],
                language=asked.language,
            )
        if not (part / "moves.csv").exists():  # nothing happened, and nobody moves
            CsvTable(part / "moves.csv", MOVES, asked.language).close()
        (part / RESPONSE).write_bytes(text)
        (part / SCENARIO).write_bytes(orjson.dumps(document["scenario"], option=options))


_WORDS = {
    Language.EN: (
        "Events: {}. Villages planned again: {} of {}; the others are as they were.",
        "Households that change person: {}, by event {}, by choice {}.",
        "Plans for days on which somebody is away: {}.",
        "Without anybody: {}. {:.2f} s.",
        "Villages: {}. Points: {}, proven {}.",
    ),
    Language.VI: (
        "Sự kiện: {}. Thôn được lập lại: {} trên {}; các thôn khác giữ nguyên.",
        "Hộ đổi người phụ trách: {}, do sự kiện {}, do lựa chọn {}.",
        "Kế hoạch cho những ngày có người vắng: {}.",
        "Hộ chưa có ai: {}. {:.2f} giây.",
        "Thôn: {}. Điểm: {}, đã chứng minh {}.",
    ),
}
"""What is printed: events, moves, absences, the rest; and of the frontier."""


def _say(
    done: NextPlan, document: dict[str, Any], events: int, seconds: float, language: Language
) -> None:
    """Print how many villages were planned again, and who changes person."""
    moves = [
        move
        for entry in document["villages"]
        if entry["id"] in done.planned and entry["today"] is not None
        for move in entry["today"].get("moves", ())
    ]
    causes = Counter(move[3] for move in moves)
    away = sum(len(entry.get("away", ())) for entry in document["villages"])
    told, moved, absent, rest, _ = _WORDS[language]
    lines = [
        told.format(events, len(done.planned), len(done.plans)),
        moved.format(len(moves), causes["EVENT"], causes["CHOICE"]),
        *([absent.format(away)] if away else []),
        rest.format(document["summary"]["unserved_today"], seconds),
    ]
    sys.stdout.write("\n".join(lines) + "\n")


def frontier(asked: ReplanRequest, only: Sequence[str]) -> None:
    """Trace changes against metres of each village, and write them.

    Parameters
    ----------
    only
        Ids of villages; all where there is none.
    """
    in_force = read_plan_in_force(asked.result, asked.which)
    scenario = scenario_in_force(asked, in_force)
    villages = []
    for village in frontier_villages(scenario, in_force, only):
        limits = SearchLimits.lasting(asked.time_limit_s or TIME_LIMIT_S, seed=asked.seed)
        villages.append(frontier_document(village, trace_frontier(village, limits)))
    write_frontier(asked.output, villages)
    points = [point for village in villages for point in village["frontier"]]
    proven = sum(point["proven"] for point in points)
    told = _WORDS[asked.language][-1]
    sys.stdout.write(told.format(len(villages), len(points), proven) + "\n")


def write_frontier(path: Path, villages: Sequence[dict[str, Any]]) -> None:
    """Write changes against metres: JSON for programs, else CSV with a row a point."""
    with put_when_whole(path) as part:
        if path.suffix == ".json":
            part.write_bytes(
                orjson.dumps(
                    {"villages": villages}, option=orjson.OPT_INDENT_2 | orjson.OPT_APPEND_NEWLINE
                )
            )
        else:
            with part.open("w", encoding="utf-8-sig", newline="") as file:
                rows = csv.writer(file)
                rows.writerow(("village", "changes", "walk_m", "bound_m", "proven"))
                for village in villages:
                    for point in village["frontier"]:
                        proven = "true" if point["proven"] else "false"
                        cells = (point["changes"], point["walk_m"], point["bound_m"], proven)
                        rows.writerow((village["id"], *cells))
