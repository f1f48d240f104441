"""``python -m benchmarks.country [SCALE [SECONDS [KILLED_AFTER_S]]]``: a part of the country.

Villages of the preset ``vietnam`` as a scenario folder, planned in one run with a total time into a
result folder. The first run is killed (``kill -9``) after some seconds, the second is the same
command. Memory is the sum of what all processes of the run hold, looked at twice a second, in
each third of the run.
"""

from __future__ import annotations

import csv
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import mean

import orjson

from benchmarks.province import LIENGIA, family_status
from benchmarks.run import machine

_EVERY_S = 0.5


@dataclass(slots=True)
class Watched:
    """Seconds of a run, and the resident memory in MB of all its processes, again and again."""

    seconds: float = 0.0
    code: int | None = None
    memory_mb: list[float] = field(default_factory=list)

    @property
    def thirds(self) -> tuple[float, ...]:
        """The most memory in each third of the run."""
        third = max(1, len(self.memory_mb) // 3)
        parts = self.memory_mb[:third], self.memory_mb[third:-third], self.memory_mb[-third:]
        return tuple(max(part, default=0.0) for part in parts)


def watch(arguments: Sequence[str], killed_after_s: float | None = None) -> Watched:
    """Run the command line, kill it after some seconds or wait for its end."""
    made, start_s = Watched(), time.perf_counter()
    quiet = subprocess.DEVNULL
    child = subprocess.Popen([*LIENGIA, *arguments], stdout=quiet)  # noqa: S603
    try:
        while child.poll() is None:
            made.memory_mb.append(sum(_resident_mb(child.pid)))
            made.seconds = time.perf_counter() - start_s
            if killed_after_s is not None and made.seconds > killed_after_s:
                break
            time.sleep(_EVERY_S)
    finally:
        child.kill()
        child.wait()
    made.seconds, made.code = time.perf_counter() - start_s, child.returncode
    return made


def _resident_mb(root: int) -> Iterator[float]:
    for _, status in family_status(root):
        if "VmRSS" in status:
            yield int(status["VmRSS"].split()[0]) / 1024


def said(folder: Path) -> str:
    """Sum up a result folder."""
    with (folder / "villages.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = list(csv.DictReader(file))
    gaps = [float(row["after_largest_gap"]) for row in rows if row["after_largest_gap"]]
    today = [float(row["largest_gap"]) for row in rows if row["largest_gap"]]
    summary = orjson.loads((folder / "summary.json").read_bytes())
    run = orjson.loads((folder / "run.json").read_bytes())
    return (
        f"{summary['villages']:,} villages, {summary['households']:,} households, "
        f"{summary['recruits_needed']:,} recruits; {len(rows) - len(today):,} without a plan, "
        f"{len(run.get('cut_short', ())):,} cut short; walk today: mean gap {mean(today):.2%}, "
        f"largest {max(today):.2%}; after recruiting ({len(gaps):,}): mean {mean(gaps):.2%}, "
        f"largest {max(gaps):.2%}, under 1 %: {sum(gap < 0.01 for gap in gaps):,}"  # noqa: PLR2004
    )


def main(arguments: Sequence[str]) -> int:
    """Measure: a tenth of the country in eight minutes, killed after two, by default."""
    scale, seconds, killed_s = (
        *map(float, arguments),
        *(0.1, 480.0, 120.0)[len(arguments) :],
    )
    sys.stdout.write(" · ".join(f"{key} {value}" for key, value in machine().items()) + "\n")
    with tempfile.TemporaryDirectory() as place:
        folder, result = Path(place) / "vietnam", Path(place) / "out"
        drawn = ["generate", "vietnam", "--output", str(folder), "--scale", str(scale)]
        made = watch(drawn)
        sys.stdout.write(f"drawn and written: {made.seconds:.1f} s\n")
        command = ["optimize", str(folder), "--output", str(result), "--total-time", str(seconds)]
        for label, after_s in (("killed", killed_s), ("again", None)):
            made = watch(command, after_s)
            shown = ", ".join(f"{most:,.0f}" for most in made.thirds)
            sys.stdout.write(
                f"{label}: {made.seconds:.1f} s, code {made.code}, memory of all processes {shown} "
                "MB at most in each third\n"
            )
            sys.stdout.flush()
        sys.stdout.write(f"{said(result)}\n")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
