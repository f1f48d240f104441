"""Records of plans are data: they come back as they were, and run nothing whatever they hold."""

from __future__ import annotations

import ast
import os
import pickle
import tracemalloc
from collections.abc import Callable
from dataclasses import replace
from hashlib import sha256
from pathlib import Path
from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.domain.plan import VillagePlan
from optimizer.execution.checkpoint import PlanStore, RecordError, fits, village_key
from optimizer.execution.checkpoint.plan_record import LONGEST_HEAD, read_record, write_record
from optimizer.execution.checkpoint.record_batch import FIRST_LINE, MOST_BYTES, head_of
from optimizer.pipeline import plan_village
from tests.optimizer.hand_made import SERVED, SHORT
from tests.optimizer.kept_plans import PLANS, same
from tests.optimizer.locked_villages import locked_village

ROOT = Path(__file__).parents[4]
BETWEEN_PROCESSES = {
    f"optimizer/execution/workers/{name}.py" for name in ("job_spec", "call_loop", "worker_process")
}
"""Where pickles may be: what a process and the one that started it say through a pipe."""
KEY = bytes(range(32))
SHORT_PLAN = write_record(replace(plan_village(SHORT), seconds=0.0))


@settings(deadline=None)
@given(PLANS)
def test_that_a_plan_comes_back_as_it_was(plan: VillagePlan) -> None:
    """Tests that every field of every kind of plan is read as it was written, to the bit."""
    assert same(read_record(write_record(plan)), plan)


@pytest.mark.parametrize("seed", range(30))
def test_that_a_real_plan_comes_back_and_fits(seed: int) -> None:
    """Tests that plans today and after recruiting are read back, and are of their villages."""
    village = locked_village(seed)
    plan = plan_village(village)
    again = read_record(write_record(plan))
    assert write_record(again) == write_record(plan)
    assert fits(again, village)
    assert not fits(again, replace(village, id="another"))
    assert not fits(again, locked_village(seed + 1, most_households=30))


def test_that_no_module_reads_pickles_of_a_file() -> None:
    """Tests that pickle is imported only where processes talk through a pipe."""
    unsafe = {"pickle", "marshal", "shelve", "dill", "cloudpickle", "joblib"}
    found = set()
    for package in ("optimizer", "api", "scenarios"):
        for path in (ROOT / package).rglob("*.py"):
            if "node_modules" in path.parts:
                continue
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                names = []
                if isinstance(node, ast.Import):
                    names = [alias.name for alias in node.names]
                elif isinstance(node, ast.ImportFrom):
                    names = [node.module or ""]
                elif isinstance(node, ast.keyword) and node.arg == "allow_pickle":
                    assert isinstance(node.value, ast.Constant), path
                    assert node.value.value is False, path
                if unsafe & {name.partition(".")[0] for name in names}:
                    found.add(str(path.relative_to(ROOT)))
    assert found == BETWEEN_PROCESSES


class _Command:
    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, ("touch PWNED",)


@given(st.binary(max_size=400))
def test_that_any_bytes_are_refused(record: bytes) -> None:
    """Tests that bytes that are no record are a RecordError and nothing else."""
    with pytest.raises(RecordError):
        read_record(record)


@settings(deadline=None)
@given(st.data())
def test_that_a_record_with_any_byte_changed_is_a_plan_or_refused(data: st.DataObject) -> None:
    """Tests that whatever stands anywhere in a record, reading it ends with one of the two."""
    record = bytearray(SHORT_PLAN)
    for _ in range(data.draw(st.integers(1, 4))):
        record[data.draw(st.integers(0, len(record) - 1))] = data.draw(st.integers(0, 255))
    try:
        plan = read_record(bytes(record))
    except RecordError:
        return
    assert isinstance(plan, VillagePlan)
    fits(plan, SHORT)


def _with_head(head: bytes, rest: bytes = b"") -> bytes:
    return len(head).to_bytes(4, "little") + head + rest


PLAN = write_record(replace(plan_village(SERVED), seconds=0.0))
HEAD = PLAN[4 : 4 + int.from_bytes(PLAN[:4], "little")]


