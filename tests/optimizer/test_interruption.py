"""Interruptions: raised at once, remembered where they are swallowed, ignored where asked."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from pathlib import Path

import pytest

from optimizer import commands
from optimizer.interruption import insist, interruptible
from optimizer.pipeline import plan_village
from optimizer.plan import VillagePlan
from optimizer.scenario import Village
from optimizer.words import Language

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
        insist()
        swallow(sign)
        with pytest.raises(KeyboardInterrupt):
            insist()
    insist()


def test_that_an_ignored_signal_stays_ignored() -> None:
    """Tests that work in the background, where a shell ignores Ctrl-C, goes on."""
    before = signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        with interruptible():
            os.kill(os.getpid(), signal.SIGINT)
            insist()
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
    """Tests that Ctrl-C during a solve ends the command by the end of that village."""
    planned: list[str] = []

    def interrupted(village: Village, seed: int, time_limit_s: float) -> VillagePlan:
        planned.append(village.id)
        swallow(signal.SIGINT)
        return plan_village(village, seed=seed, time_limit_s=time_limit_s)

    monkeypatch.setattr("optimizer.province.plan_village", interrupted)
    wanted = commands.Wanted.of(tmp_path / name, None, Language.EN)
    with interruptible(), pytest.raises(KeyboardInterrupt):
        commands.optimize("ward", commands.Work(workers=1, seed=0, time_limit_s=5.0), wanted)
    assert len(planned) == 1
    assert list(tmp_path.iterdir()) == []
