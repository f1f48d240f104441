from __future__ import annotations

import json
import os
import resource
import signal
import subprocess
import sys
import time
from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import replace
from hashlib import sha256
from pathlib import Path

import pytest
from typer.testing import CliRunner

from api.cli.planner_app import app
from optimizer.domain.scenario import Scenario
from optimizer.errors import OutputError
from optimizer.execution.checkpoint import PlanStore, open_work_folder, village_key
from optimizer.execution.workers import planner_pool
from optimizer.input.folder import write_scenario
from tests.optimizer.execution.workers import stand_in
from tests.optimizer.hand_made import SERVED, SHORT
from tests.optimizer.sessions import ends, members

ROOT = Path(__file__).parents[3]
COMMAND = """
import sys
from optimizer.execution.workers import planner_pool
from tests.optimizer.execution.workers.stand_in import misbehave
planner_pool.PLAN = misbehave
from api.cli.planner_app import main
main()
"""
NAMES = [f"{nth:02} slow" for nth in range(12)]


def scenario(*names: str) -> Scenario:
    villages = tuple(replace(SERVED, id=name) for name in sorted(names))
    return Scenario(SERVED.rules, villages, lonlat=False)


@contextmanager
def started(
    place: Path, *options: str, output: str = "out.json"
) -> Iterator[subprocess.Popen[str]]:
    """Start ``liengia optimize in`` with processes that do what a village's id says."""
    arguments = ["optimize", "in", "--output", output, *options]
    running = subprocess.Popen(
        [sys.executable, "-c", COMMAND, *arguments],
        cwd=place,
        env={**os.environ, "PYTHONPATH": str(ROOT), stand_in.LOG: str(place / "asked for")},
        stdout=subprocess.DEVNULL,
        stderr=subprocess.PIPE,
        text=True,
        start_new_session=True,
    )
    with running:
        try:
            yield running
        finally:
            with suppress(ProcessLookupError):
                os.kill(running.pid, signal.SIGKILL)


