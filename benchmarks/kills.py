"""``python -m benchmarks.kills 10``: kill -9 at random moments, until the run comes to its end.

The answer must be that of a run that nobody touched, and no finished village planned twice.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console

from benchmarks.growth import without_recruiting
from benchmarks.province import LIENGIA

_SCALE, _LIMIT_S = 0.25, "20"
"""A quarter of the province, today's plan alone, no village of which comes near its limit."""
_MOMENT_S = (2.0, 12.0)
"""The earliest and the latest moment of a kill after the start."""


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill: files of plans before the run and when it was killed.

    Parameters
    ----------
    changed
        Files from before that are gone or were written anew: finished villages planned twice.
    """

    before: int
    after: int
    changed: int


def kill(folder: Path, output: Path, moment_s: float) -> Killed | None:
    """Start the run, kill it, and look at what is kept; None where it came to its end."""
    work = output.with_name(f"{output.name}.unfinished")
    kept = _kept(work)
    quiet = subprocess.DEVNULL
    run = subprocess.Popen(_command(folder, output), stdout=quiet, stderr=quiet)  # noqa: S603
    try:
        run.wait(moment_s)
    except subprocess.TimeoutExpired:
        os.kill(run.pid, signal.SIGKILL)
        run.wait()
        time.sleep(0.2)
        now = _kept(work)
        return Killed(len(kept), len(now), changed=len(kept - now))
    return None


def _kept(work: Path) -> set[tuple[str, int]]:
    """Return the files of finished plans, each with the moment at which it was written."""
    return {(file.name, file.stat().st_mtime_ns) for file in work.glob("*.plans")}


def _command(folder: Path, output: Path) -> list[str]:
    options = ["--workers", "2", "--time-limit", _LIMIT_S]
    return [*LIENGIA, "optimize", str(folder), "--output", str(output), *options]


def differing(one: Path, other: Path) -> list[str]:
    """Return the villages whose answers differ, with the stages that a limit has left open."""
    first, second = (orjson.loads(path.read_bytes())["villages"] for path in (one, other))
    return [
        f"{a['id']} (open: {_open(a) + _open(b)})"
        for a, b in zip(first, second, strict=True)
        if a != b
    ]


def _open(village: dict[str, Any]) -> list[str]:
    proofs = village["today"]["proof"] if village["today"] else {}
    return [stage for stage, proof in proofs.items() if not proof["proven"]]


def main(arguments: Sequence[str]) -> int:
    """Kill so many times, then let the run end, and compare."""
    times, console = int(arguments[0]) if arguments else 10, Console(highlight=False)
    moments = random.Random(0)  # noqa: S311 - the moments of kills are no secret
    with tempfile.TemporaryDirectory() as place:
        folder = Path(place) / "in"
        drawn = ["generate", "ninh-thuan", "--output", str(folder), "--scale", str(_SCALE)]
        subprocess.run([*LIENGIA, *drawn], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        without_recruiting(folder / "scenario.yaml")
        for nth in range(1, times + 1):
            found = kill(folder, Path(place) / "out.json", moments.uniform(*_MOMENT_S))
            console.print(f"kill {nth}: {found or 'it had come to its end'}")
        subprocess.run(_command(folder, Path(place) / "out.json"), check=True)  # noqa: S603
        subprocess.run(_command(folder, Path(place) / "at once.json"), check=True)  # noqa: S603
        others = differing(Path(place) / "out.json", Path(place) / "at once.json")
    console.print(f"villages whose answers differ: {', '.join(others) or 'none'}")
    return 1 if others else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
