"""The plain model, against every plan."""

from __future__ import annotations

from hypothesis import given, settings
from hypothesis import strategies as st

from optimizer.assignment.exact.cpsat import solve_cpsat
from optimizer.assignment.incumbent import NOTHING_KNOWN
from optimizer.domain.goals import Stage
from optimizer.domain.search_limits import SearchLimits
from tests.optimizer.assignment.bounds.test_lagrangian import asked
from tests.optimizer.assignment.every_plan import NOTHING, every_plan, goals, problems, settled

SEEDS = st.integers(0, 2**32 - 1)
STAGES = st.sampled_from([Stage.SERVE, Stage.MINIMUM, Stage.KEEP, Stage.WALK, Stage.SPREAD])


@settings(deadline=None, derandomize=True, max_examples=120)
@given(SEEDS, STAGES)
def test_that_the_plain_model_is_right(seed: int, stage: Stage) -> None:
    """Tests that it finds and proves the best value, or proves that there is no plan."""
    problem, goal = asked(seed, stage)
    best = every_plan(problem).best(goal)
    found = solve_cpsat(problem, goal, None, SearchLimits.lasting(60))
    if best == NOTHING:
        assert found.person is None
        assert found.bound > 1e9
    else:
        assert found.person is not None
        assert problem.answered_by(found.person)
        assert (found.value, found.bound) == (best, best)


@settings(deadline=None, derandomize=True, max_examples=80)
@given(SEEDS, st.permutations([Stage.SPREAD, Stage.KEEP, Stage.WALK]))
def test_that_settled_goals_are_not_given_back(seed: int, order: list[Stage]) -> None:
    """Tests that goals settled one after the other, squares among them, keep their values."""
    problem = asked(seed, Stage.WALK)[0]
    known = goals(problem, seed)
    for stage in order:
        best = every_plan(problem).best(known[stage])
        found = solve_cpsat(problem, known[stage], None, SearchLimits.lasting(60))
        assert (found.person is None) == (best == NOTHING)
        assert found.person is None or (found.value, found.bound) == (best, best)
        problem = settled(problem, stage, known[stage])


@settings(deadline=None, derandomize=True, max_examples=20)
@given(SEEDS, STAGES)
def test_that_a_deadline_in_the_past_proves_nothing(seed: int, stage: Stage) -> None:
    """Tests that without time there is no plan and no bound but nothing."""
    problem = problems(seed)
    found = solve_cpsat(problem, goals(problem, seed)[stage], None, SearchLimits.lasting(-1))
    assert (found.person, found.value, found.bound) == (None, NOTHING_KNOWN, 0)
