"""What is timed: parts of the program, the whole of it, and its peers."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from importlib.util import find_spec
from math import isfinite, nan

import orjson

from benchmarks import peers, recruits_peers, siting_peers
from optimizer.assignment.plan_conversion import members_problem
from optimizer.diagnosis.baselines import baselines
from optimizer.distance.reach import village_reach
from optimizer.domain.plan import Assignment
from optimizer.domain.scenario import Scenario, Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.input.request import request_from_scenario, scenario_from_request
from optimizer.output.response import village_response
from optimizer.pipeline import plan_village
from optimizer.recruitment import fewest_recruits, site_reach
from optimizer.recruitment.siting import SitingRequest, site_recruits
from optimizer.verification import verify_plan

SETTLED = 1e-6
"""A peer whose walk is this near to its bound has proven it."""


@dataclass(frozen=True, slots=True)
class Outcome:
    """What a phase found.

    Parameters
    ----------
    status
        ``proven``, ``bounded`` or '' for the program; a peer's own word for a peer.
    gap
        Largest gap of any stage; of a peer, its walk's to its own bound. NaN where nothing bounds.
    more
        Counts that the tables show.
    """

    walk_m: float | None = None
    status: str = ""
    gap: float = nan
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
    needs
        The library of a peer, which may not be installed: the program never needs it.
    """

    name: str
    title: str
    bind: Callable[[Village, float], Timed]
    repeats: int = 1
    needs: str = "ortools"

    @property
    def available(self) -> bool:
        """False for a peer that is not installed."""
        return find_spec(self.needs) is not None


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
            more = {"missed": found.missed}
            return Outcome(found.walk_m, found.status, _gap(found.walk_m, found.bound_m), more)

        return run

    return bind


def _gap(walk_m: float | None, bound_m: float | None) -> float:
    known = walk_m is not None and bound_m is not None and isfinite(walk_m) and walk_m > 0
    return max(walk_m - bound_m, 0.0) / walk_m if known else nan  # type: ignore[operator]


def _read(village: Village, _: float) -> Timed:
    """Read a request JSON of this one village."""
    scenario = Scenario(village.rules, (village,), village.lonlat)
    sent = orjson.dumps(request_from_scenario(scenario))

    def run() -> Outcome:
        read = scenario_from_request(orjson.loads(sent))
        return Outcome(more={"households": len(read.villages[0].households)})

    return run


def _write(village: Village, limit_s: float) -> Timed:
    """Write a village's part of the response JSON."""
    plan = plan_village(village, time_limit_s=limit_s)
    return lambda: Outcome(more={"bytes": len(orjson.dumps(village_response(village, plan)))})


def _plan_after(village: Village, limit_s: float) -> Timed:
    """Plan with recruits; the walk is that of the plan after recruiting."""

    def run() -> Outcome:
        plan = plan_village(village, time_limit_s=limit_s)
        violations = verify_plan(village, plan)
        assert not violations, violations
        return _outcome(village, plan.after or plan.today)

    return run


def _recruits(village: Village, limit_s: float) -> Timed:
    def run() -> Outcome:
        reach, near = village_reach(village), site_reach(village)
        needed = fewest_recruits(village, reach, near, SearchLimits.lasting(limit_s)).needed
        status = "proven" if needed.proven else "bounded"
        return Outcome(status=status, more={"recruits": needed.value})

    return run


def _siting(village: Village, limit_s: float) -> Timed:
    """Find the places of recruits whose number is known."""
    near, task = site_reach(village), members_problem(village, village_reach(village))
    fewest = fewest_recruits(village, task.reach, near, SearchLimits.lasting(limit_s))
    wanted = SitingRequest(fewest.per_place, fewest.needed.proven, fewest.pockets)

    def run() -> Outcome:
        site_recruits(village, task, near, wanted, SearchLimits.lasting(limit_s))
        return Outcome()

    return run


def _recruits_peer(
    solve: Callable[[Village], recruits_peers.Found],
) -> Callable[[Village, float], Timed]:
    def bind(village: Village, _: float) -> Timed:
        def run() -> Outcome:
            found = solve(village)
            status = "optimal" if found.proven else "stopped"
            return Outcome(status=status, more={"recruits": found.number})

        return run

    return bind


def _siting_peer(solve: siting_peers.Solve) -> Callable[[Village, float], Timed]:
    """Ask for as many recruits as are known to be needed."""

    def bind(village: Village, _: float) -> Timed:
        needed = fewest_recruits(
            village, village_reach(village), site_reach(village), SearchLimits.lasting(60)
        ).needed
        sites = siting_peers.Sites.of(village, int(needed.value))

        def run() -> Outcome:
            walk_m, bound_m = solve(sites, peers.LIMIT_S)
            gap = _gap(walk_m, bound_m)
            status = "optimal" if gap <= SETTLED else "stopped"
            return Outcome(walk_m if isfinite(walk_m) else None, status, gap)

        return run

    return bind


def _outcome(village: Village, today: Assignment) -> Outcome:
    proofs = today.proofs.values()
    more = {
        "missed": len(today.unserved),
        "reserve": len(today.reserve),
        "exceptions": int(((today.loads > 0) & (today.loads < village.rules.min_households)).sum()),
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
        Phase("nearest", "nearest member", _peer(peers.nearest), repeats=3),
        Phase("greedy", "nearest with room", _peer(peers.greedy), repeats=3),
        Phase(
            "kmeans",
            "k-means-constrained",
            _peer(peers.kmeans_once),
            repeats=3,
            needs="k_means_constrained",
        ),
        Phase("plan after", "verified plan with recruits", _plan_after),
        Phase("recruits", "- fewest recruits", _recruits, repeats=3),
        Phase("siting", "- their places", _siting),
        Phase("read", "reading a request", _read, repeats=3),
        Phase("write", "writing a response", _write, repeats=3),
        Phase("recruits cpsat", "fewest: CP-SAT", _recruits_peer(recruits_peers.direct)),
        Phase("clscp", "fewest: spopt CLSCP-SO", _recruits_peer(recruits_peers.clscp), 1, "spopt"),
        Phase(
            "p-median", "places: spopt p-median", _siting_peer(siting_peers.p_median), 1, "spopt"
        ),
        Phase("siting cpsat", "places: plain CP-SAT", _siting_peer(siting_peers.plain_cpsat)),
        Phase("siting mip", "places: strong MIP, HiGHS", _siting_peer(siting_peers.strong_mip)),
    )
}
