"""``python -m benchmarks.run [CASE[=VILLAGES] ...]``: measure, print tables, keep every row.

``short=1`` measures the first village of ``short`` alone.
"""

from __future__ import annotations

import os
import platform
import sys
from collections.abc import Sequence
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path

import orjson
from rich.console import Console

from benchmarks.measurement import Row, measure
from benchmarks.registry import CASES, Case
from benchmarks.tables import case_table
from benchmarks.targets import Target, targets, targets_table
from optimizer.execution.one_thread import ONE_THREAD

RAW = Path(__file__).parent / "raw"


def main(names: Sequence[str]) -> int:
    """Measure the named cases, or all of them; return the exit code."""
    known = {case.name: case for case in CASES}
    wanted = [name.partition("=") for name in names]
    unknown = sorted(
        "".join(said)
        for said in wanted
        if said[0] not in known or (said[1] and not _is_count(said[2]))
    )
    if unknown:
        sys.stderr.write(f"no case {', '.join(unknown)}; choose from {', '.join(known)}, ")
        sys.stderr.write("or so many villages of one: short=1\n")
        return 2
    in_one_thread("benchmarks.run")
    chosen = [
        known[name].first(int(villages)) if villages else known[name]
        for name, _, villages in wanted
    ] or list(CASES)
    console = Console(highlight=False)
    if not console.is_terminal:
        console = Console(highlight=False, width=110)
    console.print(" · ".join(f"{key} {value}" for key, value in machine().items()))
    RAW.mkdir(exist_ok=True)
    path = RAW / f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}.jsonl"
    found = [target for case in chosen for target in _run(case, path, console)]
    console.print(targets_table(found))
    return 0


def _is_count(text: str) -> bool:
    return text.isascii() and text.isdigit() and int(text) > 0


def _run(case: Case, path: Path, console: Console) -> list[Target]:
    """Measure one case and write its rows as they come."""
    rows: list[Row] = []
    with path.open("ab") as raw:
        for row in measure(case, "full"):
            raw.write(orjson.dumps({**machine(), "row": row}) + b"\n")
            rows.append(row)
    console.print(case_table(case, rows))
    return list(targets(case.name, rows))


def machine() -> dict[str, str]:
    """Return where and when, and how busy it is: figures mean little without it."""
    return {
        "when": f"{datetime.now(UTC):%Y-%m-%d %H:%M}",
        "liengia": version("liengia"),
        "ortools": version("ortools"),
        "python": platform.python_version(),
        "cpus": str(os.cpu_count()),
        "cpu": _cpu(),
        "threads": os.environ.get("OMP_NUM_THREADS", "free"),
        "load": f"{os.getloadavg()[0]:.1f}",
    }


def _cpu() -> str:
    information = Path("/proc/cpuinfo")
    lines = information.read_text(encoding="utf-8").splitlines() if information.exists() else []
    names = [line.split(":", 1)[1].strip() for line in lines if line.startswith("model name")]
    return names[0] if names else platform.processor()


def in_one_thread(module: str) -> None:
    """Start a module's command again with one thread for everybody.

    Libraries read how many threads they may have only when they load.
    """
    if any(os.environ.get(name) != one for name, one in ONE_THREAD.items()):
        arguments = [sys.executable, "-m", module, *sys.argv[1:]]
        os.execve(sys.executable, arguments, {**os.environ, **ONE_THREAD})  # noqa: S606 - ourselves


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
