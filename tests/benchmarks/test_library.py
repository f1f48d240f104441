"""The measurement of the library and of five lines of HTTP, on a village that takes no time."""

from __future__ import annotations

import httpx
import orjson
import pytest

from benchmarks import library
from benchmarks.cases import Size, full
from optimizer.execution.province import plan_scenario
from optimizer.input.request import scenario_from_request


def test_that_every_way_is_measured(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests that a village is asked for in each way, and what is sent can be planned."""
    sent: list[bytes] = []

    def post(address: str, *, content: bytes, timeout: float) -> httpx.Response:
        assert timeout > 0
        sent.append(content)
        return httpx.Response(200, json={}, request=httpx.Request("POST", address))

    monkeypatch.setattr(httpx, "post", post)
    took = library.ask("http://service", full(Size(1, 40, 5), 0), repeats=2)
    assert list(took) == ["pipeline", "frames", "HTTP", "CP-SAT"]
    assert all(0 < one.least <= one.middle for one in took.values())
    assert len(sent) == 4
    (plan,) = plan_scenario(scenario_from_request(orjson.loads(sent[0])))
    assert len(plan.today.unserved) == 0


def test_that_a_start_is_measured() -> None:
    """Tests that a fresh interpreter is started, and says what it takes."""
    took = library.start_ms(library.STARTS["import optimizer"], 1)
    assert took.line == f"{took.middle:.1f} ms, at the shortest {took.least:.1f}"
    assert took.least > 0
