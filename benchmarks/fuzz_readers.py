"""``python -m benchmarks.fuzz_readers --minutes 15``: changed files for every reader.

Each kind of file has a process of its own after another, which writes down what it is about to
read: one that ends unasked, or goes beyond its memory or its time, leaves its file to be looked
at. A reader may read a changed file or refuse it (`OptimizerError`, in the service its own
refusal); whatever else it raises is a fault.
"""

from __future__ import annotations

import argparse
import json
import random
import resource
import subprocess
import sys
import time
import traceback
import warnings
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.mutations import mutated
from benchmarks.reader_files import KINDS
from optimizer.errors import OptimizerError

_MEMORY_BYTES = 3 << 30
_SLOW_S = 2.0
_SHOWN = 300


def main(arguments: list[str]) -> int:
    """Fuzz all readers in turn and print what was found; 1 where there was anything."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.fuzz_readers")
    parser.add_argument("--minutes", type=float, default=1.0)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--kind", choices=KINDS, action="append")
    parser.add_argument("--keep", type=Path, help="folder for files that were not read well")
    asked = parser.parse_args(arguments)
    kinds = asked.kind or list(KINDS)
    seconds = 60 * asked.minutes / len(kinds)
    bad = 0
    sys.stdout.write(
        "| read | files | read | refused | slowest (s) | faults |\n|---|---|---|---|---|---|\n"
    )
    for kind in kinds:
        bad += _kind(kind, seconds, asked.seed, asked.keep)
    return int(bad > 0)


def _kind(kind: str, seconds: float, seed: int, keep: Path | None) -> int:
    """Fuzz one kind in processes that may end; return the number of faults."""
    end = time.monotonic() + seconds
    total = {"files": 0, "read": 0, "refused": 0, "slowest": 0.0}
    faults: dict[str, int] = {}
    while (left := end - time.monotonic()) > 0:
        with TemporaryDirectory() as folder:
            command = [sys.executable, "-m", "benchmarks.fuzz_readers", "child"]
            told = [kind, str(seed), str(left), folder]
            done = subprocess.run([*command, *told], capture_output=True, text=True, check=False)  # noqa: S603 - this very program
            report = Path(folder, "report.json")
            found = json.loads(report.read_text()) if report.exists() else {}
            for name, before in total.items():
                both = before, found.get(name, 0)
                total[name] = max(both) if name == "slowest" else sum(both)
            for fault, file in found.get("faults", {}).items():
                faults[fault] = faults.get(fault, 0) + 1
                _keep(keep, kind, Path(folder, file))
            if done.returncode:
                name = f"ended with {done.returncode}: {done.stderr.strip()[-_SHOWN:]}"
                faults[name] = faults.get(name, 0) + 1
                for path in Path(folder).glob("current.*"):
                    _keep(keep, kind, path)
        seed += 1_000_003
    row = (kind, total["files"], total["read"], total["refused"], round(total["slowest"], 2))
    said = "; ".join(f"{number} x {fault}" for fault, number in faults.items()) or "none"
    sys.stdout.write(f"| {' | '.join(map(str, row))} | {said} |\n")
    sys.stdout.flush()
    return len(faults)


def _keep(keep: Path | None, kind: str, path: Path) -> None:
    if keep is not None and path.exists():
        keep.mkdir(parents=True, exist_ok=True)
        number = len(list(keep.iterdir()))
        (keep / f"{kind.replace(' ', '-')}-{number}{KINDS[kind].ending}").write_bytes(
            path.read_bytes()
        )


def child(kind: str, seed: str, seconds: str, place: str) -> None:
    """Read changed files of a kind until the time is over, or one fault was found."""
    resource.setrlimit(resource.RLIMIT_AS, (_MEMORY_BYTES, _MEMORY_BYTES))
    warnings.simplefilter("ignore")
    chosen, chance, folder = KINDS[kind], random.Random(int(seed)), Path(place)  # noqa: S311 - no secret
    good, end = chosen.good(), time.monotonic() + float(seconds)
    path = folder / f"current{chosen.ending}"
    found: dict[str, object] = {"files": 0, "read": 0, "refused": 0, "slowest": 0.0, "faults": {}}
    path.write_bytes(good)
    chosen.read(path)  # a good file is read, or there is nothing to be found out
    while time.monotonic() < end and not found["faults"]:
        path.write_bytes(mutated(good, chosen.ending, chance))
        _one(kind, path, found)
        if int(str(found["files"])) % 50 == 0:
            (folder / "report.json").write_text(json.dumps(found))
    (folder / "report.json").write_text(json.dumps(found))


def _one(kind: str, path: Path, found: dict[str, object]) -> None:
    """Read one file, and count what became of it."""
    begun, fault = time.process_time(), ""
    try:
        KINDS[kind].read(path)
        became = "read"
    except OptimizerError:
        became = "refused"
    except BaseException as error:  # noqa: BLE001 - whatever it is, it is what was looked for
        refusal = type(error).__name__ == "ServiceError"
        became = "refused" if refusal else "read"
        last = traceback.extract_tb(error.__traceback__)[-1]
        where = f"{Path(last.filename).name}:{last.lineno}"
        fault = "" if refusal else f"{type(error).__name__}: {str(error)[:80]} ({where})"
    took = time.process_time() - begun
    found["files"] = int(str(found["files"])) + 1
    found[became] = int(str(found[became])) + 1
    found["slowest"] = max(took, float(str(found["slowest"])))
    if took > _SLOW_S:
        fault = fault or f"took {took:.1f} s"
    if fault:
        kept = path.with_name(f"fault{path.name.removeprefix('current')}")
        kept.write_bytes(path.read_bytes())
        found["faults"] = {fault: kept.name}


if __name__ == "__main__":
    if sys.argv[1:2] == ["child"]:
        child(*sys.argv[2:])
        sys.exit(0)
    sys.exit(main(sys.argv[1:]))
