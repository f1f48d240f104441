from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from pathlib import Path
from tempfile import TemporaryDirectory

import numpy as np
import pytest
from rich.console import Console

from optimizer.domain.failure import Failure, FailureCode
from optimizer.domain.goals import Stage
from optimizer.domain.languages import Language
from optimizer.domain.plan import Baseline, Reason, Verdict, VillagePlan
from optimizer.domain.proof import Proof
from optimizer.output.summary.overview import make_overview, print_summary
from optimizer.output.summary.row_store import RowStore
from optimizer.output.summary.village_summary import (
    VillageSummary,
    add_baselines,
    summarise_failure,
    summarise_village,
)
from optimizer.output.text.words import LANGUAGES, number
from tests.optimizer.hand_made import PLANS, SCENARIO, SERVED, SERVED_PLAN, SHORT, SHORT_PLAN

TALLIES = tuple(map(summarise_village, SCENARIO.villages, PLANS))


def shown(tallies: Sequence[VillageSummary], language: Language = Language.EN) -> str:
    console = Console(width=120, highlight=False)
    in_order = sorted(tallies, key=lambda row: row.village_id)
    with TemporaryDirectory() as place, RowStore(Path(place)) as rows:
        rows.extend(in_order)
        found = make_overview(rows)
    with console.capture() as capture:
        print_summary(found, console, seconds=1.25, language=language)
    return "\n".join(line.rstrip() for line in capture.get().splitlines())


def without_recruits(plan: VillagePlan) -> VillagePlan:
    return replace(plan, recruitment=None, after=None)


def test_that_a_planner_finds_who_is_left_out_and_why() -> None:
    """Tests that verdicts, reasons and the villages in need are on the screen, in words."""
    text = shown(TALLIES)
    assert "Households: 14. Members: 2. Villages: 2. Planned in 1.2 s." in text
    assert "1  Needs members in places  somebody is left out; there are members" in text
    assert "Households without anybody today: 2 (villages: 1)" in text
    assert "2  Too far  no member lives within the distance limit" in text
    assert "Recruits needed: 1 (villages: 1); no fewer would do." in text


def test_that_the_village_in_need_is_named_with_its_figures() -> None:
    """Tests that the list shows only villages with somebody left out."""
    (line,) = [line for line in shown(TALLIES).splitlines() if "Phước Bình" in line]
    assert line.startswith("b Thôn b")
    assert line.split()[-5:] == ["8", "1", "10", "2", "1"]


def test_that_villages_in_need_are_told_what_they_can_do() -> None:
    """Tests that the sentences of the first three villages are shown, with the recruits' worth."""
    (line,) = [line for line in shown(TALLIES).splitlines() if line.startswith("b  Thôn b:")]
    assert line.startswith("b  Thôn b: 8 households, 1 member. Add at least 1 near household h7. ")
    assert "The recruit serves 2 more households." in shown(TALLIES)
    rows = [replace(TALLIES[1], village_id=f"v{nth}") for nth in range(4)]
    assert sum(": 8 households" in line for line in shown(rows).splitlines()) == 3
    assert "What they can do" not in shown(TALLIES[:1])


def test_that_recruits_may_not_have_been_asked_for() -> None:
    """Tests that a plan for today alone shows a dash and no sentence about recruits."""
    text = shown([summarise_village(SHORT, without_recruits(SHORT_PLAN))])
    assert "Recruits needed" not in text
    assert "after recruiting" not in text
    assert next(line for line in text.splitlines() if line.startswith("b ")).endswith(" -")


def test_that_the_plan_with_recruits_stands_beside_the_others() -> None:
    """Tests that both plans are shown with everybody left out, below the minimum, and the walk."""
    lines = shown(TALLIES).splitlines()
    (today,) = [line.split()[-5:] for line in lines if line.startswith("this plan, today")]
    (after,) = [line.split()[-5:] for line in lines if line.startswith("after recruiting ")]
    assert today == ["2", "0", "0", "0.3", "50"]
    assert after == ["0", "0", "1", "0.3", "50"]


def test_that_an_open_number_of_recruits_is_not_called_the_fewest() -> None:
    """Tests that value and bound are both said where they do not meet."""
    row = replace(TALLIES[1], recruits=Proof(3.0, 2.0))
    assert "Recruits needed: 3 (villages: 1); at least 2 are proven." in shown([row])


def test_that_nobody_left_out_is_good_news() -> None:
    """Tests that a plan that serves everybody says so and lists no village."""
    text = shown([summarise_village(SERVED, SERVED_PLAN)])
    assert "Every household is looked after." in text
    assert "Where to look first" not in text


def test_that_an_open_stage_is_not_called_proven() -> None:
    """Tests that a goal whose bound was not met shows its gap."""
    row = replace(TALLIES[0], proofs={Stage.WALK: Proof(200.0, 199.0)})
    assert "proven (villages: 0 of 1); elsewhere at most 0.50 % from the best" in shown([row])


