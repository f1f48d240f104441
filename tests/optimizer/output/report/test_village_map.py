from __future__ import annotations

import re
from dataclasses import replace

import pytest

from optimizer.domain.plan import Verdict
from optimizer.output.map.palette import VERDICTS
from optimizer.output.report.shapes import relative_path, short
from optimizer.output.report.village_map import draw_map
from tests.optimizer.output.report.rows import FINE, POOR, facts, many


def scale(text: str) -> tuple[float, float]:
    """Return the scale's length in the drawing and its metres."""
    ((left, right, figure, unit),) = re.findall(
        r'class="scale" d="M([\d.]+) [\d.]+v8H([\d.]+)v-8"/><text[^>]*>(.*?)\s(k?m)</text>', text
    )
    metres = float(re.sub(r"<tspan lang=vi>.*?</tspan>|<[^>]*>|,", "", figure))
    return float(right) - float(left), metres * (1000 if unit == "km" else 1)


def marks(text: str, verdict: Verdict) -> list[tuple[float, float]]:
    """Return where the marks of a verdict are."""
    (path,) = re.findall(rf'<path d="([^"]*)" fill="{VERDICTS[verdict].fill}"', text)
    return [(float(x), float(y)) for x, y in re.findall(r"M([\d.]+) ([\d.]+)", path)]


@pytest.mark.parametrize("apart_m", [3.0, 700.0, 20_000.0, 1_500_000.0])
def test_that_the_scale_is_true(apart_m: float) -> None:
    """Tests that villages so far apart are drawn as far apart as the scale says."""
    rows = [replace(FINE, x=0.0, y=0.0), replace(FINE, x=apart_m, y=0.0)]
    made = draw_map(facts(rows))
    assert made is not None
    (left, _), (right, _) = marks(made.drawing, Verdict.OK)
    length, metres = scale(made.drawing)
    assert (right - left) * metres / length == pytest.approx(apart_m, rel=0.01)


def test_that_degrees_are_drawn_as_the_ground_is() -> None:
    """Tests that a degree of longitude is shorter than one of latitude, and north is up."""
    rows = [
        replace(FINE, x=108.0, y=60.0),
        replace(POOR, x=109.0, y=60.0),
        replace(FINE, x=108.0, y=61.0),
    ]
    made = draw_map(facts(rows, coordinates="lonlat"))
    assert made is not None
    south, north = marks(made.drawing, Verdict.OK)
    ((east, level),) = marks(made.drawing, Verdict.NEEDS_MEMBERS_LOCAL)
    assert (south[0], south[1]) == pytest.approx((north[0], level))
    assert north[1] < south[1]
    assert (east - south[0]) / (south[1] - north[1]) == pytest.approx(0.5, abs=0.02)
    assert '<tspan lang="vi">B</tspan>' in made.drawing


def test_that_one_point_and_one_line_can_be_drawn() -> None:
    """Tests that a single village, or several at one point, need no scale and divide by nothing."""
    for rows in ([FINE], [FINE, replace(POOR, x=FINE.x, y=FINE.y)]):
        made = draw_map(facts(rows))
        assert made is not None
        assert 'class="scale"' not in made.drawing
        assert "nan" not in made.drawing
    tall = draw_map(facts([replace(FINE, y=0.0), replace(FINE, y=5000.0)]))
    assert tall is not None
    assert scale(tall.drawing)[1] > 0


def test_that_twenty_thousand_villages_stay_small() -> None:
    """Tests that all of them are drawn, in a drawing of less than a megabyte."""
    made = draw_map(facts(many(20_000)))
    assert made is not None
    assert len(marks(made.drawing, Verdict.NEEDS_MEMBERS_LOCAL)) == 20_000
    assert len(made.drawing) < 1_000_000


def test_that_marks_keep_their_shape() -> None:
    """Tests that a relative path ends where the absolute one does, at twice the size."""
    assert relative_path(VERDICTS[Verdict.TIGHT], 10.0) == "m-9 -9h18v18h-18z"
    assert relative_path(VERDICTS[Verdict.NEEDS_MEMBERS_LOCAL], 2.0) == "m0 -2l2 2l-2 2l-2 -2z"
    assert relative_path(VERDICTS[Verdict.OK], 5.0) == "m5 0a5 5 0 1 1 -10 0a5 5 0 1 1 10 0z"
    assert len({relative_path(mark, 7.0) for mark in VERDICTS.values()}) == len(Verdict)
    assert [short(value) for value in (-0.04, 0.0, 3.0, -2.25)] == ["0", "0", "3", "-2.2"]
