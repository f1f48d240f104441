"""A plan as the response JSON says it: plain values, ids instead of rows."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import asdict
from functools import cache
from importlib.metadata import version
from math import ceil

from optimizer.domain.failure import Failure
from optimizer.domain.fingerprint import scenario_sha256
from optimizer.domain.persons import minimum_loads, person_ids
from optimizer.domain.plan import (
    METRE_DECIMALS,
    Baseline,
    Baselines,
    Relaxations,
    VillagePlan,
)
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Scenario, Village
from optimizer.output.assignment_document import assignment_document, rounded_metres
from optimizer.output.metres import shows_metres
from optimizer.output.note_documents import note_documents
from optimizer.output.proof_document import Document
from optimizer.output.recruitment_document import recruitment_document
from optimizer.output.summary.area_totals import summary
from optimizer.output.summary.village_summary import summarise_failure, summarise_village
from optimizer.output.survival_document import survival_document
from optimizer.output.text import hint_entries, village_messages


def response(
    scenario: Scenario,
    plans: Sequence[VillagePlan],
    run: Mapping[str, object],
    lending: Mapping[str, object] | None = None,
    supervised: Mapping[str, object] | None = None,
) -> Document:
    """Return the whole response: villages, their sum, what looked wrong, and how it came about.

    Parameters
    ----------
    lending
        What the villages could do for one another, where somebody asks.
    supervised
        ``supervisors`` and ``supervision``, where somebody asks.
    """
    villages = [
        village_response(village, plan)
        for village, plan in zip(scenario.villages, plans, strict=True)
    ]
    tallies = [
        summarise_village(village, plan)
        for village, plan in zip(scenario.villages, plans, strict=True)
    ]
    return {
        "villages": villages,
        "notes": note_documents(scenario.notes),
        "summary": summary(tallies),
        **({} if lending is None else {"lending": dict(lending)}),
        **(supervised or {}),
        "run": dict(run),
    }


def run_record(scenario: Scenario, *, seed: int, seconds: float) -> Document:
    """Return how a response came about; only ``seconds`` may differ from one run to another."""
    sha256 = scenario_sha256(scenario)
    return run_of(scenario.rules, sha256, lonlat=scenario.lonlat, seed=seed, seconds=seconds)


def run_of(
    rules: Rules,
    sha256: str,
    *,
    lonlat: bool,
    seed: int,
    seconds: float,
    cut: Sequence[str] = (),
) -> Document:
    """Return the run record of a scenario whose fingerprint is known already.

    Parameters
    ----------
    cut
        Villages whose search the time of the run has cut short.
    """
    return {
        "version": _installed("liengia"),
        "scenario_sha256": sha256,
        "coordinates": "lonlat" if lonlat else "metres",
        "rules": rules.model_dump(mode="json"),
        "seed": seed,
        "seconds": round(seconds, 3),
        "cut_short": list(cut),
        "solver": {"ortools": _installed("ortools")},
    }


@cache
def _installed(name: str) -> str:
    """Return a package's version: read from a file, which costs a plan's tenth part each time."""
    return version(name)


def village_response(village: Village, plan: VillagePlan) -> Document:
    """Return one village's plan with ids, sorted as the village's rows are."""
    members, told = village.members, village_messages(village, plan)
    today = assignment_document(village, plan.today, members.ids, members.minimum)
    today["locked_beyond_limit"] = [
        [str(village.households.ids[row]), str(members.ids[person])]
        for row, person in sorted(map(tuple, plan.locked_beyond_limit.tolist()))
    ]
    return {
        "id": village.id,
        "verdict": str(plan.verdict),
        "households": len(village.households),
        "members": len(members),
        "today": today,
        "recruitment": recruitment_document(village, plan, told),
        "after": _after(village, plan),
        "relaxations": _relaxations(plan.relaxations),
        "baselines": _baselines(plan.baselines, shown=shows_metres(village)),
        **survival_document(village, plan),
        "message": {str(language): text for language, text in told.message.items()},
        "hints": hint_entries(village, plan),
    }


def failed_response(village: Village, failure: Failure) -> Document:
    """Return the entry of a village that could not be planned, and why."""
    nothing = ("today", "recruitment", "after", "relaxations", "baselines")
    return {
        "id": village.id,
        "verdict": None,
        "households": len(village.households),
        "members": len(village.members),
        **dict.fromkeys(nothing),
        "failure": {"code": str(failure.code), "reason": failure.reason},
        "message": {
            str(key): text for key, text in summarise_failure(village, failure).message.items()
        },
    }


def _after(village: Village, plan: VillagePlan) -> Document | None:
    if plan.after is None or plan.recruitment is None:
        return None
    minimum = minimum_loads(village, len(plan.recruitment.places))
    return assignment_document(
        village, plan.after, person_ids(village, plan), minimum, plan.recruitment
    )


def _relaxations(relaxations: Relaxations | None) -> Document | None:
    """Return the relaxations; a limit is rounded up, so that it does what it says."""
    if relaxations is None:
        return None
    limit_m, most = relaxations.max_distance_m, relaxations.max_households
    document: Document = {
        "max_distance_m": None if limit_m is None else _no_less(limit_m),
        "max_households": most,
    }
    # Null says that nothing of the kind serves everybody, but for those that are named here.
    return {**document, "unknown": list(relaxations.unknown)} if relaxations.unknown else document


def _no_less(limit_m: float) -> float:
    """Round a limit up; a product of floats may hide that the limit is just above."""
    scale: int = 10**METRE_DECIMALS
    above = ceil(limit_m * scale)
    return above / scale if above / scale >= limit_m else (above + 1) / scale


def _baselines(baselines: Baselines, *, shown: bool) -> Document:
    return {
        "nearest": _baseline(baselines.nearest, shown=shown),
        "greedy": _baseline(baselines.greedy, shown=shown),
    }


def _baseline(baseline: Baseline, *, shown: bool) -> Document:
    walk_m, longest_m = rounded_metres(baseline.walk_m), rounded_metres(baseline.longest_m)
    lengths = {"walk_m": walk_m, "longest_m": longest_m} if shown else dict.fromkeys(_LENGTHS)
    return {**asdict(baseline), **lengths}


_LENGTHS = ("walk_m", "longest_m")
