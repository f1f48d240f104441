"""``python -m benchmarks.paths``: distances along paths, their peers, what a province pays.

A village of 400 households and 47 members on a network of 2,000 nodes. Every repetition starts
from nothing: doors are joined, the graph is made, and the distances within 1 km are computed.
Peers get the graph that the oracle of the tests makes, every edge split at every door: they are
timed on the distances alone, without joining doors and without making their graph. For them the
program is timed like that as well, on a graph that is ready. In one row networkx starts from
nothing too: there it has its doors joined and its edges split by numpy and GEOS.
"""

from __future__ import annotations

import sys
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from statistics import median

import networkx as nx
import numpy as np
from numpy.typing import NDArray
from rich.console import Console
from rich.table import Table

from benchmarks import cases, paths_peers
from benchmarks.cases import Size
from benchmarks.paths_province import EVERY, province, province_promise
from benchmarks.run import in_one_thread, machine
from benchmarks.targets import Target, targets_table
from optimizer.distance import distances_within
from optimizer.distance.contraction import chains_of
from optimizer.distance.network import legs, paths_of
from optimizer.distance.paths import path_m
from optimizer.domain.rules import Path
from optimizer.domain.scenario import Ends, Floats, Village, network
from scenarios.streets import streets
from scenarios.terrain import Settlement

LIMIT_M = 1000.0
NODES = 2000
SAME_M = 1e-3
ROUGHLY_M = 0.1
"""pandana cuts every edge to whole millimetres."""
WHOLE = Size(24, 400, 47)
_REPEATS = 5


@dataclass(frozen=True, slots=True)
class Row:
    """A village: CPU milliseconds of the program, and of each peer with its largest difference.

    Parameters
    ----------
    own_ms
        From nothing: doors joined, graph made, distances found.
    ready_ms
        The distances alone.
    """

    nodes: int
    pairs: int
    own_ms: float
    ready_ms: float
    peers: dict[str, tuple[float, float]]


def village_on_paths(size: Size, seed: int, nodes: int = NODES) -> Village:
    """Return a village of the case ``full`` on lanes that have about so many corners."""
    village = cases.full(size, seed)
    xy = village.households.xy
    extent = np.ptp(xy, axis=0)
    spacing_m = float(np.sqrt(np.prod(extent) / nodes))
    laid = Settlement(xy, np.zeros(len(xy), np.int64))
    corners, edges = streets(np.random.default_rng((5, seed)), laid, spacing_m)
    rules = village.rules.model_copy(update={"metric": Path(max_leg_m=200.0)})
    return replace(village, rules=rules, network=network(corners, edges))


def compare(village: Village) -> Row:
    """Measure one village; every repetition is asked of a network that nobody has seen."""
    own = replace(village)

    def table() -> Floats:
        assert village.network is not None
        fresh = replace(own, network=replace(village.network))
        row, column, metres = distances_within(fresh, Ends.MEMBERS, LIMIT_M)
        found = np.full((len(fresh.households), len(fresh.members)), np.inf)
        found[row, column] = metres
        return found

    found, own_ms = _timed(table)
    _, ready_ms = _timed(_ready(village))
    peers = {}
    for name, bind in paths_peers.PEERS.items():
        theirs, peer_ms = _timed(bind(village, LIMIT_M))
        theirs[_at_home(village)] = 0.0
        peers[name] = peer_ms, _apart(found, theirs, ROUGHLY_M if name == "pandana" else SAME_M)
    assert village.network is not None
    return Row(len(village.network.xy), int(np.isfinite(found).sum()), own_ms, ready_ms, peers)


def _at_home(village: Village) -> NDArray[np.bool_]:
    """Return which pairs live at one point, 0 m by the rules: a graph knows the way there and back.

    Shape (households, members).
    """
    homes, posts = village.households.xy, village.members.xy
    return np.asarray((homes[:, None] == posts).all(axis=2))


