"""Every stage of teams against all teams there are."""

from __future__ import annotations

import pytest

from optimizer.domain.search_limits import SearchLimits
from optimizer.domain.teams import TeamStage
from optimizer.teams.lexicographic_teams import settle_teams
from optimizer.teams.team_number import team_number
from optimizer.teams.team_solution import keeps_requests, team_sizes
from tests.optimizer.teams.every_team import best_stages
from tests.optimizer.teams.random_teams import random_problem


@pytest.mark.parametrize("seed", range(120))
def test_that_every_stage_is_the_best_there_is(seed: int) -> None:
    """Tests that all five values are those of the best of all teams, and are proven."""
    problem, limits = random_problem(seed), SearchLimits.lasting(20)
    settled = settle_teams(problem, limits)
    values = [round(settled.proofs[stage].value, 6) for stage in TeamStage]
    *counts, gather = best_stages(problem)
    assert values == [*counts, gather / 1e6]
    assert all(proof.proven for proof in settled.proofs.values())
    number = team_number(problem, limits)
    sizes = team_sizes(problem, number.teams, number.violation)
    assert keeps_requests(problem, settled.found, sizes)
