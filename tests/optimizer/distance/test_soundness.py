"""What is odd about a map of paths: pieces, and ends that do not quite meet."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
import pytest

from optimizer.distance.soundness import Gap, soundness
from optimizer.domain.languages import Language
from optimizer.domain.rules import Path, Rules
from optimizer.domain.scenario import Floats, Ints, network
from optimizer.output.text import map_notes, note_lines
from tests.optimizer.simple_planner import make_village

SQUARE = np.array([[0.0, 0], [100, 0], [100, 100], [0, 100]])
RING = np.array([[0, 1], [1, 2], [2, 3], [3, 0]])


def joined(*more: tuple[float, float], edges: Ints = RING) -> tuple[Floats, Ints]:
    """Return the square with one more path of several points."""
    first = len(SQUARE)
    steps = [[first + nth, first + nth + 1] for nth in range(len(more) - 1)]
    return np.concatenate([SQUARE, np.array(more)]), np.concatenate([edges, np.array(steps)])


def test_that_a_whole_map_is_whole() -> None:
    """Tests that a ring is one piece of four edges without a gap, and no map is whole as well."""
    found = soundness(network(SQUARE, RING))
    assert (found.pieces, found.gaps, found.whole) == ((4,), (), True)
    nothing = soundness(network(np.empty((0, 2)), np.empty((0, 2), np.int64)))
    assert (nothing.pieces, nothing.whole) == ((), True)


@pytest.mark.parametrize(("off_m", "gaps"), [(0.0, 1), (1.2, 1), (5.0, 1), (5.001, 0)])
def test_that_an_end_five_metres_off_is_a_gap(off_m: float, gaps: int) -> None:
    """Tests that an end that is right at five metres counts, and one beyond it does not."""
    xy, edges = joined((50.0, -off_m), (50.0, -90.0))
    found = soundness(network(xy, edges))
    assert found.pieces == (4, 1)
    assert found.gaps == (Gap(off_m, (50.0, -off_m), apart=True),)[:gaps]


def test_that_two_ends_that_face_each_other_are_one_gap() -> None:
    """Tests that what misses on both sides is told once, with the metres between the ends."""
    xy = np.array([[0.0, 0], [50, 0], [52, 0], [100, 0]])
    (gap,) = soundness(network(xy, np.array([[0, 1], [2, 3]]))).gaps
    assert gap == Gap(2.0, (50.0, 0.0), apart=True)


def test_that_a_way_round_decides_within_one_piece() -> None:
    """Tests that a missing junction is a gap where the way round is long, and a bend is none."""
    far = np.array([[0.0, 0], [300, 0], [300, 40], [10, 40], [10, 3]])
    chain = np.array([[0, 1], [1, 2], [2, 3], [3, 4]])
    (gap,) = soundness(network(far, chain)).gaps
    assert (gap.metres, gap.at, gap.apart) == (3.0, (10.0, 3.0), False)
    near = np.array([[0.0, 0], [12, 0], [12, 8], [10, 8], [10, 3]])
    assert soundness(network(near, chain)).gaps == ()


def test_that_a_lanes_own_next_stretch_hides_no_gap() -> None:
    """Tests that a lane drawn in steps of two metres misses the road as one drawn at once does."""
    for step in (60.0, 2.0):
        lane = [(50.0, -4.0 - away) for away in np.arange(0.0, 61.0, step)]
        (gap,) = soundness(network(*joined(*lane))).gaps
        assert gap == Gap(4.0, (50.0, -4.0), apart=True)


def test_that_both_ends_of_a_lane_may_miss_the_same_road() -> None:
    """Tests that a lane between two places of one long road has a gap at each end."""
    road = np.array([[0.0, 0], [1000, 0]])
    lane = np.array([[100.0, 3], [100, 200], [900, 200], [900, 2]])
    edges = np.array([[0, 1], [2, 3], [3, 4], [4, 5]])
    found = soundness(network(np.concatenate([road, lane]), edges))
    assert [(gap.metres, gap.at) for gap in found.gaps] == [
        (2.0, (900.0, 2.0)),
        (3.0, (100.0, 3.0)),
    ]


def test_that_paths_that_touch_without_a_node_are_said() -> None:
    """Tests that a gap too narrow for a decimetre is not said to be one of 0.0 m."""
    bare = make_village(SQUARE, SQUARE[:1], rules=Rules(metric=Path()), name="v")
    narrow = replace(bare, network=network(*joined((50.0, -0.04), (50.0, -90.0))))
    english, vietnamese = ("".join(note_lines([narrow], language)) for language in Language)
    assert english.endswith("Paths that touch without a common node at 50.0 -0.0.")
    assert vietnamese.endswith("Hai đường chạm nhau nhưng không có điểm chung tại 50.0 -0.0.")


def test_that_planners_read_it_in_their_language() -> None:
    """Tests that pieces, the widest first, and gaps are said with the village's name."""
    xy, edges = joined((50.0, -1.25), (50.0, -90.0))
    bare = make_village(SQUARE, SQUARE[:1], rules=Rules(metric=Path()), name="v")
    odd = replace(bare, network=network(xy, edges))
    even = replace(bare, id="w", network=network(SQUARE, RING))
    assert [name for name, _ in map_notes([bare, odd, even])] == ["v"]
    assert list(note_lines([bare, odd, even], Language.EN)) == [
        (
            "Paths of Thôn v: 2 pieces that do not join, of 4, 1 edges. "
            "Gap of 1.2 m between two pieces at 50.0 -1.2."
        )
    ]
    assert list(note_lines([odd] * 7, Language.VI))[4:] == [
        (
            "Đường đi của Thôn v: 2 mạng rời nhau, gồm 4, 1 cạnh. "
            "Hở 1,2 m giữa hai mạng tại 50.0 -1.2."
        ),
        "Đường đi của 2 thôn, khu phố khác cũng có mạng rời hoặc chỗ hở.",
    ]
