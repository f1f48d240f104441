"""``python -m benchmarks.kills 10``: kill -9 at random moments, until the run comes to its end.

Each time one of the run's planners is killed first and the whole run a moment later. The answer
must be that of a run that nobody touched, no village may fail, and no finished one be planned
twice. A village that its time limit left open may differ, and is named by itself; the villages
here are proven long before their limit.
"""

from __future__ import annotations

import os
import random
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import orjson
from rich.console import Console

from benchmarks.growth import without_recruiting
from benchmarks.province import LIENGIA
from benchmarks.run import machine
from benchmarks.service_process import children, kill_one
from optimizer.execution.checkpoint import PlanStore

_PRESET, _SCALE, _LIMIT_S = "mountain", 72, "60"
"""576 villages of 190 households, today's plan alone: none takes a second of its minute."""
_EARLIEST, _LATEST = 0.05, 0.35
"""The moment of a kill, as a share of the time that an undisturbed run takes."""
_LOOK_EVERY_S = 0.05


@dataclass(frozen=True, slots=True)
class Killed:
    """One kill: villages whose plans were kept before the run, and when it was killed.

    Parameters
    ----------
    changed
        Files of plans from before that are gone or were written anew.
    twice
        Villages whose plans are kept more than once: planned again though finished.
    planners
        Planners killed before the run itself.
    """

    before: int
    after: int
    changed: int
    twice: int
    planners: int

    @property
    def wrong(self) -> bool:
        """Whether anything that was finished was lost or done again."""
        return self.changed > 0 or self.twice > 0 or self.after < self.before


@dataclass(frozen=True, slots=True)
class Differing:
    """Villages with two answers: those that both runs have proven, and those left open by one."""

    proven: tuple[str, ...]
    open: tuple[str, ...]


def kill(folder: Path, output: Path, moment_s: float) -> Killed | None:
    """Start the run, kill a planner and then the run; None where it came to its end before."""
    work = output.with_name(f"{output.name}.unfinished")
    files, (before, _) = _files(work), plans_kept(work)
    quiet = subprocess.DEVNULL
    run = subprocess.Popen(_command(folder, output), stdout=quiet, stderr=quiet)  # noqa: S603
    until_s, planners = time.monotonic() + moment_s, 0
    while run.poll() is None and time.monotonic() < until_s:
        if not planners and time.monotonic() > until_s - moment_s / 4:
            planners = int(kill_one(children(run.pid)))
        time.sleep(_LOOK_EVERY_S)
    if run.poll() is not None:
        return None
    os.kill(run.pid, signal.SIGKILL)
    run.wait()
    changed = len(files - _files(work))
    after, twice = plans_kept(work)
    return Killed(before, after, changed, twice, planners)


def _files(work: Path) -> set[tuple[str, int]]:
    """Return the files of finished plans, each with the moment at which it was written."""
    return {(file.name, file.stat().st_mtime_ns) for file in work.glob("*.plans")}


def plans_kept(work: Path) -> tuple[int, int]:
    """Return how many villages have a plan that is kept, and how many plans are kept besides."""
    if not work.exists():
        return 0, 0
    different = len(PlanStore(work))
    return different, sum(map(_held, work.glob("*.plans"))) - different


def _held(file: Path) -> int:
    """Count the plans of one file."""
    with tempfile.TemporaryDirectory(dir=file.parent.parent) as alone:
        os.link(file, Path(alone) / file.name)
        return len(PlanStore(Path(alone)))


def _command(folder: Path, output: Path) -> list[str]:
    options = ["--workers", "2", "--time-limit", _LIMIT_S]
    return [*LIENGIA, "optimize", str(folder), "--output", str(output), *options]


def differing(one: Path, other: Path) -> Differing:
    """Compare two responses, village by village."""
    first, second = (orjson.loads(path.read_bytes())["villages"] for path in (one, other))
    differ = [(a, b) for a, b in zip(first, second, strict=True) if a != b]
    told = [(a["id"], sorted({*_open(a), *_open(b)})) for a, b in differ]
    return Differing(
        proven=tuple(name for name, stages in told if not stages),
        open=tuple(f"{name} ({', '.join(stages)})" for name, stages in told if stages),
    )


def _open(village: dict[str, Any]) -> Iterator[str]:
    """Yield the stages of both plans that a limit has left open."""
    for plan in ("today", "after"):
        proofs = village[plan]["proof"] if village.get(plan) else {}
        yield from (stage for stage, proof in proofs.items() if not proof["proven"])


def main(arguments: Sequence[str]) -> int:
    """Kill so many times, then let the run end, and compare; 1 where anything went wrong."""
    times, console = int(arguments[0]) if arguments else 10, Console(highlight=False, width=150)
    console.print(" · ".join(f"{key} {value}" for key, value in machine().items()))
    with tempfile.TemporaryDirectory() as place:
        folder, output = Path(place) / "in", Path(place) / "out.json"
        drawn = ["generate", _PRESET, "--output", str(folder), "--scale", str(_SCALE)]
        subprocess.run([*LIENGIA, *drawn], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        without_recruiting(folder / "scenario.yaml")
        at_once_s = _to_its_end(folder, Path(place) / "at once.json")
        console.print(f"undisturbed: {at_once_s:.1f} s")
        wrong = list(_kills(folder, output, at_once_s, times, console))
        console.print(f"the run to its end: {_to_its_end(folder, output):.1f} s")
        found = differing(output, Path(place) / "at once.json")
    console.print(f"proven villages whose answers differ: {', '.join(found.proven) or 'none'}")
    console.print(f"villages left open whose answers differ: {', '.join(found.open) or 'none'}")
    return 1 if any(wrong) or found.proven else 0


def _kills(
    folder: Path, output: Path, at_once_s: float, times: int, console: Console
) -> Iterator[bool]:
    """Kill so many times, and yield each time whether anything went wrong."""
    moments = random.Random(0)  # noqa: S311 - the moments of kills are no secret
    for nth in range(1, times + 1):
        moment_s = at_once_s * moments.uniform(_EARLIEST, _LATEST)
        found = kill(folder, output, moment_s)
        console.print(f"kill {nth} after {moment_s:.1f} s: {found or 'it had come to its end'}")
        yield found is not None and found.wrong


def _to_its_end(folder: Path, output: Path) -> float:
    """Let a run end, and return its seconds; a village that fails is an error."""
    start_s, quiet = time.perf_counter(), subprocess.DEVNULL
    command = _command(folder, output)
    subprocess.run(command, check=True, stdout=quiet, stderr=quiet)  # noqa: S603
    return time.perf_counter() - start_s


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
