"""``python -m benchmarks.year [VILLAGE ...]``: a year of events, beside planning from nothing.

Villages of the preset ``ninh-thuan``: 3 members leave, 3 join, 20 households come, 8 go. Measured
are the next plan, the frontier of changes against metres, all stand-ins, the verdict on any one
leaving, the fewest recruits for it, and 200 draws of a tenth leaving; and how many households
change person by choice where the same village is planned without the plan in force. Processor
seconds of this process.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.run import in_one_thread, machine
from optimizer.distance.reach import village_reach
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.plan import UNSERVED
from optimizer.domain.proof import Proof
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.output.response import village_response
from optimizer.pipeline import plan_village
from optimizer.replanning.event_table import events_from_list
from optimizer.replanning.frontier import trace_frontier
from optimizer.replanning.next_plan import plan_next
from optimizer.replanning.plan_in_force import PlanInForce, VillageInForce
from optimizer.resilience.attrition import (
    Attrition,
    attrition_request,
    find_attrition,
    percentile,
)
from optimizer.resilience.fewest_spare import fewest_recruits_with_spare
from optimizer.resilience.roster import make_roster, open_near
from optimizer.resilience.stand_ins import find_stand_ins
from optimizer.resilience.survival import further_unserved
from scenarios import generate

PRESET = "ninh-thuan"
VILLAGES = ("201-003", "202-003", "202-004", "202-007")
LEAVE, JOIN, COME, GO = 3, 3, 20, 8
LIMIT_S = 20.0
LEAVING, DRAWS = 10.0, 200
"""Percent of the members, and how often it is drawn who leaves."""


@dataclass(frozen=True, slots=True)
class Row:
    """What a year of one village took; times in processor seconds.

    Parameters
    ----------
    kept, anew
        Changes by choice with the plan in force, and where it is not told.
    points, proven
        Of the frontier.
    """

    village: str
    households: int
    members: int
    moves: int
    kept: int
    anew: int
    next_s: float
    points: int
    proven: int
    frontier_s: float
    stand_ins_s: float
    leaving_s: float
    spare: Proof | None
    spare_s: float
    attrition: Attrition
    attrition_s: float


def year_of(village: Village, rng: np.random.Generator) -> list[dict[str, Any]]:
    """Return a year's events of a village; points near those that are there."""
    homes, people = village.households, village.members

    def near(rows: int) -> tuple[float, float]:
        x, y = homes.given[int(rng.integers(rows))].tolist()
        return x + float(rng.normal(0, 1e-4)), y + float(rng.normal(0, 1e-4))

    leave = rng.choice(people.ids, LEAVE, replace=False).tolist()
    go = rng.choice(homes.ids, GO, replace=False).tolist()
    events: list[dict[str, Any]] = [
        *({"kind": "member_left", "member": name} for name in leave),
        *({"kind": "household_gone", "household": name} for name in go),
    ]
    for number in range(JOIN):
        x, y = near(len(homes))
        events.append({"kind": "member_joined", "member": f"new-{number}", "x": x, "y": y})
    for number in range(COME):
        x, y = near(len(homes))
        events.append({"kind": "household_new", "household": f"house-{number}", "x": x, "y": y})
    return events


