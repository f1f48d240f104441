"""Pilot teams against every choice there is, and as files."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import numpy as np
import pytest

from optimizer.errors import ScenarioError
from optimizer.teams.pilot_files import write_pilots
from optimizer.teams.pilots import PilotScore, ScoredTeam, choose_pilots
from optimizer.teams.result_teams import read_scored_teams
from tests.optimizer.teams.asked_villages import answered, asked, members


def teams(seed: int) -> list[ScoredTeam]:
    """Return eight teams of three villages."""
    draw = np.random.default_rng(seed)
    return [
        ScoredTeam(
            *(f"v{nth % 3}", f"t{nth}", "m", 9),
            int(draw.integers(0, 5)),
            float(draw.integers(0, 900)),
            float(draw.integers(0, 3)),
        )
        for nth in range(8)
    ]


@pytest.mark.parametrize("by", PilotScore)
@pytest.mark.parametrize("seed", range(6))
def test_that_no_choice_scores_more(seed: int, by: PilotScore) -> None:
    """Tests that of all choices with a team in every village none has a larger sum."""
    every = teams(seed)
    for number in range(3, 9):
        best = max(
            sum(one.score(by) for one in some)
            for some in combinations(every, number)
            if len({one.village for one in some}) == 3
        )
        chosen = choose_pilots(every, number, by)
        assert len(chosen) == number
        assert sum(one.score for one in chosen) == pytest.approx(best)
        assert {one.team.village for one in chosen} == {"v0", "v1", "v2"}


@pytest.mark.parametrize("number", [2, 9])
def test_that_too_few_and_too_many_are_refused(number: int) -> None:
    """Tests that fewer pilots than villages, and more than teams, are refused with the figures."""
    with pytest.raises(ScenarioError) as caught:
        choose_pilots(teams(0), number, PilotScore.SERVED)
    assert "ask for 3 to 8 pilots" in caught.value.problems[0].message


def test_that_a_response_is_read(tmp_path: Path) -> None:
    """Tests that the teams of a response are scored as it says, and written down."""
    _, document = answered(asked(members(*"AAABBB"), {"min": 3, "max": 5, "target": 4}))
    path = tmp_path / "plan.json"
    path.write_text(json.dumps(document))
    read = read_scored_teams(path)
    assert [(one.village, one.team, one.households) for one in read] == [
        ("v", "A", 3),
        ("v", "B", 3),
    ]
    chosen = choose_pilots(read, 1, PilotScore.WALK)
    for name in ("pilots.json", "pilots.csv", "both"):
        write_pilots(chosen, PilotScore.WALK, tmp_path / name)
    assert json.loads((tmp_path / "pilots.json").read_text())["pilots"][0]["team"] == "A"
    assert (tmp_path / "both" / "pilots.csv").read_bytes() == (tmp_path / "pilots.csv").read_bytes()


def test_that_a_result_without_teams_is_refused(tmp_path: Path) -> None:
    """Tests that a plan that was made without rules for teams is refused with the remedy."""
    path = tmp_path / "plan.json"
    path.write_text(json.dumps({"villages": []}))
    with pytest.raises(ScenarioError) as caught:
        read_scored_teams(path)
    assert caught.value.problems[0].code == "NO_TEAMS"
