"""``python -m benchmarks.hostile_files``: small files that stand for large ones.

Two hundred files are drawn by lot, of the kinds that have held a process for a minute or taken 5 GB
of it, and with ``--folder`` those of a folder are taken as well. Each is read in a process of its
own, as `liengia optimize` reads a folder with it, as paths and barriers, or as outlines, under a
limit of memory and of time. Asked is that it be read or refused soon, with its file named.
"""

from __future__ import annotations

import argparse
import multiprocessing
import random
import resource
import sys
import time
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path
from tempfile import TemporaryDirectory

from benchmarks.hostile_kinds import ATTACKS, MAPS
from benchmarks.reader_files import KINDS
from optimizer.errors import ScenarioError

MOST_S, MOST_BYTES = 2.0, 500_000_000
_LIMIT_BYTES, _LIMIT_S = 4 << 30, 60.0


@dataclass(frozen=True, slots=True)
class Outcome:
    """What became of one file."""

    kind: str
    refused: bool
    named: bool
    seconds: float
    peak_bytes: int
    told: str

    @property
    def kept(self) -> bool:
        """Tell whether it was read or refused soon, in little memory, and named if refused."""
        within = self.seconds <= MOST_S and self.peak_bytes <= MOST_BYTES
        return within and (self.named or not self.refused)


_FORK = multiprocessing.get_context("forkserver")
"""With everything loaded; a new process for each file would spend its time on that."""
_FORK.set_forkserver_preload(["benchmarks.hostile_kinds", "optimizer.input.folder.map_drivers"])
_SHOWN = 200
_STEMS = ("scenario", "households", "network", "barriers", "hostile")
_HANDED = {
    ".yaml": ("settings",),
    ".xlsx": ("xlsx",),
    ".gpkg": ("gpkg", "barriers gpkg", "outlines gpkg"),
    ".geojson": MAPS,
    ".parquet": ("parquet", "network geoparquet"),
}


def main(arguments: list[str]) -> int:
    """Read all files and print a table; 1 where one was not kept within the limits."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks.hostile_files")
    parser.add_argument("--number", type=int, default=200)
    parser.add_argument("--seed", type=int, default=0)
    parser.add_argument("--folder", type=Path, action="append", default=[])
    asked = parser.parse_args(arguments)
    outcomes = [*_handed(asked.folder), *drawn(asked.number, asked.seed)]
    sys.stdout.write(table(outcomes))
    return int(not all(outcome.kept for outcome in outcomes))


def drawn(number: int, seed: int) -> Iterator[Outcome]:
    """Draw files, of each kind as many as of the others, and read them."""
    names = list(ATTACKS)
    for at in range(number):
        attack = names[at % len(names)]
        make, readers = ATTACKS[attack]
        content = apart(make, random.Random(f"{seed} {at}"))  # noqa: S311 - no secret
        if not isinstance(content, bytes):
            raise RuntimeError(f"no file of {attack} could be made: {content}")  # noqa: TRY004 - not its type is wrong
        yield read_alone(attack, readers[(at // len(names)) % len(readers)], content)


def _handed(folders: Sequence[Path]) -> Iterator[Outcome]:
    for folder in folders:
        for path in sorted(folder.iterdir()):
            for reader in _HANDED.get(path.suffix, ()):
                yield read_alone(path.name, reader, path.read_bytes())


def read_alone(attack: str, reader: str, content: bytes) -> Outcome:
    """Read a file in a process of its own, and see what that took."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / f"hostile{KINDS[reader].ending}"
        path.write_bytes(content)
        found = apart(_read, reader, path)
    if isinstance(found, tuple):
        told, seconds, peak = found
        named = any(stem in told for stem in _STEMS)
        return Outcome(attack, bool(told), named, seconds, peak, told[:_SHOWN])
    return Outcome(
        attack, refused=False, named=False, seconds=_LIMIT_S, peak_bytes=0, told=f"lost: {found}"
    )


def apart(function: Callable[..., object], *arguments: object) -> object:
    """Return what a function returns in a forked process; None where that ends unasked."""
    ours, theirs = _FORK.Pipe(duplex=False)
    process = _FORK.Process(target=_answer, args=(theirs, function, arguments))
    process.start()
    theirs.close()
    try:
        return ours.recv() if ours.poll(_LIMIT_S) else f"no answer in {_LIMIT_S} s"
    except EOFError:
        return None
    finally:
        process.kill()
        process.join()
        ours.close()


def _answer(
    link: Connection, function: Callable[..., object], arguments: tuple[object, ...]
) -> None:
    try:
        link.send(function(*arguments))
    except BaseException as fault:  # noqa: BLE001 - it is told, as one that no file may raise
        link.send(repr(fault)[:_SHOWN])


def _read(reader: str, path: Path) -> tuple[str, float, int]:
    """Read one file; return its refusal, processor time, and the most memory of the process."""
    resource.setrlimit(resource.RLIMIT_AS, (_LIMIT_BYTES, _LIMIT_BYTES))
    begun, told = time.process_time(), ""
    try:
        KINDS[reader].read(path)
    except ScenarioError as fault:
        told = str(fault.problems[0])
    peak = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss * 1024
    return told, time.process_time() - begun, peak


def table(outcomes: Sequence[Outcome]) -> str:
    """Return the outcomes kind by kind, and each that was not kept within the limits."""
    rows: dict[str, list[Outcome]] = defaultdict(list)
    for outcome in outcomes:
        rows[outcome.kind].append(outcome)
    lines = [
        "| kind | files | refused | named | slowest (s) | most (MB) | kept |",
        "|" + "---|" * 7,
    ]
    for kind, found in rows.items():
        cells = (
            kind,
            len(found),
            sum(one.refused for one in found),
            sum(one.named for one in found),
            f"{max(one.seconds for one in found):.2f}",
            f"{max(one.peak_bytes for one in found) / 1e6:.0f}",
            sum(one.kept for one in found),
        )
        lines.append(f"| {' | '.join(map(str, cells))} |")
    lines += [f"not kept: {one}" for one in outcomes if not one.kept]
    return "\n".join(lines) + "\n"


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
