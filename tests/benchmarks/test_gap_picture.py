"""Gap-over-time curves as a picture."""

from __future__ import annotations

from xml.etree import ElementTree as ET

from benchmarks.gap_picture import BASE, gap_picture


def test_that_a_curve_falls_to_the_right() -> None:
    """Tests that a line a village is drawn, and that no gap at all lies on the ground."""
    drawn = ET.fromstring(gap_picture("a < b", {"v1": [(0.5, 1.0), (20.0, 0.0)]}))  # noqa: S314
    (line,) = drawn.iter("{http://www.w3.org/2000/svg}polyline")
    (_, first), (_, last) = (
        map(float, point.split(",")) for point in line.get("points", "").split()
    )
    assert first < last == BASE
