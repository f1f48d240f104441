"""``python -m benchmarks.full_disk``: a real full disk, for the service and for a run.

A small tmpfs is mounted, which takes root, and filled. The service keeps its database and its
temporary files there, a run of ``liengia optimize`` its output. What was answered 2xx must be
there, a refusal must own up to the disk, and once there is room everything must end right. Where
nothing may be mounted no file may grow instead, and the trials say so and what they do not try.
"""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from secrets import token_hex
from tempfile import TemporaryDirectory
from typing import Any

import httpx
import orjson

from benchmarks.service_faults import Outage, Trial, body, full, outage, started
from benchmarks.service_process import Service
from benchmarks.service_watching import over, until

_BLOCK = 1 << 16
_MOUNT, _UMOUNT = "/bin/mount", "/bin/umount"
_SIZE = "64m"
_CASES = (("a.json", 0), ("b.json", 4 << 10), ("c.json", 32 << 10), ("d", 4 << 10), ("e", 1 << 17))
"""Outputs of a run, and the bytes for each village that it finds free: none, enough for the plans
of some, and for all plans but not for the result."""
_PROBE = 1 << 10
"""Bytes that a file may have in any case: whether a folder takes temporary files is found by
writing one."""
_FULL = 507
_COMMAND = (
    "import resource, sys; most = int(sys.argv.pop(1)); "
    "most >= 0 and resource.setrlimit(resource.RLIMIT_FSIZE, (most, most)); "
    "from api.cli.entry import main; main()"
)

Form = Mapping[str, tuple[str, bytes]]


@dataclass(frozen=True, slots=True)
class Disk:
    """A folder on a disk of its own, or on a common one where none may be mounted."""

    place: Path
    mounted: bool

    def __str__(self) -> str:
        return "a full disk" if self.mounted else "files that may not grow (no mount allowed)"

    @contextmanager
    def filled(self, left_bytes: int = 0) -> Iterator[None]:
        """Fill a mounted disk but for so many bytes, and make room again."""
        ballast = self.place / f"ballast-{token_hex(4)}"
        try:
            with ballast.open("wb", buffering=0) as file:
                _fill(file.fileno())
                os.truncate(file.fileno(), max(0, os.fstat(file.fileno()).st_size - left_bytes))
            yield
        finally:
            ballast.unlink()


def _fill(file: int) -> None:
    for size in (_BLOCK, 1):
        try:
            while os.write(file, bytes(size)):
                pass
        except OSError as fault:
            if fault.errno != errno.ENOSPC:
                raise


@contextmanager
def small_disk(size: str) -> Iterator[Disk]:
    """Mount a small disk where that is allowed; it is gone afterwards, whatever happens."""
    with TemporaryDirectory(prefix="liengia-disk-") as folder:
        place = Path(folder)
        try:
            yield Disk(place, _mounted(place, size))
        finally:
            if place.is_mount():
                subprocess.run([_UMOUNT, "--lazy", folder], check=True)  # noqa: S603 - fixed words


