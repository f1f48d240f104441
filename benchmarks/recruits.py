"""``python -m benchmarks.recruits [--peers]``: the fewest recruits, timed and proven.

Two families: villages of 400 households with too few members, and villages with none at all.
With ``--peers`` the same villages go to the plain models, each with 60 seconds.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import product
from statistics import median

import numpy as np
from ortools.sat.python import cp_model
from rich.console import Console
from rich.table import Table
from scipy.sparse import csr_matrix

from optimizer.reach import Reach, village_reach
from optimizer.recruitment import fewest_recruits, site_reach
from optimizer.recruitment.programme import Programme, exact
from optimizer.rules import Rules
from optimizer.scenario import Members, Village, points

LIMIT_S = 60.0


@dataclass(frozen=True, slots=True)
class Spec:
    """A village to be made."""

    households: int
    members: int
    limit_m: float
    seed: int


@dataclass(frozen=True, slots=True)
class Found:
    """What a solver found; ``number`` is infinite where it found nothing."""

    number: float
    proven: bool
    seconds: float
    by: str = ""


SHORT = tuple(
    Spec(400, members, limit_m, seed)
    for seed, members, limit_m in product(range(3), (20, 32, 44), (150.0, 300.0, 500.0))
)
EMPTY = tuple(
    Spec(households, 0, limit_m, seed)
    for seed, households, limit_m in product(
        range(2), (100, 200, 300, 400), (80.0, 150.0, 300.0, 500.0)
    )
)


def make(spec: Spec) -> Village:
    """Return hamlets in 1.5 km, their members spread unevenly."""
    rng = np.random.default_rng([spec.seed, spec.households, spec.members, int(spec.limit_m)])
    many = int(rng.integers(3, 8))
    centre, spread = rng.uniform(-750, 750, (many, 2)), rng.uniform(40, 160, many)
    share = rng.dirichlet(np.full(many, 3.0))
    where = rng.choice(many, spec.households, p=share)
    home = centre[where] + rng.normal(size=(spec.households, 2)) * spread[where][:, None]
    skewed = share * rng.uniform(0.4, 1.6, many)
    posted = rng.choice(many, spec.members, p=skewed / skewed.sum())
    post = centre[posted] + rng.normal(size=(spec.members, 2)) * spread[posted][:, None]
    nobody = np.empty((0, 2), np.int64)
    return Village(
        id="v",
        name="v",
        area=(),
        rules=Rules(max_distance_m=spec.limit_m),
        households=points(_ids("h", spec.households), home),
        members=Members(
            _ids("m", spec.members),
            post,
            post,
            np.full(spec.members, 5),
            np.full(spec.members, 10),
            np.full(spec.members, "", np.str_),
        ),
        places=None,
        locked=nobody,
        forbidden=nobody,
        current=nobody,
        lonlat=False,
    )


def _ids(letter: str, many: int) -> np.ndarray[tuple[int], np.dtype[np.str_]]:
    return np.array([f"{letter}{row:05d}" for row in range(many)], np.str_)


def ours(village: Village) -> Found:
    """Find the fewest recruits with pockets; reach included."""
    start = time.perf_counter()
    found = fewest_recruits(
        village, village_reach(village), site_reach(village), time_limit_s=LIMIT_S
    )
    taken = time.perf_counter() - start
    return Found(found.needed.value, found.needed.proven, taken, found.by)


def direct(village: Village) -> Found:
    """Solve the direct CP-SAT model, one boolean a pair, in one thread."""
    start = time.perf_counter()
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
    solver.parameters.max_time_in_seconds = LIMIT_S
    status = solver.solve(cp)
    taken = time.perf_counter() - start
    if status not in (cp_model.OPTIMAL, cp_model.FEASIBLE):
        return Found(np.inf, proven=False, seconds=taken)
    return Found(solver.objective_value, status == cp_model.OPTIMAL, taken)


def _loads(
    cp: cp_model.CpModel, reach: Reach, by_home: list[list[cp_model.IntVar]], count: int
) -> list[list[cp_model.IntVar]]:
    loads: list[list[cp_model.IntVar]] = [[] for _ in range(count)]
    for home, person in zip(reach.household, reach.person, strict=True):
        loads[person].append(cp.new_bool_var(""))
        by_home[home].append(loads[person][-1])
    return loads


def covering(village: Village) -> Found:
    """Solve the plain set-cover MIP with capacities in HiGHS: no member, nothing left out."""
    start = time.perf_counter()
    near = site_reach(village)
    sites, pairs = near.persons, len(near)
    columns = np.concatenate([sites + np.arange(pairs)] * 2 + [np.arange(sites)])
    rows = np.concatenate(
        [near.household, near.households + near.person, near.households + np.arange(sites)]
    )
    values = np.concatenate([np.ones(2 * pairs), np.full(sites, -10.0)])
    shape = (near.households + sites, sites + pairs)
    answer = exact(
        Programme(
            np.concatenate([np.ones(sites), np.zeros(pairs)]),
            np.concatenate([np.full(sites, np.ceil(near.households / 10)), np.ones(pairs)]),
            csr_matrix((values, (rows, columns)), shape),
            np.concatenate([np.ones(near.households), np.full(sites, -np.inf)]),
            np.concatenate([np.ones(near.households), np.zeros(sites)]),
            sites,
        ),
        LIMIT_S,
    )
    proven = answer.x is not None and answer.bound > answer.value - 1 + 1e-6
    number = round(answer.value) if answer.x is not None else np.inf
    return Found(number, proven, time.perf_counter() - start)


FAMILIES: tuple[tuple[str, Sequence[Spec], str, Callable[[Village], Found]], ...] = (
    ("400 households, 20 to 44 members", SHORT, "CP-SAT, one boolean a pair", direct),
    ("no members, 100 to 400 households", EMPTY, "set-cover MIP in HiGHS", covering),
)


def rows(specs: Sequence[Spec], peer: Callable[[Village], Found] | None) -> Iterator[Row]:
    """Measure village by village, both on the same one before the next."""
    for spec in specs:
        village = make(spec)
        yield spec, ours(village), peer(village) if peer else None


Row = tuple[Spec, Found, Found | None]


def table(title: str, peer: str, measured: Sequence[Row]) -> Table:
    """Return a line a village and a last line that sums up."""
    shown = Table(title=title)
    for head in ("households", "members", "limit m", "seed", "recruits", "by", "s", peer, "its s"):
        shown.add_column(head, justify="right")
    for spec, mine, other in measured:
        shown.add_row(
            *(f"{value:g}" for value in (spec.households, spec.members, spec.limit_m, spec.seed)),
            f"{mine.number:g}{'' if mine.proven else ' ?'}",
            mine.by,
            f"{mine.seconds:.3f}",
            "" if other is None else f"{other.number:g}{'' if other.proven else ' ?'}",
            "" if other is None else f"{other.seconds:.2f}",
        )
    seconds = [mine.seconds for _, mine, _ in measured]
    proven = sum(mine.proven for _, mine, _ in measured)
    shown.caption = (
        f"{proven} of {len(measured)} proven; median {median(seconds):.3f} s, "
        f"worst {max(seconds):.2f} s{_compared(measured)}"
    )
    return shown


def _compared(measured: Sequence[Row]) -> str:
    pairs = [(mine, other) for _, mine, other in measured if other is not None]
    if not pairs:
        return ""
    both = [other.seconds / mine.seconds for mine, other in pairs if other.proven]
    ratio = f"{median(both):.0f} times slower in the median where it does" if both else "never"
    slower = sum(other.proven and other.seconds < mine.seconds for mine, other in pairs)
    return (
        f"; the peer proves {len(both)} of {len(pairs)} in {LIMIT_S:g} s, {ratio}, "
        f"and is faster on {slower}"
    )


def main(arguments: Sequence[str]) -> int:
    """Measure both families and print their tables."""
    console = Console(width=120)
    for title, specs, name, peer in FAMILIES:
        console.print(
            table(title, name, list(rows(specs, peer if "--peers" in arguments else None)))
        )
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
