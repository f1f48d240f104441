"""``python -m benchmarks.province``: the whole province, from its folder to a response JSON.

Runs ``liengia optimize`` as a user would, in a process of its own: reading, planning for today and
after recruiting, verifying and writing are all inside the clock.
"""

from __future__ import annotations

import os
import resource
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from statistics import mean
from typing import Any

import orjson
from rich.console import Console

from benchmarks.run import machine
from benchmarks.targets import Target, targets_table

LIENGIA = (sys.executable, "-c", "from api.cli.planner_app import main; main()")
_EVERY_S = 0.2
"""Seconds between two looks at the processes' memory."""


@dataclass(frozen=True, slots=True)
class Spent:
    """What the command took.

    Parameters
    ----------
    memory_mb
        Sum of all its processes' own peaks, which is never less than they held together. Without
        ``/proc`` the peak of the largest.
    own_cpu_s
        Of ``cpu_s`` what the command's first process used, which plans nothing; 0 without
        ``/proc``.
    """

    seconds: float
    cpu_s: float
    memory_mb: float
    own_cpu_s: float = 0.0


@dataclass(frozen=True, slots=True)
class Found:
    """What the response says of the plans after recruiting.

    Parameters
    ----------
    short
        Villages that need recruits; ``proven`` those whose number is proven.
    gaps
        Of the walk after recruiting, a village each.
    """

    villages: int
    short: int
    proven: int
    recruits: int
    bound: int
    unserved: int
    gaps: tuple[float, ...]
    today_gaps: tuple[float, ...]


def measure(*, scale: float, workers: int, time_limit_s: float) -> tuple[Spent, Found]:
    """Generate the province, plan it, and read what came out."""
    with tempfile.TemporaryDirectory() as place:
        folder, answer = Path(place) / "ninh-thuan", Path(place) / "response.json"
        drawn = ["generate", "ninh-thuan", "--output", str(folder), "--scale", str(scale)]
        subprocess.run([*LIENGIA, *drawn], check=True, stdout=subprocess.DEVNULL)  # noqa: S603
        options = ["--workers", str(workers), "--time-limit", str(time_limit_s)]
        taken = spent(["optimize", str(folder), "--output", str(answer), *options])
        return taken, found(orjson.loads(answer.read_bytes()))


def spent(arguments: Sequence[str], *, fine: Sequence[int] = (0,)) -> Spent:
    """Run the command line in a process of its own, and say what it took.

    Raises
    ------
    CalledProcessError
        When it ends with a code that is not among the ``fine`` ones.
    """
    before, start_s = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    quiet = subprocess.DEVNULL
    child = subprocess.Popen([*LIENGIA, *arguments], stdout=quiet, stderr=quiet)  # noqa: S603
    peaks: dict[int, int] = {}
    own_s = 0.0
    try:
        while child.poll() is None:
            peaks |= dict(_peaks(child.pid))
            own_s = max(own_s, _cpu_s(child.pid))
            time.sleep(_EVERY_S)
    finally:
        child.kill()  # whoever ends the measurement ends the run with it
        child.wait()
    seconds = time.perf_counter() - start_s
    if child.returncode not in fine:
        raise subprocess.CalledProcessError(child.returncode, [*arguments])
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = after.ru_utime - before.ru_utime + after.ru_stime - before.ru_stime
    return Spent(seconds, cpu_s, (sum(peaks.values()) or after.ru_maxrss) / 1024, own_s)


def _cpu_s(pid: int) -> float:
    """Return the seconds of the processor that a process itself has used, 0 where none can tell."""
    with suppress(OSError):
        said = Path(f"/proc/{pid}/stat").read_text(encoding="utf-8").rsplit(")", 1)[1].split()
        return (int(said[11]) + int(said[12])) / os.sysconf("SC_CLK_TCK")
    return 0.0


def _peaks(root: int) -> Iterator[tuple[int, int]]:
    """Yield process and peak memory in kB, of a process and all that it started."""
    for pid, status in family_status(root):
        if "VmHWM" in status:
            yield pid, int(status["VmHWM"].split()[0])


def family_status(root: int) -> Iterator[tuple[int, dict[str, str]]]:
    """Yield a process and all that it started, with what the system says of each."""
    status = dict(_status())
    family = {root}
    while more := {pid for pid, of in status.items() if int(of["PPid"]) in family} - family:
        family |= more
    yield from ((pid, status[pid]) for pid in family & status.keys())


def _status() -> Iterator[tuple[int, dict[str, str]]]:
    """Yield every process there is; one that ends meanwhile is left out."""
    for folder in Path("/proc").glob("[0-9]*"):
        with suppress(OSError):
            lines = (folder / "status").read_text(encoding="utf-8").splitlines()
            yield int(folder.name), dict(line.split(":\t", 1) for line in lines if ":\t" in line)


def found(response: dict[str, Any]) -> Found:
    """Sum up a response."""
    villages = response["villages"]
    short = [village for village in villages if village["recruitment"] is not None]
    last = [village["after"] or village["today"] for village in villages]
    return Found(
        villages=len(villages),
        short=len(short),
        proven=sum(village["recruitment"]["proven"] for village in short),
        recruits=sum(len(village["recruitment"]["recruits"]) for village in short),
        bound=sum(int(-(-village["recruitment"]["bound"] // 1)) for village in short),
        unserved=sum(len(plan["unserved"]) for plan in last),
        gaps=tuple(_gap(village["after"]) for village in short if village["after"]),
        today_gaps=tuple(_gap(village["today"]) for village in villages),
    )


def _gap(plan: dict[str, Any]) -> float:
    return float(plan["proof"]["walk"].get("gap", 0.0))


def promises(spent: Spent, what: Found, workers: int) -> Iterator[Target]:
    """Yield what was promised of the province after recruiting."""
    said = f"{spent.seconds:.1f} s (CPU {spent.cpu_s:.1f} s)"
    promise = f"province, today and after recruiting, {workers} processes: at most 180 s"
    yield Target(promise, said, spent.seconds <= 180)  # noqa: PLR2004
    said, most_mb = f"{spent.memory_mb:,.0f} MB", 1500
    yield Target(
        "province: all processes together at most 1.5 GB", said, spent.memory_mb <= most_mb
    )
    said = f"{what.proven} of {what.short}; {what.recruits} recruits, bound {what.bound}"
    yield Target(
        "province: number of recruits proven in every village", said, what.proven == what.short
    )


def main(arguments: Sequence[str]) -> int:
    """Measure the province: ``[SCALE [SECONDS]]``, the whole and 20 s a village by default."""
    scale, limit_s = (*map(float, arguments), *(1.0, 20.0)[len(arguments) :])
    workers = os.cpu_count() or 1
    console = Console(highlight=False, width=130)
    console.print(" · ".join(f"{key} {value}" for key, value in machine().items()))
    spent, what = measure(scale=scale, workers=workers, time_limit_s=limit_s)
    console.print(f"{spent.seconds:.1f} s, CPU {spent.cpu_s:.1f} s, {spent.memory_mb:.0f} MB")
    console.print(f"{what.villages} villages, {what.short} short, {what.unserved} left unserved")
    for title, gaps in (("today", what.today_gaps), ("after recruiting", what.gaps)):
        settled = sum(gap == 0 for gap in gaps)
        shown = f"mean gap {mean(gaps):.4%}, largest {max(gaps):.3%}" if gaps else ""
        console.print(f"walk {title}: {settled} of {len(gaps)} proven, {shown}")
    console.print(targets_table(list(promises(spent, what, workers))))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
