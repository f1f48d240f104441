"""``python -m benchmarks.library``: what an analyst or a program of five lines waits for.

A village of 400 households and 47 members where everybody is needed. `optimizer.plan` gets it as
DataFrames, the service as JSON by `httpx.post`, with a connection of its own each time; the peer is
the plain model of CP-SAT, a boolean a pair, which gets arrays and finds nothing but the walk.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from statistics import median
from tempfile import TemporaryDirectory

import httpx
import pandas as pd

import optimizer
from benchmarks.cases import Size, full
from benchmarks.peers import plain_cpsat
from benchmarks.service_load import body_of
from optimizer.domain.scenario import Points, Village
from optimizer.pipeline import plan_village
from tests.web.service import serving

SIZE = Size(1, 400, 47)
_REPEATS = 11
STARTS = {
    "import optimizer": "import optimizer",
    "liengia --help": "import sys; sys.argv[1:] = ['--help']; from api.cli import main; main()",
    "first optimizer.plan": (
        "import optimizer; optimizer.plan([[0.0, 0.0], [9.0, 7.0]], [[3.0, 0.0]], min_households=1)"
    ),
}
"""What a fresh interpreter is asked for."""


@dataclass(frozen=True, slots=True)
class Took:
    """Milliseconds by the clock, in the middle and at the shortest."""

    middle: float
    least: float

    @property
    def line(self) -> str:
        """Both, as they are printed."""
        return f"{self.middle:.1f} ms, at the shortest {self.least:.1f}"


def start_ms(code: str, repeats: int) -> Took:
    """Return what a fresh interpreter takes for code."""
    place = {**os.environ, "PYTHONPATH": str(Path(__file__).parents[1])}
    command = [sys.executable, "-c", code]

    def start() -> object:
        return subprocess.run(command, check=True, env=place, stdout=subprocess.DEVNULL)  # noqa: S603 - code of ours

    return _took([_milliseconds(start) for _ in range(repeats)])


def ask(address: str, village: Village, repeats: int) -> dict[str, Took]:
    """Time a village in each way, turn by turn, so that all see the same load; twice untimed."""
    homes, crew = frame(village.households), frame(village.members)
    crew["min"], crew["max"] = village.members.minimum, village.members.maximum
    body, limit_m = body_of(village), village.rules.max_distance_m
    ways: dict[str, Callable[[], object]] = {
        "pipeline": lambda: plan_village(village),
        "frames": lambda: optimizer.plan(homes, crew, max_distance_m=limit_m).assignments,
        "HTTP": lambda: (
            httpx.post(f"{address}/v1/optimize", content=body, timeout=60).raise_for_status().json()
        ),
        "CP-SAT": lambda: plain_cpsat(village),
    }
    turns = [[_milliseconds(way) for way in ways.values()] for _ in range(repeats + 2)][2:]
    return dict(zip(ways, map(_took, zip(*turns, strict=True)), strict=True))


def _took(times: Sequence[float]) -> Took:
    return Took(median(times), min(times))


def frame(points: Points) -> pd.DataFrame:
    """Return points as an analyst has them."""
    x, y = points.given.T
    return pd.DataFrame({"x": x, "y": y}, index=points.ids)


def _milliseconds(work: Callable[[], object]) -> float:
    start_s = time.perf_counter()
    work()
    return 1000 * (time.perf_counter() - start_s)


def report(repeats: int) -> Iterator[str]:
    """Yield a line for each measurement."""
    load = os.getloadavg()[0]
    for name, code in STARTS.items():
        yield f"{name}: {start_ms(code, repeats).line}"
    with TemporaryDirectory() as folder, serving(Path(folder)) as address:
        took = ask(address, full(SIZE, 0), repeats)
    peer = took.pop("CP-SAT")
    for name, one in took.items():
        yield f"{name}: {one.line}, {peer.middle / one.middle:.1f} times as fast as CP-SAT"
    yield f"CP-SAT: {peer.line}"
    yield f"load {load:.1f} to {os.getloadavg()[0]:.1f}"


def main() -> int:
    """Measure, and print a line for each."""
    for line in report(_REPEATS):
        sys.stdout.write(f"{line}\n")
        sys.stdout.flush()
    return 0


if __name__ == "__main__":
    sys.exit(main())
