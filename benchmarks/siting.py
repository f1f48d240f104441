"""``python -m benchmarks.siting [SECONDS] [--peers]``: recruits' places, timed and bounded.

Villages of 400 households that need one to six recruits. The plan with recruits has three seconds
a village, or as many as are told, everything included. With ``--peers`` three of the villages also
go to the plain models, each with 60 seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import count, product
from statistics import median

import numpy as np
from rich.console import Console
from rich.table import Table

from benchmarks.measurement import timed
from benchmarks.phases import Outcome, Phase
from benchmarks.recruits import Spec, make
from benchmarks.run import in_one_thread, machine
from benchmarks.siting_peers import PEERS, Sites
from benchmarks.tables import SAME_M
from benchmarks.targets import Target, targets_table
from optimizer.assignment.lexicographic import solve_lexicographic
from optimizer.assignment.plan_conversion import convert_assignment, members_problem
from optimizer.distance.reach import village_reach
from optimizer.domain.goals import Stage
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.pipeline import plan_village
from optimizer.recruitment import fewest_recruits, site_reach
from optimizer.recruitment.siting import SitingRequest, site_recruits
from optimizer.verification import verify_plan

LIMIT_S = 3.0
ALLOWED = {1.0: (0.0, 0.003), 3.0: (0.01, 0.02)}
"""Gap of the walk that was promised after so many seconds: in the median, and at most."""
PEER_LIMIT_S = 60.0
FEW = range(1, 7)
"""Recruits that a village of this benchmark needs."""
SIZES = tuple(product((36, 39, 42, 44), (250.0, 350.0, 450.0, 600.0)))
"""Members and limit in metres of each village."""
COMPARED = 3
"""Villages that go to the peers."""


@dataclass(frozen=True, slots=True)
class Row:
    """A village: what was found, and the seconds of each phase on the clock and of the processor.

    Parameters
    ----------
    gap
        Of the walk with recruits, to its bound over all places.
    peers
        Name of a peer, its walk in metres (infinite where it found no plan), its bound, seconds.
    """

    spec: Spec
    recruits: int
    proven: bool
    exceptions: int
    walk_m: float
    bound_m: float
    gap: float
    seconds: dict[str, tuple[float, float]]
    peers: tuple[tuple[str, float, float, float], ...] = ()


def specs(households: int = 400, sizes: Sequence[tuple[int, float]] = SIZES) -> Iterator[Spec]:
    """Yield for each size the first seed whose village needs a few recruits."""
    for members, limit_m in sizes:
        drawn = (Spec(households, members, limit_m, seed) for seed in count())
        yield next(spec for spec in drawn if _needed(make(spec)) in FEW)


def _needed(village: Village) -> int:
    reach, near = village_reach(village), site_reach(village)
    return int(fewest_recruits(village, reach, near, SearchLimits.lasting(60)).needed.value)


def measure(spec: Spec, limit_s: float = LIMIT_S) -> Row:
    """Measure every phase on a village."""
    village, plans = make(spec), list[VillagePlan]()
    seconds = {
        name: timed(Phase(name, name, bind), village, limit_s)[:2] for name, bind in _parts()
    }
    whole = Phase("plan", "plan", lambda village, limit_s: _whole(village, limit_s, plans))
    seconds["plan"] = timed(whole, village, limit_s)[:2]
    check = Phase("verify", "verify", lambda village, _: _verified(village, plans[0]))
    seconds["verify"] = timed(check, village, limit_s)[:2]
    after, recruitment = plans[0].after, plans[0].recruitment
    assert after is not None, "every village of this benchmark is short"
    assert recruitment is not None, "every village of this benchmark is short"
    recruits, walk = len(recruitment.places), after.proofs[Stage.WALK]
    window = np.append(village.members.minimum, np.full(recruits, village.rules.min_households))
    few = len(after.exceptions(window))
    proven = recruitment.needed.proven
    return Row(spec, recruits, proven, few, walk.value, walk.bound, walk.gap, seconds)


def compared(row: Row, limit_s: float = PEER_LIMIT_S) -> Row:
    """Ask the peers about a village in which nobody is an exception: they know none."""
    assert row.exceptions == 0, "loads below the minimum are forbidden to the peers"
    return replace(row, peers=tuple(_peers(make(row.spec), row.recruits, limit_s)))


def comparable(rows: Sequence[Row]) -> list[Row]:
    """Choose villages for the peers, far apart in the row of sizes."""
    plain = [row for row in rows if row.exceptions == 0]
    return plain[:: max(1, -(-len(plain) // COMPARED))]


def _parts() -> tuple[tuple[str, Callable[[Village, float], Callable[[], Outcome]]], ...]:
    return ("today", _today), ("fewest", _fewest), ("site", _site)


def _today(village: Village, limit_s: float) -> Callable[[], Outcome]:
    def run() -> Outcome:
        task = members_problem(village, village_reach(village))
        found = solve_lexicographic(task, SearchLimits.lasting(limit_s))
        return Outcome(walk_m=convert_assignment(village, task, found).walk_m)

    return run


def _fewest(village: Village, limit_s: float) -> Callable[[], Outcome]:
    def run() -> Outcome:
        reach, near = village_reach(village), site_reach(village)
        fewest_recruits(village, reach, near, SearchLimits.lasting(limit_s))
        return Outcome()

    return run


def _site(village: Village, limit_s: float) -> Callable[[], Outcome]:
    near, task = site_reach(village), members_problem(village, village_reach(village))
    fewest = fewest_recruits(village, task.reach, near, SearchLimits.lasting(limit_s))

    def run() -> Outcome:
        limits = SearchLimits.lasting(limit_s)
        wanted = SitingRequest(fewest.per_place, fewest.needed.proven, fewest.pockets)
        site_recruits(village, task, near, wanted, limits)
        return Outcome()

    return run


def _whole(village: Village, limit_s: float, plans: list[VillagePlan]) -> Callable[[], Outcome]:
    def run() -> Outcome:
        plans.append(plan_village(village, time_limit_s=limit_s))
        return Outcome()

    return run


def _verified(village: Village, plan: VillagePlan) -> Callable[[], Outcome]:
    def run() -> Outcome:
        violations = verify_plan(village, plan)
        assert not violations, violations
        return Outcome()

    return run


def _peers(
    village: Village, recruits: int, limit_s: float
) -> Iterator[tuple[str, float, float, float]]:
    sites = Sites.of(village, recruits)
    for name, solve in PEERS.items():
        start_s = time.perf_counter()
        walk_m, bound_m = solve(sites, limit_s)
        yield name, walk_m, bound_m, time.perf_counter() - start_s


def table(rows: Sequence[Row]) -> Table:
    """Return a line a village."""
    shown = Table(title="siting: milliseconds are of the clock", title_justify="left")
    heads = (
        "members", "limit m", "seed", "recruits", "exc.", "walk m", "bound m", "gap",
        "today", "fewest", "site", "plan", "CPU", "verify",
    )  # fmt: skip
    for head in heads:
        shown.add_column(head, justify="right")
    for row in rows:
        clock = {name: f"{1e3 * of_clock:.0f}" for name, (of_clock, _) in row.seconds.items()}
        shown.add_row(
            *(f"{value:g}" for value in (row.spec.members, row.spec.limit_m, row.spec.seed)),
            f"{row.recruits}{'' if row.proven else ' ?'}",
            str(row.exceptions),
            f"{row.walk_m:,.1f}",
            f"{row.bound_m:,.1f}",
            f"{row.gap:.3%}",
            *(clock[name] for name in ("today", "fewest", "site", "plan")),
            f"{1e3 * row.seconds['plan'][1]:.0f}",
            clock["verify"],
        )
    return shown


def peers_table(rows: Sequence[Row]) -> Table:
    """Return a line for each village and peer: is ours never worse than theirs."""
    shown = Table(title="siting: the same number of recruits, plain models", title_justify="left")
    for head in ("members", "limit m", "peer", "its walk m", "its bound m", "its s", "ours m", ""):
        shown.add_column(head, justify="right")
    for row in rows:
        for name, walk_m, bound_m, seconds in row.peers:
            shown.add_row(
                f"{row.spec.members}",
                f"{row.spec.limit_m:g}",
                name,
                f"{walk_m:,.1f}",
                f"{bound_m:,.1f}",
                f"{seconds:.1f}",
                f"{row.walk_m:,.1f}",
                "" if row.walk_m <= walk_m + SAME_M else "OURS IS WORSE",
            )
    return shown


def promises(rows: Sequence[Row], limit_s: float = LIMIT_S) -> Iterator[Target]:
    """Yield what was promised of siting."""
    allowed = ALLOWED.get(limit_s, ALLOWED[LIMIT_S])
    gaps = [row.gap for row in rows]
    worst_s = max(row.seconds["plan"][0] for row in rows)
    middle_s = median(row.seconds["plan"][0] for row in rows)
    said = f"{median(gaps):.3%}, {sum(gap == 0 for gap in gaps)} of {len(gaps)} proven"
    promise = f"siting: gap in the median at most {allowed[0]:.1%}"
    yield Target(promise, said, median(gaps) <= allowed[0])
    promise = f"siting: gap at worst at most {allowed[1]:.1%}"
    yield Target(promise, f"{max(gaps):.3%}", max(gaps) <= allowed[1])
    said = f"median {middle_s:.2f} s, worst {worst_s:.2f} s"
    yield Target(f"siting: the whole plan within {limit_s:g} s", said, worst_s <= limit_s)


def peer_promises(rows: Sequence[Row]) -> Iterator[Target]:
    """Yield what was promised beside the plain models."""
    walks = [(row.walk_m, peer[1]) for row in rows for peer in row.peers]
    if walks:
        worse = sum(ours > theirs + SAME_M for ours, theirs in walks)
        said = f"worse in {worse} of {len(walks)}"
        yield Target(f"siting: never worse than a peer after {PEER_LIMIT_S:g} s", said, worse == 0)


def main(arguments: Sequence[str]) -> int:
    """Measure every village and print the tables."""
    in_one_thread("benchmarks.siting")
    console = Console(width=130, highlight=False)
    console.print(" · ".join(f"{key} {value}" for key, value in machine().items()))
    drawn = list(specs())
    measure(drawn[0])  # The first call of everything loads libraries and fills caches.
    limit_s = next((float(one) for one in arguments if not one.startswith("-")), LIMIT_S)
    rows = [measure(spec, limit_s) for spec in drawn]
    console.print(table(rows))
    both = [compared(row) for row in comparable(rows)] if "--peers" in arguments else []
    if both:
        console.print(peers_table(both))
    console.print(targets_table([*promises(rows, limit_s), *peer_promises(both)]))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
