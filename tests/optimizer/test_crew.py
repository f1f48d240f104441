from __future__ import annotations

import multiprocessing
import os
import signal
import time
from itertools import count

import pytest

from optimizer.crew import in_order
from optimizer.errors import SolverError


def slow_if_first(piece: int) -> int:
    time.sleep(0.3 if piece == 0 else 0)
    return piece * piece


def fails_at_three(piece: int) -> int:
    if piece == 3:
        raise SolverError("three")
    return piece


def ends_at_three(piece: int) -> int:
    if piece == 3:
        os.kill(os.getpid(), signal.SIGKILL)
    return piece


def idles(piece: bytes) -> bytes:
    """Take ten minutes for anything but the empty piece."""
    time.sleep(600 if piece else 0)
    return piece


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_that_the_order_is_kept(workers: int) -> None:
    """Tests that answers come in the order of the pieces, also when the first takes longest."""
    assert list(in_order(slow_if_first, range(12), workers)) == [n * n for n in range(12)]


def test_that_no_pieces_give_no_answers() -> None:
    """Tests that an empty list comes to an end."""
    assert list(in_order(slow_if_first, [], 2)) == []


def test_that_pieces_are_taken_as_they_are_needed() -> None:
    """Tests that an endless list is not read to its end."""
    endless = count()
    answers = in_order(slow_if_first, endless, 2)
    assert [next(answers) for _ in range(3)] == [0, 1, 4]
    answers.close()  # type: ignore[attr-defined]
    assert next(endless) <= 3 + 4 * 2


def test_that_a_fault_comes_home() -> None:
    """Tests that an error of ours is raised here, with its words, after what was right."""
    answers = in_order(fails_at_three, range(6), 1)
    assert [next(answers) for _ in range(3)] == [0, 1, 2]
    with pytest.raises(SolverError, match="three"):
        next(answers)


def test_that_a_lost_process_is_noticed() -> None:
    """Tests that a process which is killed ends the work instead of being waited for."""
    with pytest.raises(ChildProcessError):
        list(in_order(ends_at_three, range(6), 2))


def test_that_busy_processes_are_ended() -> None:
    """Tests that leaving ends processes in the middle of large pieces, without waiting for them."""
    before = set(multiprocessing.active_children())
    quick_then_slow = in_order(idles, [b"", bytes(10_000_000), bytes(10_000_000)], 2)
    assert next(quick_then_slow) == b""
    quick_then_slow.close()  # type: ignore[attr-defined]
    assert set(multiprocessing.active_children()) <= before
