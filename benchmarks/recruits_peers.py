"""The fewest recruits put to plain models and to a published tool.

Each is written as anybody would write it, from the pairs within the limit, and has so many seconds
of the processor: on a machine that is shared, seconds on the clock would not be the same for all.
"""

from __future__ import annotations

import importlib
import importlib.util
import resource
import threading
import time
import warnings
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass

import numpy as np
from ortools.sat.python import cp_model
from scipy.sparse import csr_matrix

from optimizer.distance.reach import Reach, village_reach
from optimizer.domain.scenario import Village
from optimizer.domain.search_limits import SearchLimits
from optimizer.recruitment import site_reach
from optimizer.solvers.linear_program import LinearProgram, solve_integer

LIMIT_S = 60.0
_LOOK_EVERY_S = 0.2
WHOLE = 1e-6
"""A facility is open or closed up to this."""


@dataclass(frozen=True, slots=True)
class Found:
    """What a solver found, on the clock and by the processor, its children's included.

    Parameters
    ----------
    number, bound
        ``number`` is infinite where it found nothing.
    """

    number: float
    proven: bool
    seconds: float
    cpu_s: float
    by: str = ""


class Watch:
    """Both clocks from a start on."""

    def __init__(self) -> None:
        self._start_s, self._busy_s = time.perf_counter(), busy_s()

    def found(self, number: float, *, proven: bool, by: str = "") -> Found:
        """Return what was found with what it took."""
        cpu_s = busy_s() - self._busy_s
        return Found(number, proven, time.perf_counter() - self._start_s, cpu_s, by)


def busy_s() -> float:
    """Return what this process and those that it waited for have used of the processor."""
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


@contextmanager
def _stopped_after(busy_s: float, stop: Callable[[], object]) -> Iterator[None]:
    """Stop a solver of this process once it has used so many seconds of the processor."""
    over, until_s = threading.Event(), time.process_time() + busy_s

    def look() -> None:
        while not over.wait(_LOOK_EVERY_S):
            if time.process_time() > until_s:
                stop()
                return

    watcher = threading.Thread(target=look, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        over.set()
        watcher.join()


def direct(village: Village) -> Found:
    """Solve the direct CP-SAT model, one boolean a pair, in one thread."""
    watch = Watch()
    held, near, cp = village_reach(village), site_reach(village), cp_model.CpModel()
    by_home: list[list[cp_model.IntVar]] = [[] for _ in range(held.households)]
    loads = [
        _loads(cp, reach, by_home, count)
        for reach, count in ((held, held.persons), (near, near.persons))
    ]
    for choice in by_home:
        cp.add_exactly_one(choice)
    for member, load in enumerate(loads[0]):
        cp.add(sum(load) <= int(village.members.maximum[member]))
    size = village.rules.max_households
    y = [cp.new_int_var(0, -(-len(load) // size), "") for load in loads[1]]
    for number, load in zip(y, loads[1], strict=True):
        cp.add(sum(load) <= size * number)
    cp.minimize(sum(y))
    solver = cp_model.CpSolver()
    solver.parameters.num_workers = 1
    with _stopped_after(LIMIT_S, solver.stop_search):
        status = solver.solve(cp)
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return watch.found(np.inf, proven=False)
    return watch.found(solver.objective_value, proven=status == cp_model.OPTIMAL)


def _loads(
    cp: cp_model.CpModel, reach: Reach, by_home: list[list[cp_model.IntVar]], count: int
) -> list[list[cp_model.IntVar]]:
    loads: list[list[cp_model.IntVar]] = [[] for _ in range(count)]
    for home, person in zip(reach.household, reach.person, strict=True):
        loads[person].append(cp.new_bool_var(""))
        by_home[home].append(loads[person][-1])
    return loads


def covering(village: Village) -> Found:
    """Solve the plain set-cover MIP with capacities in HiGHS: no member, nothing left out.

    HiGHS can only be stopped by the clock.
    """
    watch = Watch()
    near = site_reach(village)
    sites, pairs = near.persons, len(near)
    columns = np.concatenate([sites + np.arange(pairs)] * 2 + [np.arange(sites)])
    rows = np.concatenate(
        [near.household, near.households + near.person, near.households + np.arange(sites)]
    )
    values = np.concatenate([np.ones(2 * pairs), np.full(sites, -10.0)])
    shape = (near.households + sites, sites + pairs)
    answer = solve_integer(
        LinearProgram(
            np.concatenate([np.ones(sites), np.zeros(pairs)]),
            np.concatenate([np.full(sites, np.ceil(near.households / 10)), np.ones(pairs)]),
            csr_matrix((values, (rows, columns)), shape),
            np.concatenate([np.ones(near.households), np.full(sites, -np.inf)]),
            np.concatenate([np.ones(near.households), np.zeros(sites)]),
            sites,
        ),
        SearchLimits.lasting(LIMIT_S, nodes=None),
    )
    proven = answer.x is not None and answer.bound > answer.value - 1 + 1e-6
    number = round(answer.value) if answer.x is not None else np.inf
    return watch.found(number, proven=proven)


def has_spopt() -> bool:
    """Tell whether spopt is installed; the program never needs it."""
    return importlib.util.find_spec("spopt") is not None


def clscp(village: Village) -> Found:
    """Solve spopt's CLSCP-SO in CBC, with the members as facilities that are there already.

    It opens a facility at a place once at most, counts the members too (they are taken off), and
    has no answer where somebody cannot be served. Its model has a variable for every household
    and facility, in reach or not.
    """
    locate, pulp = importlib.import_module("spopt.locate"), importlib.import_module("pulp")
    watch = Watch()
    members, rules = village.members, village.rules
    here = np.concatenate([members.xy, village.sites.xy])
    apart = village.households.xy[:, None, :] - here[None, :, :]
    there = np.zeros(len(here), np.int64)
    there[: len(members)] = 1
    room = np.append(members.maximum, np.full(len(village.sites), rules.max_households))
    with warnings.catch_warnings():
        # spopt writes its models in a way that PuLP will give up one day.
        warnings.simplefilter("ignore", DeprecationWarning)
        located = locate.LSCP.from_cost_matrix(
            np.hypot(apart[..., 0], apart[..., 1]),
            rules.max_distance_m,
            predefined_facilities_arr=there,
            demand_quantity_arr=np.ones(len(village.households)),
            facility_capacity_arr=room,
        )
        problem = located.problem
        problem.solve(pulp.PULP_CBC_CMD(msg=False, timeLimit=LIMIT_S, timeMode="cpu", threads=1))
    if problem.sol_status not in (pulp.LpSolutionOptimal, pulp.LpSolutionIntegerFeasible):
        return watch.found(np.inf, proven=False)
    # Where CBC is stopped without a plan, PuLP hands on the linear relaxation as if it were one.
    if any(abs(y.value() - round(y.value())) > WHOLE for y in located.fac_vars):
        return watch.found(np.inf, proven=False)
    number = round(pulp.value(problem.objective)) - len(members)
    return watch.found(number, proven=problem.sol_status == pulp.LpSolutionOptimal)


PEERS: Mapping[str, Callable[[Village], Found]] = {
    "CP-SAT": direct,
    **({"CLSCP-SO": clscp} if has_spopt() else {}),
    "set cover": covering,
}
"""Those that are installed."""