@pytest.mark.parametrize(
    "record",
    [
        pickle.dumps(_Command()),
        _with_head(b"[" * 60_000),
        _with_head(b'{"today": ' * 6_000),
        _with_head(b"9" * 60_000),
        (2**32 - 1).to_bytes(4, "little") + b"{}",
        _with_head(HEAD.replace(b'"households": 6', b'"households": 4000000000')),
        _with_head(HEAD.replace(b'"households": 6', b'"households": -5')),
        _with_head(HEAD.replace(b'"households": 6', b'"households": true')),
        _with_head(HEAD.replace(b'"households": 6', b'"households": 6e0')),
        _with_head(HEAD),
        PLAN[:-1],
        PLAN + b"\0",
    ],
)
def test_that_a_hostile_record_costs_little_and_runs_nothing(
    record: bytes, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Tests that pickles, deep and huge heads, and cut or longer records are refused."""
    monkeypatch.chdir(tmp_path)
    assert b'"households": 6' in HEAD
    tracemalloc.start()
    with pytest.raises(RecordError):
        read_record(record)
    _, most = tracemalloc.get_traced_memory()
    tracemalloc.stop()
    assert most < 100 * LONGEST_HEAD
    assert not list(tmp_path.iterdir())


def test_that_another_villages_record_is_dropped(tmp_path: Path) -> None:
    """Tests that a record kept under the key of another village does not fit, and is forgotten."""
    store, key = PlanStore(tmp_path), village_key(SHORT, seed=0, time_limit_s=1.0)
    store.keep([(key, plan_village(SERVED))])
    assert not fits(store.get(key), SHORT)
    store.drop(key)
    assert key not in store
    assert (len(store), store.damaged) == (0, 1)


def _batch(body: bytes) -> bytes:
    return body + sha256(body).digest()


@pytest.mark.parametrize(
    "content",
    [
        b"",
        FIRST_LINE,
        _batch(FIRST_LINE),
        _batch(FIRST_LINE + KEY + (2**63).to_bytes(8, "little") + b"abc"),
        _batch(FIRST_LINE + head_of(KEY, b"abc") + b"abcd"),
        FIRST_LINE + head_of(KEY, b"abc") + b"abc" + bytes(32),
    ],
    ids=["empty", "a line", "no record", "a huge length", "too long", "a wrong hash"],
)
def test_that_a_file_that_does_not_add_up_is_removed(tmp_path: Path, content: bytes) -> None:
    """Tests that lengths are compared with the file's own before anything is read."""
    (tmp_path / "000000.plans").write_bytes(content)
    store = PlanStore(tmp_path)
    assert (len(store), store.damaged, list(tmp_path.iterdir())) == (0, 1, [])


def test_that_a_huge_file_is_not_read(tmp_path: Path) -> None:
    """Tests that a sparse file beyond what a batch may be is removed unread."""
    with (tmp_path / "000000.plans").open("wb") as opened:
        opened.write(FIRST_LINE)
        opened.truncate(MOST_BYTES + 1)
    assert PlanStore(tmp_path).damaged == 1


@pytest.mark.parametrize("name", ["000000.plans", "000001.part"])
@pytest.mark.parametrize("kind", ["folder", "pipe", "link"])
def test_that_what_is_no_file_is_removed(tmp_path: Path, name: str, kind: str) -> None:
    """Tests that a folder, a pipe that nobody writes to and a link cost nobody a run."""
    folder, elsewhere = tmp_path / "work", tmp_path / "elsewhere"
    folder.mkdir()
    elsewhere.write_bytes(_batch(FIRST_LINE + head_of(KEY, PLAN) + PLAN))
    if kind == "folder":
        (folder / name).mkdir()
    elif kind == "pipe":
        os.mkfifo(folder / name)
    else:
        (folder / name).symlink_to(elsewhere)
    assert len(PlanStore(folder)) == 0
    assert list(folder.iterdir()) == []
    assert elsewhere.exists()


def test_that_a_file_that_vanished_is_no_plan(tmp_path: Path) -> None:
    """Tests that a plan whose file was removed by somebody else is a RecordError."""
    store = PlanStore(tmp_path)
    store.keep([(KEY, plan_village(SERVED))])
    (tmp_path / "000000.plans").unlink()
    with pytest.raises(RecordError):
        store.get(KEY)


def test_that_a_shape_that_is_off_does_not_fit() -> None:
    """Tests that persons, loads, metres, reasons and stages have to go together."""
    plan = plan_village(SHORT)
    today = plan.today
    changes: tuple[dict[str, Any], ...] = (
        {"loads": today.loads + 1},
        {"metres": np.full_like(today.metres, np.nan)},
        {"reasons": np.full_like(today.reasons, "CAPACITY")},
        {"proofs": {}},
        {"person": today.person[:-1]},
    )
    for change in changes:
        assert not fits(replace(plan, today=replace(today, **change)), SHORT)
    assert fits(plan, SHORT)