def _ready(village: Village) -> Callable[[], Floats]:
    """Return the distances alone: doors are joined and the graph is made."""
    assert village.network is not None
    assert isinstance(village.rules.metric, Path)
    paths = paths_of(village.network, None)
    homes, posts = (
        legs(points.xy, paths, village.rules.metric.max_leg_m)
        for points in (village.households, village.members)
    )
    chains_of(paths)
    return lambda: path_m(homes, posts, paths, LIMIT_M)


def _timed(call: Callable[[], Floats]) -> tuple[Floats, float]:
    taken = []
    for _ in range(_REPEATS):
        start = time.process_time()
        found = call()
        taken.append(time.process_time() - start)
    return found, 1e3 * median(taken)


def _apart(own: Floats, theirs: Floats, same_m: float) -> float:
    """Return the largest difference between two tables; infinite where only one has a pair.

    Pairs at the limit itself, to the tolerance, may be in one table and not in the other.
    """
    edge = np.abs(np.where(np.isfinite(own), own, theirs) - LIMIT_M) <= same_m
    both = np.isfinite(own) & np.isfinite(theirs)
    if (np.isfinite(own) != np.isfinite(theirs))[~edge].any():
        return float("inf")
    return float(np.abs(own[both] - theirs[both]).max(initial=0.0))


def distances_table(rows: Sequence[Row]) -> Table:
    """Return the table of the distances."""
    table = Table(title="distances within 1 km, 400 households, 47 members", title_justify="left")
    for head in (
        "who", "median CPU ms", "worst", "x all of it", "x distances alone", "largest difference m"
    ):  # fmt: skip
        table.add_column(head)
    for name, of in (("all of it", "own_ms"), ("distances alone", "ready_ms")):
        taken = [getattr(row, of) for row in rows]
        table.add_row(f"this program, {name}", _ms(median(taken)), _ms(max(taken)), "", "", "")
    for name in rows[0].peers:
        theirs = [row.peers[name][0] for row in rows]
        slower = [f"{_slower(rows, name, of):.1f}" for of in ("own_ms", "ready_ms")]
        apart = max(row.peers[name][1] for row in rows)
        table.add_row(name, _ms(median(theirs)), _ms(max(theirs)), *slower, f"{apart:.1e}")
    return table


def _slower(rows: Sequence[Row], peer: str, of: str) -> float:
    return float(median(row.peers[peer][0] / getattr(row, of) for row in rows))


def promises(rows: Sequence[Row]) -> list[Target]:
    """Return what was promised of the distances."""
    own_ms = [row.own_ms for row in rows]
    measured = f"median {median(own_ms):.1f} ms, worst {max(own_ms):.1f} ms"
    found = [Target("all of it: at most 15 ms", measured, max(own_ms) <= 15)]  # noqa: PLR2004 - the promise
    for name, times, of, same_m in (
        ("networkx", 20.0, "ready_ms", SAME_M),
        ("pandana", 1.0, "own_ms", ROUGHLY_M),
        ("osmnx", 1.0, "own_ms", SAME_M),
    ):
        ratio = _slower(rows, name, of)
        apart = max(row.peers[name][1] for row in rows)
        what = "distances alone" if of == "ready_ms" else "all of it"
        promise = f"{what}: {times:.0f} times as fast as {name}, to {same_m:g} m"
        said = f"{ratio:.1f} times, {apart:.0e} m apart"
        found.append(Target(promise, said, ratio >= times and apart <= same_m))
    return found


def _ms(number: float) -> str:
    return f"{number:.1f}"


def main() -> int:
    """Measure everything and print the tables."""
    in_one_thread("benchmarks.paths")
    console = Console(highlight=False, width=110)
    console.print(" · ".join(f"{key} {value}" for key, value in machine().items()))
    rows = [compare(village_on_paths(WHOLE, seed)) for seed in range(WHOLE.villages)]
    sizes = [row.nodes for row in rows]
    console.print(f"nodes {min(sizes)} to {max(sizes)}, networkx {nx.__version__}")
    console.print(distances_table(rows))
    targets, table = province_promise(province(EVERY))
    console.print(table)
    console.print(targets_table([*promises(rows), *targets]))
    return 0


if __name__ == "__main__":
    sys.exit(main())