def _mounted(place: Path, size: str) -> bool:
    """Return whether a disk could be mounted here: who may not has no command either, perhaps."""
    command = [_MOUNT, "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(place)]
    try:
        return subprocess.run(command, capture_output=True, check=False).returncode == 0  # noqa: S603 - fixed words
    except OSError:
        return False


@contextmanager
def service_on(disk: Disk, workers: int = 2) -> Iterator[tuple[Service, Path]]:
    """Start a service that keeps its database and its temporary files on a disk."""
    file = disk.place / "service.sqlite"
    with TemporaryDirectory() as folder:
        where = {"TMPDIR": str(disk.place)} if disk.mounted else {}
        with started(f"sqlite:///{file}", Path(folder), workers=workers, more=where) as (service,):
            yield service, file


def in_the_middle(scenario: bytes, seconds: float, workers: int = 2) -> Trial:
    """Fill the disk while a job runs and scenarios are kept."""
    with small_disk(_SIZE) as disk, service_on(disk, workers) as (service, file):

        def away() -> Any:  # noqa: ANN401 - either way of filling
            return disk.filled() if disk.mounted else full(service, file)

        fault = Outage(f"{disk}, in the middle of a job", away, seconds, httpx.codes.OK, _FULL)
        return outage(service, scenario, fault)


def by_uploads(scenario: bytes, workers: int = 2) -> Trial:
    """Let uploads themselves fill the disk, take everything that is there, and make room."""
    with small_disk(_SIZE) as disk:
        trial = Trial(f"{disk}, by uploads")
        if not disk.mounted:
            trial.figures.append("not tried")
            return trial
        with service_on(disk, workers) as (service, _), service.client() as client:
            _until_full(trial, disk, client, scenario)
        return trial


def _until_full(trial: Trial, disk: Disk, client: httpx.Client, scenario: bytes) -> None:
    kept: list[str] = []
    first = client.post("/v1/scenarios", content=scenario).raise_for_status().json()
    job = client.post("/v1/jobs", json={"scenario_id": first["id"]}).raise_for_status().json()["id"]
    until(client, job, over)
    # Padded, so that the form is put on the disk before it is read.
    form = {"file": ("scenario.json", _request_of(scenario) + b" " * (2 << 20))}
    with disk.filled(4 << 20):
        while (answer := client.post("/v1/scenarios", content=scenario)).is_success:
            kept.append(answer.json()["id"])
        _hold(trial, "body refused", answer, _FULL)
        trial.figures.append(f"{len(kept)} kept before the disk was full")
        gone = client.delete(f"/v1/scenarios/{kept.pop()}")
        trial.figures.append(f"deleting while full: {gone.status_code}")
        _while_full(trial, disk, client, job, kept, form)
    _hold(trial, "body with room", client.post("/v1/scenarios", content=scenario), 201)
    _hold(trial, "file with room", client.post("/v1/scenarios", files=form), 201)
    _hold(trial, "export with room", client.get(f"/v1/results/{job}/plan.gpkg"), 200)


def _while_full(
    trial: Trial, disk: Disk, client: httpx.Client, job: str, kept: Sequence[str], form: Form
) -> None:
    """Read what is kept, and ask for what needs a file, without a byte left."""
    with disk.filled():
        sent = client.post("/v1/scenarios", files=form)
        _hold(trial, "file refused", sent, _FULL)
        for name in kept:
            _hold(trial, f"kept {name}", client.get(f"/v1/scenarios/{name}/request"), 200)
        _hold(trial, "result", client.get(f"/v1/results/{job}"), 200)
        answers = Counter[str]()
        for path in _FILES:
            got = client.get(f"/v1/results/{job}/{path}")
            answers[f"{path} {got.status_code}"] += 1
            if got.status_code not in {200, _FULL}:
                trial.wrong.append(f"{path}: {got.status_code} {got.text[:200]}")
        trial.figures.append(f"taken home while full: {sorted(answers)}")


_FILES = (
    *("plan.gpkg", "plan.geojson", "report.xlsx", "report.html", "tables/villages.csv"),
    *("tables/assignments.parquet", "tables/assignments.xlsx"),
)


def _request_of(scenario: bytes) -> bytes:
    return orjson.dumps(orjson.loads(scenario)["request"])


def _hold(trial: Trial, what: str, answer: httpx.Response, status: int) -> None:
    """Note an answer that is not as it should be."""
    problem = answer.headers.get("content-type", "").startswith("application/problem+json")
    if answer.status_code != status or problem != answer.is_error:
        trial.wrong.append(f"{what}: {answer.status_code} {answer.text[:200]}")


def runs(scenario: bytes, cases: Sequence[tuple[str, int]] = _CASES) -> Trial:
    """Let ``liengia optimize`` run into a full disk, make room, and give the command again.

    Where nothing may be mounted only the first case is tried: the others leave room in all, which
    is no limit of a single file.
    """
    with TemporaryDirectory() as folder, small_disk(_SIZE) as disk:
        request = Path(folder) / "request.json"
        request.write_bytes(_request_of(scenario))
        trial = Trial(f"liengia optimize into {disk}")
        right = Path(folder) / "right.json"
        _run(request, right)
        villages = len(_answers(right)["villages"])
        tried = cases if disk.mounted else cases[:1]
        for name, each in tried:
            left = villages * each
            _one_run(trial, disk, request, name, left)
            made = disk.place / name
            if made.suffix and _answers(made) != _answers(right):
                trial.wrong.append(f"{name}: the answer differs")
        trial.figures.extend(f"{name}: not tried" for name, _ in cases[len(tried) :])
        return trial


def _one_run(trial: Trial, disk: Disk, request: Path, name: str, left: int) -> None:
    output = disk.place / name
    if disk.mounted:
        with disk.filled(left):
            ended = _run(request, output, TMPDIR=str(disk.place))
    else:
        left = max(left, _PROBE)
        ended = _run(request, output, most=left)
    told = [line for line in ended.stderr.splitlines() if "make room" in line]
    if ended.returncode != 1 or len(told) != 1 or "Traceback" in ended.stderr:
        trial.wrong.append(f"{name}: code {ended.returncode}: {ended.stderr[-300:]}")
    if output.exists():
        trial.wrong.append(f"{name}: half a result is there")
    again = _run(request, output)
    going = [line for line in again.stderr.splitlines() if line.startswith("Going on")]
    if again.returncode or not output.exists():
        trial.wrong.append(f"{name} again: code {again.returncode}: {again.stderr[-300:]}")
    trial.figures.append(f"{name}, {left} bytes: {' '.join(going) or 'From the start.'}")


def _run(
    request: Path, output: Path, *, most: int = -1, **environment: str
) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-c", _COMMAND, str(most), "optimize", str(request)]
    drawn = [] if output.suffix else ["--geo", "gpkg"]
    return subprocess.run(  # noqa: S603 - this very interpreter
        [*command, "--output", str(output), "--workers", "2", *drawn],
        env={**os.environ, **environment},
        capture_output=True,
        text=True,
        check=False,
    )


def _answers(response: Path) -> Any:  # noqa: ANN401 - JSON
    document = orjson.loads(response.read_bytes())
    del document["run"]["seconds"]
    return document


def main(arguments: Sequence[str]) -> int:
    """Run all trials: villages of the job, seconds of the full disk."""
    villages, seconds = (*map(int, arguments), *(120, 30)[len(arguments) :])
    wrong = 0
    scenario = body(villages)
    for trial in (
        runs(scenario),
        by_uploads(scenario),
        in_the_middle(scenario, seconds),
    ):
        sys.stdout.write(f"{trial}\n")
        sys.stdout.flush()
        wrong += len(trial.wrong)
    sys.stdout.write(f"load {os.getloadavg()[0]:.1f}\n")
    return 1 if wrong else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
