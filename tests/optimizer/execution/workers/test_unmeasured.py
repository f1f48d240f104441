"""A village whose distances take longer than there is time."""

from __future__ import annotations

import pytest

from optimizer.distance import Unmeasured
from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.execution.workers.child import answer
from optimizer.execution.workers.job_spec import JobSpec
from optimizer.output.response import failed_response
from tests.optimizer.hand_made import village as made


def without_time(village: Village, *, seed: int, time_limit_s: float) -> VillagePlan:
    """Find no distance in the time."""
    raise Unmeasured(f"{village.id}: not measured: {seed + 9} lines in {time_limit_s:g} s")


def test_that_a_village_that_is_not_measured_in_the_time_says_so() -> None:
    """Tests that code, sizes and limit are named, and what to do, in both languages."""
    failure = answer(made("a", 3), JobSpec(time_limit_s=2.0), without_time)
    assert isinstance(failure, Failure)
    assert failure.code is FailureCode.TIME_LIMIT
    assert "9 lines" in failure.reason
    assert "the limit was 2 s" in failure.reason
    said = failed_response(made("a", 3), failure)["message"]
    assert isinstance(said, dict)
    assert "give a longer one" in said["en"]
    assert "tăng thời gian" in said["vi"]


@pytest.mark.parametrize("code", list(FailureCode))
def test_that_every_failure_has_its_remedy_in_both_languages(code: FailureCode) -> None:
    """Tests that no code is without words."""
    said = failed_response(made("a", 3), Failure(code, "why"))["message"]
    assert isinstance(said, dict)
    assert said["en"].endswith(".")
    assert said["vi"].endswith(".")
    assert said["en"] != said["vi"]
