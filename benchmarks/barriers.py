"""Distances round barriers and along paths, of the kinds that take long: processor time, memory.

``python -m benchmarks.barriers [KIND ...]``: each kind in a process of its own.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import time
from collections.abc import Callable

import numpy as np

from optimizer.distance import Unmeasured
from optimizer.distance.reach import village_reach
from optimizer.input.request import scenario_from_request

ACROSS_M = 3000.0
GIVE_UP_S = 60.0
Lines = list[list[list[float]]]


class Until:
    """Limits of so many seconds of processor time."""

    def __init__(self, seconds: float) -> None:
        self._end_s = time.process_time() + seconds

    @property
    def over(self) -> bool:
        """Whether they are over."""
        return time.process_time() > self._end_s


def crossing(rng: np.random.Generator) -> Lines:
    """Return 1,000 lines that cross each other 114,000 times."""
    return _listed(rng.uniform(0, ACROSS_M, (1000, 2, 2)))


def apart(rng: np.random.Generator) -> Lines:
    """Return 1,000 short lines, most of which meet no other: one face with 2,000 corners."""
    middle, step = rng.uniform(0, ACROSS_M, (1000, 1, 2)), rng.uniform(-30, 30, (1000, 1, 2))
    return _listed(np.concatenate([middle - step, middle + step], axis=1))


def mesh(_: np.random.Generator) -> Lines:
    """Return a net of 200 by 200 lines."""
    ticks = np.linspace(0, ACROSS_M, 200)
    return [[[x, 0.0], [x, ACROSS_M]] for x in ticks] + [[[0.0, y], [ACROSS_M, y]] for y in ticks]


def zigzag(_: np.random.Generator) -> Lines:
    """Return one line with 3,000 corners."""
    along = np.linspace(0, ACROSS_M, 3000)
    return _listed(np.column_stack([along, 1500 + 200 * (np.arange(3000) % 2)])[None])


def comb(_: np.random.Generator) -> Lines:
    """Return a line with 1,000 teeth."""
    teeth = np.linspace(0, ACROSS_M, 1000)
    return [[[0.0, 500.0], [ACROSS_M, 500.0]], *([[x, 500.0], [x, 2500.0]] for x in teeth)]


def areas(_: np.random.Generator) -> Lines:
    """Return 2,500 squares that touch each other with their sides."""
    ring, side = np.array([[0, 0], [1, 0], [1, 1], [0, 1], [0, 0]]), ACROSS_M / 50
    corner = np.stack(np.meshgrid(np.arange(50), np.arange(50)), axis=-1).reshape(-1, 1, 2)
    return _listed(side * (corner + ring))


def grid(nodes: int = 300) -> dict[str, object]:
    """Return streets with a crossroads every ten metres."""
    at = np.arange(nodes * nodes).reshape(nodes, nodes)
    pairs = [(at[:, :-1], at[:, 1:]), (at[:-1], at[1:])]
    edges = np.concatenate([np.column_stack((a.ravel(), b.ravel())) for a, b in pairs])
    xy = 10.0 * np.stack(np.meshgrid(np.arange(nodes), np.arange(nodes), indexing="ij"), axis=-1)
    return {"nodes": xy.reshape(-1, 2).tolist(), "edges": edges.tolist()}


def star(arms: int = 50_000) -> dict[str, object]:
    """Return paths that all begin at one point."""
    turn = np.linspace(0, 2 * np.pi, arms, endpoint=False)
    tips = ACROSS_M / 2 * (1 + np.column_stack((np.cos(turn), np.sin(turn))))
    middle = [[ACROSS_M / 2, ACROSS_M / 2]]
    edges = [[0, tip] for tip in range(1, arms + 1)]
    return {"nodes": middle + tips.tolist(), "edges": edges}


def lane() -> dict[str, object]:
    """Return one edge that everybody joins."""
    return {"nodes": [[0.0, 1500.0], [ACROSS_M, 1500.0]], "edges": [[0, 1]]}


BARRIERS: dict[str, Callable[[np.random.Generator], Lines]] = {
    "crossing": crossing,
    "apart": apart,
    "mesh": mesh,
    "zigzag": zigzag,
    "comb": comb,
    "areas": areas,
}
NETWORKS: dict[str, Callable[[], dict[str, object]]] = {"grid": grid, "star": star, "lane": lane}


def _listed(lines: np.ndarray[tuple[int, ...], np.dtype[np.float64]]) -> Lines:
    found: Lines = lines.tolist()
    return found


def _measured(kind: str, households: int, members: int) -> None:
    rng = np.random.default_rng(1)
    places = rng.uniform(0, ACROSS_M, (households + members, 2)).tolist()
    village: dict[str, object] = {
        "id": kind,
        "households": [
            {"id": f"h{n}", "x": x, "y": y} for n, (x, y) in enumerate(places[members:])
        ],
        "members": [{"id": f"m{n}", "x": x, "y": y} for n, (x, y) in enumerate(places[:members])],
    }
    rules: dict[str, object] = {"max_distance_m": 1000.0}
    if kind in BARRIERS:
        village["barriers"] = {"lines": BARRIERS[kind](rng)}
    else:
        village["network"] = NETWORKS[kind]()
        rules["metric"] = {"kind": "path", "max_leg_m": 1500.0 if kind == "lane" else 200.0}
    body = {"coordinates": "metres", "rules": rules, "villages": [village]}
    planned = scenario_from_request(body).villages[0]
    began_s = time.process_time()
    try:
        told = f"{len(village_reach(planned, limits=Until(GIVE_UP_S))):,} pairs"
    except Unmeasured as end:
        told = str(end)
    spent_s = time.process_time() - began_s
    most_mb = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    sys.stdout.write(f"{kind} {households}x{members}: {spent_s:.2f} s, {most_mb:.0f} MB, {told}\n")


def main(kinds: list[str]) -> None:
    """Measure each kind in a process of its own, or the one that is named with its sizes."""
    if len(kinds) == 3 and kinds[1].isdigit():  # noqa: PLR2004 - kind, households, members
        _measured(kinds[0], int(kinds[1]), int(kinds[2]))
        return
    for kind in kinds or [*BARRIERS, *NETWORKS]:
        command = [sys.executable, "-m", "benchmarks.barriers", kind, "200", "20"]
        subprocess.run(command, check=False)  # noqa: S603 - this very file


if __name__ == "__main__":
    main(sys.argv[1:])