def test_that_the_plan_after_recruiting_has_its_own_proofs() -> None:
    """Tests that a gap after recruiting is told, and that today's plan is not blamed for it."""
    row = replace(TALLIES[1], proofs_after={Stage.WALK: Proof(200.0, 150.0)})
    lines = {line.split("  ")[0]: line for line in shown([row]).splitlines()}
    assert lines["shortest walk in all"].endswith("proven (villages: 1)")
    said = lines["after recruiting: shortest walk in all"]
    assert said.endswith("proven (villages: 0 of 1); elsewhere at most 25.00 % from the best")


def test_that_the_gaps_of_the_walk_are_told_as_a_mean_and_a_share() -> None:
    """Tests that proven villages count among all, and one at one percent among the close ones."""
    walks = [Proof(200.0, 198.0), Proof(200.0, 150.0), Proof(200.0, 200.0), Proof(200.0, 197.9)]
    rows = [
        replace(TALLIES[1], village_id=f"{nth}", proofs_after={Stage.WALK: walk})
        for nth, walk in enumerate(walks)
    ]
    assert "gap 6.76 % on average of all villages, at most 1 % in 2 of 4" in shown(rows)
    assert "on average" not in shown([replace(TALLIES[1], proofs_after={Stage.WALK: walks[2]})])


def test_that_areas_in_need_are_listed_where_there_are_several() -> None:
    """Tests that ten areas are named by what sets them apart, the worst first, the rest counted."""
    rows = [
        replace(
            TALLIES[1],
            area=("N", f"commune {nth:02}"),
            unserved={Reason.CAPACITY: nth},
            recruits=None,
        )
        for nth in range(13)
    ]
    text = shown(rows)
    lines = [line.split() for line in text.splitlines() if line.startswith("commune ")]
    assert [line[1] for line in lines] == [f"{nth:02}" for nth in range(12, 2, -1)]
    assert lines[0][2:] == ["1", "1", "8", "1", "12", "0"]
    assert "Further areas with somebody left out: 2." in text
    assert "Areas that need most" not in shown(rows[:2][1:])
    assert "Areas that need most" not in shown([replace(TALLIES[0], area=(c,)) for c in "AB"])


def test_that_villages_without_a_team_are_counted() -> None:
    """Tests that they are told where teams are written down, and nothing is said elsewhere."""
    led = replace(TALLIES[0], teams=1)
    assert "Villages without any team: 1." in shown([led, TALLIES[1]])
    assert "team" not in shown([led]) + shown(TALLIES)


def test_that_a_failed_village_is_told() -> None:
    """Tests that a village that could not be planned is counted and has no verdict."""
    text = shown(
        [TALLIES[0], summarise_failure(SHORT, Failure(FailureCode.LOST, "its worker ended"))]
    )
    assert "Villages that could not be planned: 1. villages.csv says why." in text
    assert "Villages: 2" in text


def test_that_only_ten_villages_are_listed() -> None:
    """Tests that ten villages are named and the eleventh is counted, the worst first."""
    rows = [
        replace(TALLIES[1], village_id=f"v{nth:02}", unserved={Reason.CAPACITY: nth}, recruits=None)
        for nth in range(1, 12)
    ]
    lines = [line for line in shown(rows).splitlines() if "Phước Bình" in line]
    assert [line[:3] for line in lines] == [f"v{nth:02}" for nth in range(11, 1, -1)]
    assert "Further villages with somebody left out: 1." in shown(rows)
    assert "Further" not in shown(rows[:10])


def test_that_names_are_not_taken_for_markup() -> None:
    """Tests that a village called [red] is called so on the screen."""
    assert "b [red]" in shown([replace(TALLIES[1], name="[red]")])


def test_that_no_villages_are_no_trouble() -> None:
    """Tests that an empty scenario has a summary too."""
    assert "Villages: 0." in shown([])


@pytest.mark.parametrize("language", Language)
def test_that_every_word_is_there(language: Language) -> None:
    """Tests that both languages have a sentence for every verdict, reason and goal."""
    words = LANGUAGES[language]
    assert set(words.verdicts) == set(Verdict)
    assert set(words.reasons) == set(Reason)
    assert set(words.stages) == set(Stage)


def test_that_vietnamese_is_spoken() -> None:
    """Tests that the Vietnamese summary speaks of looking after, with Vietnamese numbers."""
    text = shown(TALLIES, Language.VI)
    assert "Hộ chưa có người phụ trách hiện nay: 2 hộ tại 1 thôn, khu phố" in text
    assert "giám sát" not in text
    assert number(1234.5, LANGUAGES[Language.VI], digits=1) == "1.234,5"
    assert number(1234.5, LANGUAGES[Language.EN], digits=1) == "1,234.5"


def test_that_a_list_has_no_kilometres() -> None:
    """Tests that villages whose metres are never shown add up to no length, and others still do."""
    unstated = Baseline(1, 0, 0, 0, float("nan"), float("nan"))
    stated = Baseline(1, 0, 0, 0, 70.0, 40.0)
    assert np.isnan(add_baselines([unstated, unstated]).walk_m)
    both = add_baselines([unstated, stated])
    assert (both.unserved, both.walk_m, both.longest_m) == (2, 70.0, 40.0)
