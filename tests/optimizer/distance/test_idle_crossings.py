"""Crossings that open nothing, and paths that nobody walks, are said."""

from __future__ import annotations

from dataclasses import replace

import numpy as np

from optimizer.distance.idle_crossings import IdleCrossing, idle_crossings
from optimizer.domain.languages import Language
from optimizer.domain.rules import Path, Rules
from optimizer.domain.scenario import Village, barriers, network
from optimizer.output.text import map_notes, note_lines
from tests.optimizer.simple_planner import make_village

WALL = np.array([[[0.0, 100.0], [200.0, 100.0]]])
HOMES = np.array([[0.0, 0.0], [200.0, 0.0]])


def with_crossings(*crossings: tuple[float, float], limit_m: float = 1000.0) -> Village:
    """Return two households below a wall."""
    village = make_village(HOMES, HOMES[:1], rules=Rules(max_distance_m=limit_m))
    return replace(village, barriers=barriers(WALL, np.array(crossings).reshape(-1, 2)))


def test_that_a_crossing_opens_what_is_less_than_ten_metres_away() -> None:
    """Tests that one right at ten metres opens nothing, and one right before it does."""
    near = float(np.nextafter(110.0, 100.0))
    assert idle_crossings(with_crossings((50.0, near), (60.0, 100.0), (205.0, 100.0))) == ()
    assert idle_crossings(with_crossings((50.0, 110.0))) == (IdleCrossing((50.0, 110.0), 10.0),)


def test_that_only_crossings_of_the_village_are_looked_at() -> None:
    """Tests that one half-way to where walls are cut off may belong to the next village."""
    assert idle_crossings(with_crossings((0.0, 900.0))) == (IdleCrossing((0.0, 900.0), 800.0),)
    assert idle_crossings(with_crossings((0.0, 1001.0))) == ()
    bare = with_crossings((0.0, 900.0))
    no_wall = replace(bare, barriers=barriers(np.empty((0, 2, 2)), np.array([[0.0, 900.0]])))
    assert idle_crossings(no_wall) == (IdleCrossing((0.0, 900.0), None),)
    assert idle_crossings(replace(bare, barriers=None)) == ()
    nobody = make_village(HOMES[:0], HOMES[:0], rules=Rules())
    assert idle_crossings(replace(nobody, barriers=bare.barriers)) == ()


def test_that_planners_read_of_idle_crossings() -> None:
    """Tests that where they are, how far off and what to do is said in both languages."""
    village = with_crossings((50.0, 112.25), (50.0, 160.0), (60.0, 160.0), (70.0, 160.0))
    english, vietnamese = (list(note_lines([village], language)) for language in Language)
    assert english == [
        (
            "Crossings of Thôn v: 4 open nothing, for a crossing opens what is less than 10 m "
            "away. 12.2 m from the nearest barrier at 50.0 112.2; 60.0 m from the nearest "
            "barrier at 50.0 160.0; 60.0 m from the nearest barrier at 60.0 160.0; 1 more. "
            "Move them onto the barrier or remove them."
        )
    ]
    assert vietnamese == [
        (
            "Chỗ qua được của Thôn v: 4 chỗ không mở được vật cản nào, vì mỗi chỗ chỉ mở vật cản "
            "cách dưới 10 m. Cách vật cản gần nhất 12,2 m tại 50.0 112.2; cách vật cản gần nhất "
            "60,0 m tại 50.0 160.0; cách vật cản gần nhất 60,0 m tại 60.0 160.0; thêm 1 chỗ. "
            "Dời đến đúng vật cản hoặc xóa."
        )
    ]
    alone = replace(village, barriers=barriers(WALL[:0], np.array([[5.0, 6.0]])))
    (said,) = note_lines([alone], Language.EN)
    assert "No barrier near 5.0 6.0." in said
    assert list(note_lines([village] * 6, Language.EN))[5:] == [
        "Crossings of 1 more villages open nothing."
    ]


def test_that_planners_read_of_paths_that_nobody_walks() -> None:
    """Tests that paths beside the metric straight are said, and their gaps are not."""
    nodes = np.array([[0.0, 0], [50, 0], [52, 0], [90, 0]])
    village = make_village(HOMES, HOMES[:1], rules=Rules())
    idle = replace(village, network=network(nodes, np.array([[0, 1], [2, 3]])))
    assert [said for _, said in map_notes([idle])] == [
        {
            Language.EN: "Paths of Thôn v: nobody walks along them, since the metric is straight. "
            'Ask for the metric "path", or leave them out.',
            Language.VI: "Đường đi của Thôn v: không dùng đến, vì khoảng cách tính theo đường "
            'thẳng. Chọn metric "path", hoặc bỏ mạng đường.',
        }
    ]
    walked = replace(idle, rules=Rules(metric=Path()))
    assert [said[Language.EN].split(":")[1][:9] for _, said in map_notes([walked])] == [" 2 pieces"]
