"""The measurement of the service, on villages that take no time."""

from __future__ import annotations

from pathlib import Path

import pytest

from benchmarks import service_load
from benchmarks.cases import Size, full
from tests.web.service import serving


def test_that_the_service_is_measured(tmp_path: Path) -> None:
    """Tests that every request is answered, and that the service's own processor time counts."""
    village = full(Size(1, 40, 5), 0)
    with serving(tmp_path) as address:
        one = service_load.beside(address, village, repeats=2)
        many = service_load.load(address, village, requests=20)
    assert one.promised_ms == pytest.approx(2.5 * one.library_ms + 5)
    assert min(one.http_ms, one.library_cpu_ms) > 0
    assert (many.requests, many.errors) == (20, 0)
    assert 0 < many.half_ms <= many.slowest_ms


def test_that_an_error_counts() -> None:
    """Tests that a service that is gone gives errors, not speed."""
    many = service_load.load("http://127.0.0.1:1", full(Size(1, 40, 5), 0), requests=5)
    assert many.errors == 5