@pytest.fixture(autouse=True)
def _stand_in(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Let this process's own command have the same processes as one that is started."""
    monkeypatch.chdir(tmp_path)
    monkeypatch.setattr(planner_pool, "PLAN", stand_in.misbehave)
    monkeypatch.setenv("PYTHONPATH", str(ROOT))
    monkeypatch.setenv(stand_in.LOG, str(tmp_path / "asked for"))


def finished(*options: str, output: str = "out.json") -> tuple[int, list[str]]:
    """Run the command here to its end, and return its exit code and what it said."""
    arguments = ["optimize", "in", "--output", output, "--workers", "1", *options]
    result = CliRunner().invoke(app, arguments)
    return result.exit_code, result.stderr.splitlines()


def asked_for(place: Path) -> Counter[str]:
    return Counter((place / "asked for").read_text().splitlines())


def answer(path: Path) -> dict[str, object]:
    document = json.loads(path.read_text())
    document["run"].pop("seconds")
    assert isinstance(document, dict)
    return document


def wait_for(path: Path, pattern: str, count: int) -> None:
    """Wait for so many files, also on a machine that has much else to do."""
    until = time.monotonic() + 300
    while len(list(path.glob(pattern))) < count:
        if time.monotonic() > until:
            raise TimeoutError(f"{path}: {[file.name for file in path.glob('*')]}")
        time.sleep(0.01)


@pytest.mark.parametrize("workers", ["1", "2"])
def test_that_a_killed_run_goes_on(tmp_path: Path, workers: str) -> None:
    """Tests that after kill -9 no finished village is planned twice, and the answer is the same."""
    write_scenario(scenario(*NAMES), tmp_path / "in")
    with started(tmp_path, "--workers", workers) as running:
        # What came while a file was written makes one file, so there may be few.
        wait_for(tmp_path / "out.json.unfinished", "*.plans", 1)
        os.kill(running.pid, signal.SIGKILL)
        running.wait()
        assert running.stderr is not None
        assert [line for line in running.stderr if "planned villages" not in line] == []
    assert ends(running.pid)
    work = tmp_path / "out.json.unfinished"
    kept = len(PlanStore(work))
    assert 0 < kept < 12
    code, said = finished()
    assert code == 0
    assert said[0] == f"Going on: {kept} of 12 villages were planned before."
    twice = [name for name, times in asked_for(tmp_path).items() if times > 1]
    assert len(twice) <= 12 - kept
    assert asked_for(tmp_path).total() <= 12 + int(workers) * 4
    assert not work.exists()
    assert finished(output="at once.json")[0] == 0
    assert answer(tmp_path / "out.json") == answer(tmp_path / "at once.json")


def test_that_kept_villages_are_not_asked_for_again(tmp_path: Path) -> None:
    """Tests that exactly the villages without a kept plan are planned by the next run."""
    write_scenario(scenario("1", "2", "3 breaks"), tmp_path / "in")
    assert finished()[0] == 1
    assert finished()[0] == 1
    assert asked_for(tmp_path) == Counter({"1": 1, "2": 1, "3 breaks": 2})


def test_that_what_changed_is_planned_anew(tmp_path: Path) -> None:
    """Tests that one changed village is planned again, and all with another seed."""
    villages = scenario("1", "2", "3 breaks").villages
    write_scenario(scenario("1", "2", "3 breaks"), tmp_path / "in")
    finished()
    changed = replace(SHORT, id="2"), villages[0], villages[2]
    write_scenario(Scenario(SERVED.rules, changed, lonlat=False), tmp_path / "in")
    assert finished()[1][0] == "Going on: 1 of 3 villages were planned before."
    assert not any("Going on" in line for line in finished("--seed", "1")[1])
    assert asked_for(tmp_path) == Counter({"1": 2, "2": 3, "3 breaks": 3})


def test_that_a_failed_village_is_named_in_the_result(tmp_path: Path) -> None:
    """Tests that the folder is whole, the exit code is 1 and the reason is told everywhere."""
    write_scenario(scenario("1", "2 dies"), tmp_path / "in")
    code, said = finished(output="out")
    assert code == 1
    assert said[-2].startswith("village 2 dies: its process was killed")
    assert said[-1] == "Villages without a plan: 1; the same command tries them again."
    assert json.loads((tmp_path / "out" / "summary.json").read_text())["failed"] == 1
    assert "its process was killed" in (tmp_path / "out" / "villages.csv").read_text("utf-8-sig")
    finished(output="out.json")
    document = json.loads((tmp_path / "out.json").read_text())
    assert document["villages"][1]["failure"]["code"] == "LOST"
    assert document["villages"][1]["verdict"] is None


def test_that_two_runs_do_not_write_one_output(tmp_path: Path) -> None:
    """Tests that the second run is refused at once, and the first is not disturbed."""
    with open_work_folder(tmp_path / "out"):
        told = pytest.raises(OutputError, match="another run is writing")
        with told, open_work_folder(tmp_path / "out"):
            pytest.fail("opened twice")
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("harm", ["cut", "changed", "foreign", "half"])
def test_that_damaged_plans_are_made_again(tmp_path: Path, harm: str) -> None:
    """Tests that a file cut off, changed, from elsewhere or half-written is noticed."""
    write_scenario(scenario("1", "2 breaks"), tmp_path / "in")
    finished()
    (kept,) = (tmp_path / "out.json.unfinished").glob("*.plans")
    content = bytearray(kept.read_bytes())
    if harm == "cut":
        kept.write_bytes(content[: len(content) // 2])
    elif harm == "changed":
        content[len(content) // 2] ^= 1
        kept.write_bytes(content)
    elif harm == "foreign":
        kept.write_text("plans")
    else:
        kept.rename(kept.with_suffix(".part"))
    said = finished()[1]
    assert not any("Going on" in line for line in said)
    assert (harm == "half") != any("Damaged files of an earlier run: 1" in line for line in said)
    assert asked_for(tmp_path)["1"] == 2


def test_that_a_run_of_the_first_version_is_planned_again(tmp_path: Path) -> None:
    """Tests that files of pickles are known by their first line, not read, and told of once."""
    write_scenario(scenario("1", "2 breaks"), tmp_path / "in")
    finished()
    (kept,) = (tmp_path / "out.json.unfinished").glob("*.plans")
    kept.write_bytes(b"liengia plans 1\n" + b"cos\nsystem\n(S'touch PWNED'\ntR.")
    said = finished()[1]
    assert said[0].startswith("Files of a run of version 0.1.0: 1;")
    assert "planned again" in said[0]
    assert asked_for(tmp_path)["1"] == 2
    assert not (tmp_path / "PWNED").exists()
    assert not any("0.1.0" in line for line in finished()[1])


def test_that_a_record_of_another_village_is_planned_again(tmp_path: Path) -> None:
    """Tests that a whole file whose record is no plan of its village is told and made good."""
    write_scenario(scenario("1", "2 breaks"), tmp_path / "in")
    finished()
    (kept,) = (tmp_path / "out.json.unfinished").glob("*.plans")
    body = kept.read_bytes()[:-32].replace(b'"village": "1"', b'"village": "7"')
    kept.write_bytes(body + sha256(body).digest())
    said = finished()[1]
    assert said[0].startswith("Damaged files of an earlier run: 1")
    assert asked_for(tmp_path)["1"] == 2


def test_that_a_full_disk_leaves_what_is_kept(tmp_path: Path) -> None:
    """Tests that a disk that takes no more is told, and the run goes on once there is room."""
    write_scenario(scenario("1", "2 breaks"), tmp_path / "in")
    finished()

    def narrow() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (1_500, 1_500))

    narrowed = subprocess.run(
        [sys.executable, "-c", COMMAND, "optimize", "in", "--output", "out.json"],
        cwd=tmp_path,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        text=True,
        preexec_fn=narrow,
        check=False,
    )
    told = narrowed.stderr.splitlines()
    assert narrowed.returncode == 1
    assert any("File too large; make room" in line for line in told)
    assert told[-1].startswith("Plans of 1 villages are kept in out.json.unfinished")
    assert finished()[1][0] == "Going on: 1 of 2 villages were planned before."


def test_that_an_earlier_result_returns(tmp_path: Path) -> None:
    """Tests that a run killed while the results change places leaves the earlier one."""
    old = tmp_path / "out.unfinished" / "old"
    old.mkdir(parents=True)
    (old / "run.json").write_text("{}")
    with open_work_folder(tmp_path / "out"):
        assert (tmp_path / "out" / "run.json").is_file()
    assert [path.name for path in tmp_path.iterdir()] == ["out"]


def test_that_the_key_knows_what_a_plan_depends_on() -> None:
    """Tests that the village, its rules, the seed and the limit are in the key."""
    stricter = replace(SERVED, rules=SERVED.rules.model_copy(update={"max_distance_m": 9.0}))
    keys = {
        village_key(SERVED, seed=0, time_limit_s=1.0),
        village_key(SHORT, seed=0, time_limit_s=1.0),
        village_key(stricter, seed=0, time_limit_s=1.0),
        village_key(SERVED, seed=1, time_limit_s=1.0),
        village_key(SERVED, seed=0, time_limit_s=2.0),
    }
    assert len(keys) == 5
    assert village_key(SERVED, seed=0, time_limit_s=1.0) in keys


def test_that_nothing_is_left_of_a_killed_run(tmp_path: Path) -> None:
    """Tests that the processes end with their parent, in the middle of a village without end."""
    write_scenario(scenario("hangs 1", "hangs 2"), tmp_path / "in")
    with started(tmp_path, "--workers", "2") as running:
        wait_for(tmp_path, "asked for", 1)
        assert len(members(running.pid)) > 1
        os.kill(running.pid, signal.SIGKILL)
        assert running.wait() == -signal.SIGKILL
    assert ends(running.pid)
