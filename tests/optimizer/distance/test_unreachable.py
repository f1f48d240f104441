"""Why households are out of reach along the paths: found, and said in both languages."""

from __future__ import annotations

import csv
from dataclasses import replace
from pathlib import Path

import numpy as np

from optimizer.distance.unreachable import ReachCause, reach_hints
from optimizer.domain.languages import Language
from optimizer.domain.rules import Path as Walked
from optimizer.domain.rules import Rules
from optimizer.domain.scenario import Village, barriers, network
from optimizer.output.folder.result_tables import ResultTables
from optimizer.output.response import village_response
from optimizer.output.text import hint_text, hints_of, village_messages
from optimizer.pipeline import plan_village
from tests.optimizer.simple_planner import make_village

HOMES = np.array(
    [
        [10.0, 5.0],  # beside the main path
        [1900.0, 0.0],  # on it, and too far along it
        [50.0, 540.5],  # near no path
        [530.0, 1000.0],  # on another piece
        [300.0, -20.0],  # behind a wall
    ]
)
PATHS = network(
    np.array([[0.0, 0], [1000, 0], [2000, 0], [500, 1000], [550, 1000], [600, 1000]]),
    np.array([[0, 1], [1, 2], [3, 4], [4, 5]]),
)


def astray() -> Village:
    """Return five households of which one is looked after, and each other one for its own cause."""
    rules = Rules(metric=Walked(max_leg_m=200.0), max_distance_m=1000.0, recruiting=False)
    village = make_village(HOMES, np.array([[0.0, 0.0]]), rules=rules)
    wall = np.array([[[200.0, -10.0], [400.0, -10.0]], [[200.0, -10.0], [300.0, -900.0]]])
    closing = np.array([[[400.0, -10.0], [300.0, -900.0]]])
    around = barriers(np.concatenate([wall, closing]), np.empty((0, 2)))
    return replace(village, network=PATHS, barriers=around)


def test_that_every_cause_is_found() -> None:
    """Tests that each household has the cause, the metres and the edges that keep it away."""
    found = reach_hints(astray(), np.arange(1, 5))
    assert [(hint.household, hint.cause, hint.metres, hint.edges) for hint in found] == [
        (1, ReachCause.TOO_FAR, 1900.0, None),
        (2, ReachCause.OFF_PATHS, 540.5, None),
        (3, ReachCause.OTHER_PIECE, None, 2),
        (4, ReachCause.BEHIND_BARRIER, None, None),
    ]
    assert [hint.most_m for hint in found] == [1000.0, 200.0, 1000.0, 200.0]


def test_that_a_path_that_a_barrier_cuts_is_a_path() -> None:
    """Tests that a crossing is missed where the only path is cut, and not a path."""
    village = astray()
    wall = barriers(np.array([[[500.0, -5.0], [500.0, 5.0]]]), np.empty((0, 2)))
    only = network(np.array([[0.0, 0], [1000, 0]]), np.array([[0, 1]]))
    cut = replace(village, network=only, barriers=wall)
    assert [(hint.cause, hint.metres) for hint in reach_hints(cut, np.arange(5))] == [
        (ReachCause.BEHIND_BARRIER, None),
        (ReachCause.OFF_PATHS, 900.0),
        (ReachCause.OFF_PATHS, 540.5),
        (ReachCause.OFF_PATHS, 1000.0),
        (ReachCause.BEHIND_BARRIER, None),
    ]


def test_that_without_paths_nobody_is_near_one() -> None:
    """Tests that a map without any path says that there is none."""
    nothing = network(np.empty((0, 2)), np.empty((0, 2), np.int64))
    bare = replace(astray(), network=nothing, barriers=None)
    assert {hint.cause for hint in reach_hints(bare, np.arange(5))} == {ReachCause.NO_PATHS}


def test_that_other_metrics_have_no_hints() -> None:
    """Tests that as the crow flies there is nothing to say of paths."""
    village = astray()
    straight = village.rules.model_copy(update={"metric": Rules().metric})
    assert reach_hints(replace(village, rules=straight), np.arange(5)) == ()
    assert reach_hints(village, np.arange(0)) == ()


def test_that_a_limit_by_path_is_right_at_it() -> None:
    """Tests that a door exactly as far as the longest leg joins, and one a millimetre more not."""
    rules = Rules(metric=Walked(max_leg_m=200.0), max_distance_m=1000.0)
    homes = np.array([[100.0, 200.0], [100.0, 200.001]])
    village = replace(make_village(homes, np.array([[0.0, 0.0]]), rules=rules), network=PATHS)
    (hint,) = reach_hints(village, np.arange(2))
    assert (hint.household, hint.cause) == (1, ReachCause.OFF_PATHS)
    assert hint_text(hint, Language.EN) == "the nearest path is 201 m away; the most is 200 m"


def test_that_hints_stand_where_people_look(tmp_path: Path) -> None:
    """Tests that the response, unserved.csv and the message name what keeps households away."""
    village = astray()
    plan = plan_village(village, time_limit_s=2.0)
    entry = village_response(village, plan)
    assert [hint["code"] for hint in entry["hints"]] == [  # type: ignore[attr-defined]  # a list
        "TOO_FAR", "OFF_PATHS", "OTHER_PIECE", "BEHIND_BARRIER"
    ]  # fmt: skip
    with ResultTables(tmp_path) as tables:
        tables.add(village, plan)
    with (tmp_path / "unserved.csv").open(encoding="utf-8-sig", newline="") as file:
        rows = {row["household"]: row for row in csv.DictReader(file)}
    assert {row["today"] for row in rows.values()} == {"DISTANCE"}
    piece = "its path belongs to a piece of 2 edges on which no member lives"
    assert rows["h003"]["hint_en"] == piece
    assert rows["h001"]["hint_vi"] == (
        "theo đường đi, thành viên gần nhất cách 1.900 m; cự ly cho phép 1.000 m"
    )
    said = village_messages(village, plan).message
    assert said[Language.EN].endswith(
        "Look at the map of paths: 1 too far from the nearest path; 1 cut off from the paths by "
        "a barrier; 1 on a piece of paths without a member."
    )
    assert "1 hộ quá xa đường đi gần nhất" in said[Language.VI]
    assert len(hints_of(village, plan)) == 4
