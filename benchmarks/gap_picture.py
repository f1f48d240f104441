"""Gap-over-time curves as an SVG: a line a village, seconds and gap on logarithmic scales."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from math import log10
from xml.sax.saxutils import escape

WIDTH, HEIGHT = 720, 400
LEFT, RIGHT, TOP, BASE = 60, 110, 40, 350
LOWEST = 0.0001
"""Gaps below are drawn there: 0 has no logarithm."""
SECONDS = (0.5, 1, 2, 5, 10, 20)
GAPS = (0.0001, 0.001, 0.01, 0.1, 1)
COLOURS = (
    "#1b6e53", "#c2410c", "#1d4ed8", "#a21caf", "#4d7c0f", "#0e7490", "#b45309", "#475569",
)  # fmt: skip


def gap_picture(title: str, curves: Mapping[str, Sequence[tuple[float, float]]]) -> str:
    """Return the picture.

    Parameters
    ----------
    curves
        By village: seconds and gap, (value - bound) / value, in the order of the seconds.
    """
    parts = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}">',
        "<style>text{font:12px sans-serif;fill:#333}path,polyline{fill:none}</style>",
        f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>',
        f'<text x="{LEFT}" y="22" font-weight="600">{escape(title)}</text>',
        *(_across(gap) for gap in GAPS),
        *(_below(seconds) for seconds in SECONDS),
    ]
    ends = sorted((_y(points[-1][1]), name) for name, points in curves.items())
    labels, last = {}, float(TOP) - 14
    for y, name in ends:
        last = max(y + 4, last + 14)
        labels[name] = last
    for nth, (name, points) in enumerate(curves.items()):
        colour = COLOURS[nth % len(COLOURS)]
        line = " ".join(f"{_x(seconds):.1f},{_y(gap):.1f}" for seconds, gap in points)
        parts.append(f'<polyline points="{line}" stroke="{colour}" stroke-width="2"/>')
        at = f'x="{WIDTH - RIGHT + 8}" y="{labels[name]:.1f}" style="fill:{colour}"'
        parts.append(f"<text {at}>{escape(name)} {points[-1][1]:.2%}</text>")
    return "\n".join([*parts, "</svg>", ""])


def _x(seconds: float) -> float:
    share = log10(seconds / SECONDS[0]) / log10(SECONDS[-1] / SECONDS[0])
    return LEFT + min(max(share, 0.0), 1.0) * (WIDTH - LEFT - RIGHT)


def _y(gap: float) -> float:
    share = log10(max(gap, LOWEST) / LOWEST) / log10(GAPS[-1] / LOWEST)
    return BASE - share * (BASE - TOP)


def _across(gap: float) -> str:
    y, word = _y(gap), f"{gap:.0%}" if gap >= GAPS[2] else f"{100 * gap:g}%"
    return (
        f'<path d="M{LEFT} {y:.1f}H{WIDTH - RIGHT}" stroke="#ddd"/>'
        f'<text x="{LEFT - 6}" y="{y + 4:.1f}" text-anchor="end">{word}</text>'
    )


def _below(seconds: float) -> str:
    x = _x(seconds)
    return (
        f'<path d="M{x:.1f} {TOP}V{BASE}" stroke="#eee"/>'
        f'<text x="{x:.1f}" y="{BASE + 18}" text-anchor="middle">{seconds:g} s</text>'
    )