def measure(village: Village) -> Row:
    """Plan a village, let a year pass, and measure what comes after it."""
    scenario = Scenario(village.rules, (village,), village.lonlat)
    before = plan_village(village, time_limit_s=LIMIT_S)
    entry = village_response(village, before)
    today: Any = entry["today"]
    person = {household: who for household, who, _ in today["assignments"]}
    in_force = PlanInForce(
        {village.id: VillageInForce(person, {}, entry)}, scenario_sha256(scenario)
    )
    events = events_from_list(year_of(village, np.random.default_rng(0)), [village.id])
    start_s = time.process_time()
    done = plan_next(scenario, in_force, events, _only_today)
    next_s = time.process_time() - start_s
    after = done.scenario.villages[0]
    entry_after: Any = done.entries[0]
    causes = [move[3] for move in entry_after["today"]["moves"]]
    start_s = time.process_time()
    points = trace_frontier(after, SearchLimits.lasting(LIMIT_S))
    frontier_s = time.process_time() - start_s
    reach = village_reach(after)
    roster, rows = make_roster(after, reach), _rows(after, entry_after)
    start_s = time.process_time()
    find_stand_ins(roster, rows)
    stand_ins_s = time.process_time() - start_s
    start_s = time.process_time()
    further_unserved(roster, rows)
    leaving_s = time.process_time() - start_s
    start_s = time.process_time()
    limits = SearchLimits.lasting(LIMIT_S)
    spare = fewest_recruits_with_spare(after, roster, open_near(after), limits)
    spare_s = time.process_time() - start_s
    start_s = time.process_time()
    attrition = find_attrition(roster, attrition_request((LEAVING,), DRAWS, 0), after.id)
    attrition_s = time.process_time() - start_s
    return Row(
        village.id,
        len(after.households),
        len(after.members),
        len(causes),
        causes.count("CHOICE"),
        _changes_anew(after),
        next_s,
        len(points),
        sum(point.proven for point in points),
        frontier_s,
        stand_ins_s,
        leaving_s,
        None if spare is None else spare.needed,
        spare_s,
        attrition,
        attrition_s,
    )


def _only_today(villages: Sequence[Village]) -> list[Any]:
    """Plan villages among their members: recruits are another matter."""
    return [plan_village(_unrecruited(village), time_limit_s=LIMIT_S) for village in villages]


def _unrecruited(village: Village) -> Village:
    return replace(village, rules=village.rules.model_copy(update={"recruiting": False}))


def _rows(village: Village, entry: Any) -> np.ndarray[tuple[int], np.dtype[np.int64]]:  # noqa: ANN401 - JSON
    """Return the persons of an entry as rows."""
    names = {name: row for row, name in enumerate(village.members.ids.tolist())}
    homes = {name: row for row, name in enumerate(village.households.ids.tolist())}
    person = np.full(len(homes), UNSERVED)
    for household, who, _ in entry["today"]["assignments"]:
        person[homes[household]] = names[who]
    return person


def _changes_anew(village: Village) -> int:
    """Count the households that change person where the plan in force is not told."""
    none = np.empty((0, 2), np.int64)
    anew = _unrecruited(replace(village, current=none, former=None))
    person = plan_village(anew, time_limit_s=LIMIT_S).today.person
    return int((person[village.current[:, 0]] != village.current[:, 1]).sum())


def villages(names: Sequence[str]) -> Iterator[Village]:
    """Yield villages of the preset by name."""
    for village in generate(PRESET, seed=0).villages:
        if village.id in names:
            yield village


def table(rows: Sequence[Row]) -> Table:
    """Return the rows as people read them."""
    made = Table(
        "village", "households", "members", "moves", "by choice", "planned anew", "next plan s",
        "frontier", "s", "stand-ins s", "any one leaving s", "recruits for it", "s",
        "a tenth leaving: mean, 95 %, worst", "s",
    )  # fmt: skip
    for row in rows:
        spare, drawn = row.spare, row.attrition.unserved[0]
        told = "-" if spare is None else f"{spare.value:g}{'' if spare.proven else ' (open)'}"
        made.add_row(
            row.village,
            f"{row.households}",
            f"{row.members}",
            f"{row.moves}",
            f"{row.kept}",
            f"{row.anew}",
            f"{row.next_s:.2f}",
            f"{row.proven} of {row.points} proven",
            f"{row.frontier_s:.2f}",
            f"{row.stand_ins_s:.2f}",
            f"{row.leaving_s:.2f}",
            told,
            f"{row.spare_s:.2f}",
            f"{drawn.mean():.1f}, {percentile(drawn, 95)}, {drawn.max()}",
            f"{row.attrition_s:.2f}",
        )
    return made


def main(names: Sequence[str]) -> None:
    """Measure the villages named, or four of about 400 households."""
    in_one_thread("benchmarks.year")
    rows = [measure(village) for village in villages(names or VILLAGES)]
    console = Console(width=200)
    console.print(str(machine()))
    console.print(table(rows))


if __name__ == "__main__":
    main(sys.argv[1:])
