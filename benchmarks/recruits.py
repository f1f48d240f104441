"""``python -m benchmarks.recruits [PEER ...]``: the fewest recruits, timed and proven.

Two families: villages of 400 households with too few members, and villages with none at all.
The named peers (``CP-SAT``, ``CLSCP-SO``, ``set cover``, or ``--peers`` for all) get the same
villages with 60 seconds each. Every row is kept in ``raw/`` as it comes; ``--show FILE ...`` makes
the tables of what was kept.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import asdict, dataclass
from datetime import UTC, datetime
from itertools import product
from pathlib import Path
from statistics import median

import numpy as np
import orjson
from rich.console import Console
from rich.table import Table

from benchmarks.recruits_peers import LIMIT_S, PEERS, Found, Watch
from benchmarks.run import RAW, in_one_thread, machine
from optimizer.distance.reach import village_reach
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Members, Village, points
from optimizer.domain.search_limits import SearchLimits
from optimizer.recruitment import fewest_recruits, site_reach

OURS = "ours"


@dataclass(frozen=True, slots=True)
class Spec:
    """A village to be made."""

    households: int
    members: int
    limit_m: float
    seed: int


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
FAMILIES: tuple[tuple[str, Sequence[Spec], tuple[str, ...]], ...] = (
    ("400 households, 20 to 44 members", SHORT, ("CP-SAT", "CLSCP-SO")),
    ("no members, 100 to 400 households", EMPTY, ("set cover",)),
)
"""Title, villages, and the peers that answer the question there."""


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
    watch = Watch()
    found = fewest_recruits(
        village, village_reach(village), site_reach(village), SearchLimits.lasting(LIMIT_S)
    )
    return watch.found(found.needed.value, proven=found.needed.proven, by=found.by)


@dataclass(frozen=True, slots=True)
class Row:
    """What a solver found of a village."""

    spec: Spec
    solver: str
    found: Found


def rows(specs: Sequence[Spec], peers: Mapping[str, Callable[[Village], Found]]) -> Iterator[Row]:
    """Measure village by village, everybody on the same one before the next."""
    for spec in specs:
        village = make(spec)
        for name, solve in {OURS: ours, **peers}.items():
            yield Row(spec, name, solve(village))


def table(title: str, measured: Sequence[Row]) -> Table:
    """Return a line a village, seconds of the processor, and a caption that sums up."""
    by_spec = {
        row.spec: {r.solver: r.found for r in measured if r.spec == row.spec} for row in measured
    }
    peers = list(dict.fromkeys(row.solver for row in measured if row.solver != OURS))
    shown = Table(title=title)
    heads = ["households", "members", "limit m", "seed", "recruits", "by", "CPU s"]
    for head in (*heads, *(part for peer in peers for part in (peer, "its CPU s"))):
        shown.add_column(head, justify="right")
    for spec, found in by_spec.items():
        shown.add_row(
            *(f"{value:g}" for value in (spec.households, spec.members, spec.limit_m, spec.seed)),
            _number(found[OURS]),
            found[OURS].by,
            f"{found[OURS].cpu_s:.3f}",
            *(part for peer in peers for part in _cells(found.get(peer))),
        )
    mine = [found[OURS] for found in by_spec.values()]
    seconds = [found.cpu_s for found in mine]
    shown.caption = (
        f"{sum(found.proven for found in mine)} of {len(mine)} proven; "
        f"median {median(seconds):.3f} s, worst {max(seconds):.2f} s of the processor"
        + "".join(_compared(peer, list(by_spec.values())) for peer in peers)
    )
    return shown


def _number(found: Found) -> str:
    return f"{found.number:g}{'' if found.proven else ' ?'}"


def _cells(found: Found | None) -> tuple[str, str]:
    return ("", "") if found is None else (_number(found), f"{found.cpu_s:.2f}")


def _compared(peer: str, found: Sequence[Mapping[str, Found]]) -> str:
    pairs = [(both[OURS], both[peer]) for both in found if peer in both]
    ratios = [other.cpu_s / mine.cpu_s for mine, other in pairs if other.proven]
    spread = (
        f"{min(ratios):.0f} to {max(ratios):.0f}, median {median(ratios):.0f}" if ratios else ""
    )
    slower = f"; where it does it takes so many times as long: {spread}" if ratios else ""
    worse = sum(other.number > mine.number for mine, other in pairs)
    fewer = sum(other.number < mine.number for mine, other in pairs)
    return (
        f"\n{peer}: proven {len(ratios)} of {len(pairs)} in {LIMIT_S:g} s{slower}; more recruits "
        f"than ours on {worse}, fewer on {fewer}; faster on {sum(ratio < 1 for ratio in ratios)}"
    )


def kept(paths: Sequence[Path]) -> list[Row]:
    """Read rows that were kept; of a solver's rows on a village the last one counts."""
    found: dict[tuple[Spec, str], Row] = {}
    for path in paths:
        for line in path.read_bytes().splitlines():
            row = orjson.loads(line)["row"]
            number = np.inf if row["found"]["number"] is None else row["found"]["number"]
            told = Row(
                Spec(**row["spec"]), row["solver"], Found(**{**row["found"], "number": number})
            )
            found[told.spec, told.solver] = told
    return list(found.values())


def _measured(specs: Sequence[Spec], peers: Sequence[str], path: Path) -> list[Row]:
    """Measure, and keep every row as it comes."""
    ours(make(specs[0]))  # The first call of everything loads libraries and fills caches.
    found = []
    with path.open("ab", buffering=0) as raw:
        for row in rows(specs, {name: PEERS[name] for name in peers}):
            raw.write(orjson.dumps({**machine(), "row": asdict(row)}) + b"\n")
            found.append(row)
    return found


def main(arguments: Sequence[str]) -> int:
    """Measure the families of the named peers, or both families, and print their tables."""
    console = Console(width=150, highlight=False)
    if arguments[:1] == ["--show"]:
        shown = kept([Path(name) for name in arguments[1:]])
        for title, specs, _ in FAMILIES:
            if of_family := [row for row in shown if row.spec in specs]:
                console.print(table(title, of_family))
        return 0
    in_one_thread("benchmarks.recruits")
    named = list(PEERS) if "--peers" in arguments else list(arguments)
    if unknown := sorted(set(named) - PEERS.keys()):
        sys.stderr.write(f"no peer {', '.join(unknown)}; choose from {', '.join(PEERS)}\n")
        return 2
    RAW.mkdir(exist_ok=True)
    console.print(" · ".join(f"{key} {value}" for key, value in machine().items()))
    for title, specs, able in FAMILIES:
        peers = [name for name in named if name in able]
        if named and not peers:
            continue
        path = RAW / f"recruits-{'-'.join(peers) or OURS}-{datetime.now(UTC):%Y%m%dT%H%M%SZ}.jsonl"
        console.print(table(title, _measured(specs, peers, path)))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
