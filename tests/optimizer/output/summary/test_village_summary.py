from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.domain.goals import Stage
from optimizer.domain.scenario import Members, points
from optimizer.output.summary.histograms import (
    LOADS_SHOWN,
    WALK_EDGES_M,
    Histograms,
    add_histograms,
    make_histograms,
)
from optimizer.output.summary.village_summary import summarise_village
from tests.optimizer.hand_made import SERVED_PLAN, SHORT, SHORT_PLAN, assignment, village


def with_teams(*teams: str) -> Members:
    ids = np.array([f"m{nth}" for nth in range(len(teams))])
    xy = np.zeros((len(teams), 2))
    window = np.full(len(teams), 5)
    return Members(ids, xy, xy, window, window + 5, np.array(teams, np.str_))


def test_that_loads_and_walks_are_counted() -> None:
    """Tests that the plan of today and that after recruiting have their own counts."""
    row = summarise_village(SHORT, SHORT_PLAN)
    assert row.spread_today == Histograms(loads=(0, 0, 0, 0, 0, 0, 1), walks=(6,))
    assert row.spread_after == Histograms(loads=(0, 0, 0, 1, 0, 1), walks=(8,))
    assert (
        summarise_village(SHORT, replace(SHORT_PLAN, after=None)).spread_after == row.spread_today
    )


def test_that_a_bin_holds_its_upper_edge() -> None:
    """Tests that 50 m lies in the first bin, a step more in the second, and all beyond in one."""
    metres = [0.0, 50.0, float(np.nextafter(50, 51)), 5000.0, 9999.0, np.nan]
    made = assignment([0, 0, 0, 0, 0, -1], metres, [5], "DISTANCE")
    walks = make_histograms(made, made.metres).walks
    assert (walks[0], walks[1], walks[-2], walks[-1]) == (2, 1, 1, 1)
    assert len(walks) == len(WALK_EDGES_M) + 1


def test_that_large_loads_share_a_bin() -> None:
    """Tests that loads above the last bin are counted in it, and loads of 0 in the first."""
    made = assignment([0], [1.0], [0, LOADS_SHOWN, LOADS_SHOWN + 1, 500], "DISTANCE")
    loads = make_histograms(made, made.metres).loads
    assert (loads[0], loads[LOADS_SHOWN], loads[LOADS_SHOWN + 1]) == (1, 1, 2)


def test_that_spreads_of_unequal_length_add_up() -> None:
    """Tests that plans are added bin by bin, whatever bins they have."""
    assert add_histograms([Histograms((1,), ()), Histograms((1, 2), (3,))]) == Histograms(
        (2, 2), (3,)
    )
    assert add_histograms([]) == Histograms()


def test_that_the_middle_is_that_of_the_households() -> None:
    """Tests that the mean of the households is taken, else of the members, else nothing."""
    row = summarise_village(SHORT, SHORT_PLAN)
    assert (row.x, row.y) == (35.0, 0.0)
    plan = replace(SERVED_PLAN, today=assignment([], [], [0], ""))
    assert summarise_village(village("c", 0, home=4.0), plan).x == 4.0
    nobody = replace(village("c", 0), members=with_teams())
    empty = replace(plan, today=assignment([], [], [], ""))
    assert (summarise_village(nobody, empty).x, summarise_village(nobody, empty).y) == (None, None)
    assert len(points(np.array([], np.str_), np.empty((0, 2)))) == 0


def test_that_teams_are_counted_once() -> None:
    """Tests that members of one team make one team, and members without one none."""
    plan = replace(SHORT_PLAN, today=assignment([0] * 8, [0.0] * 8, [8, 0, 0, 0], ""), after=None)
    four = replace(SHORT, members=with_teams("t1", "t1", "t2", ""))
    assert summarise_village(four, replace(plan, recruitment=None)).teams == 2
    assert summarise_village(SHORT, SHORT_PLAN).teams == 0


def test_that_both_plans_bring_their_proofs() -> None:
    """Tests that the proofs of the plan after recruiting are kept beside those of today."""
    row = summarise_village(SHORT, SHORT_PLAN)
    assert (row.proofs[Stage.SERVE].value, row.proofs_after[Stage.SERVE].value) == (2.0, 0.0)
    assert summarise_village(SHORT, replace(SHORT_PLAN, after=None)).proofs_after == {}


def test_that_recruits_are_counted_by_hamlet() -> None:
    """Tests that only hamlets and counts are kept of the recruits, and no place."""
    assert summarise_village(SHORT, SHORT_PLAN).hamlets == {"A": 1}
