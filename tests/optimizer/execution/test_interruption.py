"""Interruptions: raised at once, remembered where they are swallowed, ignored where asked."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from api.cli.optimize_command import PlanningEffort, optimize
from api.cli.output_request import OutputRequest
from api.cli.scenario_argument import open_source
from optimizer.domain.languages import Language
from optimizer.domain.village_source import VillageSource
from optimizer.execution.interruption import (
    await_interrupt,
    interruptible,
    is_interrupted,
    raise_interrupt,
)

BOTH = pytest.mark.parametrize("sign", [signal.SIGINT, signal.SIGTERM], ids=str)


def swallow(sign: signal.Signals) -> None:
    """Interrupt this process, and discard the exception as the solvers' bindings do."""
    with suppress(KeyboardInterrupt):
        os.kill(os.getpid(), sign)


@BOTH
def test_that_an_interruption_is_raised_at_once(sign: signal.Signals) -> None:
    """Tests that both signals end the work where it stands."""
    with interruptible(), pytest.raises(KeyboardInterrupt):
        os.kill(os.getpid(), sign)


@BOTH
def test_that_a_swallowed_interruption_is_raised_again(sign: signal.Signals) -> None:
    """Tests that the next piece of work is not begun, and that a quiet one is not disturbed."""
    with interruptible():
        raise_interrupt()
        swallow(sign)
        with pytest.raises(KeyboardInterrupt):
            raise_interrupt()
    raise_interrupt()


@BOTH
def test_that_an_interruption_by_another_name_is_recognised(sign: signal.Signals) -> None:
    """Tests that what compiled code makes of an interruption in its callback is taken for it."""

    def call_back() -> None:
        swallow(sign)
        raise SystemError("returned a result with an exception set")

    with pytest.raises(KeyboardInterrupt), interruptible():
        call_back()


def test_that_any_other_fault_stays_what_it_is() -> None:
    """Tests that nothing is taken for an interruption that nobody asked for."""
    with pytest.raises(SystemError), interruptible():
        raise SystemError


@BOTH
def test_that_an_awaited_interruption_comes_where_it_is_asked_for(sign: signal.Signals) -> None:
    """Tests that work goes on to where it looks, and that the end of the block insists."""
    asked = []

    def work() -> None:
        with await_interrupt():
            asked.append(is_interrupted())
            os.kill(os.getpid(), sign)
            asked.append(is_interrupted())

    with interruptible(), pytest.raises(KeyboardInterrupt):
        work()
    assert asked == [False, True]


def test_that_the_second_wish_is_not_awaited() -> None:
    """Tests that whoever presses Ctrl-C twice need not wait."""
    asked = []

    def work() -> None:
        with await_interrupt():
            for _ in range(2):
                os.kill(os.getpid(), signal.SIGINT)
                asked.append(is_interrupted())

    with interruptible(), pytest.raises(KeyboardInterrupt):
        work()
    assert asked == [True]


def test_that_an_ignored_signal_stays_ignored() -> None:
    """Tests that work in the background, where a shell ignores Ctrl-C, goes on."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible():
            os.kill(os.getpid(), signal.SIGINT)
            raise_interrupt()
        assert signal.getsignal(signal.SIGINT) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGINT, before)


def test_that_what_was_there_before_comes_back() -> None:
    """Tests that the handlers are those of the caller afterwards."""
    before = [signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)]
    with interruptible():
        pass
    assert [signal.getsignal(sign) for sign in (signal.SIGINT, signal.SIGTERM)] == before


@pytest.mark.parametrize("name", ["out", "out.json"])
def test_that_planning_ends_after_a_swallowed_interruption(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str
) -> None:
    """Tests that Ctrl-C that a library swallows ends the command at the next finished village."""

    def opened(source: str, *, seed: int, **_: object) -> VillageSource:
        swallow(signal.SIGINT)
        return open_source(source, seed=seed)

    monkeypatch.setattr("api.cli.optimize_command.open_source", opened)
    wanted = OutputRequest.of(tmp_path / name, [], Language.EN)
    with interruptible(), pytest.raises(KeyboardInterrupt):
        optimize("ward", PlanningEffort(workers=1, seed=0, time_limit_s=5.0), wanted)
    assert not (tmp_path / name).exists()
