"""The frontier of a budget as a picture: households served against recruits."""

from __future__ import annotations

from collections.abc import Sequence

from markupsafe import Markup

from optimizer.budget.allocation import FrontierPoint

_WIDTH, _HEIGHT = 640, 300
_LEFT, _RIGHT, _TOP, _BASE = 72, 16, 36, 256
_TICKS = 5
_STYLE = (
    "text{font:12px sans-serif;fill:#333}.title{font-weight:600}.curve{fill:none;stroke:#1b6e53;"
    "stroke-width:2}.open{fill:#1b6e53;opacity:.2}.axis{stroke:#999;fill:none}"
    ".chosen{fill:#c2410c}.lead{stroke:#c2410c;stroke-dasharray:4 3;fill:none}"
)


def draw_frontier(
    points: Sequence[FrontierPoint], chosen: FrontierPoint, titles: tuple[str, str, str]
) -> str:
    """Return an SVG of the frontier, its bound as a band above it, and one budget marked.

    Parameters
    ----------
    chosen
        The point of the budget.
    titles
        Of the picture, of its recruits and of its households.
    """
    first, last = points[0][0], max(points[-1][0], points[0][0] + 1)
    low = points[0][1]
    high = max(points[-1][2], low + 1)

    def at(recruits: float, served: float) -> str:
        x = _LEFT + (recruits - first) / (last - first) * (_WIDTH - _LEFT - _RIGHT)
        y = _BASE - (served - low) / (high - low) * (_BASE - _TOP)
        return f"{x:.1f},{y:.1f}"

    line = " ".join(at(recruits, served) for recruits, served, _ in points)
    band = [at(recruits, bound) for recruits, _, bound in reversed(points)]
    x, y = at(chosen[0], chosen[1]).split(",")
    parts = [
        Markup('<text class="title" x="{}" y="18">{}</text>').format(_LEFT, titles[0]),
        Markup('<polygon class="open" points="{}"/>').format(f"{line} {' '.join(band)}"),
        Markup('<polyline class="curve" points="{}"/>').format(line),
        Markup('<path class="axis" d="M{0} {1}V{2}H{3}"/>').format(
            _LEFT, _TOP, _BASE, _WIDTH - _RIGHT
        ),
        *_marks(first, last, low, high),
        Markup('<path class="lead" d="M{0} {1}H{2}V{3}"/>').format(_LEFT, y, x, _BASE),
        Markup('<circle class="chosen" cx="{}" cy="{}" r="4"/>').format(x, y),
        Markup('<text x="{}" y="{}" text-anchor="end">{}</text>').format(
            _WIDTH - _RIGHT, _BASE + 36, titles[1]
        ),
        Markup('<text x="{}" y="{}">{}</text>').format(4, _TOP - 6, titles[2]),
    ]
    return str(
        Markup(
            '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {} {}" role="img">'
            "<style>{}</style>{}</svg>\n"
        ).format(_WIDTH, _HEIGHT, _STYLE, Markup("").join(parts))
    )


def _marks(first: int, last: int, low: int, high: int) -> list[Markup]:
    """Return the numbers along both axes."""
    marks = []
    for nth in range(_TICKS):
        share = nth / (_TICKS - 1)
        x = _LEFT + share * (_WIDTH - _LEFT - _RIGHT)
        y = _BASE - share * (_BASE - _TOP)
        marks += [
            Markup('<text x="{:.1f}" y="{}" text-anchor="middle">{}</text>').format(
                x, _BASE + 18, round(first + share * (last - first))
            ),
            Markup('<text x="{}" y="{:.1f}" text-anchor="end">{}</text>').format(
                _LEFT - 6, y + 4, round(low + share * (high - low))
            ),
        ]
    return marks
