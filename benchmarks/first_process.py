"""``python -m benchmarks.first_process 1588 6352 25408``: memory of the process that plans nothing.

So many alike villages are read, handed to planners that answer at once with a plan made before,
kept and written, in a process of its own a size. What grows with the number of villages is the
first process's own: where rows and plans stand, and what the reports are made of. By default the
planners are processes behind Dask, as in a run; ``alone`` after the sizes leaves both out.
"""

from __future__ import annotations

import resource
import subprocess
import sys
import tempfile
from collections.abc import Iterator, Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import asdict, dataclass, replace
from pathlib import Path

import orjson
from rich.console import Console
from rich.table import Table

from api.cli.scenario_argument import open_source
from benchmarks import instant
from benchmarks.instant import Instant, village
from benchmarks.run import machine
from optimizer.domain.scenario import Village
from optimizer.domain.village_source import VillageSource
from optimizer.execution.checkpoint import open_work_folder
from optimizer.execution.run import Run
from optimizer.execution.time_sharing import share_time
from optimizer.execution.workers import Executor, JobSpec, planner_pool
from optimizer.execution.workers.opening import open_executor
from optimizer.input.folder import write_source

MODULE = "benchmarks.first_process"
_ALONE = "alone"


@dataclass(frozen=True, slots=True)
class Held:
    """The first process after each step of a run over so many villages.

    Parameters
    ----------
    opened_mb, planned_mb, written_mb
        Memory when the scenario was checked, all was planned, and the result was written.
    peak_mb
        The most that it ever had.
    """

    villages: int
    opened_mb: float
    planned_mb: float
    written_mb: float
    peak_mb: float
    cpu_s: float


def write(villages: int, folder: Path) -> None:
    """Write a scenario folder of so many alike villages, in a tree of areas."""
    like = village()

    def stream() -> Iterator[Village]:
        for nth in range(villages):
            area = ("land", f"district {nth // 400}", f"commune {nth // 10}")
            yield replace(like, id=f"village-{nth:06}", name=f"Village {nth}", area=area)

    write_source(VillageSource(like.rules, lonlat=False, size=villages, stream=stream), folder)


def held(folder: Path, result: Path, *, alone: bool) -> Held:
    """Run over a scenario folder in this process, and look at its memory on the way."""
    planner_pool.PLAN = instant.answer_parcel
    crews: AbstractContextManager[Executor] = (
        nullcontext(Instant()) if alone else open_executor(workers=2)
    )
    with open_work_folder(result) as work, crews as crew:
        run = Run(open_source(str(folder), seed=0), JobSpec(), work, share_time(JobSpec()))
        opened_mb = _memory_mb("VmRSS")
        run.plan(crew, lambda _, __: None)
        planned_mb = _memory_mb("VmRSS")
        run.write_folder(result, ())
        work.done = True
    used = resource.getrusage(resource.RUSAGE_SELF)
    return Held(
        villages=run.source.size,
        opened_mb=opened_mb,
        planned_mb=planned_mb,
        written_mb=_memory_mb("VmRSS"),
        peak_mb=_memory_mb("VmHWM"),
        cpu_s=used.ru_utime + used.ru_stime,
    )


def _memory_mb(kind: str) -> float:
    """Return a line of this process's own record of its memory, which only Linux keeps."""
    for line in Path("/proc/self/status").read_text(encoding="utf-8").splitlines():
        if line.startswith(f"{kind}:"):
            return int(line.split()[1]) / 1024
    raise LookupError(kind)


def measure(villages: int, *, alone: bool) -> Held:
    """Write a scenario of so many villages and run over it in a process of its own."""
    with tempfile.TemporaryDirectory() as place:
        folder, result = Path(place) / "in", Path(place) / "out"
        write(villages, folder)
        inside = [sys.executable, "-m", MODULE, "inside", str(folder), str(result)]
        said = subprocess.run(  # noqa: S603 - this very module
            [*inside, *([_ALONE] if alone else [])], check=True, stdout=subprocess.PIPE
        )
    return Held(**orjson.loads(said.stdout))


def held_table(sizes: Sequence[Held]) -> Table:
    """Return a row a size, with the bytes a village more than at the size before."""
    table = Table(box=None)
    for name in ("villages", "opened MB", "planned MB", "written MB", "peak MB", "bytes a village"):
        table.add_column(name, justify="right")
    table.add_column("CPU ms a village", justify="right")
    for nth, size in enumerate(sizes):
        before = sizes[nth - 1]
        more = (size.peak_mb - before.peak_mb) * 2**20
        grown = f"{more / (size.villages - before.villages):,.0f}" if nth else ""
        at = (size.opened_mb, size.planned_mb, size.written_mb, size.peak_mb)
        cpu_ms = 1000 * size.cpu_s / size.villages
        figures = (*(f"{mb:.0f}" for mb in at), grown, f"{cpu_ms:.2f}")
        table.add_row(f"{size.villages:,}", *figures)
    return table


def main(arguments: Sequence[str]) -> int:
    """Measure the sizes that are named."""
    if arguments[:1] == ["inside"]:
        folder, result, *others = arguments[1:]
        found = held(Path(folder), Path(result), alone=_ALONE in others)
        sys.stdout.buffer.write(orjson.dumps(asdict(found)))
        return 0
    alone = _ALONE in arguments
    console = Console(highlight=False, width=130)
    console.print(" · ".join(f"{key} {value}" for key, value in machine().items()))
    named = [int(word) for word in arguments if word != _ALONE]
    sizes = [measure(villages, alone=alone) for villages in named or [1588, 6352]]
    console.print(held_table(sizes))
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
