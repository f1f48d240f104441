from __future__ import annotations

from optimizer.errors import Problem
from optimizer.input.checks.faults import KEPT, raise_findings, shown
from tests.optimizer.inputs import line, problems, raised, request, village


def test_the_first_thousand_are_listed_and_the_rest_counted() -> None:
    """Tests that 1,200 faults give 1,000 problems and one that says how many more."""
    found = problems(request(village(households=line("h", 1200, phone=1))))
    assert len(found) == KEPT + 1
    assert (found[-1].code, found[-1].message[:12]) == ("MORE_PROBLEMS", "and 200 more")


def test_exactly_a_thousand_need_no_count() -> None:
    """Tests that 1,000 faults are all listed and nothing is counted."""
    rows = [{"id": f"h{n}", "x": None, "y": 0} for n in range(KEPT)]
    found = problems(request(village(households=rows)))
    assert len(found) == KEPT
    assert {problem.code for problem in found} == {"MISSING"}


def test_nothing_found_raises_nothing() -> None:
    """Tests that no finding is no error, and one finding is raised as it is."""
    raise_findings([])
    problem = Problem("CODE", "here", "field", "value", "message")
    assert raised(lambda: raise_findings([problem])) == (problem,)


def test_values_are_shown_short_and_printable() -> None:
    """Tests that any value becomes at most sixty characters that a terminal can print."""
    assert shown(None) == ""
    assert [shown(value) for value in (True, False)] == ["true", "false"]
    assert shown([1, 2]) == "a list of 2"
    assert shown({"a": 1}) == "an object"
    assert shown(10**5000) == "an integer of more than 70 digits"
    assert shown("\ud800") == "\\ud800"
    assert shown("x" * 61) == "x" * 60
