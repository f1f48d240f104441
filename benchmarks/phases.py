"""What is timed: parts of the program, the whole of it, and its peers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field

from benchmarks import peers
from optimizer.baselines import baselines
from optimizer.pipeline import plan_village
from optimizer.plan import Assignment
from optimizer.reach import village_reach
from optimizer.scenario import Village
from optimizer.verification import verify_plan


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a phase found.

    Parameters
    ----------
    status
        ``proven``, ``bounded`` or '' for the program; a peer's own word for a peer.
    gap
        Largest gap of any stage.
    more
        Counts that the tables show.
    """

    walk_m: float | None = None
    status: str = ""
    gap: float = 0.0
    more: Mapping[str, float] = field(default_factory=dict)


Timed = Callable[[], Outcome]


@dataclass(frozen=True, slots=True)
class Phase:
    """One thing that is timed.

    Parameters
    ----------
    bind
        Village and time limit in seconds -> the call that is timed; what it does before it
        returns that call is not.
    repeats
        Times a village is measured; the middle one counts.
    """

    name: str
    title: str
    bind: Callable[[Village, float], Timed]
    repeats: int = 1

    @property
    def available(self) -> bool:
        """False for a peer that is not installed."""
        return self.name != "kmeans" or peers.has_kmeans()


def _plan(village: Village, limit_s: float) -> Timed:
    def run() -> Outcome:
        plan = plan_village(village, time_limit_s=limit_s)
        violations = verify_plan(village, plan)
        assert not violations, violations
        return _outcome(village, plan.today)

    return run


def _today(village: Village, limit_s: float) -> Timed:
    return lambda: _outcome(village, plan_village(village, time_limit_s=limit_s).today)


def _verify(village: Village, limit_s: float) -> Timed:
    plan = plan_village(village, time_limit_s=limit_s)

    def run() -> Outcome:
        return Outcome(more={"violations": len(verify_plan(village, plan))})

    return run


def _reach(village: Village, _: float) -> Timed:
    return lambda: Outcome(more={"pairs": len(village_reach(village))})


def _rules_of_thumb(village: Village, _: float) -> Timed:
    def run() -> Outcome:
        both = baselines(village)
        more = {
            "nearest_overloaded": both.nearest.overloaded,
            "greedy_unserved": both.greedy.unserved,
            "greedy_walk_m": both.greedy.walk_m,
        }
        return Outcome(walk_m=both.nearest.walk_m, more=more)

    return run


def _peer(solve: Callable[[Village], peers.Found]) -> Callable[[Village, float], Timed]:
    def bind(village: Village, _: float) -> Timed:
        def run() -> Outcome:
            found = solve(village)
            return Outcome(walk_m=found.walk_m, status=found.status)

        return run

    return bind


def _outcome(village: Village, today: Assignment) -> Outcome:
    proofs = today.proofs.values()
    more = {
        "unserved": len(today.unserved),
        "reserve": len(today.reserve),
        "exceptions": len(today.exceptions(village.members.minimum)),
        "households": len(village.households),
    }
    status = "proven" if all(proof.proven for proof in proofs) else "bounded"
    return Outcome(today.walk_m, status, max((proof.gap for proof in proofs), default=0.0), more)


PHASES = {
    phase.name: phase
    for phase in (
        Phase("plan", "verified plan", _plan, repeats=3),
        Phase("plan once", "verified plan", _plan),
        Phase("reach", "-- pairs in reach", _reach, repeats=3),
        Phase("today", "- planner", _today, repeats=3),
        Phase("verify", "- verifier", _verify, repeats=3),
        Phase("rules of thumb", "-- rules of thumb", _rules_of_thumb, repeats=3),
        Phase("cpsat", "plain CP-SAT", _peer(peers.plain_cpsat)),
        Phase("mip", "strong MIP, HiGHS", _peer(peers.strong_mip)),
        Phase("kmeans", "k-means-constrained", _peer(peers.kmeans_once), repeats=3),
    )
}
