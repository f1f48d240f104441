"""A village whose distances take longer than there is time."""

from __future__ import annotations

import pytest

from optimizer.distance import Unmeasured
from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.plan import VillagePlan
from optimizer.domain.scenario import Village
from optimizer.execution.workers.job_spec import JobSpec
from optimizer.execution.workers.plan_parcel import answer
from optimizer.output.response import failed_response
from tests.optimizer.hand_made import village as made


def without_time(village: Village, ask: JobSpec) -> VillagePlan:
    """Find no distance in the time."""
    raise Unmeasured(f"{village.id}: not measured: {ask.seed + 9} lines in {ask.seconds:g} s")


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


def test_that_a_short_search_has_the_whole_limit_for_its_distances() -> None:
    """Tests that no village fails in its first search for distances that the last one measures."""
    steps = JobSpec(time_limit_s=20.0, growing=True).steps
    assert {step.measuring_s for step in steps[:-1]} == {20.0}
    asked = JobSpec(seed=3).at_step(steps[0])
    assert asked.steps == steps[:1]
    assert (asked.seed, asked.time_limit_s, asked.seconds) == (3, 0.3125, 20.0)


@pytest.mark.parametrize("code", list(FailureCode))
def test_that_every_failure_has_its_remedy_in_both_languages(code: FailureCode) -> None:
    """Tests that no code is without words."""
    said = failed_response(made("a", 3), Failure(code, "why"))["message"]
    assert isinstance(said, dict)
    assert said["en"].endswith(".")
    assert said["vi"].endswith(".")
    assert said["en"] != said["vi"]
